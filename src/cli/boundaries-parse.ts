import { type Act, readAct } from '#domain/catchment/act.ts';
import type { RowNotice } from '#domain/catchment/act-row.ts';
import { type Conflict, type Conflicts, findConflicts } from '#domain/catchment/conflicts.ts';
import { printHouses } from '#domain/catchment/print-houses.ts';
import { suggestionFor, type UnreadReason } from '#domain/catchment/unread.ts';
import type { BoundaryRows } from './boundary-file.ts';

/** An item that was not understood: where it stands (`column` of the table, `at` the sign within the cell, both from 1), why, and what to do. */
export type UnresolvedItem = {
  readonly row: number;
  readonly street: string;
  readonly token: string;
  readonly reason: UnreadReason | 'row_incomplete';
  readonly column: number;
  readonly at: number;
  readonly suggestion: string;
};

/** An item that a person must choose a reading for, the likeliest first; `habit` is how the school's other ranges are written. */
export type ConfirmItem = {
  readonly row: number;
  readonly street: string;
  readonly token: string;
  readonly reason: string;
  readonly readings: readonly string[];
  readonly habit: string;
};

/** What was read of a file of boundaries. `tokens` = `understood` + `unresolved`; `confirm` is a part of the understood. The header is row 1. */
export type BoundariesParsed = {
  readonly rows: number;
  readonly tokens: number;
  readonly understood: number;
  readonly unresolved: readonly UnresolvedItem[];
  readonly confirm: readonly ConfirmItem[];
  readonly conflicts: Conflicts;
  readonly notices: readonly { readonly row: number; readonly column: number; readonly notice: RowNotice; readonly suggestion: string }[];
  /** Cells that were read all the same but are odd, and what of the file is no data. */
  readonly remarks: BoundaryRows['remarks'];
  readonly leftOut: BoundaryRows['leftOut'];
};

/** Reads the rows of a file and finds the conflicts among them. */
export function parseBoundaries(
  { rows, incomplete, remarks, leftOut }: BoundaryRows,
  progress: (line: string) => void = () => undefined,
): BoundariesParsed {
  const act = readAct(rows, (count) => progress(`${count} of ${rows.length} rows`));
  progress(`${rows.length} rows read`);
  const unresolved = [...act.unresolved.map(unresolvedItem), ...incomplete.map(incompleteRow)].toSorted((a, b) => a.row - b.row);
  return {
    rows: rows.length + incomplete.length,
    tokens: act.tokens + incomplete.length,
    understood: act.understood,
    unresolved,
    confirm: act.confirm.map(confirmItem),
    conflicts: findConflicts(act.claims),
    notices: act.notices.map(({ row, notice }) => ({ row, notice, ...NOTICES[notice] })),
    ...{ remarks, leftOut },
  };
}

/** The result for a person to read, in lines. */
export function parsedInWords({
  rows,
  tokens,
  understood,
  unresolved,
  confirm,
  conflicts,
  notices,
  remarks,
  leftOut,
}: BoundariesParsed): string {
  const share = tokens === 0 ? '–' : `${((understood / tokens) * 100).toFixed(2)} %`;
  const reasons = [...Map.groupBy(unresolved, ({ reason }) => reason)].toSorted(([, a], [, b]) => b.length - a.length);
  return [
    `${rows} rows, ${tokens} items, ${understood} understood (${share}), ${unresolved.length} not:`,
    ...reasons.map(([reason, items]) => `  ${String(items.length).padStart(6)}  ${reason}`),
    ...unresolved.map(
      ({ row, column, at, street, token, reason, suggestion }) =>
        `row ${row}, column ${column}, sign ${at}, ${street || '(no street)'}: “${token}” ${reason}: ${suggestion}`,
    ),
    `${confirm.length} wait for a person:`,
    ...confirm.map(
      ({ row, street, token, readings, habit }) =>
        `row ${row}, ${street || '(no street)'}: “${token}” is ${readings.join(' | ')}; ${habit}`,
    ),
    ...(Object.keys(TITLES) as (keyof Conflicts)[]).flatMap((kind) => [
      `${conflicts[kind].length} ${TITLES[kind]}`,
      ...conflicts[kind].map(conflictLine),
    ]),
    ...notices.map(({ row, column, notice, suggestion }) => `row ${row}, column ${column}: ${notice}: ${suggestion}`),
    ...remarks.map(({ row, column, remark, text }) => `row ${row}, column ${column}: ${remark}: “${text}”`),
    ...(leftOut.length > 0 ? [`${leftOut.length} parts of the file are no data:`] : []),
    ...leftOut.map(({ row, column, because, text }) => `row ${row}${column === null ? '' : `, column ${column}`}: ${because}: “${text}”`),
    '',
  ].join('\n');
}

function unresolvedItem({ row, street, token, reason, at }: Act['unresolved'][number]): UnresolvedItem {
  return { row, street, token, reason, column: 4, at: at + 1, suggestion: suggestionFor(reason, token) };
}

function incompleteRow({ row, text }: BoundaryRows['incomplete'][number]): UnresolvedItem {
  const columns = text === '' ? 0 : text.split('; ').length;
  const suggestion = 'give each row four columns: district, school, street, houses';
  return { row, street: '', token: text, reason: 'row_incomplete', column: columns, at: 1, suggestion };
}

function confirmItem({ row, street, token, reason, readings, habit }: Act['confirm'][number]): ConfirmItem {
  const { overBothSides, alongOneSide } = habit;
  const seen = `of the ranges of this school that name no side, ${overBothSides} run over both sides and ${alongOneSide} have ends of one`;
  return {
    row,
    street,
    token,
    reason,
    readings: readings.map((each) => printHouses(each) || 'it only heads the next houses'),
    habit: seen,
  };
}

function conflictLine({ street, houses, claims, ifPrivateSector, inOneDistrict }: Conflict): string {
  const whose = claims.map(({ school, row, token }) => `${school} (row ${row}, “${token}”)`).join(' and ');
  const doubt = [
    ...(ifPrivateSector ? ['if in the private sector'] : []),
    ...(inOneDistrict ? [] : ['if one street goes through both districts']),
  ];
  return `  ${street}: ${houses}: ${whose}${doubt.length > 0 ? `, ${doubt.join(', ')}` : ''}`;
}

const TITLES: Readonly<Record<keyof Conflicts, string>> = {
  sameHouse: 'times the same houses at two schools:',
  houseVersusWhole: 'houses of one school within another’s whole street:',
  wholeTwice: 'whole streets at two schools:',
  gradeSplit: 'times the same houses at schools of different grades (no conflict):',
};

const NOTICES: Readonly<Record<RowNotice, { readonly column: number; readonly suggestion: string }>> = {
  street_from_school: { column: 2, suggestion: 'the street stands in the column of the school: move it to the third' },
  houses_in_street: { column: 3, suggestion: 'the houses are repeated after the street: leave them in the fourth column only' },
  latin_letters: { column: 4, suggestion: 'a Latin letter stands for a Cyrillic one: it was read as 12а; type it in Cyrillic' },
};
