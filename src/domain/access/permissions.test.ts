import assert from 'node:assert/strict';
import { test } from 'node:test';
import { may, type Permission, permissions, type Role } from './permissions.ts';

const roles: readonly Role[] = ['public', 'applicant', 'director', 'district', 'municipality', 'commission', 'ministry', 'operator', 'system'];
const people: readonly Role[] = roles.filter((role) => role !== 'system');

/** What each permission is for: everybody's, or the applicant's alone. */
const everybodys: readonly Permission[] = ['page.public', 'session.begin', 'session.end'];

test('KG25-10 each role does only what is his: every role with every permission', () => {
  for (const permission of Object.keys(permissions) as Permission[]) {
    for (const role of roles) {
      const expected = everybodys.includes(permission) ? people.includes(role) : role === 'applicant';
      assert.equal(may(role, permission), expected, `${role}: ${permission}`);
    }
  }
});

test('KG25-10 nobody but the applicant touches a seat or sees a child, and the operator decides nothing', () => {
  const seats = (Object.keys(permissions) as Permission[]).filter((permission) => /^(seat|child|applicant|guardianship)\./.test(permission));
  assert.ok(seats.length >= 6);
  for (const permission of seats) assert.deepEqual([...permissions[permission]], ['applicant'], permission);
  const operators = (Object.keys(permissions) as Permission[]).filter((permission) => may('operator', permission));
  assert.deepEqual(operators.toSorted(), [...everybodys].toSorted());
});
