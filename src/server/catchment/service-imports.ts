import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type ImportChoice, type ImportChoiceOver, metChoices } from '#domain/catchment/import-choice.ts';
import { isSure, type Told } from '#domain/addition/grave.ts';
import type { Columns } from '#domain/catchment/import-table.ts';
import type { ImportItems, ImportPart } from '#domain/catchment/import-view.ts';
import type { BoundaryAct } from '#domain/catchment/resolve.ts';
import type { Day, Moment } from '#domain/core/day.ts';
import type { Named } from '#domain/core/language.ts';
import { isUuid } from '#domain/core/uuid.ts';
import type { CampaignService } from '../campaign/service.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import { openly, readerOf, transact, type Tx } from '../db/transaction.ts';
import { append } from '../journal/store.ts';
import type { SignedIn } from '../session/service.ts';
import type { ImportFileService } from './service-import-files.ts';
import type { BoundariesService, Publication, PublishRefusal } from './service-boundaries.ts';
import type { ConsequenceService } from './service-consequences.ts';
import { keyOfImport, type TakingBack, takingBack } from './service-taking-back.ts';
import {
  askForEffect,
  askForReading,
  findChoices,
  findImport,
  findImports,
  findItems,
  findRegister,
  type ImportRow,
  lockImport,
  noteState,
  upsertAliases,
  upsertChoices,
} from './store-imports.ts';
import { findProposals } from './store-proposals.ts';

/** A file as the district sees it. */
export type ImportSeen = Omit<ImportRow, 'sentAt' | 'publishedAt' | 'erasedAt'> & {
  readonly sentAt: Moment;
  readonly publishedAt: Moment | null;
  readonly isErased: boolean;
};

/** Why a file was not published: the boundaries' own refusals, or it is not ready for it. */
export type ImportRefusal = PublishRefusal | { readonly kind: 'not_ready' | 'undecided' | 'nothing' | 'not_sure' };

export type ImportPublished =
  | { readonly kind: 'published' }
  /** Somebody else must agree first. */
  | { readonly kind: 'waiting' }
  | { readonly kind: 'refused'; readonly refusals: readonly ImportRefusal[] };

export type ImportService = ImportFileService & {
  /** The files of a district, the newest first. */
  list(district: number): Promise<readonly ImportSeen[]>;
  /** A file of this district; `null` when there is none. */
  of(district: number, id: string): Promise<ImportSeen | null>;
  /** {@link of}, once it is read, or as it is after a few seconds: so a page shows the end of a short reading without asking twice. */
  whenRead(district: number, id: string): Promise<ImportSeen | null>;
  /** The person says which column is what; the worker reads the file. */
  confirmColumns(who: SignedIn, id: string, columns: Columns): Promise<boolean>;
  /** A page of what was found, from the item after `from`. */
  items<Part extends ImportPart>(
    id: string,
    part: Part,
    page: { readonly from: number; readonly limit: number },
  ): Promise<readonly ImportItems[Part][]>;
  /** The district's own schools and streets, to choose from. */
  names(district: number): Promise<{ readonly schools: ReadonlyMap<string, Named>; readonly streets: ReadonlyMap<number, Named> }>;
  /** What has been decided of a file so far. */
  choices(id: string): Promise<readonly ImportChoice[]>;
  /**
   * Keeps what a person decided, remembers names for the next file, and has the file read again. `was` is what had been decided of each when she
   * looked: where somebody decided otherwise meanwhile nothing is kept, and those are given back. A file that is closed stays as it is.
   */
  choose(who: SignedIn, id: string, choices: readonly ImportChoiceOver[]): Promise<readonly ImportChoice[]>;
  /** Has a file read again as it is: boundaries may have changed since. */
  readAgain(who: SignedIn, id: string): Promise<boolean>;
  /** Publishes every school of the file from a day: all of them or none, once. KG25-18.4. */
  publish(
    who: SignedIn,
    id: string,
    act: { readonly fromDay: Day; readonly act: BoundaryAct; readonly ground: string },
  ): Promise<ImportPublished>;
  /** What publishing a file from a day would do to the lists and to families. */
  told(id: string, fromDay: Day): Promise<Told>;
  /** What taking a published file back would do, and to whom. */
  takingBack(id: string): Promise<TakingBack>;
  /**
   * Takes a file back: what came with it goes, what went returns, what somebody changed since stays. `sure` are the numbers that were shown: others
   * now, and nothing is done. One act. KG25-18.4.
   */
  takeBack(who: SignedIn, id: string, back: { readonly ground: string; readonly sure: string }): Promise<ImportPublished>;
};

