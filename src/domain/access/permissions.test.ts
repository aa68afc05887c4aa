import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tableOf } from '#test/support/table.ts';
import { may, type Permission, permissions, type Role } from './permissions.ts';

const roles: readonly Role[] = [
  'public',
  'applicant',
  'director',
  'district',
  'municipality',
  'commission',
  'ministry',
  'operator',
  'system',
];
const everyone = roles.filter((role) => role !== 'system').join(', ');

/** Who may do what, once more and in full: a permission given here only, or there only, is found. */
const table = tableOf(
  `page.public          → ${everyone}
   demo.steer           → ${everyone}
   session.begin        → ${everyone}
   session.end          → ${everyone}
   applicant.read_own   → applicant
   applicant.change_own → applicant
   child.read_own       → applicant
   child.refresh_own    → applicant
   seat.claim_own       → applicant
   seat.decline_own     → applicant
   seat.withdraw_own    → applicant
   guardianship.apply   → applicant
   notice.read_own      → applicant
   notice.mark_own      → applicant
   session.read_own     → applicant
   session.end_own      → applicant
   address.request_own  → applicant
   office.enter             → director, district, ministry
   school.read_office       → director, district, ministry
   boundaries.edit_own      → director
   boundaries.import        → district, ministry
   boundaries.read_office   → director, district, ministry
   boundaries.agree         → district, ministry
   address.answer_own       → director
   address.review           → district, ministry
   readiness.confirm_own    → director
   readiness.read_office    → director, district, ministry`,
);

test('KG25-10/each-only-his each role does only what is his: every role with every permission', () => {
  assert.deepEqual(Object.keys(permissions).toSorted(), table.map(({ given }) => given).toSorted());
  for (const { given, expected } of table) {
    for (const role of roles) assert.equal(may(role, given as Permission), expected.split(', ').includes(role), `${role}: ${given}`);
  }
});

test('KG25-10/each-only-his KG25-9/no-decisions nobody but the applicant touches a seat, and the operator does nothing that the public may not', () => {
  const seats = (Object.keys(permissions) as Permission[]).filter((permission) => permission.startsWith('seat.'));
  assert.ok(seats.length >= 2);
  for (const permission of seats) assert.deepEqual([...permissions[permission]], ['applicant'], permission);
  for (const permission of Object.keys(permissions) as Permission[])
    assert.ok(!may('operator', permission) || may('public', permission), permission);
});
