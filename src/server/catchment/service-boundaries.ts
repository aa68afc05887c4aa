import { type BoundaryLine, type BoundaryVersion, differenceOf, type StreetDifference } from '#domain/catchment/boundary-version.ts';
import { windowAt } from '#domain/application/windows.ts';
import { type Day, dayOf } from '#domain/core/day.ts';
import type { CampaignService } from '../campaign/service.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import { type Actor, openly, readerOf, transact, type Tx } from '../db/transaction.ts';
import { append } from '../journal/store.ts';
import { type About, throughGate } from './service-gate.ts';
import { enterInOrder } from './service-order.ts';
import type { Publication, Published, PublishRefusal } from './service-publication.ts';
import { enqueueBegun } from './store-begun.ts';
import {
  closeBoundaries,
  findKnownStreets,
  findLines,
  findNumbers,
  findVersion,
  findVersions,
  findVersionsByKeys,
  findVersionsOn,
  insertVersions,
  lockSchools,
} from './store-boundaries.ts';

export type { Publication, Published, PublishRefusal } from './service-publication.ts';

/** A version with its lines. */
export type VersionWithLines = BoundaryVersion & { readonly lines: readonly BoundaryLine[] };

export type BoundariesService = {
  /** What is in force at a school on a day (today when not given); `null` where it has no boundaries. */
  current(school: string, on?: Day): Promise<VersionWithLines | null>;
  /** Of several schools what is in force on a day (today when not given); schools without boundaries are left out. */
  currentOf(schools: readonly string[], on?: Day): Promise<ReadonlyMap<string, VersionWithLines>>;
  /**
   * Publishes a school's whole list. KG25-18.4. A list that says what is in force makes no version. What a person may not decide alone waits for
   * somebody else ({@link throughGate}).
   */
  publish(publication: Publication & { readonly actor: Actor }): Promise<Published<BoundaryVersion>>;
  /** {@link publish} within a transaction of the caller, whose actor it is. */
  publishIn(tx: Tx, publication: Publication & { readonly actor: Actor }, about?: About): Promise<Published<BoundaryVersion>>;
  /** Publishes several schools' lists: all of them or none. */
  publishMany(actor: Actor, publications: readonly Publication[]): Promise<Published<readonly BoundaryVersion[]>>;
  /** {@link publishMany} within a transaction of the caller, whose actor it is. */
  publishManyIn(tx: Tx, actor: Actor, publications: readonly Publication[], about?: About): Promise<Published<readonly BoundaryVersion[]>>;
  /** Publishes what everybody who was asked has agreed to, in the author's name. */
  publishAgreed(tx: Tx, author: Actor, publications: readonly Publication[]): Promise<Published<readonly BoundaryVersion[]>>;
  /** The versions of a school, the newest first. */
  versions(school: string, limit?: number): Promise<readonly BoundaryVersion[]>;
  /** One version with its lines. */
  version(school: string, number: number): Promise<VersionWithLines | null>;
  /** How one version of a school differs from another; `null` where one of them is not there. 0 is the empty list before the first. */
  difference(school: string, before: number, after: number): Promise<readonly StreetDifference[] | null>;
  /** Publishes an older version's list anew, from today, over the version that was shown. `null` where there is no such version. */
  goBack(back: {
    readonly actor: Actor;
    readonly school: string;
    readonly number: number;
    readonly ground: string;
    readonly key: string;
    readonly over: number;
  }): Promise<Published<BoundaryVersion> | null>;
};

const versionsAtMost = 200;

