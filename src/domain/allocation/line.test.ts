import assert from 'node:assert/strict';
import { test } from 'node:test';
import { actOf, playInBatches, poolsOf, tellingOf } from '#test/support/seat-story.ts';
import { tableOf } from '#test/support/table.ts';
import { moment } from '../core/day.ts';
import type { Policy } from '../policy/policy.ts';
import { policies } from '../policy/registry.ts';
import { draftOfAdvance } from './advance.ts';

const inactive: Policy = policies['kg-2025'];
/** The law of 2025 in a campaign that switched the waiting list on. */
const law: Policy = { ...inactive, waitingList: { ...inactive.waitingList, active: true } };
const limitless: Policy = {
  ...law,
  stages: law.stages.map((stage) => (stage.code === 'guaranteed' ? { ...stage, guarantee: 'without_limit' as const } : stage)),
};
const moments = { guaranteed: moment('2025-05-12T10:00'), free_choice: moment('2025-06-10T10:00') };

type Told = { readonly pools: string; readonly stage?: keyof typeof moments; readonly policy?: Policy; readonly story: string };

/** Tells a story in arrival order, once in one batch and once each act for itself: both must go as it says. */
function tell({ pools: text, stage = 'free_choice', policy = law, story }: Told) {
  const pools = poolsOf(text);
  const table = tableOf(story);
  const acts = table.map(({ given }, place) => actOf(given, `draft ${place}`, pools, { stage, at: moments[stage], policy }));
  for (const cuts of [acts.map((_, place) => place), []]) {
    const { decisions, advances } = playInBatches(policy, Object.values(pools), acts, cuts);
    const told = decisions.map((decision, place) => ({
      given: table[place]?.given ?? '',
      expected: tellingOf(decision, advances.get(place) ?? [], pools),
    }));
    assert.deepEqual(told, table);
  }
  return playInBatches(policy, Object.values(pools), acts, []);
}

test('KG25-21.13/free-places-only none of our laws has a waiting list: who finds everything full is told so, and nobody is given anything', () => {
  for (const policy of Object.values(policies)) assert.equal(policy.waitingList.active, false);
  tell({
    policy: inactive,
    pools: 'A=1',
    story: `Aida enrols A  → enrolled in A
            Bek enrols A   → refused: no_places, other_school
            Aida declines  → declined, A given back, guarantee lost
            A has 2 seats  → changed`,
  });
});

test('KG25-21.13/free-places-only a seat given back by any act goes to the first in line at that instant', () => {
  tell({
    pools: 'A=1 B=1 C=1',
    story: `Aida enrols A    → enrolled in A
            Bek enrols A     → stands in line
            Cholpon enrols A → stands in line
            Dastan enrols B  → enrolled in B
            Elmira enrols A  → stands in line
            Aida declines (next_year) → declined, A given back, guarantee lost; Bek is given A
            Bek enrols C     → enrolled in C, A given back; Cholpon is given A
            A has 2 seats    → changed; Elmira is given A
            Farid enrols A   → stands in line
            Elmira declines (private_school) → declined, A given back, guarantee lost; Farid is given A`,
  });
});

test('KG25-21.13/free-places-only a seat that is withdrawn goes to the first in line, where the law asks for no reason', () => {
  tell({
    policy: { ...law, declines: null },
    pools: 'A=1',
    story: `Aida enrols A  → enrolled in A
            Bek enrols A   → stands in line
            Aida withdraws → withdrawn, A given back; Bek is given A
            Bek withdraws  → withdrawn, A given back`,
  });
});

test('KG25-21.13/free-places-only the first in line is served first across wishes and languages', () => {
  tell({
    pools: 'A=1 A_ru=1 B=1',
    story: `Aida enrols A       → enrolled in A
            Bek enrols A_ru     → enrolled in A_ru
            Cholpon enrols B    → enrolled in B
            Dastan enrols B, A  → stands in line
            Elmira enrols A, A_ru → stands in line
            Farid enrols A_ru   → stands in line
            Aida declines       → declined, A given back, guarantee lost; Dastan is given A
            Bek declines        → declined, A_ru given back, guarantee lost; Elmira is given A_ru
            Cholpon declines    → declined, B given back, guarantee lost
            Elmira declines     → declined, A_ru given back, guarantee lost; Farid is given A_ru`,
  });
});

