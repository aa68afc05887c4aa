import type { Pool } from '#domain/allocation/seat.ts';
import type { Home } from '#domain/catchment/in-force.ts';
import { addDays, type Day, dayOf } from '#domain/core/day.ts';
import { binds } from '#domain/application/windows.ts';
import type { Policy } from '#domain/policy/policy.ts';
import { policies } from '#domain/policy/registry.ts';
import type { Stage } from '#domain/policy/stages.ts';
import { epochOf, momentAt } from '#server/clock.ts';
import { type Dice, diceOf } from '#test/support/dice.ts';
import type { Act, Deed, Family, Houses, List, Story } from './land.ts';
import { uuidOf } from './season.ts';

export type StorySize = { readonly families: number; readonly deeds: number; readonly schools: number };

const law: Policy = policies['kg-2025'];
const listed: Policy = { ...law, waitingList: { ...law.waitingList, active: true } };
/** Laws by which boundaries decide: by the applicant's home, by either parent's, with a waiting list; and one by which they do not. */
const laws: readonly Policy[] = [
  law,
  law,
  policies['kg-2022'],
  policies['kg-2022'],
  policies['kg-2026'],
  listed,
  listed,
  policies['kz-2026'],
];
const languages = ['ky', 'ru'] as const;
const housesOnStreet = 20;
const dayMs = 86_400_000;

/** The story of a seed: the same seed tells the same story. */
export function storyOf(seed: number, size: StorySize = smallSize(diceOf(seed + 1))): Story {
  const dice = diceOf(seed);
  const policy = dice.pick(laws);
  const streets = size.schools * 2;
  const schools = Array.from({ length: size.schools }, () => uuidOf(dice));
  const seatsBelow = Math.ceil(size.families / size.schools) + 2;
  const pools = schools.flatMap((school, place) =>
    languages.map((language, of): Pool => ({
      ...{ id: place * 2 + of + 1, school, grade: dice.chance(0.85) ? 1 : 2, language, kind: 'general' },
      ...{ capacity: dice.below(seatsBelow), overQuota: 0, taken: 0 },
    })),
  );
  const before = addDays(dayOf(firstStage(policy).opens), -30);
  const lists = schools.map((school): List => ({ version: uuidOf(dice), school, fromDay: before, houses: firstHouses(dice, streets) }));
  const homes = new Map<string, Home>();
  const born = policy.cohorts.find(({ grade, condition }) => grade === 1 && condition === 'none')?.bornTo as Day;
  const families = Array.from({ length: size.families }, (): Family => {
    const parents = Array.from({ length: dice.chance(0.4) ? 2 : 1 }, () => uuidOf(dice));
    const home = homeOf(dice, streets);
    parents.forEach((parent, place) => homes.set(parent, place > 0 && dice.chance(0.3) ? homeOf(dice, streets) : home));
    return { child: uuidOf(dice), parents, born };
  });
  const scene = {
    dice,
    policy,
    pools,
    families,
    streets,
    homes: new Map(homes),
    latest: new Map(lists.map((list) => [list.school, [list]])),
    hot: [],
  };
  const deeds = timesOf(dice, policy, size.deeds).map((atMs): Deed => ({
    atMs,
    at: momentAt(atMs, policy.timeZone),
    act: actAt(scene, atMs),
  }));
  return {
    seed,
    policy,
    pools,
    lists,
    families,
    homes,
    streets,
    deeds,
    cuts: new Set(deeds.flatMap((_, at) => (dice.chance(0.3) ? [at] : []))),
  };
}

type Scene = {
  readonly dice: Dice;
  readonly policy: Policy;
  readonly pools: readonly Pool[];
  readonly families: readonly Family[];
  readonly streets: number;
  readonly homes: Map<string, Home>;
  /** Of each school what it has published, the last one last. */
  readonly latest: Map<string, List[]>;
  /** Who was touched by a hand, and at which school: they come soon. */
  readonly hot: { readonly family: Family; readonly school: string }[];
};

function smallSize(dice: Dice): StorySize {
  const families = 3 + dice.below(12);
  return { families, deeds: families * (2 + dice.below(6)), schools: 2 + dice.below(3) };
}

/** From a few days before the stage in which boundaries decide to a little after its end; many at midnight and at the opening. */
function timesOf(dice: Dice, policy: Policy, count: number): readonly number[] {
  const { opens, closes } = firstStage(policy);
  const [from, to] = [epochOf(opens, policy.timeZone), epochOf(closes, policy.timeZone)];
  const one = () => {
    const chance = dice.unit();
    if (chance < 0.08) return from - dice.below(3 * dayMs);
    if (chance < 0.2) return from + dice.below(5_000);
    if (chance < 0.23) return to + dice.below(2 * dayMs);
    // Within a fortnight, so that hands and families meet.
    const at = from + dice.below(14 * dayMs);
    return chance < 0.5 ? at - (at % dayMs) + dice.below(10_000) - 5_000 : at;
  };
  return Array.from({ length: count }, one).sort((a, b) => a - b);
}

