import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isGolden } from '#test/support/golden.ts';
import { tableOf } from '#test/support/table.ts';
import { moment } from '../core/day.ts';
import type { Policy } from './policy.ts';
import { policies } from './registry.ts';
import { windowAt, windowView } from '../application/windows.ts';
import { splitQuota } from '../quota/shares.ts';

const law: Policy = policies['kg-2022'];

test('the law of 2022 line by line, as the article for parents reports it', () => {
  isGolden(
    law,
    `born 2014-09-02 – 2016-09-01 → grade 1 (what)
     no_identity_documents        → commission (sign-up)
     no_cohort                    → commission (sign-up)
     younger_than_cohorts         → nobody_this_year (what)
     stage guaranteed             → 2022-04-11 09:00 – 2022-06-27 09:00, catchment, guarantee without_limit, move no, the system decides (stages)
     stage free_choice            → 2022-06-27 09:00 – 2022-09-11 00:00, with_free_seats, guarantee none, move seat_for_seat, the system decides (stages)
     preference                   → 0 %, no limit (new-settlements)
     preference military          → work_certificate, none (preferences)
     preference ethnic_kyrgyz     → kairylman_certificate, none (preferences)
     preference teacher           → work_certificate, employed_at_a_school (preferences)
     cancellations                → no limit (stages)
     papers to school             → 2022-08-01 – 2022-09-14 (director)
     paper parent_passport        → 1 original (director)
     paper birth_certificate      → 1 original_and_copy (director)
     paper medical_form_26        → 1 paper (director)
     paper medical_form_63        → 1 paper (director)
     paper photo_3x4              → 4 paper (director)
     papers not brought           → status_and_seat_freed on 2022-09-15 (director)
     channel own_site             → mektep.edu.gov.kg (sign-up)
     school state                 → yes (sign-up)
     school municipal             → yes (sign-up)
     school private               → no (sign-up)
     school boarding_special      → no (sign-up)
     school gifted                → no (sign-up)`,
  );
});

test('KG22-1/first-stage KG22-1/by-registered-address KG22-1/second-stage from 11 April 9:00 to 27 June by the registered address, from then to 10 September any school with places', () => {
  const table = tableOf(
    `2022-04-11T08:59:59 → not_open_yet
     2022-04-11T09:00:00 → guaranteed
     2022-06-27T08:59:59 → guaranteed
     2022-06-27T09:00:00 → free_choice
     2022-09-10T23:59:59 → free_choice
     2022-09-11T00:00:00 → closed`,
  );
  for (const { given, expected } of table) {
    const view = windowView(windowAt(law, moment(given)));
    assert.equal(view.kind === 'open' ? view.stage : view.kind, expected, given);
  }
});

test('the quota of 2022 is not split: every seat is open to every child', () => {
  assert.deepEqual(splitQuota(57, law.preference?.sharePercent ?? 100), { general: 57, preference: 0 });
});

test('the address of either parent or of the guardian counts, a temporary one too, and the child’s number must be there', () => {
  assert.equal(law.applicants.addressOf.whose, 'either_parent_or_guardian');
  assert.deepEqual(
    law.stages.map(({ address }) => address),
    ['registered_or_temporary', 'actual'],
  );
  assert.deepEqual([law.nationalId.required, law.nationalId.digits], [true, 14]);
  assert.deepEqual([...law.documents.attached], [], 'no scans are asked for');
});
