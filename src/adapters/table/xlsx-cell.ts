import type { CellRemark } from '#server/ports.ts';
import { Unreadable } from './limits.ts';
import type { NumberShown } from './number-shown.ts';
import type { RichText } from './rich-text.ts';
import type { SharedTexts } from './xlsx-strings.ts';

/** A cell as the sheet has it: the kind of its value, its value, its own text, and whether a formula stands behind it. */
export type CellGiven = {
  readonly type: string;
  readonly value: string;
  readonly own: RichText;
  readonly hasFormula: boolean;
  readonly shown: NumberShown;
};

/** The text of a cell as a person saw it, without what is struck out, and what is odd about it. */
export type CellText = RichText & { readonly remark: CellRemark | null };

/** Reads a cell. Throws {@link Unreadable} for a text that the workbook does not have. */
export function cellText(cell: CellGiven, strings: SharedTexts, is1904: boolean): CellText {
  const { type, value, own, hasFormula } = cell;
  const formula = hasFormula ? ('formula' as const) : null;
  if (type === 's') {
    const text = /^\s*\d+\s*$/.test(value) ? strings.at(Number(value)) : null;
    if (text === null) throw new Unreadable('broken');
    return { ...text, remark: formula };
  }
  if (type === 'inlineStr') return { ...own, remark: formula };
  if (value === '') return plain('', hasFormula ? 'formula_without_value' : null);
  if (type === 'str') return plain(value, formula);
  if (type === 'e') return plain('', 'formula_without_value');
  if (type === 'b') return plain(value.trim() === '1' ? 'TRUE' : 'FALSE', 'boolean');
  if (type === 'd') return dayOfText(value);
  return numberText(cell, is1904, formula);
}

function plain(text: string, remark: CellRemark | null): CellText {
  return { text, unstruck: text, remark };
}

function numberText({ value, shown }: CellGiven, is1904: boolean, formula: CellRemark | null): CellText {
  const number = Number(value);
  if (!/\d/.test(value) || !Number.isFinite(number)) return plain(value.trim(), 'number');
  if ((shown.kind === 'day' || shown.kind === 'month') && number >= 0 && number < lastDay)
    return plain(dayText(number, shown.kind, is1904), 'date');
  if (shown.kind === 'time' && number >= 0) return plain(timeText(number), 'time');
  if (shown.kind === 'percent') return plain(`${shortest(number * 100)}%`, 'percent');
  if (shown.kind === 'fraction' && number > 0 && !Number.isInteger(number)) return plain(fractionText(number, shown.digits), 'fraction');
  if (shown.kind === 'worded') return plain(`${shown.before}${shortest(number)}${shown.after}`, 'number');
  if (shown.kind === 'padded' && Number.isInteger(number) && number >= 0) return plain(String(number).padStart(shown.digits, '0'), formula);
  const text = shown.kind === 'fixed' && !Number.isInteger(number) ? number.toFixed(Math.min(shown.decimals, 15)) : shortest(number);
  const isPlain = /^\d{1,5}$/.test(text);
  return plain(text, isPlain ? formula : 'number');
}

/** The shortest text of a number, as a spreadsheet shows it: fifteen digits, no exponent. */
function shortest(number: number): string {
  const rounded = Number(number.toPrecision(15));
  const text = String(rounded);
  return text.includes('e') && Number.isInteger(rounded) ? BigInt(rounded).toString() : text;
}

/** Spreadsheets know no day after 9999. */
const lastDay = 2_958_466;
const dayMs = 86_400_000;
const between1900And1904 = 1462;

function dayText(number: number, shown: 'day' | 'month', is1904: boolean): string {
  const serial = Math.floor(number) + (is1904 ? between1900And1904 : 0);
  // A spreadsheet believes in 29 February 1900: what lies before it is a day later than its number says.
  if (serial === 60) return shown === 'day' ? '29.2' : '2.00';
  return dateText(new Date(Date.UTC(1899, 11, serial < 60 ? 31 : 30) + serial * dayMs), shown);
}

function dateText(day: Date, shown: 'day' | 'month'): string {
  const month = day.getUTCMonth() + 1;
  return shown === 'day' ? `${day.getUTCDate()}.${month}` : `${month}.${String(day.getUTCFullYear()).slice(2)}`;
}

function dayOfText(value: string): CellText {
  const day = new Date(value.trim());
  return Number.isNaN(day.getTime()) ? plain(value, 'date') : plain(dateText(day, 'day'), 'date');
}

function timeText(number: number): string {
  const minutes = Math.round(number * 24 * 60);
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}

/** As `# ?/?` shows it: the nearest fraction whose lower number has so many digits. */
function fractionText(number: number, digits: number): string {
  const whole = Math.floor(number);
  let best = { upper: 0, lower: 1, off: Infinity };
  for (let lower = 1; lower < 10 ** digits; lower += 1) {
    const upper = Math.round((number - whole) * lower);
    const off = Math.abs(number - whole - upper / lower);
    if (off < best.off - 1e-12) best = { upper, lower, off };
  }
  return whole === 0 ? `${best.upper}/${best.lower}` : `${whole} ${best.upper}/${best.lower}`;
}
