import { differenceOf } from '#domain/catchment/boundary-version.ts';
import type { Match } from '#domain/catchment/import-match.ts';
import type { ImportRead } from '#domain/catchment/import-read.ts';
import type { ImportReport } from '#domain/catchment/import-report.ts';
import { rowOnSheet, type RowsRead } from '#domain/catchment/import-rows.ts';
import type { ImportItems, ImportPart, ImportSummary } from '#domain/catchment/import-view.ts';
import type { TableRead } from '../ports.ts';
import type { VersionWithLines } from './service-boundaries.ts';
import type { Change, Effect } from './service-effect.ts';
import type { ImportRow } from './store-imports.ts';

/** What was found in a file, part by part. */
export type Findings = { readonly [Part in ImportPart]: readonly ImportItems[Part][] };

/** What a file says, and what it means beside what is in force. */
export type FoundIn = {
  readonly read: ImportRead;
  readonly sheets: RowsRead;
  readonly report: ImportReport;
  readonly change: Change;
  readonly inForce: ReadonlyMap<string, VersionWithLines>;
  readonly moved: Effect;
};

/** The findings of a reading, as they are kept and shown. */
export function findingsOf(
  { columns }: ImportRow,
  table: Extract<TableRead, { kind: 'table' }>,
  { read, sheets, report, change, inForce, moved }: FoundIn,
): Findings {
  const column = (columns?.houses ?? 0) + 1;
  const { remarks, more } = remarksOf(table, columns);
  return {
    // What waits for a person stands first.
    school: read.schools.toSorted(asksFirst),
    street: read.streets.toSorted(asksFirst),
    reading: read.waiting.map(({ row, at, street, token, reason, readings, habit, choice }) => ({
      ...{ row, at: at + 1, street, token, reason, habit, choice },
      readings,
    })),
    unresolved: [
      ...sheets.incomplete.map(({ row, text }) => ({ row, column: 1, at: 1, street: '', token: text, reason: 'row_incomplete' as const })),
      ...read.unresolved.map(({ row, at, street, token, reason }) => ({ row, column, at: at + 1, street, token, reason })),
    ],
    remark: [
      ...remarks,
      ...sheets.told,
      ...read.notices.map(({ row, notice }) => ({ row, column: noticeColumn(notice, columns), remark: notice, text: '' })),
    ].toSorted((a, b) => a.row - b.row),
    left_out: [...sheets.left, ...more],
    conflict: (['sameHouse', 'houseVersusWhole', 'wholeTwice', 'gradeSplit'] as const).flatMap((kind) =>
      report.conflicts[kind].map((conflict) => ({ ...conflict, kind })),
    ),
    twice: report.twice,
    gap: report.gaps,
    unserved: [...moved.unserved].map(([streetId, children]) => ({ streetId, children })).toSorted((a, b) => b.children - a.children),
    difference: [...change.schools].flatMap(([school, { before, after }]) =>
      differenceOf(before, after).map((one) => ({ ...one, school })),
    ),
    move: moved.moves.map(({ before, after, children }) => ({ before, after, children: children.length })),
    line: read.lines,
    base: [...change.schools.keys()].map((school) => ({
      school,
      version: inForce.get(school)?.id ?? null,
      number: inForce.get(school)?.number ?? 0,
    })),
  };
}

/** Remarks that are told of every cell; others matter in the columns that are read, the rest is listed as left out. */
const TOLD_ANYWHERE: ReadonlySet<string> = new Set(['quote', 'quoted_rows', 'broken_letter', 'note', 'struck', 'white']);

function remarksOf(
  table: Extract<TableRead, { kind: 'table' }>,
  columns: ImportRow['columns'],
): { readonly remarks: readonly ImportItems['remark'][]; readonly more: readonly ImportItems['left_out'][] } {
  const used = new Set(columns === null ? [] : [columns.houses, columns.school, columns.street].map((place) => place + 1));
  const read = table.sheets.flatMap((sheet, place) => ((columns?.sheets ?? [0]).includes(place) ? [{ sheet, place }] : []));
  return {
    remarks: read.flatMap(({ sheet, place }) =>
      sheet.remarks
        .filter(({ column, remark }) => used.has(column) || TOLD_ANYWHERE.has(remark))
        .map((each) => ({ ...each, row: rowOnSheet(place, each.row) })),
    ),
    more: read.flatMap(({ sheet, place }) =>
      sheet.remarksMore === 0
        ? []
        : [{ row: rowOnSheet(place, 1), column: null, because: 'more_remarks' as const, text: sheet.name, count: sheet.remarksMore }],
    ),
  };
}

function asksFirst(a: { readonly match: Match<unknown> }, b: { readonly match: Match<unknown> }): number {
  return Number(b.match.kind === 'asks') - Number(a.match.kind === 'asks');
}

function noticeColumn(notice: ImportRead['notices'][number]['notice'], columns: ImportRow['columns']): number {
  const role = ({ street_from_school: 'school', houses_in_street: 'street', latin_letters: 'houses' } as const)[notice];
  return (columns?.[role] ?? 0) + 1;
}

/** How many there are of each part, and what still keeps the file from being published. */
export function summaryOf(read: ImportRead, found: Findings, moved: Effect, schools: number): ImportSummary {
  const counts = Object.fromEntries(Object.entries(found).map(([part, items]) => [part, items.length])) as ImportSummary['counts'];
  const asking = (names: readonly { readonly match: Match<unknown> }[]) => names.filter(({ match }) => match.kind === 'asks').length;
  return {
    ...{ tokens: read.tokens, understood: read.understood, counts, schools, children: moved.asked },
    asks: {
      schools: asking(read.schools),
      streets: asking(read.streets),
      readings: read.waiting.filter(({ choice }) => choice === null).length,
    },
    moving: moved.moves.reduce((sum, { children }) => sum + children.length, 0),
  };
}
