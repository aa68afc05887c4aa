import type { Addition, ChangesCount, ReviewKept, Verdict } from '#domain/addition/addition.ts';
import { isUuid } from '#domain/core/uuid.ts';
import type { Moment } from '#domain/core/day.ts';
import type { CampaignService } from '../campaign/service.ts';
import { type Ages, usualAges } from '../ages.ts';
import { agedEach, type Clock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import { openly, read, transact } from '../db/transaction.ts';
import { append } from '../journal/store.ts';
import type { SchoolService } from '../school/service.ts';
import type { SignedIn } from '../session/service.ts';
import { type ChangeLooked, lookAt } from './service-change-views.ts';
import { countOfSchool, findLatestReview, hasReview, insertReview } from './store-additions.ts';
import { type ChangeRow, type ChangesOf, countChanges, findChanges, findDistrictNames, findForeignSchools } from './store-changes.ts';
import { findActorNames } from './store-editor.ts';

/** An officer's word on a change, said over the latest one she has seen (empty where there was none). */
export type Review = { readonly verdict: Verdict; readonly note: string; readonly key: string; readonly seen: string };

/** A page of changes: those that touched a decision and wait for a review first, then those that wait, then the newest. */
export type ChangesPage = { readonly changes: readonly Addition[]; readonly count: number; readonly from: number };

export type AdditionService = {
  /**
   * Every change of boundaries since they were fixed that concerns a district: of its own schools, and of others' that gave or took houses of its
   * streets. In force or not, whenever published, however many came after. KG22-9, KG25-13, KG25-18.4.
   */
  ofDistrict(district: number, from?: number): Promise<ChangesPage>;
  /** One of them; `null` when the district has no such version. */
  one(district: number, version: string): Promise<Addition | null>;
  /** For the ministry: the changes of the whole country that touched a decision and that nobody has reviewed, and how many each district has. */
  ofCountry(from?: number): Promise<ChangesPage & { readonly counts: readonly ChangesCount[] }>;
  /** Keeps what an officer made of one: journaled, once for a key. Nobody reviews her own; a word somebody said meanwhile is shown first. */
  review(who: SignedIn, district: number, version: string, review: Review): Promise<ReviewKept>;
  /** How often a school's boundaries were changed since they were fixed, and how often families had asked for it; for everybody. */
  added(school: string): Promise<{ readonly changes: number; readonly requested: number }>;
};

export type AdditionParts = {
  readonly campaign: CampaignService;
  readonly school: SchoolService;
  readonly clock: Clock;
  readonly ages?: Pick<Ages, 'namesMs'>;
};

const schoolsAtMost = 20_000;
const changesShown = 30;

/** What is done to boundaries while families rest on them, as the district and the ministry see it afterwards. */
export function additionService(database: Database, { campaign, school, clock, ages = usualAges }: AdditionParts): AdditionService {
  const reader = openly(database);
  const since = () => {
    const { fixedOn } = campaign.policy.boundaryChanges;
    return { day: fixedOn, at: new Date(campaign.epochOf(`${fixedOn}T00:00:00` as Moment)) };
  };
  const added = agedEach(ages.namesMs, schoolsAtMost, (id: string) => countOfSchool(reader, campaign.id, id, since()));
  const find = (of: ChangesOf['of'], openOnly = false) => findChanges(reader, campaign.id, { since: since(), of, openOnly });

  async function viewsOf(looked: readonly ChangeLooked[]): Promise<readonly Addition[]> {
    const rows = looked.map(({ row }) => row);
    const [names, districts, authors] = await Promise.all([
      school.views([...new Set(rows.map((row) => row.school))]),
      findDistrictNames(reader, [...new Set(rows.map(({ district }) => district))]),
      read(database, 'system', (asSystem) =>
        findActorNames(
          asSystem,
          rows.map(({ publishedBy }) => publishedBy),
        ),
      ),
    ]);
    return looked.map(({ row, endsMs, streets }) => ({
      version: row.id,
      school: { id: row.school, name: names.get(row.school)?.name ?? { ru: '' } },
      district: { id: row.district, name: districts.get(row.district) ?? { ru: '' } },
      ...{ number: row.number, source: row.source, ground: row.ground, fromDay: row.fromDay, publishedBy: row.publishedBy },
      author: authors.get(row.publishedBy) ?? null,
      publishedAt: campaign.momentOf(row.publishedAt),
      endedAt: endsMs === null || endsMs > clock.now() ? null : campaign.momentOf(new Date(endsMs)),
      changes: streets.map(({ streetId: _street, districtId: _district, ...rest }) => rest),
      touched: { gave: row.gave, took: row.took },
      review:
        row.verdict === null
          ? null
          : { id: row.reviewId ?? '', verdict: row.verdict, note: row.note ?? '', at: campaign.momentOf(row.reviewedAt as Date) },
    }));
  }

  /** Versions of other districts' schools that gave or took houses of this district's streets. */
  async function foreignTo(district: number): Promise<readonly ChangeRow[]> {
    const schools = await findForeignSchools(reader, campaign.id, district);
    if (schools.length === 0) return [];
    const looked = await lookAt(database, campaign, await find({ schools }));
    return looked.filter(({ streets }) => streets.some((street) => street.districtId === district)).map(({ row }) => row);
  }

  async function pageOf(rows: readonly ChangeRow[], from: number): Promise<ChangesPage> {
    const shown = rows.slice(from, from + changesShown);
    return { changes: await viewsOf(await lookAt(database, campaign, shown)), count: rows.length, from };
  }

  async function one(district: number, version: string): Promise<Addition | null> {
    const [row] = isUuid(version) ? await find({ version }) : [];
    if (row === undefined) return null;
    const [looked] = await lookAt(database, campaign, [row]);
    const concerns = row.district === district || looked?.streets.some((street) => street.districtId === district) === true;
    return looked !== undefined && concerns ? ((await viewsOf([looked]))[0] ?? null) : null;
  }

  return {
    added,
    one,

    async ofDistrict(district, from = 0) {
      const [own, foreign] = await Promise.all([find({ district }), foreignTo(district)]);
      return pageOf([...own, ...foreign].toSorted(asWatched), from);
    },

    async ofCountry(from = 0) {
      const [rows, counts] = await Promise.all([find('everybody', true), countChanges(reader, campaign.id, since())]);
      const names = await findDistrictNames(
        reader,
        counts.map(({ district }) => district),
      );
      const named = counts.map(({ district, ...count }) => ({
        district: { id: district, name: names.get(district) ?? { ru: '' } },
        ...count,
      }));
      return { ...(await pageOf(rows, from)), counts: named };
    },

    async review(who, district, version, { seen, ...review }) {
      const found = await one(district, version);
      if (found === null) return 'unknown';
      const at = new Date(clock.now());
      const actor = `person:${who.person}` as const;
      if (found.publishedBy === actor) return 'own';
      return transact(database, actor, async (tx) => {
        if (await hasReview(tx, review.key)) return 'kept';
        if ((await findLatestReview(tx, version)) !== (seen === '' ? null : seen)) return 'reviewed_meanwhile';
        await insertReview(tx, { ...review, version, at, by: actor });
        const detail = { version, verdict: review.verdict };
        await append(tx, [{ at, actor, act: 'boundaries.reviewed', campaign: campaign.id, subject: found.school.id, detail }]);
        return 'kept';
      });
    },
  };
}

/** What touched a decision and waits for a review first, then what waits, then the newest. */
function asWatched(a: ChangeRow, b: ChangeRow): number {
  return rankOf(a) - rankOf(b) || b.publishedAt.getTime() - a.publishedAt.getTime();
}

function rankOf({ verdict, gave, took }: ChangeRow): number {
  if (verdict !== null) return 2;
  return gave + took > 0 ? 0 : 1;
}
