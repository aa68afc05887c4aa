import type { Told } from '#domain/addition/grave.ts';
import { type BoundaryConflict, conflictsOf, type LineOfSchool } from '#domain/catchment/boundary-conflicts.ts';
import {
  type BoundaryLine,
  type BoundaryVersion,
  byStreet,
  differenceOf,
  type StreetDifference,
} from '#domain/catchment/boundary-version.ts';
import { rangeHabit, readItems } from '#domain/catchment/house-list.ts';
import type { RangeHabit } from '#domain/catchment/range-side.ts';
import type { ItemRead } from '#domain/catchment/reading.ts';
import type { BoundaryAct } from '#domain/catchment/resolve.ts';
import { takeReading } from '#domain/catchment/take-reading.ts';
import { type StreetEdited, streetsWith, withChanges } from '#domain/catchment/edited-list.ts';
import { type Day, dayOf } from '#domain/core/day.ts';
import type { Named } from '#domain/core/language.ts';
import type { PersonName } from '#domain/core/person-name.ts';
import type { CampaignService } from '../campaign/service.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import { type Actor, openly, read, readerOf, transact } from '../db/transaction.ts';
import type { BoundariesService, Published } from './service-boundaries.ts';
import type { ConsequenceService } from './service-consequences.ts';
import {
  countStreets,
  deleteDraft,
  deleteDrafts,
  type DraftRow,
  findActorNames,
  findDrafts,
  findLinesOnStreets,
  findStreetNames,
  upsertDraft,
} from './store-editor.ts';

/** One street of a school's list as it will be. */
export type EditedStreet = Omit<StreetEdited, 'streetId'> & {
  readonly street: { readonly id: number; readonly name: Named };
  /** Which change of the street this is: what is kept next is kept over it. Empty where nothing was kept. */
  readonly stamp: string;
};

/** What came of keeping a street's houses: somebody may have kept others since they were shown. */
export type Kept =
  | { readonly kind: 'kept' | 'same' }
  /** Nothing was kept. `houses` are what stands now, `null` where the street is taken out. */
  | { readonly kind: 'kept_meanwhile'; readonly houses: string | null; readonly by: PersonName | null; readonly stamp: string };

/** Everything the editor shows of a school. */
export type EditorView = {
  /** What is in force today. */
  readonly version: BoundaryVersion | null;
  /** The number of the latest version, which a publication is made over. */
  readonly latest: number;
  readonly streets: readonly EditedStreet[];
  readonly conflicts: readonly (BoundaryConflict & { readonly street: Named })[];
  /** What publishing would change. */
  readonly difference: readonly (StreetDifference & { readonly street: Named })[];
  readonly habit: RangeHabit;
};

export type PublishAsked = {
  readonly school: string;
  readonly fromDay: Day;
  readonly act: BoundaryAct;
  readonly ground: string;
  readonly key: string;
  readonly over: number;
};

/** Houses as they were understood. */
export type Understood = Pick<EditorView, 'conflicts'> & { readonly houses: string; readonly items: readonly ItemRead[] };

