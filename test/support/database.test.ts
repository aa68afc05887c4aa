import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withClient } from '#tools/postgres/bootstrap.ts';
import { testDatabase } from './database.ts';

test('each test file gets a migrated database of its own, and the application may make no table in it', async () => {
  const [one, other] = await Promise.all([testDatabase(), testDatabase()]);
  try {
    await withClient(one.ownerUrl, (client) => client.query('create table mark ()'));
    const { rows } = await withClient(other.ownerUrl, (client) =>
      client.query<{ mark: string | null; migrated: boolean }>(
        `select to_regclass('mark')::text as mark, exists (select from migration) as migrated`,
      ),
    );
    assert.deepEqual(rows, [{ mark: null, migrated: true }]);
    await assert.rejects(
      withClient(one.appUrl, (client) => client.query('create table mine ()')),
      /permission denied/,
    );
  } finally {
    await Promise.all([one.close(), other.close()]);
  }
});
