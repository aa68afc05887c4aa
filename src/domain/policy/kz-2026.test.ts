import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isGolden } from '#test/support/golden.ts';
import { tableOf } from '#test/support/table.ts';
import type { Policy } from './policy.ts';
import { policies } from './registry.ts';
import { binds } from '../application/windows.ts';
import { gradesOpenTo } from '../application/eligibility.ts';
import { day } from '../core/day.ts';

const law: Policy = policies['kz-2026'];

test('the law of the Kazakh service line by line, as the two memos for parents say it', () => {
  isGolden(
    law,
    `born 2019-01-01 – 2020-12-31 → grade 1 (age)
     born 2018-01-01 – 2019-12-31 → grade 2 (service)
     born 2017-01-01 – 2018-12-31 → grade 3 (service)
     born 2016-01-01 – 2017-12-31 → grade 4 (service)
     born 2015-01-01 – 2016-12-31 → grade 5 (service)
     born 2014-01-01 – 2015-12-31 → grade 6 (service)
     born 2013-01-01 – 2014-12-31 → grade 7 (service)
     born 2012-01-01 – 2013-12-31 → grade 8 (service)
     born 2011-01-01 – 2012-12-31 → grade 9 (service)
     born 2010-01-01 – 2011-12-31 → grade 10 (service)
     born 2009-01-01 – 2010-12-31 → grade 11 (service)
     younger_than_cohorts         → nobody_this_year (age)
     no_cohort                    → commission (service)
     stage grade_one              → 2026-04-01 00:00 – 2026-09-01 00:00, all, guarantee none, move no, the school decides within 1 working day, refuses for untrue_documents, documents_do_not_meet, classes_full (window)
     stage every_grade            → 2026-01-01 00:00 – 2027-01-01 00:00, all, guarantee none, move no, the school decides within 1 working day, refuses for untrue_documents, documents_do_not_meet, classes_full (service)
     cancellations                → no limit, withdraw before asking another school (withdrawal)
     papers to school             → 2026-04-01 – 2026-08-31 (documents-at-school)
     paper identity_document      → 1 original_returned (documents-at-school)
     paper application_form       → 1 paper (documents-at-school)
     paper photo_3x4              → 2 paper (documents-at-school)
     paper form_065               → 1 paper (documents-at-school)
     paper form_052_2             → 1 paper (documents-at-school)
     attached photo_3x4           → 1 digital (documents-online)
     attached form_065            → 1 digital unless the state holds it (documents-online)
     attached form_052_2          → 1 digital unless the state holds it (documents-online)
     papers not brought           → nothing_stated (documents-at-school)
     channel state_portal         → www.egov.kz (channels)
     channel own_site             → mektep.snation.kz (channels)
     channel school_office        → at the school (channels)
     channel self_service_corner  → at the school (channels)
     school state                 → yes (service)
     school private               → yes (service)
     ratio                        → 3 of the catchment, then 1, off (press)`,
  );
});

test('KZA-1/six-already KZA-1/six-within-the-year grade 1 takes children who are six or turn six within the calendar year', () => {
  const table = tableOf(
    `2020-12-31 → 1
     2020-09-15 → 1
     2019-01-01 → 1 or 2
     2021-01-01 → too_young
     2018-06-01 → 2 or 3
     2008-12-31 → commission_decides`,
  );
  for (const { given, expected } of table) {
    const answer = gradesOpenTo(law, { birthDate: day(given), preparedAtPreschool: false, hasIdentityDocuments: true });
    assert.equal(answer.kind === 'admitted' ? answer.grades.map(({ grade }) => grade).join(' or ') : answer.refusal.kind, expected, given);
  }
});

test('KZA-15/every-grade KZA-15/window-binds-grade-one every grade is served, and no two stages bind the same grade at once', () => {
  for (let grade = 1; grade <= 11; grade += 1) {
    const own = law.stages.filter((stage) => binds(stage, [grade]));
    assert.deepEqual(
      own.map(({ code }) => code),
      [grade === 1 ? 'grade_one' : 'every_grade'],
    );
    assert.ok(law.cohorts.some((cohort) => cohort.grade === grade));
  }
});

test('the ratio of the press is there to be switched on, and is off', () => {
  assert.equal(law.ratio?.active, false);
  assert.equal(law.ratio?.clause, 'press');
});
