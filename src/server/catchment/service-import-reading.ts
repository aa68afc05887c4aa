import { setImmediate as breathe } from 'node:timers/promises';
import { type BoundaryLine, differenceOf } from '#domain/catchment/boundary-version.ts';
import { type Match, schoolMatcher, streetMatcher } from '#domain/catchment/import-match.ts';
import { type ImportRead, type ImportWorld, readImport } from '#domain/catchment/import-read.ts';
import { type ImportReport, reportOn, type StandingLine } from '#domain/catchment/import-report.ts';
import { type IncompleteRow, rowsOfTable } from '#domain/catchment/import-table.ts';
import type { ImportItems, ImportPart, ImportSummary } from '#domain/catchment/import-view.ts';
import { drawBoundary } from '#domain/catchment/resolve.ts';
import { dayOf } from '#domain/core/day.ts';
import type { CampaignService } from '../campaign/service.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import { openly, transact } from '../db/transaction.ts';
import { append } from '../journal/store.ts';
import type { Tables, TableRead } from '../ports.ts';
import type { BoundariesService, VersionWithLines } from './service-boundaries.ts';
import type { Change, Effect, EffectService } from './service-effect.ts';
import {
  type AliasRow,
  type ChoiceRow,
  findAliases,
  findChoices,
  findContent,
  findImport,
  findItems,
  findRegister,
  type ImportRow,
  lockImport,
  noteEffect,
  noteProgress,
  noteState,
  type RegisterSchoolRow,
  type RegisterStreetRow,
  replaceFindings,
} from './store-imports.ts';

export type ImportReadingService = {
  /** Reads a file and writes down what was found, once: a reading that was overtaken or killed leaves nothing. */
  read(id: string, turn: number): Promise<void>;
  /** Writes into the journal who moves by a published file: the ids of the children, for those who must follow it up. Once. */
  journalEffect(id: string): Promise<void>;
};

export type ImportReadingParts = {
  readonly campaign: CampaignService;
  readonly boundaries: BoundariesService;
  readonly effect: EffectService;
  readonly tables: Tables;
  readonly clock: Clock;
};

/** What the worker does with files of boundaries. */
export function importReadingService(
  database: Database,
  { campaign, boundaries, effect, tables, clock }: ImportReadingParts,
): ImportReadingService {
  const reader = openly(database);

  return {
    async read(id, turn) {
      const file = await findImport(reader, campaign.id, id);
      if (file === undefined || file.turn !== turn || file.state !== 'reading' || file.columns === null) return;
      const table = tables.read(await findContent(reader, id));
      if (table.kind === 'refused') return transact(database, 'worker', (tx) => noteState(tx, id, { state: 'failed' }));
      const { rows, incomplete } = rowsOfTable(table.cells, file.columns);
      const register = await findRegister(reader, file.district);
      const world = worldOf(register, await findChoices(reader, id), await findAliases(reader, file.district));
      const read = await patiently(readImport(rows, world), (done) =>
        transact(database, 'worker', (tx) => noteProgress(tx, id, turn, done)),
      );
      const inForce = await boundaries.currentOf(register.schools.map((school) => school.id));
      const named = linesBySchool(read);
      const report = reportOn(read, standingLines(inForce, register, named));
      const change = changeBy(named, inForce, dayOf(campaign.now()));
      const moved = await effect.ofChange(change, { district: file.district });
      const found = findingsOf(file, table, { read, incomplete, report, change, inForce, moved });
      const summary = summaryOf(read, found, moved, named.size);
      await transact(database, 'worker', async (tx) => {
        const now = await lockImport(tx, id);
        if (now.turn !== turn || now.state !== 'reading') return;
        await replaceFindings(tx, id, found);
        await noteState(tx, id, { state: 'ready', summary });
      });
    },

    async journalEffect(id) {
      const file = await findImport(reader, campaign.id, id);
      if (file === undefined || file.fromDay === null) return;
      const change = await publishedChange(file);
      const { moves } = await effect.ofChange({ ...change, on: file.fromDay }, { streets: streetsOf(change) });
      await transact(database, 'worker', async (tx) => {
        await lockImport(tx, id);
        if (!(await noteEffect(tx, id, new Date(clock.now())))) return;
        await append(
          tx,
          moves.flatMap((move) => entriesOf(id, move)),
        );
      });
    },
  };

  async function publishedChange({ id }: ImportRow): Promise<Pick<Change, 'schools'>> {
    const base = await findItems(reader, id, 'base', { from: 0, limit: schoolsAtMost });
    const lines = await findItems(reader, id, 'line', { from: 0, limit: linesAtMost });
    const schools = new Map<string, { before: readonly BoundaryLine[]; after: readonly BoundaryLine[] }>();
    for (const { school, number } of base) {
      const before = number === 0 ? [] : ((await boundaries.version(school, number))?.lines ?? []);
      schools.set(school, { before, after: lines.filter(({ schoolId }) => schoolId === school).flatMap(lineOf) });
    }
    return { schools };
  }

  function entriesOf(id: string, { before, after, children }: Effect['moves'][number]) {
    const at = new Date(clock.now());
    const parts = Array.from({ length: Math.ceil(children.length / childrenInEntry) }, (_, part) =>
      children.slice(part * childrenInEntry, (part + 1) * childrenInEntry),
    );
    return parts.map((part) => ({
      ...{ at, actor: 'worker' as const, act: 'boundaries.moves', campaign: campaign.id, subject: id },
      detail: { before, after, children: part },
    }));
  }
}

