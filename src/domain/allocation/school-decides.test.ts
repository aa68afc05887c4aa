import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decideInBatches, poolsOf, requestOf, sentenceOf } from '#test/support/seat-story.ts';
import { tableOf } from '#test/support/table.ts';
import { moment } from '../core/day.ts';
import type { Policy } from '../policy/policy.ts';
import { policies } from '../policy/registry.ts';

const law: Policy = policies['kz-2026'];
const usual = { stage: 'grade_one', at: moment('2026-04-20T10:00'), policy: law };

/** Tells a story in arrival order, once in one batch and once each request for itself. */
function tell(seats: string, story: string) {
  const pools = poolsOf(seats);
  const table = tableOf(story);
  const requests = table.map(({ given }, index) => requestOf(given, `draft ${index}`, pools, usual));
  for (const cuts of [[], requests.map((_, index) => index)]) {
    const { decisions } = decideInBatches(law, Object.values(pools), requests, cuts);
    assert.deepEqual(
      decisions.map((decision, index) => ({ given: table[index]?.given, expected: sentenceOf(decision, pools) })),
      table,
    );
  }
  return decideInBatches(law, Object.values(pools), requests, []);
}

test('an application takes no seat until the school accepts it, and a full class cannot be given', () => {
  const { pools } = tell(
    'A=1',
    `Aida enrols A    → waits for A
     Bek enrols A     → waits for A
     Cholpon enrols A → waits for A
     Bek is accepted  → enrolled in A
     Aida is accepted → refused: classes_full, apply_elsewhere
     Aida is rejected (classes_full)          → rejected: classes_full, apply_elsewhere
     Cholpon is rejected (untrue_documents)   → rejected: untrue_documents, apply_elsewhere`,
  );
  assert.equal([...pools.values()][0]?.taken, 1);
});

test('the school refuses for one of the three grounds and for no other, and only what was applied for', () => {
  tell(
    'A=1',
    `Aida is accepted → refused: nothing_waiting, none
     Aida is rejected (classes_full)          → refused: nothing_waiting, none
     Aida enrols A    → waits for A
     Aida is rejected (we_do_not_like_them)   → refused: ground_not_in_law, choose_offered
     Aida is rejected (documents_do_not_meet) → rejected: documents_do_not_meet, apply_elsewhere
     Aida enrols A    → waits for A`,
  );
  const [stage] = law.stages;
  assert.deepEqual(stage?.decision.by === 'school' && stage.decision.refusalGrounds.map(({ code, clause }) => `${code}, ${clause}`), [
    'untrue_documents, grounds',
    'documents_do_not_meet, grounds',
    'classes_full, grounds',
  ]);
});

test('KZA-9/withdrawn-first KZA-9/then-again another school can be asked only after the earlier application is withdrawn; then it can', () => {
  const { pools } = tell(
    'A=1 B=1',
    `Aida withdraws   → refused: nothing_to_withdraw, none
     Aida enrols A    → waits for A
     Aida enrols B    → refused: withdraw_first, withdraw
     Aida enrols A    → refused: withdraw_first, withdraw
     Aida withdraws   → withdrawn
     Aida enrols B    → waits for B
     Aida is accepted → enrolled in B
     Aida enrols A    → refused: withdraw_first, withdraw
     Aida withdraws   → withdrawn, B given back
     Aida enrols A    → waits for A`,
  );
  for (const { taken } of pools.values()) assert.equal(taken, 0);
});

test('KZA-1/until-31-august KZA-15/window-binds-grade-one applications to grade 1 end with 31 August, those to other grades go on; the answer and the withdrawal may come later', () => {
  tell(
    'A=1 G=1/grade2',
    `Aida enrols A at 2026-03-31T23:59:59   → refused: not_open_yet, wait
     Aida enrols A at 2026-08-31T23:59:59   → waits for A
     Bek enrols A at 2026-09-01T00:00:00    → refused: closed, ask_district
     Bek enrols G at 2026-04-20T10:00       → refused: school_not_offered, choose_offered
     Aida is accepted at 2026-09-01T10:00   → enrolled in A
     Aida withdraws at 2026-09-02T10:00     → withdrawn, A given back`,
  );
});
