import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readHouses } from './house-list.ts';
import { printHouses } from './print-houses.ts';
import type { Reading } from './reading.ts';

/**
 * The golden table: what an act writes → how it is read, in the notation that names every side. `[place]` before houses: another place
 * than the street of the row. `? a / b`: it waits for a person, who chooses a or b. `! reason`: it is not read.
 */
const TABLE = readFileSync(join(import.meta.dirname, 'golden.txt'), 'utf8');

let namesStreet = true;
for (const line of TABLE.split('\n')) {
  if (line.startsWith('# ')) namesStreet = !line.includes('(no street in the row)');
  const [written, meant] = line.split('→').map((cell) => cell.trim());
  if (line.startsWith('#') || written === undefined || meant === undefined) continue;
  const options = { namesStreet };
  test(`KG25-3/microdistrict a director who writes «${written}» means: ${meant}`, () => {
    const reading = readHouses(written, 'one_side', options);
    assert.equal(told(reading), meant);
    assert.ok(reading.tokens >= reading.unread.length + reading.confirm.length);
  });
}

/** A reading in one line. */
function told({ segments, elsewhere, confirm, unread }: Reading): string {
  const places = [...Map.groupBy(elsewhere, ({ place }) => place)];
  return [
    ...(segments.length > 0 ? [printHouses(segments)] : []),
    ...places.map(([place, its]) => `[${place}] ${printHouses(its.flatMap((each) => each.segments))}`),
    ...confirm.map(({ token, place, readings }) => {
      const where = place === null ? '' : `[${place}] `;
      return `${token} ? ${where}${readings.map((each) => printHouses(each) || 'only heads the next').join(' / ')}`;
    }),
    ...unread.map(({ token, reason }) => `${token} ! ${reason}`),
  ].join(' | ');
}