const schoolsAtMost = 10_000;
const linesAtMost = 200_000;
const childrenInEntry = 500;
const progressEveryMs = 500;
const breatheEveryMs = 25;

/** Runs a long reading to its end without keeping anybody waiting. */
async function patiently<T>(steps: Generator<number, T>, progress: (done: number) => Promise<void>): Promise<T> {
  let [told, breathed] = [-Infinity, performance.now()];
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    const now = performance.now();
    if (now - told > progressEveryMs) {
      await progress(step.value);
      told = now;
    }
    if (now - breathed > breatheEveryMs) {
      await breathe();
      breathed = performance.now();
    }
  }
}

/** The names of the register and what people have said: what a file is read by. */
export function worldOf(
  { schools, streets }: { readonly schools: readonly RegisterSchoolRow[]; readonly streets: readonly RegisterStreetRow[] },
  choices: readonly ChoiceRow[],
  aliases: readonly AliasRow[],
): ImportWorld {
  const chosen = (kind: ChoiceRow['kind']) =>
    choices.filter((choice) => choice.kind === kind).map(({ subject, choice }) => [subject, choice] as const);
  const known = (kind: AliasRow['kind']) =>
    aliases.filter((alias) => alias.kind === kind).map(({ name_key, target }) => [name_key, target] as const);
  return {
    schools: schoolMatcher(schools.map(({ id, number, code, name }) => ({ id, number, names: [...Object.values(name), code] }))),
    streets: streetMatcher(streets.map(({ id, name }) => ({ id, names: Object.values(name) }))),
    said: {
      schools: new Map(chosen('school')),
      streets: new Map(chosen('street').map(([key, choice]) => [key, choice === 'out' ? 'out' : Number(choice)])),
      readings: new Map(chosen('reading').map(([key, choice]) => [key, Number(choice)])),
    },
    known: { schools: new Map(known('school')), streets: new Map(known('street').map(([key, target]) => [key, Number(target)])) },
  };
}

type Lines = ReadonlyMap<string, readonly BoundaryLine[]>;

/** The act is said when the file is published. */
const noAct = { title: { ru: '' }, number: '', day: '1970-01-01' } as const;

function lineOf({ streetId, houses, habit }: Pick<ImportItems['line'], 'streetId' | 'houses' | 'habit'>): readonly BoundaryLine[] {
  return streetId === null ? [] : [{ streetId, houses, habit, act: noAct }];
}

