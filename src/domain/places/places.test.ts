import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readHouses } from '../catchment/house-list.ts';
import { readPlaces } from './geojson.ts';
import { drawPlaces } from './map.ts';
import { layOut, sidesOf } from './schematic.ts';

const feature = (geometry: object, properties: object) => ({ type: 'Feature', geometry, properties });
const line = (...coordinates: number[][]) => ({ type: 'LineString', coordinates });

test('KG25-21.8b/as-a-map a file of places is read feature by feature, and what cannot be read is told with its place and reason', () => {
  const text = JSON.stringify({
    type: 'FeatureCollection',
    features: [
      feature(line([74.5, 42.8], [74.6, 42.9, 700]), { street_id: '17' }),
      feature(
        {
          type: 'MultiLineString',
          coordinates: [
            [
              [74.5, 42.8],
              [74.6, 42.9],
            ],
          ],
        },
        { street: 'улица Ахунбаева', district: '417' },
      ),
      feature({ type: 'Point', coordinates: [74.5, 42.8] }, { school: 'S-61' }),
      feature({ type: 'Point', coordinates: [74.5, 42.8] }, { name: 'киоск' }),
      feature(line([74.5, 42.8], [740, 42.9]), { street_id: 17 }),
      feature({ type: 'Polygon', coordinates: [] }, { street_id: 17 }),
      'nothing',
    ],
  });
  const read = readPlaces(`\uFEFF${text}`);
  assert.deepEqual(
    read?.map(({ kind, place }) => [place, kind]),
    [
      [1, 'street'],
      [2, 'street'],
      [3, 'school'],
      [4, 'unread'],
      [5, 'unread'],
      [6, 'unread'],
      [7, 'unread'],
    ],
  );
  assert.deepEqual(read?.[0], {
    kind: 'street',
    place: 1,
    street: { by: 'id', id: 17 },
    lines: [
      [
        [74.5, 42.8],
        [74.6, 42.9],
      ],
    ],
  });
  for (const wrong of ['', '{', '[]', '{"type":"FeatureCollection"}', 'null']) assert.equal(readPlaces(wrong), null, wrong);
});

test('KG25-21.8b/as-a-map a map fits a narrow phone, north is up, and one point alone is no map', () => {
  const drawn = drawPlaces(
    [
      {
        id: 1,
        lines: [
          [
            [74.5, 42.8],
            [74.5, 42.9],
          ],
        ],
      },
    ],
    [{ id: 'south-east', point: [74.6, 42.8] }],
  );
  assert.ok(drawn);
  const [street] = drawn.streets;
  const [south, north] = [...(street?.path ?? '').matchAll(/[ML]([\d.]+) ([\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
  assert.ok(south && north && (south[1] ?? 0) > (north[1] ?? 0), 'the south end is lower');
  const [school] = drawn.schools;
  assert.ok(school && school.at[0] > (south[0] ?? 0) && school.at[1] === south[1], 'the school lies east of the south end');
  for (const [x = -1, y = -1] of [south, north, school.at])
    assert.ok(x >= 0 && x <= drawn.width && y >= 0 && y <= drawn.height, `${x} ${y}`);
  assert.equal(drawPlaces([], [{ id: 'alone', point: [74.6, 42.8] }]), null);
  assert.equal(drawPlaces([], []), null);
});

test('KG25-21.8b/as-a-map a schematic says of each side which houses belong, and no two streets lie on one another', () => {
  const said = (houses: string) => {
    const { odd, even } = sidesOf(readHouses(houses, 'one_side').segments);
    const words = (labels: typeof odd) => labels.map((label) => (label.kind === 'whole' ? 'все' : label.text)).join(', ');
    return `${words(odd)} | ${words(even)}`;
  };
  assert.equal(said('2-64, 1, 3, 12а'), '1, 3 | 2–64, 12а');
  assert.equal(said('все дома'), 'все | все');
  assert.equal(said('нечётная сторона'), 'все | ');
  for (const count of [0, 1, 2, 7, 40]) {
    const { rows, height, school } = layOut(count);
    const tops = rows.map(({ top }) => top);
    assert.deepEqual(
      tops,
      tops.toSorted((a, b) => a - b),
    );
    assert.ok(tops.every((top, place) => place === 0 || top - (tops[place - 1] ?? 0) >= 78));
    assert.ok(
      tops.every((top) => school <= top || school >= top + 78),
      'no street lies on the school',
    );
    assert.ok(tops.every((top) => top + 78 <= height));
  }
});
