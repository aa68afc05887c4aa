import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decideInBatches } from '#test/support/seat-story.ts';
import { binds, stageOf } from '../application/windows.ts';
import { addDays, dayOf, type Moment, moment } from '../core/day.ts';
import type { Policy } from '../policy/policy.ts';
import { policies } from '../policy/registry.ts';
import type { Stage } from '../policy/stages.ts';
import { type InLine, isOver } from './line.ts';
import { type Decision, freeSeats, type Pool, type SeatRequest } from './seat.ts';

const law: Policy = policies['kg-2025'];
const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
const runs = { seed, numRuns: 400, endOnFailure: true };

const limitless: Policy = {
  ...law,
  stages: law.stages.map((stage) => (stage.code === 'guaranteed' ? { ...stage, guarantee: 'without_limit' as const } : stage)),
};
const listed = (policy: Policy): Policy => ({ ...policy, waitingList: { ...policy.waitingList, active: true } });
/** A campaign with a waiting list in which places are given back without a reason, and one in which the first stage has no limit. */
const withLine: readonly Policy[] = [listed(law), listed({ ...law, declines: null }), listed(limitless)];
const laws: readonly Policy[] = [...Object.values(policies), law, limitless, ...withLine];

/** The first stage that binds grade 1, and the one after it where there is one; each on its second day. */
function stagesOf(policy: Policy): readonly Stage[] {
  return policy.stages.filter((stage) => binds(stage, [1])).slice(0, 2);
}

function secondDayOf({ opens }: Stage): Moment {
  return moment(`${addDays(dayOf(opens), 1)}T10:00`);
}

const poolsArbitrary = fc.array(fc.nat(4), { minLength: 1, maxLength: 5 }).map((seats) =>
  seats.map((capacity, index): Pool => ({
    id: index + 1,
    school: `S${index}`,
    grade: 1,
    language: 'ky',
    kind: 'general',
    capacity,
    overQuota: 0,
    taken: 0,
  })),
);

const actArbitrary = fc.record({
  child: fc.integer({ min: 1, max: 12 }).map((number) => `child ${number}`),
  wishes: fc.uniqueArray(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 4 }),
  act: fc.constantFrom('enrol', 'enrol', 'enrol', 'enrol', 'decline', 'withdraw', 'confirm', 'reject'),
  late: fc.integer({ min: 0, max: 2 }).map((dice) => dice === 0),
});

const storyArbitrary = fc.record({
  pools: poolsArbitrary,
  acts: fc.array(actArbitrary, { maxLength: 60, size: 'max' }),
  cuts: fc.array(fc.nat(60), { maxLength: 8 }),
  policy: fc.constantFrom(...laws),
});

type Story = typeof storyArbitrary extends fc.Arbitrary<infer Told> ? Told : never;

function requestsOf({ acts, policy, pools }: Story): readonly SeatRequest[] {
  // Stage 1 lies before stage 2, as in life.
  const [first, second = first] = stagesOf(policy) as readonly [Stage, Stage?];
  const ordered = acts.toSorted((a, b) => Number(a.late) - Number(b.late));
  return ordered.map(({ child, wishes, act, late }, index): SeatRequest => {
    const stage = late ? second : first;
    const { route, shows } = stage;
    const offered = shows === 'catchment' ? pools.map((pool) => pool.id) : null;
    const common = { draft: `draft ${index}`, child, at: secondDayOf(stage), basis: { stage: stage.code, route, offered, grades: [1] } };
    // Mostly pools there are; one wish of six names a pool that is not there.
    const named = new Set(wishes.map((wish) => (wish === 6 ? wish : ((wish - 1) % pools.length) + 1)));
    if (act === 'enrol') return { ...common, act, wishes: [...named] };
    if (act === 'decline') return { ...common, act, reason: 'next_year' };
    return act === 'reject' ? { ...common, act, ground: 'classes_full' } : { ...common, act };
  });
}