/** The stage in which boundaries decide, or the first there is for grade 1. */
function firstStage({ stages }: Policy): Stage {
  return (stages.find(({ shows }) => shows === 'catchment') ?? stages.find((stage) => binds(stage, [1]))) as Stage;
}

function actAt(scene: Scene, atMs: number): Act {
  const { dice, pools } = scene;
  const chance = dice.unit();
  if (chance < 0.12) return publish(scene, dayOf(momentAt(atMs, scene.policy.timeZone)));
  if (chance < 0.2) {
    const { id, capacity } = dice.pick(pools);
    return { kind: 'changes seats', pool: id, capacity: Math.max(0, capacity + dice.below(5) - 2) };
  }
  const recent = dice.chance(0.4) ? scene.hot.at(-1 - dice.below(Math.min(6, scene.hot.length || 1))) : undefined;
  const family = recent?.family ?? dice.pick(scene.families);
  const { child, parents } = family;
  const person = dice.pick(parents);
  if (chance < 0.23) {
    const home = homeOf(dice, scene.streets);
    scene.homes.set(person, home);
    return { kind: 'moves house', person, home };
  }
  if (chance < 0.25) return { kind: 'is listed as prepared', child };
  if (chance < 0.48) return { kind: 'looks', person, child };
  if (chance < 0.56) return { kind: 'declines', person, child, draft: uuidOf(dice) };
  if (chance < 0.59) return { kind: 'withdraws', person, child, draft: uuidOf(dice) };
  return { kind: 'claims', person, child, draft: uuidOf(dice), wishes: wishesOf(scene, person, recent?.school) };
}

/** Mostly what has the home by some list, or had it; sometimes anything. */
function wishesOf({ dice, pools, latest, homes }: Scene, person: string, school: string | undefined): readonly number[] {
  const home = homes.get(person);
  const schools = new Set([...latest].flatMap(([one, lists]) => (lists.slice(-3).some(({ houses }) => has(houses, home)) ? [one] : [])));
  const near = pools.filter((pool) => schools.has(pool.school));
  const own = pools.filter((pool) => pool.school === school);
  const from = own.length > 0 && dice.chance(0.8) ? own : near.length > 0 && dice.chance(0.85) ? near : pools;
  return dice
    .shuffled(from)
    .slice(0, 1 + dice.below(2))
    .map(({ id }) => id);
}

function publish(scene: Scene, today: Day): Act {
  const { dice, latest } = scene;
  const school = dice.pick([...latest.keys()]);
  const published = latest.get(school) as List[];
  const before = (published.at(-1) as List).houses;
  const family = dice.pick(scene.families);
  const home = scene.homes.get(dice.pick(family.parents)) as Home;
  const chance = dice.unit();
  const hand = chance < 0.4 ? 'takes in' : chance < 0.7 ? 'takes out' : 'goes back';
  const houses =
    hand === 'goes back' ? (published.at(-2) ?? dice.pick(published)).houses : changed(dice, before, home, hand === 'takes in');
  const fromDay = hand !== 'goes back' && dice.chance(0.3) ? addDays(today, 1 + dice.below(3)) : today;
  const list = { version: uuidOf(dice), school, fromDay, houses };
  latest.set(school, [...published, list]);
  scene.hot.push({ family, school });
  return { kind: 'publishes', hand, list };
}

function changed(dice: Dice, before: Houses, home: Home, isIn: boolean): Houses {
  const street = home.streetId as number;
  const now = new Map(before);
  if (dice.chance(0.3)) {
    if (isIn) now.set(street, 'all');
    else now.delete(street);
    return now;
  }
  const some = now.get(street) ?? new Set<number>();
  const houses = new Set(some === 'all' ? Array.from({ length: housesOnStreet }, (_, house) => house + 1) : some);
  if (isIn) houses.add(Number(home.house));
  else houses.delete(Number(home.house));
  if (houses.size === 0) now.delete(street);
  else now.set(street, houses);
  return now;
}

function has(houses: Houses, home: Home | undefined): boolean {
  const some = houses.get(home?.streetId ?? -1);
  return some === 'all' || some?.has(Number(home?.house)) === true;
}

function homeOf(dice: Dice, streets: number): Home {
  return { streetId: 1 + dice.below(streets), house: String(1 + dice.below(housesOnStreet)) };
}

function firstHouses(dice: Dice, streets: number): Houses {
  const some = dice.shuffled(Array.from({ length: streets }, (_, street) => street + 1)).slice(0, 1 + dice.below(3));
  return new Map(
    some.map((street) => [street, dice.chance(0.5) ? 'all' : new Set(Array.from({ length: 6 }, () => 1 + dice.below(housesOnStreet)))]),
  );
}
