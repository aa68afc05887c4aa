import type { ImportChoice } from '#domain/catchment/import-choice.ts';
import { setImmediate as breathe } from 'node:timers/promises';
import type { BoundaryLine } from '#domain/catchment/boundary-version.ts';
import { schoolMatcher, streetMatcher } from '#domain/catchment/import-match.ts';
import { type ImportRead, type ImportWorld, readImport } from '#domain/catchment/import-read.ts';
import { reportOn, type StandingLine } from '#domain/catchment/import-report.ts';
import { rowsOfSheets } from '#domain/catchment/import-rows.ts';
import type { ImportItems } from '#domain/catchment/import-view.ts';
import { drawBoundary } from '#domain/catchment/resolve.ts';
import { dayOf } from '#domain/core/day.ts';
import type { CampaignService } from '../campaign/service.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import { openly, transact } from '../db/transaction.ts';
import { append } from '../journal/store.ts';
import type { Tables } from '../ports.ts';
import type { BoundariesService, VersionWithLines } from './service-boundaries.ts';
import type { Change, Effect, EffectService } from './service-effect.ts';
import { findingsOf, summaryOf } from './service-import-findings.ts';
import { findBytes, noteClosed, noteRefused } from './store-import-files.ts';
import {
  type AliasRow,
  findAliases,
  findChoices,
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
      const bytes = await findBytes(reader, id);
      if (bytes === null) return;
      const table = await tables.read(bytes);
      if (table.kind === 'refused') return transact(database, 'worker', (tx) => noteRefused(tx, id, table.because, { turn }));
      const sheets = rowsOfSheets(table.sheets, file.columns);
      const { rows } = sheets;
      const register = await findRegister(reader, file.district);
      const world = worldOf(register, await findChoices(reader, id), await findAliases(reader, file.district));
      const read = await patiently(readImport(rows, world), (done) =>
        transact(database, 'worker', (tx) => noteProgress(tx, id, turn, done)),
      );
      if (read === null) return;
      const inForce = await boundaries.currentOf(register.schools.map((school) => school.id));
      const named = linesBySchool(read);
      const report = reportOn(read, standingLines(inForce, register, named));
      const change = changeBy(named, inForce, dayOf(campaign.now()));
      const moved = await effect.ofChange(change, { district: file.district });
      const found = findingsOf(file, table, { read, sheets, report, change, inForce, moved });
      const summary = summaryOf(read, found, moved, named.size);
      await transact(database, 'worker', async (tx) => {
        const now = await lockImport(tx, id);
        if (now.turn !== turn || now.state !== 'reading') return;
        await replaceFindings(tx, id, found);
        await noteState(tx, id, { state: 'ready', summary });
        await noteClosed(tx, id);
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

/** Runs a long reading to its end without keeping anybody waiting; `null` once `progress` says that nobody asks for it any more. */
async function patiently<T>(steps: Generator<number, T>, progress: (done: number) => Promise<boolean>): Promise<T | null> {
  let [told, breathed] = [-Infinity, performance.now()];
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    const now = performance.now();
    if (now - told > progressEveryMs) {
      if (!(await progress(step.value))) return null;
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
  choices: readonly ImportChoice[],
  aliases: readonly AliasRow[],
): ImportWorld {
  const chosen = (kind: ImportChoice['kind']) =>
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
