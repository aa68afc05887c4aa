import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTown, type Town } from '#test/support/town.ts';

let town: Town;
before(async () => {
  town = await openTown();
});
after(() => town.close());

const find = (query: string, limit = 5) => town.composed.mektep.school.find(query, limit);

test('KG25-7/public-information anybody finds every school by its number, in Russian and in Kyrgyz', async () => {
  for (const { number } of town.population.schools) {
    for (const query of [`школа ${number}`, `№ ${number} мектеп`, String(number)]) {
      const found = await find(query, 50);
      assert.ok(
        found.some(({ school }) => school.number === number),
        query,
      );
      assert.ok(found[0]?.school.number === number, `${query} shows it first`);
    }
  }
});

test('a school is found by the street it stands on, and no more than asked for are given', async () => {
  const [school] = town.population.schools;
  const street = town.population.streets.find(({ id }) => id === school?.address.streetId);
  const found = await find(street?.name.ky ?? '', 50);
  assert.ok(found.some(({ school: { number } }) => number === school?.number));
  assert.equal((await find('школа', 3)).length, 3);
  assert.deepEqual(await find('кракозябра'), []);
});