/** One decision in the order in which they fell; `claim` is the one a seat of the line was given to, and `request` then what set it free. */
type Fell = { readonly request: SeatRequest; readonly decision: Decision; readonly claim: InLine | null };

type Told = ReturnType<typeof decideInBatches> & {
  readonly story: Story;
  readonly requests: readonly SeatRequest[];
  readonly fell: readonly Fell[];
};

function tell(story: Story): Told {
  const requests = requestsOf(story);
  const after = decideInBatches(story.policy, story.pools, requests, story.cuts);
  const fell = after.decisions.flatMap((decision, place): readonly Fell[] => {
    const request = requests[place] as SeatRequest;
    const given = after.advances.get(place) ?? [];
    return [{ request, decision, claim: null }, ...given.map(({ claim, decision: own }) => ({ request, decision: own, claim }))];
  });
  return { story, requests, fell, ...after };
}

/** Asks of every story that what it leads to is true. */
function always(title: string, check: (told: Told) => void): void {
  test(`${title} (seed ${seed})`, () => {
    fc.assert(
      fc.property(storyArbitrary, (story) => check(tell(story))),
      runs,
    );
  });
}

always('no school is ever oversold, and it grows only where a law guarantees without limit', ({ pools, story, decisions }) => {
  for (const { id, taken, capacity, overQuota } of pools.values()) {
    // What is beyond the capacity is exactly what was counted as such; given back, it is gone.
    assert.ok(taken >= 0);
    assert.equal(overQuota, Math.max(0, taken - capacity));
    assert.ok(overQuota <= decisions.filter((decision) => decision.overQuota && decision.pool === id).length);
    if (!story.policy.stages.some((stage) => stage.guarantee === 'without_limit')) assert.equal(overQuota, 0);
  }
});

always('the seats taken are exactly the children who hold one, each child at most one', ({ pools, standings }) => {
  const held = [...standings.values()].flatMap(({ pool }) => pool ?? []);
  for (const { id, taken } of pools.values()) assert.equal(taken, held.filter((pool) => pool === id).length);
});

always('the way the arrivals are cut into batches changes nothing', ({ story, requests, decisions, advances, line, pools, standings }) => {
  const whole = decideInBatches(story.policy, story.pools, requests, []);
  const single = decideInBatches(
    story.policy,
    story.pools,
    requests,
    requests.map((_, index) => index),
  );
  for (const other of [whole, single]) {
    assert.deepEqual(decisions, other.decisions);
    assert.deepEqual([advances, line], [other.advances, other.line]);
    assert.deepEqual(
      [...pools].toSorted(([a], [b]) => a - b),
      [...other.pools].toSorted(([a], [b]) => a - b),
    );
    assert.deepEqual(Object.fromEntries(standings), Object.fromEntries(other.standings));
  }
});

always(
  'nobody is overtaken: while a pool is full to one, no later arrival gets a seat of it that was not given back between, nor one that the line was there for',
  ({ fell }) => {
    const fullSince = new Map<number, number>();
    fell.forEach(({ request, decision, claim }, place) => {
      if (decision.outcome === 'enrolled' && !decision.overQuota && claim === null)
        assert.ok(!fullSince.has(decision.pool as number), `arrival ${place} overtook ${fullSince.get(decision.pool as number)}`);
      const isFull = decision.refusal?.kind === 'no_places' || decision.outcome === 'queued';
      if (isFull && request.act === 'enrol') for (const wish of request.wishes) fullSince.set(wish, place);
      if (decision.released !== null) fullSince.delete(decision.released);
    });
  },
);