function linesBySchool({ lines }: Pick<ImportRead, 'lines'>): Lines {
  const bySchool = Map.groupBy(
    lines.filter(({ schoolId }) => schoolId !== null),
    ({ schoolId }) => schoolId as string,
  );
  return new Map([...bySchool].map(([school, own]) => [school, own.flatMap(lineOf)]));
}

function standingLines(
  inForce: ReadonlyMap<string, VersionWithLines>,
  { schools, streets }: { readonly schools: readonly RegisterSchoolRow[]; readonly streets: readonly RegisterStreetRow[] },
  named: Lines,
): readonly StandingLine[] {
  const nameOf = new Map(schools.map(({ id, name }) => [id, name.ru]));
  const streetOf = new Map(streets.map(({ id, name }) => [id, name.ru]));
  return [...inForce.values()]
    .filter(({ school }) => !named.has(school))
    .flatMap(({ school, lines }) =>
      lines.map(({ streetId, houses, habit, act }) => ({
        boundary: drawBoundary({ schoolId: school, streetId, houses, act }, habit),
        school: nameOf.get(school) ?? '',
        street: streetOf.get(streetId) ?? '',
      })),
    );
}

function changeBy(named: Lines, inForce: ReadonlyMap<string, VersionWithLines>, on: Change['on']): Change {
  const schools = [...named].map(([school, after]) => [school, { before: inForce.get(school)?.lines ?? [], after }] as const);
  return { on, schools: new Map(schools) };
}

function streetsOf({ schools }: Pick<Change, 'schools'>): readonly number[] {
  return [...new Set([...schools.values()].flatMap(({ before, after }) => [...before, ...after].map(({ streetId }) => streetId)))];
}

type Findings = { readonly [Part in ImportPart]: readonly ImportItems[Part][] };

type FoundIn = {
  readonly read: ImportRead;
  readonly incomplete: readonly IncompleteRow[];
  readonly report: ImportReport;
  readonly change: Change;
  readonly inForce: ReadonlyMap<string, VersionWithLines>;
  readonly moved: Effect;
};

function findingsOf(
  { columns }: ImportRow,
  table: Extract<TableRead, { kind: 'table' }>,
  { read, incomplete, report, change, inForce, moved }: FoundIn,
): Findings {
  const column = (columns?.houses ?? 0) + 1;
  const meant = { houses: true, school: true, street: true } as const;
  const used = new Set(Object.keys(meant).map((role) => (columns?.[role as keyof typeof meant] ?? 0) + 1));
  return {
    // What waits for a person stands first.
    school: read.schools.toSorted(asksFirst),
    street: read.streets.toSorted(asksFirst),
    reading: read.waiting.map(({ row, at, street, token, reason, readings, habit, choice }) => ({
      ...{ row, at: at + 1, street, token, reason, habit, choice },
      readings,
    })),
    unresolved: [
      ...incomplete.map(({ row, text }) => ({ row, column: 1, at: 1, street: '', token: text, reason: 'row_incomplete' as const })),
      ...read.unresolved.map(({ row, at, street, token, reason }) => ({ row, column, at: at + 1, street, token, reason })),
    ],
    remark: [
      ...table.remarks.filter((remark) => used.has(remark.column)),
      ...read.notices.map(({ row, notice }) => ({ row, column: noticeColumn(notice, columns), remark: notice, text: '' })),
    ].toSorted((a, b) => a.row - b.row),
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

function asksFirst(a: { readonly match: Match<unknown> }, b: { readonly match: Match<unknown> }): number {
  return Number(b.match.kind === 'asks') - Number(a.match.kind === 'asks');
}

function noticeColumn(notice: ImportRead['notices'][number]['notice'], columns: ImportRow['columns']): number {
  const role = ({ street_from_school: 'school', houses_in_street: 'street', latin_letters: 'houses' } as const)[notice];
  return (columns?.[role] ?? 0) + 1;
}

function summaryOf(read: ImportRead, found: Findings, moved: Effect, schools: number): ImportSummary {
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
