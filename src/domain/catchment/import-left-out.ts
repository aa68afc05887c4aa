import type { Cells } from './import-columns.ts';

/** Why something of a file is not read as data. `more_remarks`: how many remarks to cells there are besides those shown. */
export type LeftOutBecause =
  'sheet' | 'hidden' | 'above' | 'running_numbers' | 'header_again' | 'total' | 'signature' | 'column' | 'extra' | 'more_remarks';

/** Something of a file that is not read, with its place; `count` of how many cells, rows or remarks. */
export type LeftOut = {
  readonly row: number;
  readonly column: number | null;
  readonly because: LeftOutBecause;
  readonly text: string;
  readonly count: number;
};

/** Why a row under the heading is no data; `null` when it is. */
export function noData(
  row: readonly string[],
  heading: readonly string[] | null,
  isFirst: boolean,
  roles: readonly number[],
): LeftOutBecause | null {
  const filled = row.map((cell) => cell.trim()).filter((cell) => cell !== '');
  const [first = ''] = filled;
  if (heading !== null && isFirst && isRunning(filled)) return 'running_numbers';
  if (heading !== null && isSame(row, heading, roles)) return 'header_again';
  const isWhole = roles.filter((place) => (row[place] ?? '').trim() !== '').length >= Math.min(roles.length, 3);
  if (isWhole) return null;
  if (TOTAL.test(first)) return 'total';
  return filled.length <= 3 && SIGNATURE.test(first) ? 'signature' : null;
}

/** The columns beside those that were chosen, each with its heading and how many cells of it have something in them. */
export function columnsLeftOut(cells: Cells, above: number, width: number, roles: readonly number[]): readonly Omit<LeftOut, 'row'>[] {
  return Array.from({ length: width }, (_, place) => place).flatMap((place) => {
    if (roles.includes(place)) return [];
    const filled = cells.slice(above).filter((row) => (row[place] ?? '').trim() !== '');
    const name = above > 0 ? (cells[above - 1]?.[place] ?? '') : '';
    if (filled.length === 0) return [];
    return [
      { column: place + 1, because: 'column' as const, text: shortened(name.trim() || (filled[0]?.[place] ?? '')), count: filled.length },
    ];
  });
}

/** A text short enough for a list. */
export function shortened(text: string): string {
  return text.trim().slice(0, 200);
}

/** 1, 2, 3, 4 under a heading number its columns. */
function isRunning(filled: readonly string[]): boolean {
  return filled.length >= 2 && filled.every((cell, place) => cell === String(Number(filled[0]) + place));
}

function isSame(row: readonly string[], heading: readonly string[], roles: readonly number[]): boolean {
  const plain = (text: string | undefined) => (text ?? '').replace(/\s+/g, ' ').trim().toLowerCase();
  return roles.every((place) => plain(row[place]) === plain(heading[place])) && roles.some((place) => plain(row[place]) !== '');
}

const TOTAL = /^(итого|всего|жалпы|бардыгы|жыйынтыгы|барлығы|жиыны|усього|разом|total)(?!\p{L})/iu;
const SIGNATURE =
  /^(директор|начальник|руководитель|заведующ\p{L}*|зам\.|заместитель|глава|аким|мэр|исполнитель|исп\.|подпись|м\.\s?п\.|согласовано|утвержд\p{L}*|составил\p{L}*|дата|тел\.|башчы\p{L}*|жетекчи\p{L}*|колу|мөөр|басшы\p{L}*|қолы|директордун|директоры)(?!\p{L})/iu;
