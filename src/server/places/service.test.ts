import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { readPlaces } from '#domain/places/geojson.ts';
import { asActor } from '#test/support/crowd.ts';
import { householdOf } from '#test/support/household.ts';
import { openTown, type Town } from '#test/support/town.ts';
import { enterPlaces } from './service.ts';

let town: Town;
before(async () => {
  town = await openTown();
});
after(() => town.close());

const line = (properties: object, ...coordinates: number[][]) => ({
  type: 'Feature',
  geometry: { type: 'LineString', coordinates },
  properties,
});
const enter = (...features: readonly object[]) =>
  asActor(town, 'system', (tx) =>
    enterPlaces(tx, readPlaces(JSON.stringify({ type: 'FeatureCollection', features })) ?? [], 'test.geojson'),
  );

test('KG25-21.8b/as-a-map places are entered by key or by a name that is one street; what is several or none is told and left out', async () => {
  const [street, ...others] = town.population.streets;
  const sameName = town.population.streets.find((one) => others.some(({ id, name }) => id !== one.id && name.ru === one.name.ru));
  const once = town.population.streets.find((one) => town.population.streets.filter(({ name }) => name.ru === one.name.ru).length === 1);
  assert.ok(street && once);
  const { streets, left } = await enter(
    line({ street_id: street.id }, [74.5, 42.8], [74.6, 42.8]),
    line({ street_id: street.id }, [74.6, 42.8], [74.7, 42.8]),
    line({ street: once.name.ky ?? once.name.ru, district: once.districtCode }, [74.5, 42.9], [74.6, 42.9]),
    line({ street: 'улица Которой Нет' }, [74.5, 42.9], [74.6, 42.9]),
    line({ street_id: 999_999 }, [74.5, 42.9], [74.6, 42.9]),
    ...(sameName === undefined ? [] : [line({ street: sameName.name.ru }, [74.5, 42.9], [74.6, 42.9])]),
    { type: 'Feature', geometry: { type: 'Point', coordinates: [74.5, 42.8] }, properties: { school: 'no such school' } },
  );
  assert.equal(streets, street.id === once.id ? 1 : 2);
  assert.deepEqual(
    left.map(({ place }) => place),
    sameName === undefined ? [4, 5, 6] : [4, 5, 6, 7],
  );
});

test('KG25-21.8/turns-to-nearest-school the nearest schools are asked, too, once their places are known', async () => {
  const home = await householdOf(town, 'no_school');
  const { address } = await town.composed.mektep.person.family(home.who.person);
  assert.ok(address);
  const district = town.population.districts.find(({ districtId }) => districtId === address.districtId);
  const schools = town.population.schools.filter(({ districtCode }) => districtCode === district?.code);
  await enter(
    line({ street_id: address.streetId }, [74.5, 42.8], [74.5, 42.8001]),
    ...schools.map(({ id }, place) => ({
      ...{ type: 'Feature', geometry: { type: 'Point', coordinates: [74.5 + place / 10, 42.8] }, properties: { school: id } },
    })),
  );
  const sent = await town.composed.mektep.addressRequest.send(home.who, home.childId);
  const asked = sent?.request?.schools ?? [];
  const nearest = schools.slice(0, 3).map(({ name }) => name.ru);
  for (const name of nearest)
    assert.ok(
      asked.some((answer) => answer.school.name.ru === name),
      name,
    );
  assert.equal(new Set(asked.map((answer) => answer.school.id)).size, asked.length, 'each once');
});