test('where one act frees several seats the lower number is served first, and of its wishes the earlier one', () => {
  tell({
    pools: 'A=0 B=0',
    story: `Aida enrols B, A → stands in line
            Bek enrols B     → stands in line
            Cholpon enrols A → stands in line
            A has 1 seat, B has 1 seat → changed; Aida is given B; Cholpon is given A
            B has 2 seats    → changed; Bek is given B
            Dastan enrols B  → stands in line
            Elmira enrols A  → stands in line
            A has 2 seats, B has 3 seats → changed; Dastan is given B; Elmira is given A`,
  });
});

test('a class that gets two seats more serves two of three, and the third stays first', () => {
  const { line, freeOf } = tell({
    pools: 'A=1',
    story: `Aida enrols A    → enrolled in A
            Bek enrols A     → stands in line
            Cholpon enrols A → stands in line
            Dastan enrols A  → stands in line
            A has 3 seats    → changed; Bek is given A; Cholpon is given A
            Elmira enrols A  → stands in line
            A has 2 seats    → below_taken
            A has 4 seats    → changed; Dastan is given A`,
  });
  assert.deepEqual([line.map(({ child }) => child), freeOf(1)], [['Elmira'], 0]);
});

test('KG25-21.1/until-1-june nobody is served after the stage closed in which they stood in line', () => {
  tell({
    pools: 'A=1 B=1',
    stage: 'guaranteed',
    story: `Aida enrols A → enrolled in A
            Bek enrols A  → stands in line
            A has 2 seats at 2025-06-01T23:59:59 → changed; Bek is given A
            Cholpon enrols A → stands in line
            A has 3 seats at 2025-06-02T00:00:00 → changed
            Dastan enrols A in free_choice at 2025-06-02T09:00:00 → enrolled in A
            Elmira enrols A in free_choice at 2025-06-02T09:00:00 → stands in line
            Cholpon enrols A in free_choice at 2025-06-02T09:00:01 → stands in line
            Dastan enrols B in free_choice at 2025-06-02T09:00:02 → enrolled in B, A given back; Elmira is given A`,
  });
});

test('KG25-21.10/cannot-claim-again who cancelled is not served again by accident, and who declines a proposed place leaves the line', () => {
  tell({
    pools: 'A=1 B=1',
    stage: 'guaranteed',
    story: `Aida enrols A    → enrolled in A
            Bek enrols A     → stands in line
            Cholpon enrols A → stands in line
            Bek declines (leaving_country)  → declined, guarantee lost
            Aida declines (next_year)       → declined, A given back, guarantee lost; Cholpon is given A
            Cholpon declines (next_year)    → declined, A given back, guarantee lost
            Bek enrols A     → refused: guarantee_lost, free_choice`,
  });
});

test('a newcomer never overtakes the line: what is free is given before the next claim is read', () => {
  tell({
    pools: 'A=1 B=1',
    story: `Aida enrols A    → enrolled in A
            Bek enrols A     → stands in line
            Aida enrols B    → enrolled in B, A given back; Bek is given A
            Cholpon enrols A → stands in line
            Dastan enrols A  → stands in line
            A has 2 seats    → changed; Cholpon is given A
            Elmira enrols A  → stands in line`,
  });
});

test('who leaves the line is served no more, loses nothing by it and may come back behind the others', () => {
  const { standingOf } = tell({
    pools: 'A=1',
    story: `Aida enrols A    → enrolled in A
            Bek withdraws    → refused: nothing_to_withdraw, none
            Bek enrols A     → stands in line
            Cholpon enrols A → stands in line
            Bek withdraws    → withdrawn
            Bek withdraws    → refused: nothing_to_withdraw, none
            Bek enrols A     → stands in line
            Aida declines    → declined, A given back, guarantee lost; Cholpon is given A
            Cholpon withdraws → refused: already_enrolled, decline_first
            A has 2 seats    → changed; Bek is given A`,
  });
  const { guaranteeLost, cancellations } = standingOf('Bek');
  assert.deepEqual({ guaranteeLost, cancellations }, { guaranteeLost: false, cancellations: 0 });
});