/** The boundaries of the schools of one campaign, by date. */
export function boundariesService(
  database: Database,
  { campaign, clock }: { readonly campaign: CampaignService; readonly clock: Clock },
): BoundariesService {
  const reader = openly(database);
  const today = () => dayOf(campaign.now());

  async function currentOf(schools: readonly string[], on: Day): Promise<ReadonlyMap<string, VersionWithLines>> {
    const versions = await findVersionsOn(reader, campaign.id, schools, on);
    const lines = await findLines(
      reader,
      versions.map(({ id }) => id),
    );
    return new Map(versions.map((version) => [version.school, { ...version, lines: lines.get(version.id) ?? [] }]));
  }

  async function version(school: string, number: number): Promise<VersionWithLines | null> {
    const found = await findVersion(reader, campaign.id, school, number);
    if (found === undefined) return null;
    return { ...found, lines: (await findLines(reader, [found.id])).get(found.id) ?? [] };
  }

  const publishIn: BoundariesService['publishManyIn'] = (tx, actor, publications, about) =>
    throughGate(tx, campaign, { actor, at: new Date(clock.now()) }, publications, about, (free) => publishNow(tx, actor, free));

  async function publishNow(tx: Tx, actor: Actor, publications: readonly Publication[]): Promise<Published<readonly BoundaryVersion[]>> {
    const isDuringCampaign = ['open', 'between'].includes(windowAt(campaign.policy, campaign.now()).kind);
    const published = await publishAll(tx, campaign.id, { actor, at: new Date(clock.now()), isDuringCampaign }, publications);
    if (published.kind === 'published') await enqueueBegun(tx, campaign, published.version);
    return published;
  }

  /** 0 is the empty list before the first version. */
  async function listOf(school: string, number: number): Promise<readonly BoundaryLine[] | null> {
    return number === 0 ? [] : ((await version(school, number))?.lines ?? null);
  }

  const oneOf = (answer: Published<readonly BoundaryVersion[]>): Published<BoundaryVersion> =>
    answer.kind === 'published' ? { kind: 'published', version: answer.version[0] as BoundaryVersion } : answer;

  const publish: BoundariesService['publish'] = ({ actor, ...publication }) =>
    transact(database, actor, async (tx) => oneOf(await publishIn(tx, actor, [publication])));

  return {
    publish,
    currentOf: (schools, on = today()) => currentOf(schools, on),
    current: async (school, on = today()) => (await currentOf([school], on)).get(school) ?? null,
    publishIn: async (tx, { actor, ...publication }, about) => oneOf(await publishIn(tx, actor, [publication], about)),
    publishManyIn: publishIn,
    publishAgreed: publishNow,
    publishMany: (actor, publications) => transact(database, actor, (tx) => publishIn(tx, actor, publications)),
    versions: (school, limit = versionsAtMost) => findVersions(reader, campaign.id, school, limit),
    version,

    async difference(school, before, after) {
      const [old, own] = await Promise.all([listOf(school, before), listOf(school, after)]);
      return old === null || own === null ? null : differenceOf(old, own);
    },

    async goBack({ number, ...back }) {
      const found = await version(back.school, number);
      if (found === null) return null;
      return publish({ ...back, fromDay: today(), lines: found.lines, source: 'back' });
    },
  };
}

/** Who publishes, when, and whether parents are choosing schools meanwhile: what the district looks at afterwards. */
export type PublishedBy = { readonly actor: Actor; readonly at: Date; readonly isDuringCampaign: boolean };

/**
 * Publishes lists in the caller's transaction: all of them or none. What is in force on the day ends with it; a version that was to begin later
 * still does. A key that is known already is answered with the version it made.
 */
export async function publishAll(
  tx: Tx,
  campaign: string,
  by: PublishedBy,
  publications: readonly Publication[],
): Promise<Published<readonly BoundaryVersion[]>> {
  const reader = readerOf(tx);
  const known = await lockSchools(
    tx,
    publications.map(({ school }) => school),
  );
  const made = new Map(
    (
      await findVersionsByKeys(
        reader,
        publications.map(({ key }) => key),
      )
    ).map(({ key, ...version }) => [key, version]),
  );
  const fresh = publications.filter(({ key }) => !made.has(key));
  const written: BoundaryVersion[] = [];
  const refusals: PublishRefusal[] = [];
  // Lists that begin on one day are written together: a country's acts are published at once.
  for (const [fromDay, own] of Map.groupBy(fresh, (publication) => publication.fromDay)) {
    const before = await standingOf(tx, campaign, own, fromDay);
    refusals.push(...(await refusalsOf(reader, own, known, before)));
    if (refusals.length === 0) written.push(...(await write(tx, campaign, by, fromDay, own, before)));
  }
  if (refusals.length > 0) return { kind: 'refused', refusals };
  await enterInOrder(tx, campaign, by.at, written);
  const bySchool = new Map(written.map((version) => [version.school, version]));
  return { kind: 'published', version: publications.map(({ key, school }) => (made.get(key) ?? bySchool.get(school)) as BoundaryVersion) };
}

