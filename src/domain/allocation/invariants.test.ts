import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decideInBatches } from '#test/support/seat-story.ts';
import { stageOf } from '../application/windows.ts';
import { type Moment, moment } from '../core/day.ts';
import type { Policy } from '../policy/policy.ts';
import { policies } from '../policy/registry.ts';
import type { Decision, Pool, SeatRequest } from './seat.ts';

const law: Policy = policies['kg-2025'];
const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
const runs = { seed, numRuns: 400, endOnFailure: true };

const limitless: Policy = { ...law, stages: law.stages.map((stage) => (stage.code === 'guaranteed' ? { ...stage, guarantee: 'without_limit' as const } : stage)) };
const times: Readonly<Record<string, Moment>> = { guaranteed: moment('2025-05-12T10:00'), free_choice: moment('2025-06-10T10:00') };

const poolsArbitrary = fc.array(fc.nat(4), { minLength: 1, maxLength: 5 }).map((seats) =>
  seats.map((capacity, index): Pool => ({ id: index + 1, school: `S${index}`, grade: 1, language: 'ky', kind: 'general', capacity, overQuota: 0, taken: 0 })),
);

const actArbitrary = fc.record({
  child: fc.integer({ min: 1, max: 12 }).map((number) => `child ${number}`),
  wishes: fc.uniqueArray(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 4 }),
  declines: fc.integer({ min: 0, max: 4 }).map((dice) => dice === 0),
  stage: fc.constantFrom('guaranteed', 'guaranteed', 'free_choice'),
});

const storyArbitrary = fc.record({
  pools: poolsArbitrary,
  acts: fc.array(actArbitrary, { maxLength: 60 }),
  cuts: fc.array(fc.nat(60), { maxLength: 8 }),
  policy: fc.constantFrom(law, law, limitless),
});

type Story = typeof storyArbitrary extends fc.Arbitrary<infer Told> ? Told : never;

function requestsOf({ acts, policy, pools }: Story): readonly SeatRequest[] {
  // Stage 1 lies before stage 2, as in life.
  const ordered = acts.toSorted((a, b) => Number(a.stage === 'free_choice') - Number(b.stage === 'free_choice'));
  return ordered.map(({ child, wishes, declines, stage }, index): SeatRequest => {
    const { route, shows } = stageOf(policy, stage);
    const offered = shows === 'catchment' ? pools.map((pool) => pool.id) : null;
    const common = { draft: `draft ${index}`, child, at: times[stage] as Moment, basis: { stage, route, offered, grades: [1] } };
    return declines ? { ...common, act: 'decline', reason: 'next_year' } : { ...common, act: 'enrol', wishes };
  });
}

/** Asks of every story that what it leads to is true. */
function always(title: string, check: (told: { readonly story: Story; readonly requests: readonly SeatRequest[] } & ReturnType<typeof decideInBatches>) => void): void {
  test(`${title} (seed ${seed})`, () => {
    fc.assert(
      fc.property(storyArbitrary, (story) => {
        const requests = requestsOf(story);
        check({ story, requests, ...decideInBatches(story.policy, story.pools, requests, story.cuts) });
      }),
      runs,
    );
  });
}

always('no school is ever oversold, and it grows only where a law guarantees without limit', ({ pools, story, decisions }) => {
  for (const { taken, capacity, overQuota } of pools.values()) assert.ok(taken >= 0 && taken <= capacity + overQuota);
  const grown = [...pools.values()].reduce((sum, pool) => sum + pool.overQuota, 0);
  assert.equal(grown, decisions.filter((decision) => decision.overQuota).length);
  if (story.policy === law) assert.equal(grown, 0);
});

always('the seats taken are exactly the children who hold one, each child at most one', ({ pools, standings }) => {
  const held = [...standings.values()].flatMap(({ pool }) => pool ?? []);
  for (const { id, taken } of pools.values()) assert.equal(taken, held.filter((pool) => pool === id).length);
});

always('the way the arrivals are cut into batches changes nothing', ({ story, requests, decisions, pools, standings }) => {
  const whole = decideInBatches(story.policy, story.pools, requests, []);
  const single = decideInBatches(story.policy, story.pools, requests, requests.map((_, index) => index));
  for (const other of [whole, single]) {
    assert.deepEqual(decisions, other.decisions);
    assert.deepEqual([...pools].toSorted(([a], [b]) => a - b), [...other.pools].toSorted(([a], [b]) => a - b));
    assert.deepEqual(Object.fromEntries(standings), Object.fromEntries(other.standings));
  }
});

always('nobody is overtaken: while a pool refuses one as full, no later arrival gets a seat of it that was not given back between', ({ requests, decisions }) => {
  const fullSince = new Map<number, number>();
  decisions.forEach((decision, place) => {
    const request = requests[place] as SeatRequest;
    if (decision.outcome === 'enrolled' && !decision.overQuota) assert.ok(!fullSince.has(decision.pool as number), `arrival ${place} overtook ${fullSince.get(decision.pool as number)}`);
    if (decision.refusal?.kind === 'no_places' && request.act === 'enrol') for (const wish of request.wishes) fullSince.set(wish, place);
    if (decision.released !== null) fullSince.delete(decision.released);
  });
});

always('every enrolment takes the first wish that had a free seat, or the first of all where the guarantee has no limit', ({ story, requests, decisions }) => {
  const taken = new Map<number, number>();
  const capacity = new Map(story.pools.map((pool) => [pool.id, pool.capacity]));
  const isFree = (id: number) => (taken.get(id) ?? 0) < (capacity.get(id) ?? 0);
  decisions.forEach((decision, place) => {
    const request = requests[place] as SeatRequest;
    const { pool } = decision;
    if (decision.outcome === 'enrolled' && request.act === 'enrol' && pool !== null) {
      assert.equal(pool, request.wishes.find(isFree) ?? request.wishes[0]);
      if (decision.overQuota) capacity.set(pool, (capacity.get(pool) ?? 0) + 1);
      taken.set(pool, (taken.get(pool) ?? 0) + 1);
    }
    if (decision.released !== null) taken.set(decision.released, (taken.get(decision.released) ?? 0) - 1);
  });
});

always('a refusal changes nothing, and each one says why, by which clause, and what would help', ({ decisions }) => {
  const before = new Map<string, Decision>();
  for (const decision of decisions) {
    const last = before.get(decision.child);
    if (decision.outcome === 'refused') {
      assert.ok(decision.refusal !== null && decision.refusal.clause !== '' && 'remedy' in decision.refusal);
      assert.equal(decision.pool, last?.pool ?? null);
      assert.equal(decision.guaranteeLost, last?.guaranteeLost ?? false);
      assert.equal(decision.released, null);
    }
    before.set(decision.child, decision);
  }
});

always('who declined never gets a guaranteed place again', ({ requests, decisions }) => {
  const lost = new Set<string>();
  decisions.forEach(({ outcome, child }, place) => {
    const inStage1 = requests[place]?.basis.stage === 'guaranteed';
    if (outcome === 'enrolled' && inStage1) assert.ok(!lost.has(child));
    if (outcome === 'declined') lost.add(child);
  });
});
