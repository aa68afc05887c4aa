import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decideInBatches, poolsOf, requestOf, sentenceOf } from '#test/support/seat-story.ts';
import { tableOf } from '#test/support/table.ts';
import { moment } from '../core/day.ts';
import type { Policy } from '../policy/policy.ts';
import { policies } from '../policy/registry.ts';
import { decideBatch, sound } from './decide.ts';
import type { Pool } from './seat.ts';

const law: Policy = policies['kg-2025'];
const moments = {
  guaranteed: moment('2025-05-12T10:00'),
  free_choice: moment('2025-06-10T10:00'),
  during_year: moment('2025-10-01T10:00'),
};

type Told = { readonly pools: string; readonly stage: keyof typeof moments; readonly policy?: Policy; readonly story: string };

/** Tells a story in arrival order, once in one batch and once each request for itself: both must go as it says. */
function tell({ pools: text, stage, policy = law, story }: Told) {
  const pools = poolsOf(text);
  const table = tableOf(story);
  const requests = table.map(({ given }, index) => requestOf(given, `draft ${index}`, pools, { stage, at: moments[stage], policy }));
  for (const cuts of [[], requests.map((_, index) => index)]) {
    const { decisions } = decideInBatches(policy, Object.values(pools), requests, cuts);
    const told = decisions.map((decision, index) => ({ given: table[index]?.given ?? '', expected: sentenceOf(decision, pools) }));
    assert.deepEqual(told, table);
  }
  return decideInBatches(policy, Object.values(pools), requests, []);
}

test('KG25-21.1/guaranteed in stage 1 a family takes a seat of its school, in the order of arrival, until there is none', () => {
  tell({
    pools: 'A=2',
    stage: 'guaranteed',
    story: `Aida enrols A  → enrolled in A
            Bek enrols A   → enrolled in A
            Cholpon enrols A → refused: no_places, other_school
            Aida enrols A  → refused: already_enrolled, move_later`,
  });
});

test('a claim for a pool that was not offered, is of another grade, is kept for preference or does not exist takes nothing', () => {
  tell({
    pools: 'A=2 X=2 P=2/preference G=2/grade2',
    stage: 'guaranteed',
    story: `Aida enrols X       → refused: school_not_offered, choose_offered
            Aida enrols P       → refused: school_not_offered, choose_offered
            Aida enrols G       → refused: school_not_offered, choose_offered
            Aida enrols Unknown → refused: school_not_offered, choose_offered
            Aida enrols A, X    → refused: school_not_offered, choose_offered
            Aida enrols         → refused: school_not_offered, choose_offered
            Aida enrols A       → enrolled in A`,
  });
});

test('KG25-21.10 a guarantee once lost stays lost, whatever the reason of the next decline keeps', () => {
  const reason = { preference: null, clause: '21' } as const;
  const reasons = [
    { ...reason, code: 'loses', effect: 'guarantee_lost' as const },
    { ...reason, code: 'keeps', effect: 'guarantee_kept' as const },
  ];
  const policy: Policy = { ...law, declines: { clause: '21', warning: { clause: '21' }, reasons } };
  tell({
    pools: 'A=2',
    stage: 'free_choice',
    policy,
    story: `Bek enrols A           → enrolled in A
            Bek declines (keeps)   → declined, A given back
            Aida enrols A          → enrolled in A
            Aida declines (loses)  → declined, A given back, guarantee lost
            Aida enrols A          → enrolled in A
            Aida declines (keeps)  → declined, A given back, guarantee lost`,
  });
});

test('of a pool that has more taken than there is nothing is decided: that is a fault', () => {
  const pools = poolsOf('A=1');
  const broken = { ...(pools['A'] as Pool), taken: 2 };
  const request = requestOf('Aida declines', 'draft', pools, { stage: 'guaranteed', at: moments.guaranteed, policy: law });
  const standings = new Map([['Aida', { pool: broken.id, waiting: null, guaranteeLost: false, cancellations: 0 }]]);
  assert.throws(
    () => decideBatch(law, { pools: new Map([[broken.id, { ...broken, taken: 3 }]]), standings }, [request]),
    /2 of 1 \+ 0 seats taken/,
  );
  assert.throws(() => sound({ ...broken, taken: -1 }), /-1 of 1/);
  assert.equal(sound({ ...broken, overQuota: 1 }).taken, 2);
});

test('wishes are tried in their order', () => {
  tell({
    pools: 'A=1 B=1',
    stage: 'free_choice',
    story: `Aida enrols A, B → enrolled in A
            Bek enrols A, B  → enrolled in B
            Cholpon enrols B, A → refused: no_places, other_school`,
  });
});