test('other wishes take a new number; the same ones keep theirs; a free seat is taken at once and ends the line', () => {
  tell({
    pools: 'A=0 B=0 C=1',
    story: `Aida enrols A    → stands in line
            Bek enrols A     → stands in line
            Aida enrols A    → refused: already_in_line, wait_in_line
            Aida enrols A, B → stands in line
            Aida enrols X    → refused: school_not_offered, choose_offered
            A has 1 seat     → changed; Bek is given A
            Aida enrols C    → enrolled in C
            B has 1 seat     → changed
            A has 2 seats    → changed`,
  });
});

test('who holds a seat stands in no line: the full school is refused as ever, and the seat is kept', () => {
  tell({
    pools: 'A=1 B=1',
    story: `Aida enrols A  → enrolled in A
            Bek enrols B   → enrolled in B
            Aida enrols B  → refused: no_places, other_school
            Bek declines   → declined, B given back, guarantee lost
            Aida enrols B  → enrolled in B, A given back`,
  });
});

test('a seat beyond the quota that is given back is free to nobody, in line or not', () => {
  tell({
    policy: limitless,
    pools: 'A=1 B=0',
    stage: 'guaranteed',
    story: `Aida enrols A → enrolled in A
            Bek enrols A  → enrolled in A, over quota
            Cholpon enrols A in free_choice at 2025-06-10T10:00 → stands in line
            Bek declines  → declined, A given back, guarantee lost
            Aida declines → declined, A given back, guarantee lost; Cholpon is given A`,
  });
});

test('a family in line that applies to a school which decides by itself stands in line no more', () => {
  const [guaranteed] = law.stages;
  const catalogue = policies['kz-2026'].stages[0];
  assert.ok(guaranteed !== undefined);
  const policy: Policy = {
    ...law,
    stages: [...law.stages, { ...catalogue, opens: guaranteed.opens, closes: guaranteed.closes }],
  };
  tell({
    policy,
    pools: 'A=1 B=1',
    stage: 'guaranteed',
    story: `Aida enrols A → enrolled in A
            Bek enrols A  → stands in line
            Bek enrols B in grade_one at 2025-05-12T10:00 → waits for B
            A has 2 seats → changed
            Cholpon enrols A → enrolled in A
            Bek enrols A  → refused: no_places, other_school`,
  });
});

test('an answer says what it rested on: the clause of the waiting list, the free seat before it and the next step', () => {
  const pools = poolsOf('A=1');
  const policy = { ...law, waitingList: { active: true, clause: '21.13' } };
  const acts = ['Aida enrols A', 'Bek enrols A', 'Cholpon enrols A', 'Cholpon withdraws', 'Aida declines'].map((sentence, place) =>
    actOf(sentence, `01990000-0000-7000-8000-00000000000${place}`, pools, { stage: 'free_choice', at: moments.free_choice, policy }),
  );
  const { decisions, advances } = playInBatches(policy, Object.values(pools), acts, []);
  const told = [...decisions, ...(advances.get(4) ?? []).map(({ decision }) => decision)].flatMap((decision) =>
    'draft' in decision ? [`${decision.outcome}, ${decision.freeBefore} free, clause ${decision.clause}, ${decision.next}`] : [],
  );
  assert.deepEqual(told, [
    'enrolled, 1 free, clause 21, bring_documents',
    'queued, 0 free, clause 21.13, wait_in_line',
    'queued, 0 free, clause 21.13, wait_in_line',
    'withdrawn, null free, clause 21.13, apply_again',
    'declined, 0 free, clause 21, choose_freely',
    'enrolled, 1 free, clause 21.13, bring_documents',
  ]);
  assert.equal(advances.get(4)?.[0]?.decision.draft, '01990000-0000-8000-8000-000000000001');
});

test('the draft of an advance is the claim’s own in another version, always the same one', () => {
  const draft = '0199f3a2-1b2c-7d4e-9f00-123456789abc';
  assert.equal(draftOfAdvance(draft), '0199f3a2-1b2c-8d4e-9f00-123456789abc');
});
