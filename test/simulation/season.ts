import type { CapacityDecision, CapacityRequest } from '#domain/allocation/capacity.ts';
import { decideInOrder } from '#domain/allocation/decide.ts';
import { type InLine, lineAfter } from '#domain/allocation/line.ts';
import type { Decision, Pool, SeatRequest, Standing } from '#domain/allocation/seat.ts';
import { binds, windowAt } from '#domain/application/windows.ts';
import type { Policy } from '#domain/policy/policy.ts';
import { policies } from '#domain/policy/registry.ts';
import type { Stage } from '#domain/policy/stages.ts';
import { epochOf, momentAt } from '#server/clock.ts';
import { type Dice, diceOf } from '#test/support/dice.ts';

/** One thing somebody does, at a time on the campaign's clock. */
export type Deed = { readonly atMs: number; readonly request: SeatRequest | CapacityRequest };

/** A whole small campaign: its law, its seats, everything everybody does in the order of arrival, and where the batches are cut. */
export type Season = {
  readonly seed: number;
  readonly policy: Policy;
  readonly pools: readonly Pool[];
  readonly deeds: readonly Deed[];
  readonly cuts: ReadonlySet<number>;
};

/** `school`: whether schools answer applications; the register has no door for that yet. */
export type SeasonSize = { readonly children: number; readonly deeds: number; readonly schools: number; readonly school: boolean };

/** What came of a season. A deed that the door turned away, before it was asked about, has no decision. */
export type Played = {
  readonly decisions: readonly (Decision | CapacityDecision | null)[];
  /** What the line was given after a deed, by the deed's place. */
  readonly advances: ReadonlyMap<number, readonly Decision[]>;
  /** The children who stand in line at the end, first come first. */
  readonly line: readonly string[];
  readonly pools: ReadonlyMap<number, Pool>;
  readonly standings: ReadonlyMap<string, Standing>;
};

const law: Policy = policies['kg-2025'];
const limitless: Policy = {
  ...law,
  stages: law.stages.map((stage) => (stage.guarantee === 'within_quota' ? { ...stage, guarantee: 'without_limit' as const } : stage)),
};
const listed = (policy: Policy): Policy => ({ ...policy, waitingList: { ...policy.waitingList, active: true } });
/** Campaigns that switched the waiting list on; in one of them places are given back without a reason. */
const withLine: readonly Policy[] = [listed(law), listed({ ...law, declines: null }), listed(limitless)];
const laws: readonly Policy[] = [law, ...Object.values(policies), limitless, ...withLine];
const languages = ['ky', 'ru'] as const;

/** The season of a seed: the same seed gives the same season. */
export function seasonOf(seed: number, size: SeasonSize = smallSize(diceOf(seed + 1))): Season {
  const dice = diceOf(seed);
  const policy = dice.pick(laws);
  // Where there is a line, seats are scarce: else nobody would stand in it.
  const seatsBelow = Math.ceil(size.children / size.schools / (policy.waitingList.active ? 4 : 1)) + 1;
  const pools = Array.from({ length: size.schools * languages.length }, (_, index): Pool => ({
    ...{ id: index + 1, school: uuidOf(dice), grade: dice.chance(0.9) ? 1 : 2, language: languages[index % 2] ?? 'ky' },
    ...{ kind: dice.chance(0.9) ? 'general' : 'preference', capacity: dice.below(seatsBelow) },
    ...{ overQuota: 0, taken: 0 },
  }));
  const children = Array.from({ length: size.children }, () => uuidOf(dice));
  const stages = policy.stages.filter((stage) => binds(stage, [1]));
  const times = Array.from({ length: size.deeds }, () => timeOf(dice, policy, stages)).sort((a, b) => a - b);
  const deeds = times.map((atMs): Deed => ({ atMs, request: requestAt(dice, { policy, stages, pools, children, size }, atMs) }));
  return { seed, policy, pools, deeds, cuts: new Set(deeds.flatMap((_, place) => (dice.chance(0.3) ? [place] : []))) };
}

