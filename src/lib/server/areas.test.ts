import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SchoolSeats } from '#domain/school/seats.ts';
import { areasOf } from '#lib/server/areas.ts';

function school(id: string, region: string, district: string, free: readonly number[]): SchoolSeats {
  const area = (key: string) => ({ key, name: { ru: key } });
  const pools = free.map((seats, place) => ({
    id: place,
    grade: 1,
    language: 'ky' as const,
    free: seats,
    capacity: 30,
    overQuota: 0,
    inLine: 0,
  }));
  return { school: { id, number: 1, name: { ru: id }, address: { ru: '' } }, region: area(region), district: area(district), pools };
}

test('KG25-7/public-information anybody sees how many schools and free seats each district has, in the order of the state’s keys', () => {
  const areas = areasOf([
    school('a', 'Чуй', 'Аламудун', [3, 4]),
    school('b', 'Бишкек', 'Ленин', [0]),
    school('c', 'Чуй', 'Аламудун', []),
    school('d', 'Чуй', 'Сокулук', [5]),
  ]);
  const said = areas.map(
    ({ area, districts }) => `${area.key}: ${districts.map((one) => `${one.area.key} ${one.schools}/${one.free}`).join(', ')}`,
  );
  assert.deepEqual(said, ['Чуй: Аламудун 2/7, Сокулук 1/5', 'Бишкек: Ленин 1/0']);
});

test('a school that was given more children than seats does not take away free seats of another', () => {
  assert.equal(areasOf([school('a', 'r', 'd', [-2, 5])])[0]?.districts[0]?.free, 5);
});
