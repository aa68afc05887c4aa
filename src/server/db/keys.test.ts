import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { connect, type Database } from '#server/db/connect.ts';
import { type KeyRing, openKeyRing } from '#server/db/keys.ts';
import { type TestDatabase, testDatabase } from '#test/support/database.ts';

const masterKey = randomBytes(32).toString('base64');
let place: TestDatabase;
let database: Database;
let keys: KeyRing;
before(async () => {
  place = await testDatabase();
  database = connect(place.appUrl, { connections: 3, onLost: () => undefined });
  keys = await openKeyRing(database, masterKey);
});
after(async () => {
  await database.close();
  await place.close();
});

test('what is sealed opens again, also after a restart, and never looks the same twice', async () => {
  const again = await openKeyRing(database, masterKey);
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.string({ maxLength: 40 }), (plain, context) => {
      const sealed = keys.seal(plain, context);
      assert.equal(again.open(sealed, context), plain);
      assert.notDeepEqual(sealed, keys.seal(plain, context));
    }),
  );
});

test('a sealed value that was touched anywhere, or moved to another column, does not open', () => {
  const sealed = keys.seal('10505201900123', 'child.national_id');
  for (let at = 0; at < sealed.length; at += 1) {
    const touched = Buffer.from(sealed);
    touched.writeUInt8(touched.readUInt8(at) ^ 1, at);
    assert.throws(() => keys.open(touched, 'child.national_id'), `byte ${at}`);
  }
  for (const length of [0, 2, 3, 20, sealed.length - 1])
    assert.throws(() => keys.open(sealed.subarray(0, length), 'child.national_id'), `${length} bytes`);
  assert.throws(() => keys.open(sealed, 'person.national_id'));
});

test('the index is equal for equal values of one kind, and says nothing without the key', async () => {
  const other = await testDatabase();
  const foreign = connect(other.appUrl, { connections: 2, onLost: () => undefined });
  try {
    const ring = await openKeyRing(foreign, masterKey);
    assert.deepEqual(keys.index('KG:1', 'national_id'), keys.index('KG:1', 'national_id'));
    assert.equal(keys.index('KG:1', 'national_id').length, 32);
    assert.notDeepEqual(keys.index('KG:1', 'national_id'), keys.index('KZ:1', 'national_id'));
    assert.notDeepEqual(keys.index('KG:1', 'national_id'), keys.index('KG:1', 'phone'));
    assert.notDeepEqual(keys.index('KG:1', 'national_id'), ring.index('KG:1', 'national_id'));
  } finally {
    await foreign.close();
    await other.close();
  }
});

test('another master key opens nothing, and many processes starting at once make one key of each purpose', async () => {
  await assert.rejects(openKeyRing(database, randomBytes(32).toString('base64')), /MASTER_KEY does not open/);
  const fresh = await testDatabase();
  const pool = connect(fresh.appUrl, { connections: 5, onLost: () => undefined });
  try {
    await Promise.all(Array.from({ length: 5 }, () => openKeyRing(pool, masterKey)));
    const { rows } = await pool.pool.query('select purpose, count(*)::int as keys from data_key group by purpose order by purpose');
    assert.deepEqual(rows, [
      { purpose: 'blind_index', keys: 1 },
      { purpose: 'record', keys: 1 },
    ]);
  } finally {
    await pool.close();
    await fresh.close();
  }
});
