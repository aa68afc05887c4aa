import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tableOf } from '#test/support/table.ts';
import { day } from '../core/day.ts';
import type { Policy } from '../policy/policy.ts';
import { policies } from '../policy/registry.ts';
import { type ChildFacts, gradesOpenTo } from './eligibility.ts';

const law: Policy = policies['kg-2025'];

/** `born 2019-01-01, prepared, without documents` as the law sees it. */
function childOf(sentence: string): ChildFacts {
  const born = /^born (\d{4}-\d{2}-\d{2})/.exec(sentence)?.[1];
  return {
    birthDate: day(born ?? ''),
    preparedAtPreschool: / prepared/.test(sentence),
    hasIdentityDocuments: !/without documents/.test(sentence),
  };
}

/** The answer in the words of the tables. */
function answerOf(policy: Policy, child: ChildFacts): string {
  const answer = gradesOpenTo(policy, child);
  if (answer.kind === 'admitted') return answer.grades.map(({ grade, clause }) => `grade ${grade} by clause ${clause}`).join(' or ');
  const { refusal } = answer;
  if (refusal.kind === 'commission_decides') return `commission (${refusal.why}) by clause ${refusal.clause}, ${refusal.remedy}`;
  assert.equal(refusal.kind, 'too_young');
  return `too young by clause ${refusal.clause}, ${refusal.remedy}`;
}

function judge(policy: Policy, table: string): void {
  for (const { given, expected } of tableOf(table)) assert.equal(answerOf(policy, childOf(given)), expected, given);
}

test('KG25-5.1/second-grade-by-birth-year KG25-5.1/first-grade-by-birth-year KG25-5.1/prepared-to-second-grade a child born in 2018 enters grade 2, in 2019 grade 1, and grade 2 when preschool prepared it', () => {
  judge(
    law,
    `born 2018-01-01                → grade 2 by clause 5
     born 2018-06-15                → grade 2 by clause 5
     born 2018-12-31                → grade 2 by clause 5
     born 2018-12-31, prepared      → grade 2 by clause 5
     born 2019-01-01                → grade 1 by clause 5
     born 2019-12-31                → grade 1 by clause 5
     born 2019-01-01, prepared      → grade 2 by clause 5 or grade 1 by clause 5
     born 2019-12-31, prepared      → grade 2 by clause 5 or grade 1 by clause 5`,
  );
});

test('KG25-5.2/older-than-eight KG25-5.2/child-without-documents KG25-5.2/by-decision-only a child older than 8 or without identity documents enters only by the commission', () => {
  judge(
    law,
    `born 2015-04-04                        → commission (older_than) by clause 5, go_to_commission
     born 2016-08-31                        → commission (older_than) by clause 5, go_to_commission
     born 2016-09-01                        → commission (older_than) by clause 5, go_to_commission
     born 2016-09-02                        → commission (no_cohort) by clause 5, go_to_commission
     born 2017-09-01                        → commission (no_cohort) by clause 5, go_to_commission
     born 2018-05-05, without documents     → commission (no_identity_documents) by clause 5, go_to_commission
     born 2019-05-05, without documents     → commission (no_identity_documents) by clause 5, go_to_commission
     born 2015-04-04, without documents     → commission (older_than) by clause 5, go_to_commission`,
  );
});

test('a child of no cohort who is not yet older than 8 goes to the commission, a younger one waits for its own campaign (ours)', () => {
  judge(
    law,
    `born 2017-01-01            → commission (no_cohort) by clause 5, go_to_commission
     born 2017-12-31            → commission (no_cohort) by clause 5, go_to_commission
     born 2020-01-01            → too young by clause 21, next_campaign
     born 2020-01-01, prepared  → too young by clause 21, next_campaign
     born 2024-07-07            → too young by clause 21, next_campaign`,
  );
});

test('KG25-27/all-children every child born in 2019 is offered grade 1, whatever preparation says', () => {
  for (const preparedAtPreschool of [true, false]) {
    for (let month = 1; month <= 12; month += 1) {
      const birthDate = day(`2019-${String(month).padStart(2, '0')}-28`);
      const answer = gradesOpenTo(law, { birthDate, preparedAtPreschool, hasIdentityDocuments: true });
      assert.equal(answer.kind, 'admitted');
      assert.ok(
        answer.grades.some(({ grade }) => grade === 1),
        `${birthDate}, prepared ${preparedAtPreschool}`,
      );
    }
  }
});

test('KG25-5.1/years-are-data KG25-26/per-campaign the years of the cohorts are data: a campaign whose years were changed answers otherwise', () => {
  const next: Policy = {
    ...law,
    cohorts: [
      { bornFrom: '2019-01-01', bornTo: '2019-12-31', grade: 2, condition: 'none', clause: '5' },
      { bornFrom: '2020-01-01', bornTo: '2020-12-31', grade: 1, condition: 'none', clause: '5' },
    ],
    specialOrders: law.specialOrders.map((order) => (order.when === 'older_than' ? { ...order, onDay: '2026-09-01' } : order)),
  };
  judge(
    next,
    `born 2020-01-01 → grade 1 by clause 5
     born 2019-12-31 → grade 2 by clause 5
     born 2018-12-31 → commission (no_cohort) by clause 5, go_to_commission
     born 2017-09-01 → commission (older_than) by clause 5, go_to_commission
     born 2021-01-01 → too young by clause 21, next_campaign`,
  );
});