/** Decides a season by the law alone, in its batches, carrying the facts from one to the next. */
export function play({ policy, pools: start, deeds, cuts }: Season): Played {
  const pools = new Map(start.map((pool) => [pool.id, pool]));
  const standings = new Map<string, Standing>();
  const decisions: (Decision | CapacityDecision | null)[] = [];
  const advances = new Map<number, readonly Decision[]>();
  let line: readonly InLine[] = [];
  let batch: (SeatRequest | CapacityRequest)[] = [];
  let places: number[] = [];
  const decide = () => {
    const after = decideInOrder(policy, { pools, standings, line }, batch);
    after.decisions.forEach((decision, index) => (decisions[places[index] as number] = decision));
    for (const [index, given] of after.advances)
      advances.set(
        places[index] as number,
        given.map(({ decision }) => decision),
      );
    line = lineAfter(line, after.line);
    for (const [id, pool] of after.pools) pools.set(id, pool);
    for (const [child, standing] of after.standings) standings.set(child, standing);
    [batch, places] = [[], []];
  };
  for (const [place, deed] of deeds.entries()) {
    if (cuts.has(place)) decide();
    decisions[place] = null;
    if (isTurnedAway(policy, deed)) continue;
    batch.push(deed.request);
    places.push(place);
  }
  decide();
  return { decisions, advances, line: line.map(({ child }) => child), pools, standings };
}

/** Whether the door answers “not open yet” and asks nobody. */
export function isTurnedAway(policy: Policy, { request }: Deed): boolean {
  if (request.act === 'capacity') return false;
  const { kind } = windowAt(policy, request.at);
  const stage = policy.stages.find(({ code }) => code === request.basis.stage);
  return kind === 'not_open_yet' || kind === 'between' || request.at < (stage?.opens ?? '');
}

function smallSize(dice: Dice): SeasonSize {
  const children = 4 + dice.below(30);
  return { children, deeds: children * (1 + dice.below(4)), schools: 1 + dice.below(4), school: dice.chance(0.7) };
}

type Scene = {
  readonly policy: Policy;
  readonly stages: readonly Stage[];
  readonly pools: readonly Pool[];
  readonly children: readonly string[];
  readonly size: SeasonSize;
};

const hourMs = 3_600_000;

/** Mostly within a stage, most of all just after it opens; sometimes at its very edges. */
function timeOf(dice: Dice, { timeZone }: Policy, stages: readonly Stage[]): number {
  const { opens, closes } = dice.pick(stages);
  const [from, to] = [epochOf(opens, timeZone), epochOf(closes, timeZone)];
  const edge = dice.unit();
  if (edge < 0.03) return to + dice.below(hourMs);
  if (edge < 0.06) return dice.pick([from, from - 1_000, to - 1_000, to]);
  return Math.floor(from + dice.unit() ** 2 * (to - from));
}

function requestAt(dice: Dice, { policy, stages, pools, children, size }: Scene, atMs: number): SeatRequest | CapacityRequest {
  const chance = dice.unit();
  const at = momentAt(atMs, policy.timeZone);
  if (chance < 0.08) {
    const some = dice.shuffled(pools).slice(0, dice.chance(0.7) ? 1 : 2);
    return {
      act: 'capacity',
      at,
      pools: some.map(({ id, capacity }) => ({ pool: id, capacity: Math.max(0, capacity + dice.below(5) - 2) })),
    };
  }
  // A form may have been opened in the stage before.
  const open = stages.findLast((stage) => stage.opens <= at);
  const stage = open !== undefined && dice.chance(0.93) ? open : dice.pick(stages);
  const offered = stage.shows === 'catchment' ? pools.filter(() => dice.chance(0.9)).map(({ id }) => id) : null;
  const common = {
    draft: uuidOf(dice),
    child: dice.pick(children),
    at,
    basis: { stage: stage.code, route: stage.route, offered, grades: [1] },
  };
  if (chance < 0.22) return { ...common, act: 'decline', reason: dice.chance(0.95) ? 'private_school' : 'weather' };
  if (chance < 0.32) return { ...common, act: 'withdraw' };
  if (size.school && chance < 0.46) return { ...common, act: 'confirm' };
  if (size.school && chance < 0.5) return { ...common, act: 'reject', ground: 'classes_full' };
  const wishes = dice.shuffled(pools).slice(0, 1 + dice.below(3));
  return { ...common, act: 'enrol', wishes: wishes.map(({ id }) => id) };
}

/** An id of chance. */
export function uuidOf(dice: Dice): string {
  const digits = Array.from({ length: 32 }, () => dice.below(16).toString(16)).join('');
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-8${digits.slice(17, 20)}-${digits.slice(20)}`;
}
