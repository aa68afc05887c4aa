import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tableOf } from '#test/support/table.ts';
import type { Policy } from '../policy/policy.ts';
import { policies } from '../policy/registry.ts';
import { effectOfDecline, forfeitsForPreference, reasonsToDecline } from './decline.ts';

const law: Policy = policies['kg-2025'];

test('KG25-21.9/reason-mandatory KG25-21.9/nine-reasons-in-order a place is declined for one of the nine reasons of clause 21, in its order, and for no other', () => {
  const table = tableOf(
    `registration_mismatch    → guarantee_lost, clause 21
     preference_school_staff  → guarantee_lost, clause 21, may ask for preference school_staff
     preference_military      → guarantee_lost, clause 21, may ask for preference military
     preference_ethnic_kyrgyz → guarantee_lost, clause 21, may ask for preference ethnic_kyrgyz
     private_school           → guarantee_lost, clause 21
     special_school           → guarantee_lost, clause 21
     next_year                → guarantee_lost, clause 21
     already_at_school        → guarantee_lost, clause 21
     leaving_country          → guarantee_lost, clause 21`,
  );
  const lines = reasonsToDecline(law).map(({ code, effect, clause, preference }) => ({
    given: code,
    expected: `${effect}, clause ${clause}${preference === null ? '' : `, may ask for preference ${preference}`}`,
  }));
  assert.deepEqual(lines, table);
  for (const reason of ['', 'changed_my_mind', 'Registration_mismatch', 'toString']) {
    const answer = effectOfDecline(law, reason, 0);
    assert.deepEqual(answer, { kind: 'refused', refusal: { kind: 'reason_not_in_law', remedy: 'choose_offered', clause: '21' } }, reason);
  }
});

test('KG25-21.10/cannot-claim-again KG25-21.10/warned-before whatever the reason, declining costs the guaranteed place, and the law says so before', () => {
  for (const { code } of reasonsToDecline(law)) {
    assert.deepEqual(effectOfDecline(law, code, 0), { kind: 'effect', guaranteeLost: true, clause: '21' }, code);
  }
  assert.equal(law.declines?.warning.clause, '21');
});

test('every preference a reason points to is a category the law knows', () => {
  const categories = law.preference?.categories.map(({ code }) => code) ?? [];
  const named = reasonsToDecline(law).flatMap(({ preference }) => preference ?? []);
  assert.deepEqual(named.toSorted(), categories.toSorted());
});

test('where a law limits cancellations, the one beyond the limit is refused with the limit', () => {
  const strict: Policy = { ...law, cancellation: { atMost: 2, withdrawFirst: false, clause: '9' } };
  assert.equal(effectOfDecline(strict, 'next_year', 1).kind, 'effect');
  assert.deepEqual(effectOfDecline(strict, 'next_year', 2), {
    kind: 'refused',
    refusal: { kind: 'cancellations_used_up', atMost: 2, remedy: 'ask_district', clause: '9' },
  });
});

test('where a law asks for no reason, none is offered', () => {
  assert.deepEqual(reasonsToDecline({ ...law, declines: null }), []);
});

test('KG25-21.11 a family that names a preference as its reason is asked once more, for it would lose what it need not; no other reason is', () => {
  const asked = reasonsToDecline(law).filter(({ code }) => forfeitsForPreference(law, code));
  assert.deepEqual(
    asked.map(({ preference }) => preference),
    ['school_staff', 'military', 'ethnic_kyrgyz'],
  );
  assert.equal(forfeitsForPreference(law, 'no_such_reason'), false);
});