test('KG25-21.10/cannot-claim-again who declines gives the seat to the next arrival and cannot claim the guaranteed place again', () => {
  const { standingOf } = tell({
    pools: 'A=1',
    stage: 'guaranteed',
    story: `Aida enrols A                  → enrolled in A
            Bek enrols A                   → refused: no_places, other_school
            Aida declines (private_school) → declined, A given back, guarantee lost
            Aida enrols A                  → refused: guarantee_lost, free_choice
            Bek enrols A                   → enrolled in A
            Aida declines (next_year)      → refused: nothing_to_decline, none
            Cholpon declines (next_year)   → declined, guarantee lost
            Cholpon enrols A               → refused: guarantee_lost, free_choice
            Aida enrols A in free_choice at 2025-06-10T10:00 → refused: no_places, other_school`,
  });
  const { pool, guaranteeLost, cancellations } = standingOf('Aida');
  assert.deepEqual({ pool, guaranteeLost, cancellations }, { pool: null, guaranteeLost: true, cancellations: 1 });
});

test('a family that lost its guarantee chooses freely in stage 2 like everybody', () => {
  tell({
    pools: 'A=1 B=1',
    stage: 'guaranteed',
    story: `Aida declines (leaving_country)                    → declined, guarantee lost
            Aida enrols A                                      → refused: guarantee_lost, free_choice
            Aida enrols B in free_choice at 2025-06-02T09:00   → enrolled in B`,
  });
});

test('KG25-21.9/reason-mandatory a reason that is not in the law gives nothing back', () => {
  tell({
    pools: 'A=1',
    stage: 'guaranteed',
    story: `Aida enrols A                  → enrolled in A
            Aida declines (changed_mind)   → refused: reason_not_in_law, choose_offered
            Bek enrols A                   → refused: no_places, other_school`,
  });
});

test('in stage 2 a family that moves takes the new seat before it gives the old one back', () => {
  tell({
    pools: 'A=1 B=1',
    stage: 'free_choice',
    story: `Aida enrols A   → enrolled in A
            Bek enrols B    → enrolled in B
            Aida enrols B   → refused: no_places, other_school
            Bek enrols A    → refused: no_places, other_school
            Cholpon enrols A → refused: no_places, other_school
            Aida declines (next_year) → declined, A given back, guarantee lost
            Bek enrols A    → enrolled in A, B given back
            Cholpon enrols B → enrolled in B`,
  });
});

test('a family that wishes for the seat it holds keeps it, even when the school is full by now', () => {
  tell({
    pools: 'A=1 B=1 C=1',
    stage: 'free_choice',
    story: `Aida enrols A       → enrolled in A
            Aida enrols A       → refused: already_enrolled, decline_first
            Aida enrols A, B    → refused: already_enrolled, decline_first
            Bek enrols B        → enrolled in B
            Aida enrols B, A, C → refused: already_enrolled, decline_first
            Aida enrols C, A    → enrolled in C, A given back`,
  });
});

test('the register judges the window again when the seat is asked for', () => {
  tell({
    pools: 'A=1',
    stage: 'guaranteed',
    story: `Aida enrols A at 2025-04-01T08:59:59 → refused: not_open_yet, wait
            Aida enrols A at 2025-06-02T00:00:00 → refused: closed, wait
            Aida declines at 2025-06-02T00:00:00 → refused: closed, wait
            Aida enrols A at 2025-06-01T23:59:59 → enrolled in A`,
  });
});

test('only a law that guarantees without limit grows a school beyond its seats, and it counts by how much', () => {
  const generous: Policy = {
    ...law,
    stages: law.stages.map((stage) => (stage.code === 'guaranteed' ? { ...stage, guarantee: 'without_limit' as const } : stage)),
  };
  const { pools } = tell({
    pools: 'A=1 B=0',
    stage: 'guaranteed',
    policy: generous,
    story: `Aida enrols A    → enrolled in A
            Bek enrols A     → enrolled in A, over quota
            Cholpon enrols B, A → enrolled in B, over quota
            Dastan enrols A in free_choice at 2025-06-10T10:00 → refused: no_places, other_school`,
  });
  assert.deepEqual(
    [...pools.values()].map(({ capacity, overQuota, taken }) => [capacity, overQuota, taken]),
    [
      [1, 1, 2],
      [0, 1, 1],
    ],
  );
});

test('an answer says what it rested on: the free seats before it, the clause and the next step', () => {
  const pools = poolsOf('A=2');
  const requests = ['Aida enrols A', 'Bek enrols A', 'Cholpon enrols A', 'Aida declines'].map((sentence, index) =>
    requestOf(sentence, `draft ${index}`, pools, { stage: 'guaranteed', at: moments.guaranteed, policy: law }),
  );
  const { decisions } = decideInBatches(law, Object.values(pools), requests, []);
  assert.deepEqual(
    decisions.map(({ freeBefore, clause, next }) => `${freeBefore} free, clause ${clause}, ${next}`),
    [
      '2 free, clause 21, bring_documents',
      '1 free, clause 21, bring_documents',
      '0 free, clause 21, follow_remedy',
      '0 free, clause 21, choose_freely',
    ],
  );
});
