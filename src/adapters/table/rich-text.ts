import { type TableLimits, Unreadable } from './limits.ts';

/** A text in pieces: whole, and without what is struck out; the same where nothing is. */
export type RichText = { readonly text: string; readonly unstruck: string };

/** Collects the text of a cell or of a shared text, run by run. What is said of pronunciation is no part of it. */
export type TextCollector = {
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  text(text: string): void;
  close(name: string): void;
  /** The text so far; begins the next. */
  take(): RichText;
};

export function textCollector(limits: TableLimits, row: () => number | null = () => null): TextCollector {
  let [text, unstruck, runs, aside] = ['', '', 0, 0];
  let [isText, isStruck, hasStruck] = [false, false, false];
  return {
    open(name, attributes) {
      if (name === 'rPh') aside += 1;
      if (name === 't') isText = true;
      if (name === 'strike') isStruck = isOn(attributes['val']);
      if (name !== 'r') return;
      isStruck = false;
      runs += 1;
      if (runs > limits.runs) throw new Unreadable('too_long', row());
    },
    text(piece) {
      if (!isText || aside > 0) return;
      text += piece;
      if (isStruck) hasStruck = true;
      else unstruck += piece;
      if (text.length > limits.charactersInCell) throw new Unreadable('too_long', row());
    },
    close(name) {
      if (name === 'rPh') aside -= 1;
      if (name === 't') isText = false;
      if (name === 'r') isStruck = false;
    },
    take() {
      const whole = escaped(text);
      const taken = { text: whole, unstruck: hasStruck ? escaped(unstruck) : whole };
      [text, unstruck, runs, hasStruck] = ['', '', 0, false];
      return taken;
    },
  };
}

/** `<strike/>` and `<strike val="1"/>` are on. */
export function isOn(value: string | undefined): boolean {
  return value === undefined || !['0', 'false', 'off'].includes(value.trim().toLowerCase());
}

/** Signs that XML cannot hold are written as `_x000D_`. */
function escaped(text: string): string {
  return text.includes('_x') ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(parseInt(code, 16))) : text;
}
