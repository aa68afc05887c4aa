import type { CellRemark } from '#server/ports.ts';

export type Remark = { readonly row: number; readonly column: number; readonly remark: CellRemark; readonly text: string };

/** A cell as the sheet has it: `t` the kind of its value, `s` its style, `f` its formula. */
export type CellXml = {
  readonly r?: string;
  readonly s?: string;
  readonly t?: string;
  readonly v?: unknown;
  readonly f?: unknown;
  readonly is?: unknown;
};

/** How a date in a cell is shown: as a day, or as a month with its year (`1-62` becomes January 1962). */
export type DateShown = 'day' | 'month' | null;

/** The text of a cell as a person meant it, and what is odd about it. */
export function cellText(
  { t, s, v, f, is }: CellXml,
  strings: readonly string[],
  isDate: (style: number) => DateShown,
): { readonly text: string; readonly remark: CellRemark | null } {
  const raw = textOf(v);
  const formula = f === undefined ? null : raw === '' ? ('formula_without_value' as const) : ('formula' as const);
  if (t === 's') return { text: strings[Number(raw)] ?? '', remark: formula };
  if (t === 'inlineStr') return { text: textOf(is), remark: formula };
  if (t === 'str' || t === 'b' || t === 'e') return { text: t === 'e' ? '' : raw, remark: t === 'e' ? 'formula_without_value' : formula };
  if (t === 'd') return { text: dayText(new Date(raw), 'day'), remark: 'date' };
  const shown = raw === '' ? null : isDate(Number(s ?? 0));
  if (shown !== null) return { text: dayText(new Date(EPOCH_MS + Number(raw) * 86_400_000), shown), remark: 'date' };
  return { text: raw, remark: formula ?? (raw.includes('.') ? 'number' : null) };
}

/** The text of an element: its own, or that of its pieces of rich text one after another. */
export function textOf(xml: unknown): string {
  if (typeof xml === 'string') return xml;
  if (typeof xml !== 'object' || xml === null) return '';
  const { t, r, '#text': own } = xml as { readonly t?: unknown; readonly r?: readonly unknown[]; readonly '#text'?: string };
  if (own !== undefined) return own;
  return t === undefined ? (r ?? []).map(textOf).join('') : textOf(t);
}

/** Day 0 of spreadsheets. */
const EPOCH_MS = Date.UTC(1899, 11, 30);

function dayText(day: Date, shown: Exclude<DateShown, null>): string {
  if (Number.isNaN(day.getTime())) return '';
  const month = day.getUTCMonth() + 1;
  return shown === 'day' ? `${day.getUTCDate()}.${month}` : `${month}.${String(day.getUTCFullYear()).slice(2)}`;
}
