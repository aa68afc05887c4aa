import type { Addition, Verdict } from '#domain/addition/addition.ts';
import { isUuid } from '#domain/core/uuid.ts';
import type { CampaignService } from '../campaign/service.ts';
import { type Ages, usualAges } from '../ages.ts';
import { agedEach, type Clock, epochOf } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import { openly, read, transact } from '../db/transaction.ts';
import { append } from '../journal/store.ts';
import type { SchoolService } from '../school/service.ts';
import type { SignedIn } from '../session/service.ts';
import type { BoundariesService } from './service-boundaries.ts';
import type { CatchmentService } from './service.ts';
import { findActorNames } from './store-editor.ts';
import { type AdditionRow, countAdded, findPublishedSince, insertReview } from './store-additions.ts';

export type Review = { readonly verdict: Verdict; readonly note: string; readonly key: string };

export type AdditionService = {
  /** What came into the boundaries of a district's schools since the first stage opened, the newest first. */
  ofDistrict(district: number): Promise<readonly Addition[]>;
  /** One of them; `null` when the district has no such version. */
  one(district: number, version: string): Promise<Addition | null>;
  /** Keeps what an officer made of one: journaled, once for a key. `false` when the district has no such version. */
  review(who: SignedIn, district: number, version: string, review: Review): Promise<boolean>;
  /** How many addresses a school has added at the request of families; for everybody. */
  added(school: string): Promise<number>;
};

export type AdditionParts = {
  readonly campaign: CampaignService;
  readonly catchment: CatchmentService;
  readonly boundaries: BoundariesService;
  readonly school: SchoolService;
  readonly clock: Clock;
  readonly ages?: Pick<Ages, 'namesMs'>;
};

const schoolsAtMost = 20_000;

/** What directors add to boundaries while families choose, as the district sees it afterwards. KG25-18.4. */
export function additionService(
  database: Database,
  { campaign, catchment, boundaries, school, clock, ages = usualAges }: AdditionParts,
): AdditionService {
  const reader = openly(database);
  const added = agedEach(ages.namesMs, schoolsAtMost, (id: string) => countAdded(reader, campaign.id, id));

  function since(): Date {
    const [first] = campaign.policy.stages;
    return first === undefined ? new Date(0) : new Date(epochOf(first.opens, campaign.policy.timeZone));
  }

  async function viewsOf(rows: readonly AdditionRow[]): Promise<readonly Addition[]> {
    const names = await school.views([...new Set(rows.map(({ school_id: id }) => id))]);
    const authors = await read(database, 'system', (asSystem) =>
      findActorNames(
        asSystem,
        rows.map(({ published_by: by }) => by),
      ),
    );
    const views = await Promise.all(
      rows.map(async (row): Promise<Addition> => {
        const changes = (await boundaries.difference(row.school_id, row.follows, row.number)) ?? [];
        const came = changes.filter((change) => change.came.length > 0);
        return {
          version: row.version,
          school: { id: row.school_id, name: names.get(row.school_id)?.name ?? { ru: '' } },
          number: row.number,
          source: row.source,
          ground: row.ground,
          publishedBy: row.published_by,
          author: authors.get(row.published_by) ?? null,
          publishedAt: campaign.momentOf(row.published_at),
          came: await Promise.all(
            came.map(async ({ streetId, came: items }) => {
              const { street } = await catchment.name({ streetId, house: '', flat: null });
              return { street, items };
            }),
          ),
          enrolledWithinDay: row.flags ?? 0,
          review:
            row.verdict === null ? null : { verdict: row.verdict, note: row.note ?? '', at: campaign.momentOf(row.reviewed_at as Date) },
        };
      }),
    );
    return views.filter(({ came }) => came.length > 0);
  }

  async function one(district: number, version: string): Promise<Addition | null> {
    if (!isUuid(version)) return null;
    return (await viewsOf(await findPublishedSince(reader, campaign.id, district, since(), version)))[0] ?? null;
  }

  return {
    added,
    one,
    ofDistrict: async (district) => viewsOf(await findPublishedSince(reader, campaign.id, district, since())),

    async review(who, district, version, review) {
      const found = await one(district, version);
      if (found === null) return false;
      const at = new Date(clock.now());
      const actor = `person:${who.person}` as const;
      await transact(database, actor, async (tx) => {
        if (!(await insertReview(tx, { ...review, version, at, by: actor }))) return;
        const detail = { version, verdict: review.verdict };
        await append(tx, [{ at, actor, act: 'boundaries.reviewed', campaign: campaign.id, subject: found.school.id, detail }]);
      });
      return true;
    },
  };
}