export type ImportParts = {
  readonly campaign: CampaignService;
  readonly boundaries: BoundariesService;
  readonly files: ImportFileService;
  readonly consequences: ConsequenceService;
  readonly clock: Clock;
};

const filesShown = 50;
const waitAtMostMs = 4_000;
const waitStepMs = 250;
/** More pages than this do not wait for a reading at one time: they are shown as it is. */
const waitingAtMost = 20;
const linesAtMost = 200_000;

/** Files of boundaries as the district and the ministry handle them. Whether the district is theirs is asked before. */
export function importService(database: Database, parts: ImportParts): ImportService {
  const { campaign, boundaries, files, clock } = parts;
  const reader = openly(database);
  let waiting = 0;
  const seen = ({ erasedAt, ...row }: ImportRow): ImportSeen => ({
    ...row,
    isErased: erasedAt !== null,
    sentAt: campaign.momentOf(row.sentAt),
    publishedAt: row.publishedAt === null ? null : campaign.momentOf(row.publishedAt),
  });
  const actorOf = ({ person }: SignedIn) => `person:${person}` as const;

  function journal(tx: Tx, who: SignedIn, act: string, subject: string, detail: Readonly<Record<string, unknown>>): Promise<void> {
    return append(tx, [{ at: new Date(clock.now()), actor: actorOf(who), act, campaign: campaign.id, subject, detail }]);
  }

  async function of(district: number, id: string): Promise<ImportSeen | null> {
    const found = isUuid(id) ? await findImport(reader, campaign.id, id) : undefined;
    return found === undefined || found.district !== district || found.state === 'deleted' ? null : seen(found);
  }

  /** Changes a file that is still being looked through, and has it read again. */
  function change(who: SignedIn, id: string, act: (tx: Tx, file: ImportRow) => Promise<Columns | null | 'unchanged'>): Promise<boolean> {
    return transact(database, actorOf(who), async (tx) => {
      const file = await lockImport(tx, id);
      if (file.erasedAt !== null || !['columns', 'reading', 'ready'].includes(file.state) || (await waits(tx, id))) return false;
      const columns = await act(tx, file);
      if (columns !== 'unchanged') await askForReading(tx, id, columns);
      return true;
    });
  }

  /** Whether what the file would publish, or take back, waits for somebody else. */
  async function waits(tx: Tx, id: string): Promise<boolean> {
    const proposals = await findProposals(readerOf(tx), campaign.id, { file: id }, 1);
    return proposals[0]?.state === 'waiting';
  }

  async function backOf(id: string): Promise<TakingBack> {
    const [file, base] = await Promise.all([
      findImport(reader, campaign.id, id),
      findItems(reader, id, 'base', { from: 0, limit: linesAtMost }),
    ]);
    const keys = base.map(({ school }) => keyOfImport(id, school, 'publish'));
    return takingBack(database, parts, { keys, fromDay: file?.fromDay ?? null });
  }

  async function publicationsOf(
    id: string,
    { fromDay, act, ground }: Parameters<ImportService['publish']>[2],
  ): Promise<readonly Publication[]> {
    const base = await findItems(reader, id, 'base', { from: 0, limit: linesAtMost });
    const lines = Map.groupBy(await findItems(reader, id, 'line', { from: 0, limit: linesAtMost }), ({ schoolId }) => schoolId);
    return base.map(({ school, number }) => ({
      ...{ school, fromDay, ground, source: 'import' as const, over: number, key: keyOfImport(id, school, 'publish') },
      lines: (lines.get(school) ?? []).flatMap(({ streetId, houses, habit }) =>
        streetId === null ? [] : [{ streetId, houses, habit, act }],
      ),
    }));
  }

  return {
    ...files,

    list: async (district) => (await findImports(reader, campaign.id, district, filesShown)).map(seen),

    of,

    async whenRead(district, id) {
      const until = performance.now() + (waiting < waitingAtMost ? waitAtMostMs : 0);
      waiting += 1;
      try {
        for (;;) {
          const found = await of(district, id);
          if (found?.state !== 'reading' || performance.now() > until) return found;
          await pause(waitStepMs);
        }
      } finally {
        waiting -= 1;
      }
    },

    confirmColumns: (who, id, columns) =>
      change(who, id, async (tx) => {
        await journal(tx, who, 'boundaries.columns_confirmed', id, { columns });
        return columns;
      }),

    items: (id, part, page) => findItems(reader, id, part, page),

    async names(district) {
      const { schools, streets } = await findRegister(reader, district);
      return {
        schools: new Map(schools.map((each) => [each.id, each.name])),
        streets: new Map(streets.map((each) => [each.id, each.name])),
      };
    },

    choices: (id) => findChoices(reader, id),

    async choose(who, id, asked) {
      let met: readonly ImportChoice[] = [];
      await change(who, id, async (tx, { district }) => {
        met = metChoices(await findChoices(readerOf(tx), id), asked);
        if (met.length > 0) return 'unchanged';
        const choices = asked.map(({ kind, subject, choice }) => ({ kind, subject, choice }));
        const at = new Date(clock.now());
        await upsertChoices(tx, id, choices, actorOf(who), at);
        // What is left out of one file may well be meant in the next.
        const names = choices.flatMap(({ kind, subject, choice }) =>
          kind === 'reading' || choice === 'out' ? [] : [{ kind, name_key: subject, target: choice }],
        );
        await upsertAliases(tx, district, names, actorOf(who), at);
        await journal(tx, who, 'boundaries.file_decided', id, { choices });
        return null;
      });
      return met;
    },

    readAgain: (who, id) => change(who, id, () => Promise.resolve(null)),

    async publish(who, id, act) {
      const publications = await publicationsOf(id, act);
      return transact(database, actorOf(who), async (tx) => {
        const { state, summary } = await lockImport(tx, id);
        if (state === 'published') return { kind: 'published' };
        if (state !== 'ready' || summary === null) return refused('not_ready');
        if (summary.asks.schools + summary.asks.streets > 0) return refused('undecided');
        if (publications.length === 0) return refused('nothing');
        if (await waits(tx, id)) return { kind: 'waiting' };
        const about = { act: 'boundaries.file_published', file: id, key: randomUUID() } as const;
        const outcome = await boundaries.publishManyIn(tx, actorOf(who), publications, about);
        if (outcome.kind !== 'published') return outcome.kind === 'waiting' ? { kind: 'waiting' } : outcome;
        await noteState(tx, id, { state: 'published', fromDay: act.fromDay, publishedAt: new Date(clock.now()) });
        await askForEffect(tx, id);
        await journal(tx, who, 'boundaries.file_published', id, {
          schools: publications.length,
          from: act.fromDay,
          moving: summary.moving,
        });
        return { kind: 'published' };
      });
    },

    async told(id, fromDay) {
      const publications = await publicationsOf(id, { fromDay, act: { title: { ru: '' }, number: '', day: fromDay }, ground: '' });
      const now = await boundaries.currentOf(
        publications.map(({ school }) => school),
        fromDay,
      );
      const changes = publications.map(({ school, lines }) => ({ school, before: now.get(school)?.lines ?? [], after: lines }));
      return parts.consequences.told(fromDay, changes);
    },

    takingBack: backOf,

    async takeBack(who, id, { ground, sure }) {
      const back = await backOf(id);
      return transact(database, actorOf(who), async (tx) => {
        const { state } = await lockImport(tx, id);
        if (state === 'taken_back') return { kind: 'published' };
        if (state !== 'published') return refused('not_ready');
        if (await waits(tx, id)) return { kind: 'waiting' };
        if (!isSure(back, sure)) return refused('not_sure');
        const publications = back.schools
          .filter(({ changesNothing }) => !changesNothing)
          .map(({ school, lines, over }) => ({
            ...{ school, fromDay: back.fromDay, lines, over, ground, source: 'back' as const, key: keyOfImport(id, school, 'back') },
          }));
        const about = { act: 'boundaries.file_taken_back', file: id, key: randomUUID() } as const;
        const outcome = await boundaries.publishManyIn(tx, actorOf(who), publications, about);
        if (outcome.kind !== 'published') return outcome.kind === 'waiting' ? { kind: 'waiting' } : outcome;
        await noteState(tx, id, { state: 'taken_back' });
        await journal(tx, who, 'boundaries.file_taken_back', id, { schools: publications.length });
        return { kind: 'published' };
      });
    },
  };
}

function refused(kind: 'not_ready' | 'undecided' | 'nothing' | 'not_sure'): ImportPublished {
  return { kind: 'refused', refusals: [{ kind }] };
}
