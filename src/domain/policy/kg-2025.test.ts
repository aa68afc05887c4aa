import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clausesOf } from '#lib/acts/cited-act.ts';
import { tableOf } from '#test/support/table.ts';
import { leavesOf } from '#test/support/leaves.ts';
import type { Policy } from './policy.ts';
import { policies, policyOf } from './registry.ts';

const law: Policy = policies['kg-2025'];
const clauses = clausesOf('regulation');

test('every clause the law cites stands in the regulation, which has the clauses 1–31', () => {
  assert.deepEqual(
    clauses,
    Array.from({ length: 31 }, (_, index) => String(index + 1)),
  );
  const cited = leavesOf(law).filter(({ key }) => key === 'clause');
  assert.ok(cited.length > 70);
  for (const { path, value } of cited) assert.ok(clauses.includes(String(value)), `${path}: ${String(value)}`);
});

test('what the source does not say is marked as ours, with a reason one can read', () => {
  const ours = leavesOf(law).filter(({ key }) => key === 'ours');
  assert.ok(ours.length >= 12);
  for (const { path, value } of ours) assert.match(String(value), /^.{20,}\.$/u, path);
  for (const must of ['specialOrders.0', 'specialOrders.2', 'stages.0', 'sites', 'applicants.addressOf']) {
    assert.ok(
      ours.some(({ path }) => path === `${must}.ours`),
      `${must} is our reading and says so`,
    );
  }
});

test('every line of the law cites its clause', () => {
  /** Names and structure say nothing that a clause would have to bear. */
  const bare =
    /^(code|title|known|country|year|timeZone|legalDatabase|ratio|acts\.\d+\.title|stages\.\d+\.decision|preference\.categories\.\d+\.condition)(\.|$)/;
  const objects = leavesOf(law).filter(({ key, path }) => key !== 'clause' && key !== 'ours' && !bare.test(path));
  const clauseAbove = new Set(leavesOf(law).flatMap(({ key, path }) => (key === 'clause' ? [path.replace(/\.?clause$/, '')] : [])));
  for (const { path } of objects) {
    const owner = path.replace(/(\.\d+)*$/, '').replace(/\.?[^.]+$/, '');
    assert.ok(clauseAbove.has(owner), `${path} rests on no clause`);
  }
});

test('KG25-3/parents KG25-3/adoptive-parents KG25-3/guardians KG25-3/trustees KG25-3/protection-officer parents, adoptive parents, guardians, trustees and the child-protection officer may apply, all but parents by a document', () => {
  const table = tableOf(
    `parent                   → civil_registry, clause 3
     adoptive_parent          → document, clause 3
     guardian                 → document, clause 3
     trustee                  → document, clause 3
     child_protection_officer → document, clause 3`,
  );
  assert.deepEqual(
    law.applicants.relations.map(({ relation, proof, clause }) => ({ given: relation, expected: `${proof}, clause ${clause}` })),
    table,
  );
});

test('KG25-4/free-of-charge the service costs nothing, and both addresses of clause 4 are known', () => {
  assert.deepEqual(law.fee, { clause: '4', amount: 0 });
  assert.deepEqual([...law.sites.hosts], ['1mektep.edu.gov.kg', '1mektap.edu.gov.kg']);
  assert.equal(law.sites.clause, '4');
  assert.ok(!leavesOf(law).some(({ key, path }) => /price|payment|tariff/i.test(key) || (key === 'amount' && path !== 'fee.amount')));
});

test('KG25-8.2/registered-address it is the applicant’s registered address that decides the school', () => {
  assert.equal(law.applicants.addressOf.whose, 'applicant');
  assert.deepEqual(
    law.stages.map(({ code, address }) => `${code} ${address}`),
    ['guaranteed registered', 'free_choice none', 'during_year none'],
  );
});

test('the papers brought to the school are those of clause 22 and no others, from 4 August to 5 September', () => {
  const { toSchool, attached, notBrought } = law.documents;
  assert.deepEqual(
    toSchool.list.map(({ code, form, count, clause }) => `${count} ${form} ${code}, clause ${clause}`),
    ['1 original health_certificate, clause 22', '1 original vaccination_certificate, clause 22', '1 paper photo_3x4, clause 22'],
  );
  assert.deepEqual([toSchool.from, toSchool.to, toSchool.clause], ['2025-08-04', '2025-09-05', '21']);
  assert.deepEqual([...attached], []);
  assert.equal(notBrought.effect, 'nothing_stated');
});

test('KG25-28/no-tests the law allows no examination', () => {
  assert.deepEqual(law.examinations, { allowed: false, clause: '28' });
});

test('the stages give what clause 21 promises: the own school within its seats first, then any school with a free seat', () => {
  const table = tableOf(
    `guaranteed  → catchment, guarantee within_quota, move no, decided by system
     free_choice → with_free_seats, guarantee none, move seat_for_seat, decided by system
     during_year → with_free_seats, guarantee none, move no, decided by system`,
  );
  const lines = law.stages.map(({ code, shows, guarantee, move, decision }) => ({
    given: code,
    expected: `${shows}, guarantee ${guarantee}, move ${move}, decided by ${decision.by}`,
  }));
  assert.deepEqual(lines, table);
});

test('the deadlines and shares are those of the regulation', () => {
  const { duties, preference } = law;
  assert.equal(duties.quotaAgreedBy?.day, '2025-03-15');
  assert.equal(duties.childrenWithoutDocumentsListedBy?.day, '2025-03-15');
  assert.equal(duties.statementAnsweredWithinWorkingDays?.days, 3);
  assert.equal(duties.representativeCheckedWithinWorkingDays?.days, 7);
  assert.equal(duties.directorChecksUntil?.day, '2025-08-30');
  assert.equal(preference?.sharePercent, 10);
  assert.equal(preference?.withinWorkingDays, 7);
});

test('stages follow one another without overlapping, so that one moment has one law', () => {
  law.stages.reduce((before, stage) => {
    assert.ok(before.closes <= stage.opens && stage.opens < stage.closes, `${before.code} and ${stage.code}`);
    return stage;
  });
});

test('the registry answers by code, and knows nothing else', () => {
  assert.equal(policyOf('kg-2025'), policies['kg-2025']);
  for (const code of ['', 'kg-1999', 'toString', '__proto__', 'constructor']) assert.equal(policyOf(code), null, code);
});
