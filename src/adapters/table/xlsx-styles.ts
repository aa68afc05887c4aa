import { type TableLimits, Unreadable } from './limits.ts';
import { type NumberShown, shownBy, shownByNumber } from './number-shown.ts';
import { isOn } from './rich-text.ts';
import { readXml } from './xml-stream.ts';

/** How a cell looks: what its format makes of a number, and whether its text is struck out or cannot be seen. */
export type Style = { readonly shown: NumberShown; readonly isStruck: boolean; readonly isUnseen: boolean };

export const plainStyle: Style = { shown: { kind: 'general' }, isStruck: false, isUnseen: false };

type Font = { isStruck: boolean; isWhite: boolean };

/** The styles of a workbook by their numbers. */
export async function readStyles(pieces: AsyncIterable<Buffer>, limits: TableLimits): Promise<readonly Style[]> {
  const own = new Map<number, NumberShown>();
  const fonts: Font[] = [];
  const fills: boolean[] = [];
  const xfs: Readonly<Record<string, string>>[] = [];
  let inside: 'fonts' | 'fills' | 'cellXfs' | null = null;
  await readXml(pieces, {
    open(name, attributes) {
      if (name === 'fonts' || name === 'fills' || name === 'cellXfs') inside = name;
      if (fonts.length + fills.length + xfs.length + own.size > limits.styles) throw new Unreadable('too_large');
      if (name === 'numFmt') own.set(Number(attributes['numFmtId']), shownBy(attributes['formatCode'] ?? ''));
      if (inside === 'fonts') openInFont(name, attributes, fonts);
      if (inside === 'fills' && name === 'fill') fills.push(false);
      if (inside === 'fills' && name === 'patternFill') fills[fills.length - 1] = !['none', undefined].includes(attributes['patternType']);
      if (inside === 'cellXfs' && name === 'xf') xfs.push(attributes);
    },
    text: () => undefined,
    close(name) {
      if (name === inside) inside = null;
    },
  });
  return xfs.map(({ numFmtId = '0', fontId = '0', fillId = '0' }) => {
    const font = fonts[Number(fontId)];
    const shown = own.get(Number(numFmtId)) ?? shownByNumber(Number(numFmtId));
    const isUnseen = shown.kind === 'nothing' || (font?.isWhite === true && fills[Number(fillId)] !== true);
    return { shown, isStruck: font?.isStruck ?? false, isUnseen };
  });
}

function openInFont(name: string, attributes: Readonly<Record<string, string>>, fonts: Font[]): void {
  if (name === 'font') fonts.push({ isStruck: false, isWhite: false });
  const font = fonts.at(-1);
  if (font === undefined) return;
  if (name === 'strike') font.isStruck = isOn(attributes['val']);
  // Colour 0 of a theme is the paper's.
  if (name === 'color')
    font.isWhite = /^(FF)?FFFFFF$/i.test(attributes['rgb'] ?? '') || (attributes['theme'] === '0' && attributes['tint'] === undefined);
}
