import assert from 'node:assert/strict';
import { test } from 'node:test';
import { childOf, errandsOf, momentOf, offered, play } from '#test/support/errand.ts';
import type { Policy } from './policy.ts';
import { policies } from './registry.ts';

/** The same child on the second day of the first stage, under each law. */
const children = errandsOf(`
child                                       | kg-2022                                   | kg-2025                                   | kg-2026                                   | kz-2026
the youngest of grade 1                     | grade 1, guaranteed                       | grade 1, guaranteed                       | grade 1, guaranteed                       | grade 1, grade_one
1 year older                                | grade 1, guaranteed                       | grade 2, guaranteed                       | grade 1, guaranteed                       | grade 1, grade_one
2 years older                               | commission_decides: no_cohort             | commission_decides: no_cohort             | commission_decides: no_cohort             | grade 2, every_grade
4 years older                               | commission_decides: no_cohort             | commission_decides: older_than            | commission_decides: older_than            | grade 4, every_grade
1 year younger                              | too_young                                 | too_young                                 | too_young                                 | too_young
without papers                              | commission_decides: no_identity_documents | commission_decides: no_identity_documents | commission_decides: no_identity_documents | grade 1, grade_one
`);

/** What a family does, and what comes of the last of it. Seats: one in A, one in B. */
const errands = errandsOf(`
errand                                                                                                                     | kg-2022                           | kg-2025                                 | kg-2026                                 | kz-2026
Aida enrols A in the before                                                                                                | refused: not_open_yet             | refused: not_open_yet                   | refused: not_open_yet                   | refused: not_open_yet
Aida enrols A                                                                                                              | enrolled in A                     | enrolled in A                           | enrolled in A                           | waits for A
Aida enrols A; Bek enrols A                                                                                                | enrolled in A, over quota         | refused: no_places                      | refused: no_places                      | waits for A
Aida enrols A in the second; Bek enrols A in the second                                                                    | refused: no_places                | refused: no_places                      | refused: no_places                      | waits for A
Aida enrols A; Aida is accepted                                                                                            | refused: nothing_waiting          | refused: nothing_waiting                | refused: nothing_waiting                | enrolled in A
Aida enrols A; Bek enrols A; Aida is accepted; Bek is accepted                                                             | refused: nothing_waiting          | refused: nothing_waiting                | refused: nothing_waiting                | refused: classes_full
Aida enrols A; Aida is rejected (untrue_documents)                                                                         | refused: nothing_waiting          | refused: nothing_waiting                | refused: nothing_waiting                | rejected: untrue_documents
Aida declines (next_year)                                                                                                  | refused: reason_not_in_law        | declined, guarantee lost                | declined, guarantee lost                | refused: nothing_to_decline
Aida enrols A; Aida declines (next_year)                                                                                   | refused: reason_not_in_law        | declined, A given back, guarantee lost  | declined, A given back, guarantee lost  | refused: nothing_to_decline
Aida enrols A; Aida withdraws                                                                                              | withdrawn, A given back           | refused: reason_not_in_law              | refused: reason_not_in_law              | withdrawn
Aida enrols A; Aida withdraws; Aida declines (next_year); Aida enrols A                                                    | enrolled in A                     | refused: guarantee_lost                 | refused: guarantee_lost                 | waits for A
Aida enrols A; Aida withdraws; Aida declines (next_year); Aida enrols B in the second                                      | enrolled in B                     | enrolled in B                           | enrolled in B                           | waits for B
Aida enrols A; Aida enrols B                                                                                               | refused: already_enrolled         | refused: already_enrolled               | refused: already_enrolled               | refused: withdraw_first
Aida enrols A; Aida enrols B in the second                                                                                 | enrolled in B, A given back       | enrolled in B, A given back             | enrolled in B, A given back             | refused: withdraw_first
Aida enrols A; Bek enrols B; Aida enrols B in the second                                                                   | refused: no_places                | refused: no_places                      | refused: no_places                      | refused: withdraw_first
Aida enrols A in the after                                                                                                 | refused: closed                   | refused: closed                         | refused: closed                         | refused: closed
`);

for (const policy of Object.values(policies) as readonly Policy[]) {
  test(`who may come, under ${policy.code}`, () => {
    const { at } = momentOf(policy, 'first');
    for (const { errand, outcomes } of children) assert.equal(offered(policy, childOf(policy, errand), at), outcomes[policy.code], errand);
  });

  test(`the same errands under ${policy.code} come to what its law says`, () => {
    for (const { errand, outcomes } of errands) assert.equal(play(policy, errand), outcomes[policy.code], errand);
  });
}

test('a family may cancel as often as its law allows: three times in 2026, without limit in the others', () => {
  const cancels = (times: number) =>
    Array.from({ length: times }, () => 'Aida enrols A in the second; Aida declines (next_year) in the second').join('; ');
  const table = errandsOf(`
    cancellation | kg-2025                                | kg-2026
    1            | declined, A given back, guarantee lost | declined, A given back, guarantee lost
    3            | declined, A given back, guarantee lost | declined, A given back, guarantee lost
    4            | declined, A given back, guarantee lost | refused: cancellations_used_up
    9            | declined, A given back, guarantee lost | refused: cancellations_used_up`);
  for (const { errand, outcomes } of table) {
    for (const [code, expected] of Object.entries(outcomes)) {
      assert.equal(play(policies[code as keyof typeof policies], cancels(Number(errand))), expected, `${code}: ${errand}`);
    }
  }
  const withdrawals = Array.from({ length: 9 }, () => 'Aida enrols A; Aida withdraws').join('; ');
  assert.equal(play(policies['kg-2022'], withdrawals), 'withdrawn, A given back');
});

test('every law of the registry has its column', () => {
  for (const { outcomes } of [...children, ...errands])
    assert.deepEqual(Object.keys(outcomes).toSorted(), Object.keys(policies).toSorted());
});