type Standing = ReadonlyMap<
  string,
  {
    readonly number: number;
    readonly nextFrom: Day | null;
    readonly inForce: BoundaryVersion | undefined;
    readonly lines: readonly BoundaryLine[];
  }
>;

async function standingOf(tx: Tx, campaign: string, publications: readonly Publication[], fromDay: Day): Promise<Standing> {
  const reader = readerOf(tx);
  const schools = publications.map(({ school }) => school);
  const numbers = await findNumbers(reader, campaign, schools, fromDay);
  const versions = new Map((await findVersionsOn(reader, campaign, schools, fromDay)).map((version) => [version.school, version]));
  const lines = await findLines(
    reader,
    [...versions.values()].map(({ id }) => id),
  );
  return new Map(
    schools.map((school) => {
      const inForce = versions.get(school);
      const { number, nextFrom } = numbers.get(school) ?? { number: 0, nextFrom: null };
      return [school, { number, nextFrom, inForce, lines: lines.get(inForce?.id ?? '') ?? [] }];
    }),
  );
}

async function refusalsOf(
  reader: ReturnType<typeof readerOf>,
  publications: readonly Publication[],
  schools: ReadonlySet<string>,
  before: Standing,
): Promise<readonly PublishRefusal[]> {
  const streets = await findKnownStreets(reader, [...new Set(publications.flatMap(({ lines }) => lines.map(({ streetId }) => streetId)))]);
  return publications.flatMap(({ school, lines, over }): readonly PublishRefusal[] => {
    if (!schools.has(school)) return [{ kind: 'unknown_school', school }];
    const unknown = [...new Set(lines.map(({ streetId }) => streetId))].filter((street) => !streets.has(street));
    const number = before.get(school)?.number ?? 0;
    return [
      ...(unknown.length > 0 ? [{ kind: 'unknown_street' as const, school, streets: unknown }] : []),
      ...(over !== undefined && over !== number ? [{ kind: 'changed_meanwhile' as const, school, number }] : []),
    ];
  });
}

async function write(
  tx: Tx,
  campaign: string,
  { actor, at, isDuringCampaign }: PublishedBy,
  fromDay: Day,
  publications: readonly Publication[],
  before: Standing,
): Promise<readonly BoundaryVersion[]> {
  await closeBoundaries(
    tx,
    campaign,
    publications.filter(({ school }) => (before.get(school)?.number ?? 0) > 0).map(({ school }) => school),
    fromDay,
  );
  const versions = await insertVersions(
    tx,
    publications.map((publication) => {
      const { number = 0, nextFrom = null, inForce } = before.get(publication.school) ?? {};
      return { ...publication, campaign, number: number + 1, follows: inForce?.number ?? 0, toDay: nextFrom, at, by: actor };
    }),
  );
  const listOf = new Map(publications.map(({ school, lines }) => [school, lines]));
  await append(
    tx,
    versions.map(({ id, school, number, source }) => {
      const own = before.get(school);
      const changes = differenceOf(own?.lines ?? [], listOf.get(school) ?? []);
      const detail = {
        version: id,
        number,
        source,
        from: fromDay,
        came: changes.reduce((sum, { came }) => sum + came.length, 0),
        gone: changes.reduce((sum, { gone }) => sum + gone.length, 0),
        streets: changes.length,
        duringCampaign: isDuringCampaign,
      };
      return { at, actor, act: 'boundaries.published', campaign, subject: school, detail };
    }),
  );
  return versions;
}