always(
  'every enrolment takes the first wish that had a free seat, or the first of all where the guarantee has no limit',
  ({ story, fell }) => {
    const taken = new Map<number, number>();
    const capacity = new Map(story.pools.map((pool) => [pool.id, pool.capacity]));
    const isFree = (id: number) => (taken.get(id) ?? 0) < (capacity.get(id) ?? 0);
    fell.forEach(({ request, decision, claim }) => {
      const { pool, outcome } = decision;
      if (claim === null && outcome === 'enrolled' && request.act === 'enrol')
        assert.equal(pool, request.wishes.find(isFree) ?? request.wishes[0]);
      if (claim !== null) assert.ok(pool !== null && isFree(pool) && claim.wishes.includes(pool));
      if (outcome === 'enrolled' && pool !== null) taken.set(pool, (taken.get(pool) ?? 0) + 1);
      if (decision.released !== null) taken.set(decision.released, (taken.get(decision.released) ?? 0) - 1);
    });
  },
);

always('no seat is free while somebody who may be served stands in line for it, and nobody in line holds a seat', (told) => {
  const { story, requests, line, pools, standingOf } = told;
  const at = requests.at(-1)?.at;
  for (const claim of line) {
    const { pool, waiting } = standingOf(claim.child);
    assert.deepEqual([pool, waiting], [null, null]);
    if (at === undefined || isOver(story.policy, claim, at)) continue;
    for (const wish of claim.wishes) assert.ok(freeSeats(pools.get(wish) as Pool) <= 0, `${claim.child} stands in line for a free seat`);
  }
  assert.equal(new Set(line.map(({ child }) => child)).size, line.length);
});

always('the line is served in the order of its numbers, and who left it is not served', ({ fell, story }) => {
  const line = new Map<string, { readonly number: number; readonly claim: SeatRequest }>();
  fell.forEach(({ request, decision, claim }, number) => {
    if (claim !== null) {
      const own = line.get(claim.child);
      assert.equal(own?.claim, claim, 'a claim was served that does not stand in line');
      assert.ok(!isOver(story.policy, claim, request.at), 'somebody was served after closing');
      const earlier = [...line.values()].filter(
        (other) =>
          other.number < (own?.number ?? 0) &&
          other.claim.act === 'enrol' &&
          other.claim.wishes.includes(decision.pool as number) &&
          !isOver(story.policy, other.claim, request.at),
      );
      assert.deepEqual(earlier, []);
    }
    if (decision.outcome === 'queued') line.set(decision.child, { number, claim: request });
    else if (decision.outcome !== 'refused') line.delete(decision.child);
  });
});

always('only a law that has a waiting list switched on lets anybody stand in line', ({ story, fell, line }) => {
  if (story.policy.waitingList.active) return;
  assert.equal(line.length, 0);
  for (const { decision, claim } of fell) assert.ok(claim === null && decision.outcome !== 'queued');
});

always('a refusal changes nothing, and each one says why, by which clause, and what would help', ({ fell }) => {
  const before = new Map<string, Decision>();
  for (const { decision } of fell) {
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

always('who declined never gets a guaranteed place again', ({ story, requests, decisions }) => {
  const lost = new Set<string>();
  decisions.forEach(({ outcome, child }, place) => {
    const inStage1 = stageOf(story.policy, requests[place]?.basis.stage ?? '').guarantee !== 'none';
    if (outcome === 'enrolled' && inStage1) assert.ok(!lost.has(child));
    if (outcome === 'declined') lost.add(child);
  });
});

always(
  'an application that waits takes no seat, and a child that must withdraw first waits for one school or has one place',
  ({ story, decisions, standings }) => {
    const { withdrawFirst } = story.policy.cancellation;
    for (const { outcome, pool, applied, released } of decisions) {
      if (outcome === 'waiting') assert.ok(applied !== null && released === null && (pool === null || !withdrawFirst));
    }
    for (const { pool, waiting } of standings.values()) assert.ok(!withdrawFirst || pool === null || waiting === null);
  },
);

always('no child cancels more often than its law allows', ({ story, standings }) => {
  const { atMost } = story.policy.cancellation;
  for (const { cancellations } of standings.values()) assert.ok(atMost === null || cancellations <= atMost);
});
