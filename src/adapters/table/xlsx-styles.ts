import type { DateShown } from './xlsx-cell.ts';

type Xf = { readonly numFmtId?: string };
type NumFmt = { readonly numFmtId?: string; readonly formatCode?: string };
type Styles = {
  readonly styleSheet?: { readonly cellXfs?: { readonly xf?: readonly Xf[] }; readonly numFmts?: { readonly numFmt?: readonly NumFmt[] } };
};

/** Which styles of a spreadsheet show a number as a date, and how. */
export function dateFormats(styles: Styles): (style: number) => DateShown {
  const own = new Map((styles.styleSheet?.numFmts?.numFmt ?? []).map(({ numFmtId, formatCode }) => [numFmtId, shownBy(formatCode ?? '')]));
  const shown = (styles.styleSheet?.cellXfs?.xf ?? []).map(({ numFmtId }) => own.get(numFmtId) ?? BUILT_IN.get(Number(numFmtId)) ?? null);
  return (style) => shown[style] ?? null;
}

/** Formats every spreadsheet knows by number: 17 is a month with its year. */
const BUILT_IN: ReadonlyMap<number, DateShown> = new Map([
  ...[14, 15, 16, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58].map((id) => [id, 'day'] as const),
  [17, 'month'],
]);

function shownBy(code: string): DateShown {
  const plain = code.replace(/"[^"]*"|\\.|\[[^\]]*\]/g, '').toLowerCase();
  if (/[0#]/.test(plain)) return null;
  if (plain.includes('d') || plain.includes('д')) return 'day';
  return /m|м/.test(plain) && /y|г/.test(plain) ? 'month' : null;
}
