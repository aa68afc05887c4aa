import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTown, type Town } from '#test/support/town.ts';

let town: Town;
before(async () => {
  town = await openTown();
});
after(() => town.close());

const find = (query: string, district: number | null = null, limit = 50) =>
  town.composed.mektep.catchment.findStreets(query, { district, limit });

test('KG25-7/public-information anybody finds every street by either of its names, with small letters and without ө, ү, ң', async () => {
  for (const { id, name } of town.population.streets) {
    for (const own of [name.ru, name.ky ?? name.ru]) {
      const plain = own.toLowerCase().replace(/[өүңё]/g, (letter) => ({ ө: 'о', ү: 'у', ң: 'н', ё: 'е' })[letter] ?? letter);
      const { streets, near } = await find(plain);
      assert.ok(!near && streets.some((street) => street.id === id), plain);
    }
  }
});

test('KG25-7/public-information a street is looked for in the district that was chosen', async () => {
  const [street] = town.population.streets;
  const own = town.population.districts.find(({ code }) => code === street?.districtCode);
  const other = town.population.districts.find(({ code }) => code !== street?.districtCode);
  assert.ok(street && own && other);
  assert.deepEqual(
    (await find(street.name.ru, own.districtId)).streets.map(({ id }) => id),
    [street.id],
  );
  assert.ok((await find(street.name.ru, other.districtId)).streets.every(({ id }) => id !== street.id));
});

test('no more streets are given than asked for, and for what no street is called there is none', async () => {
  assert.equal((await find('улица', null, 3)).streets.length, 3);
  assert.deepEqual((await find('кракозябра')).streets, []);
});
