import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { openKeyRing, keyOf } from '#server/db/keys.ts';
import { dataKeys, resealValues, rewrapDataKeys, rotateDataKey } from '#server/db/rotate-keys.ts';
import { householdOf } from '#test/support/household.ts';
import { openTown, type Town } from '#test/support/town.ts';
import { withClient } from '#tools/postgres/bootstrap.ts';

let town: Town;
before(async () => {
  town = await openTown();
});
after(() => town.close());

const hand = { by: 'A. Operator', ground: 'the yearly change of keys' };
const asOwner = (statement: string, values: readonly unknown[] = []) =>
  withClient(town.test.ownerUrl, (client) => client.query(statement, [...values]));
const halfAMinuteLater = () => asOwner("update data_key set created_at = created_at - interval '31 seconds'");
const keysInUse = async () => {
  const { rows } = await asOwner(
    'select national_id_cipher as cipher from person union all select national_id_cipher from child union all select certificate_cipher from child',
  );
  return new Set((rows as readonly { readonly cipher: Buffer }[]).map(({ cipher }) => keyOf(cipher)));
};

test('the data key is changed while families read, and nobody reads a fault; the key before is retired and opens what it sealed', async () => {
  const families = [await householdOf(town, 'one_child'), await householdOf(town, 'one_child', 1)];
  let reads = 0;
  let isOver = false;
  const reading = families.map(async (family) => {
    while (!isOver) {
      assert.ok((await family.family()).children.length > 0);
      await family.page();
      reads += 1;
    }
  });
  const [old] = (await dataKeys(town.database)).filter(({ purpose }) => purpose === 'record');
  const key = await rotateDataKey(town.database, town.config.MASTER_KEY, hand);
  assert.ok(old && key > old.id);
  assert.ok((await dataKeys(town.database)).find(({ id }) => id === old.id)?.retiredAt);

  // A process that began before it has not heard of the new key yet: nobody may seal with it.
  const early = await openKeyRing(town.database, town.config.MASTER_KEY);
  assert.equal(keyOf(early.seal('x', 'y')), old.id);
  await assert.rejects(
    resealValues(town.database, early, () => undefined),
    /not in use yet/,
  );
  // Every process learns of it within that time.
  await town.keys.refresh();
  await town.composed.refreshKeys();
  await halfAMinuteLater();
  const ring = await openKeyRing(town.database, town.config.MASTER_KEY);
  const sealed = ring.seal('10505201900123', 'child.national_id');
  assert.equal(keyOf(sealed), key);
  // Whoever learnt of it meanwhile opens what it seals, and who has the old one opens the old.
  assert.equal(town.keys.open(sealed, 'child.national_id'), '10505201900123');

  const count = await resealValues(town.database, ring, () => undefined);
  assert.ok(count > 0);
  assert.deepEqual([...(await keysInUse())], [key]);
  assert.equal(await resealValues(town.database, ring, () => undefined), 0);
  await town.composed.refreshKeys();
  isOver = true;
  await Promise.all(reading);
  assert.ok(reads > 0);
  assert.ok((await families[0]?.family())?.children.length);
});

test('every column that keeps a sealed value is sealed anew', async () => {
  const { rows } = await asOwner(
    "select table_name || '.' || column_name as place from information_schema.columns where column_name like '%\\_cipher' and table_schema = 'public' order by 1",
  );
  // The provider's word for a session lasts as long as the session, and is never sealed anew.
  assert.deepEqual(
    (rows as readonly { readonly place: string }[]).map(({ place }) => place).filter((place) => !place.startsWith('session.')),
    [
      'child.certificate_cipher',
      'child.national_id_cipher',
      'document.name_cipher',
      'guardianship.child_national_id_cipher',
      'person.national_id_cipher',
      'person.passport_cipher',
    ],
  );
});

test('under another master key processes that run go on, the old master key opens nothing any more, and the new one everything', async () => {
  const next = randomBytes(32).toString('base64');
  const sealed = town.keys.seal('x', 'y');
  assert.ok((await rewrapDataKeys(town.database, { from: town.config.MASTER_KEY, to: next }, hand)) >= 3);
  await town.keys.refresh();
  assert.equal(town.keys.open(sealed, 'y'), 'x');
  await assert.rejects(openKeyRing(town.database, town.config.MASTER_KEY), /MASTER_KEY does not open/);
  await assert.rejects(rewrapDataKeys(town.database, { from: town.config.MASTER_KEY, to: next }, hand), /MASTER_KEY does not open/);
  await assert.rejects(rotateDataKey(town.database, town.config.MASTER_KEY, hand), /MASTER_KEY does not open/);
  assert.equal((await openKeyRing(town.database, next)).open(sealed, 'y'), 'x');
  const { rows } = await asOwner("select act, detail ->> 'by' as by from journal where act like 'keys.%' order by seq");
  assert.deepEqual(rows, [
    { act: 'keys.rotated', by: 'A. Operator' },
    { act: 'keys.rewrapped', by: 'A. Operator' },
  ]);
});
