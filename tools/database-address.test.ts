import assert from 'node:assert/strict';
import { test } from 'node:test';
import { databaseFromEnvironment, withoutPassword } from './database-address.ts';

const app = 'postgres://app:secret@db.example:5432/mektep';
const owner = 'postgres://owner:secret@db.example:5432/mektep';
const acting = `${app}?options=-c%20role%3Dmektep_app`;

const table = [
  { given: {}, gives: null },
  { given: { DATABASE_URL: '' }, gives: null },
  { given: { DATABASE_URL: app, DATABASE_OWNER_URL: owner }, gives: { ownerUrl: owner, appUrl: app } },
  { given: { DATABASE_URL: app }, gives: { ownerUrl: app, appUrl: acting } },
  { given: { DATABASE_URL: app, NODE_ENV: 'production' }, gives: { ownerUrl: app, appUrl: app } },
];

for (const { given, gives } of table) {
  test(`with ${JSON.stringify(given)} the database is reached so: ${JSON.stringify(gives)}`, () => {
    assert.deepEqual(databaseFromEnvironment(given), gives);
  });
}

test('an operator who mistyped the address is told which variable and how it looks', () => {
  assert.throws(() => databaseFromEnvironment({ DATABASE_URL: 'db.example/mektep' }), /DATABASE_URL is no address.*postgres:\/\//);
  assert.throws(
    () => databaseFromEnvironment({ DATABASE_URL: app, DATABASE_OWNER_URL: 'mysql://x/y' }),
    /DATABASE_OWNER_URL is no address/,
  );
});

test('an address shown to a person holds no password', () => {
  assert.equal(withoutPassword(acting), 'postgres://app@db.example:5432/mektep');
});
