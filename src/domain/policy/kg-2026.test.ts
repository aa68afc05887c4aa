import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isGolden } from '#test/support/golden.ts';
import type { Policy } from './policy.ts';
import { policies } from './registry.ts';
import { leavesOf } from '#test/support/leaves.ts';

const law: Policy = policies['kg-2026'];

/** Lines of the press, and dates carried over from the law of the year before, must say so. */
const fromPress = ['cohorts.0', 'cancellation', 'stages.0', 'stages.1'];
const carriedOver = [
  'documents.toSchool',
  'duties.quotaAgreedBy',
  'duties.childrenWithoutDocumentsListedBy',
  'duties.directorChecksUntil',
  'boundaryChanges',
];

test('the law of 2026 line by line: the regulation of 2025 with what the press reported', () => {
  isGolden(
    law,
    `born 2019-01-01 – 2020-12-31           → grade 1 (press)
     older than 8 on 2026-09-01             → commission (5)
     no_identity_documents                  → commission (5)
     no_cohort                              → commission (5)
     younger_than_cohorts                   → nobody_this_year (21)
     stage guaranteed                       → 2026-04-01 10:00 – 2026-06-01 00:00, catchment, guarantee within_quota, move no, the system decides (21)
     stage free_choice                      → 2026-06-01 10:00 – 2026-08-16 00:00, with_free_seats, guarantee none, move seat_for_seat, the system decides (21)
     stage during_year                      → 2026-09-01 00:00 – 2027-06-01 00:00, with_free_seats, guarantee none, move no, the system decides (30)
     preference                             → 10 %, working days 7 (18)
     preference school_staff                → work_certificate of 1 month, employed_at_that_school (24)
     preference military                    → work_certificate of 1 month, by_family_residence (24)
     preference ethnic_kyrgyz               → kairylman_certificate or kairylman_card, none (24)
     reason registration_mismatch           → guarantee_lost (21)
     reason preference_school_staff         → guarantee_lost (21)
     reason preference_military             → guarantee_lost (21)
     reason preference_ethnic_kyrgyz        → guarantee_lost (21)
     reason private_school                  → guarantee_lost (21)
     reason special_school                  → guarantee_lost (21)
     reason next_year                       → guarantee_lost (21)
     reason already_at_school               → guarantee_lost (21)
     reason leaving_country                 → guarantee_lost (21)
     cancellations                          → at most 3 (press)
     papers to school                       → 2026-08-04 – 2026-09-05 (21)
     paper health_certificate               → 1 original (22)
     paper vaccination_certificate          → 1 original (22)
     paper photo_3x4                        → 1 paper (22)
     papers not brought                     → nothing_stated (21)
     channel own_site                       → 1mektap.edu.gov.kg (21)
     channel partner_app                    → Тундук, МБанк, МойО!+Банк, MegaPay (21)
     school state                           → yes (1)
     school municipal                       → yes (1)
     school mixed                           → if_it_wishes (31)
     school private                         → if_it_wishes (31)
     school auxiliary                       → no (23)
     quotaAgreedBy                          → 2026-03-15 (14)
     childrenWithoutDocumentsListedBy       → 2026-03-15 (17)
     statementAnsweredWithinWorkingDays     → 3 working days (14)
     representativeCheckedWithinWorkingDays → 7 working days (18)
     directorChecksUntil                    → 2026-08-30 (16)`,
  );
});

test('what the press alone says is marked as the press’s, and the law says that it is known from there', () => {
  assert.equal(law.known, 'press');
  const ours = new Map(
    leavesOf(law)
      .filter(({ key }) => key === 'ours')
      .map(({ path, value }) => [path.replace('.ours', ''), String(value)]),
  );
  for (const path of fromPress) assert.match(ours.get(path) ?? '', /^Press of 2026/, path);
  for (const path of carriedOver) assert.match(ours.get(path) ?? '', /of 2025/, path);
  const pressed = leavesOf(law)
    .filter(({ key, value }) => key === 'clause' && value === 'press')
    .map(({ path }) => path);
  assert.deepEqual(pressed, ['cohorts.0.clause', 'cancellation.clause']);
});

test('the reform of 2026 touches years, dates, the grade and the limit of cancellations, and nothing else', () => {
  const changed = differing(policies['kg-2025'], law);
  assert.deepEqual(
    changed.filter((path) => !/(^|\.)(ours|clause)$/.test(path)),
    [
      ...[
        'code',
        'title.ru',
        'title.ky',
        'known',
        'year',
        'cohorts.0.bornFrom',
        'cohorts.0.bornTo',
        'cohorts.0.grade',
        'specialOrders.0.onDay',
      ],
      ...['stages.0.opens', 'stages.0.closes', 'stages.1.opens', 'stages.1.closes', 'stages.2.opens', 'stages.2.closes'],
      ...['preference.categories.0.condition.asOf', 'cancellation.atMost', 'documents.toSchool.from', 'documents.toSchool.to'],
      ...['duties.quotaAgreedBy.day', 'duties.childrenWithoutDocumentsListedBy.day', 'duties.directorChecksUntil.day'],
      'boundaryChanges.fixedOn',
    ],
  );
});

/** Paths of the later law whose values are not those of the earlier one. */
function differing(earlier: Policy, later: Policy): readonly string[] {
  const before = new Map(leavesOf(earlier).map(({ path, value }) => [path, value]));
  return leavesOf(later).flatMap(({ path, value }) => (before.get(path) === value ? [] : [path]));
}
