import type { SeatRequest } from '#domain/allocation/seat.ts';
import { rightAt } from '#domain/application/right.ts';
import type { Home } from '#domain/catchment/in-force.ts';
import { dayOf } from '#domain/core/day.ts';
import { builds, type BuildName, homesIn, type Look, lookAt, type Published } from './builds.ts';
import type { Act, Deed, Story } from './land.ts';
import { play, type Played, type Season } from './season.ts';

/** What a claim was decided by: the homes, and the version for each pool wished for; `null` where no boundaries decided. */
export type Rested = { readonly homes: readonly Home[]; readonly versions: ReadonlyMap<number, string> } | null;

/** A story as a season of acts on seats, each with what it rests on, and what came of it. `deedOf`: the place in the story of each act. */
export type PlayedStory = {
  readonly season: Season;
  readonly played: Played;
  readonly deedOf: readonly number[];
  readonly rested: ReadonlyMap<string, Rested>;
  /** What the page of whoever claims had found when it was drawn last, by the claim's draft. */
  readonly looks: ReadonlyMap<string, Look['found']>;
};

/** Plays a story by the law, judging each act at its turn as a build does. */
export function playStory(story: Story, build: BuildName): PlayedStory {
  const { policy, pools, cuts } = story;
  const judge = judgeOf(story, build);
  const deeds: Season['deeds'][number][] = [];
  const deedOf: number[] = [];
  const newCuts = new Set<number>();
  const rested = new Map<string, Rested>();
  const looks = new Map<string, Look['found']>();
  story.deeds.forEach((deed, place) => {
    if (cuts.has(place)) {
      judge.beginBatch();
      newCuts.add(deeds.length);
    }
    const { act, at, atMs } = deed;
    if (act.kind === 'changes seats') {
      deeds.push({ atMs, request: { act: 'capacity', at, pools: [{ pool: act.pool, capacity: act.capacity }] } });
      deedOf.push(place);
    } else if (act.kind === 'claims' || act.kind === 'declines' || act.kind === 'withdraws') {
      const { request, ground, look } = judge.request(act, deed);
      if (look !== null) looks.set(act.draft, look.found);
      rested.set(act.draft, ground);
      deeds.push({ atMs, request });
      deedOf.push(place);
    } else judge.happen(act, deed, place);
  });
  const season = { seed: story.seed, policy, pools, deeds, cuts: newCuts };
  return { season, played: play(season), deedOf, rested, looks };
}

type Pressed = Extract<Act, { readonly draft: string }>;

/** Follows what a build knows along a story. */
function judgeOf({ policy, pools, lists, homes: start, families }: Story, build: BuildName) {
  const homes = new Map(start);
  const prepared = new Set<string>();
  const looks = new Map<string, Look>();
  const parents = new Map(families.map((family) => [family.child, family]));
  const published = new Map<string, Published[]>(lists.map((list) => [list.school, [{ ...list, number: 1, place: -1 }]]));
  let beforeBatch = new Map(published);
  let publications = 0;
  const publishedNow = (school: string) => published.get(school) ?? [];
  const poolOf = new Map(pools.map((pool) => [pool.id, pool]));
  const whose = policy.applicants.addressOf.whose;

  const homesOf = (person: string, child: string): readonly Home[] => {
    const who = whose === 'either_parent_or_guardian' ? (parents.get(child)?.parents ?? []).toSorted() : [person];
    return who.flatMap((one) => homes.get(one) ?? []);
  };

  return {
    beginBatch: () => (beforeBatch = new Map(published)),

    happen(act: Exclude<Act, Pressed | { readonly kind: 'changes seats' }>, { at }: Deed, place: number): void {
      if (act.kind === 'moves house') homes.set(act.person, act.home);
      else if (act.kind === 'is listed as prepared') prepared.add(act.child);
      else if (act.kind === 'looks') {
        const own = homesOf(act.person, act.child);
        looks.set(`${act.person} ${act.child}`, lookAt(pools, own, { published: publishedNow, publications }, dayOf(at)));
      } else {
        const { school } = act.list;
        publications += 1;
        published.set(school, [...publishedNow(school), { ...act.list, number: publishedNow(school).length + 1, place }]);
      }
    },

    request(act: Pressed, { at }: Deed): { readonly request: SeatRequest; readonly ground: Rested; readonly look: Look | null } {
      const { child, person, draft } = act;
      const look = looks.get(`${person} ${child}`) ?? null;
      const knowing = {
        ...{ at, homes: homesOf(person, child), look, publications },
        ...{ published: publishedNow, publishedBeforeBatch: (school: string) => beforeBatch.get(school) ?? [] },
      };
      const facts = { birthDate: parents.get(child)?.born as never, preparedAtPreschool: prepared.has(child), hasIdentityDocuments: true };
      const asked = act.kind === 'claims' ? 'enrol' : act.kind === 'declines' ? 'decline' : 'withdraw';
      const wished = act.kind === 'claims' ? act.wishes.flatMap((wish) => poolOf.get(wish) ?? []) : [];
      const right = rightAt(policy, { act: asked, at, child: facts, wished, held: null }, (pool) => builds[build](pool, knowing));
      // Who is too early is turned away at the door, for the stage that opens next.
      const next = right.kind === 'not_open_yet' ? policy.stages.find(({ opens }) => opens === right.opensAt) : undefined;
      const early = { stage: next?.code ?? '', route: 'registered_address' as const, offered: [], grades: [] };
      const basis = right.kind === 'judged' ? right.basis : early;
      const ground =
        right.kind === 'judged' && right.versions !== null ? { homes: homesIn(build, knowing), versions: right.versions } : null;
      const common = { draft, child, at, basis };
      if (act.kind === 'claims') return { request: { ...common, act: 'enrol', wishes: act.wishes }, ground, look };
      if (act.kind === 'declines') return { request: { ...common, act: 'decline', reason: 'private_school' }, ground, look };
      return { request: { ...common, act: 'withdraw' }, ground, look };
    },
  };
}