export type EditorService = {
  look(school: string): Promise<EditorView>;
  /**
   * How houses of a street would be understood in this school's list, and where they meet other schools'. `take` chooses a reading of an item
   * that waits: `houses` are then as it is written. Nothing is kept.
   */
  understand(school: string, street: number, houses: string, take?: string): Promise<Understood>;
  /**
   * Keeps a street's houses for publishing; `null` takes the street out. What is kept is kept over what was seen (`stamp`): two who save one street
   * meet as two versions, never as the later.
   */
  keep(actor: Actor, school: string, street: number, houses: string | null, stamp: string): Promise<Kept>;
  /** Forgets a street's change, unless it is another one than was seen. */
  forget(actor: Actor, school: string, street: number, stamp: string): Promise<Kept>;
  /** What publishing from a day would do to the list and to families. */
  told(school: string, fromDay: Day): Promise<Told>;
  /** What going back to a version would do, from today; `null` where there is none. */
  toldOfBack(school: string, number: number): Promise<Told | null>;
  /** Publishes the list with what was kept; the changed streets rest on `act`. KG25-18.4. */
  publish(actor: Actor, asked: PublishAsked): Promise<Published<BoundaryVersion>>;
  /** A version's list (what is in force today when no number is given), street by street, for everybody to read; `null` where there is none. */
  list(school: string, number?: number): Promise<BoundaryList | null>;
  /** How many streets each of these schools has in force today; a school without any is left out. */
  streetCounts(schools: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** How one version differs from another, with the names of the streets; `null` where one of them is not there. */
  difference(school: string, before: number, after: number): Promise<EditorView['difference'] | null>;
  /** What those are called who published these versions. */
  authors(versions: readonly BoundaryVersion[]): Promise<ReadonlyMap<string, PersonName>>;
};

/** A list as it is in force, in the order of the streets' names. */
export type BoundaryList = {
  readonly version: BoundaryVersion;
  readonly streets: readonly (Pick<EditedStreet, 'street' | 'items' | 'act'> & { readonly houses: string })[];
};

/** The editor of schools' boundaries: changes are kept street by street, and published together. */
export function editorService(
  database: Database,
  parts: {
    readonly campaign: CampaignService;
    readonly clock: Clock;
    readonly boundaries: BoundariesService;
    readonly consequences: ConsequenceService;
  },
): EditorService {
  const { campaign, clock, boundaries, consequences } = parts;
  const reader = openly(database);
  const today = () => dayOf(campaign.now());

  async function conflictsIn(school: string, own: readonly LineOfSchool[]): Promise<EditorView['conflicts']> {
    const streets = [...new Set(own.map(({ streetId }) => streetId))];
    const [others, names] = await Promise.all([
      findLinesOnStreets(reader, campaign.id, streets, today()),
      findStreetNames(reader, streets),
    ]);
    return conflictsOf(school, own, others).map((one) => ({ ...one, street: names.get(one.streetId)?.name ?? { ru: '' } }));
  }

  async function versionOf(school: string, number: number | undefined) {
    return number === undefined ? boundaries.current(school) : boundaries.version(school, number);
  }

  const findOwnDrafts = (school: string) => findDrafts(reader, campaign.id, school);

  /** What another person kept meanwhile is shown beside what was not kept; the very same words, sent twice, are kept. */
  async function unlessChanged(
    school: string,
    street: number,
    houses: string | null | undefined,
    keep: () => Promise<Kept | null>,
  ): Promise<Kept> {
    const kept = await keep();
    if (kept !== null) return kept;
    const other = (await findOwnDrafts(school)).find(({ streetId }) => streetId === street);
    if (other === undefined || other.houses === houses) return { kind: 'kept' };
    const names = await read(database, 'system', (asSystem) => findActorNames(asSystem, [other.changedBy]));
    return { kind: 'kept_meanwhile', houses: other.houses, by: names.get(other.changedBy) ?? null, stamp: stampOf(other) };
  }

  return {
    async look(school) {
      const [version, drafts, versions] = await Promise.all([
        boundaries.current(school),
        findOwnDrafts(school),
        boundaries.versions(school, 1),
      ]);
      const lines = version?.lines ?? [];
      const changed = withChanges(lines, drafts, NO_ACT);
      const habit = rangeHabit(changed.map(({ houses }) => houses));
      const names = await findStreetNames(reader, [...new Set([...lines, ...drafts].map(({ streetId }) => streetId))]);
      const nameOf = (street: number): Named => names.get(street)?.name ?? { ru: '' };
      return {
        version,
        latest: versions[0]?.number ?? 0,
        habit,
        streets: streetsWith(lines, drafts, habit).map(({ streetId, ...rest }) => ({
          street: { id: streetId, name: nameOf(streetId) },
          stamp: stampOf(drafts.find((draft) => draft.streetId === streetId)),
          ...rest,
        })),
        conflicts: await conflictsIn(school, ofSchool(school, changed)),
        difference: differenceOf(lines, changed).map((one) => ({ ...one, street: nameOf(one.streetId) })),
      };
    },

    async understand(school, street, houses, take) {
      const [version, drafts] = await Promise.all([boundaries.current(school), findOwnDrafts(school)]);
      const others = drafts.filter(({ streetId }) => streetId !== street);
      const read = (text: string) => {
        const draft: DraftRow = { streetId: street, houses: text, before: null, changedAt: new Date(0), changedBy: '' };
        const lines = withChanges(version?.lines ?? [], [...others, draft], NO_ACT);
        const habit = rangeHabit(lines.map((line) => line.houses));
        return { houses: text, items: readItems(text, habit), own: [{ school, streetId: street, houses: text, habit }] };
      };
      const asWritten = read(houses);
      const { own, ...understood } = take === undefined ? asWritten : read(takeReading(houses, asWritten.items, take));
      return { ...understood, conflicts: await conflictsIn(school, own) };
    },

    async keep(actor, school, street, houses, stamp) {
      const version = await boundaries.current(school);
      const before = byStreet(version?.lines ?? []).get(street) ?? null;
      const isSame = houses === before;
      return unlessChanged(school, street, houses, () =>
        transact(database, actor, (tx) =>
          isSame
            ? deleteDraft(tx, campaign.id, school, street, dateOf(stamp))
            : upsertDraft(
                tx,
                campaign.id,
                school,
                { streetId: street, houses, before, changedAt: new Date(clock.now()), changedBy: actor },
                dateOf(stamp),
              ),
        ).then((isKept) => (isKept ? { kind: isSame ? 'same' : 'kept' } : null)),
      );
    },

    forget: (actor, school, street, stamp) =>
      unlessChanged(school, street, undefined, async () =>
        (await transact(database, actor, (tx) => deleteDraft(tx, campaign.id, school, street, dateOf(stamp)))) ? { kind: 'kept' } : null,
      ),

    async told(school, fromDay) {
      const [version, drafts] = await Promise.all([boundaries.current(school, fromDay), findOwnDrafts(school)]);
      const before = version?.lines ?? [];
      return consequences.told(fromDay, [{ school, before, after: withChanges(before, drafts, NO_ACT) }]);
    },

    async toldOfBack(school, number) {
      const [now, then] = await Promise.all([boundaries.current(school), boundaries.version(school, number)]);
      return then === null ? null : consequences.told(today(), [{ school, before: now?.lines ?? [], after: then.lines }]);
    },

    publish: (actor, { act, ...asked }) =>
      transact(database, actor, async (tx) => {
        const drafts = await findDrafts(readerOf(tx), campaign.id, asked.school);
        const version = await boundaries.current(asked.school, asked.fromDay);
        const lines = withChanges(version?.lines ?? [], drafts, act);
        const published = await boundaries.publishIn(tx, { ...asked, actor, lines, source: 'editor' });
        if (published.kind === 'published') await deleteDrafts(tx, campaign.id, asked.school);
        return published;
      }),

    async list(school, number) {
      const found = await versionOf(school, number);
      if (found === null) return null;
      const { lines, ...version } = found;
      const names = await findStreetNames(reader, [...new Set(lines.map(({ streetId }) => streetId))]);
      const habit = rangeHabit(lines.map(({ houses }) => houses));
      const streets = streetsWith(lines, [], habit).map(({ streetId, houses, act, items }) => ({
        street: { id: streetId, name: names.get(streetId)?.name ?? { ru: '' } },
        houses: houses ?? '',
        act,
        items,
      }));
      return { version, streets: streets.toSorted((a, b) => a.street.name.ru.localeCompare(b.street.name.ru, 'ru')) };
    },

    streetCounts: (schools) => countStreets(reader, campaign.id, schools, today()),

    async difference(school, before, after) {
      const found = await boundaries.difference(school, before, after);
      if (found === null) return null;
      const names = await findStreetNames(
        reader,
        found.map(({ streetId }) => streetId),
      );
      return found.map((one) => ({ ...one, street: names.get(one.streetId)?.name ?? { ru: '' } }));
    },

    authors: (versions) =>
      read(database, 'system', (asSystem) =>
        findActorNames(
          asSystem,
          versions.map(({ publishedBy }) => publishedBy),
        ),
      ),
  };
}

function stampOf(draft: DraftRow | undefined): string {
  return draft === undefined ? '' : String(draft.changedAt.getTime());
}

function dateOf(stamp: string): Date | null {
  return /^\d{1,15}$/.test(stamp) ? new Date(Number(stamp)) : null;
}

const NO_ACT: BoundaryAct = { title: { ru: '' }, number: '', day: '2000-01-01' };

function ofSchool(school: string, lines: readonly BoundaryLine[]): readonly LineOfSchool[] {
  return lines.map((line) => ({ ...line, school }));
}
