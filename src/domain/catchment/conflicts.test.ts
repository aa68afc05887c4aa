import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { growsWithItsSize } from '#test/support/growth.ts';
import { readAct } from './act.ts';
import { type Conflicts, findConflicts } from './conflicts.ts';
import { covers } from './segment.ts';

/** School: houses (of one street), school: houses → what is found: kind and houses. */
const FOUND = `
1: 5, 7 | 2: 7, 9                               → sameHouse 7
1: 13 | 2: 13а                                  →
1: 2-40 | 2: 30-60                              → sameHouse с 30 по 40 (чётная сторона)
1: 2-40 | 2: 41-61, 42                          →
1: 2-40 | 2: 1-39                               →
1: 2-40 | 2: 14а                                → sameHouse 14а
1: 2-40 | 2: 14а, 16, 41                        → sameHouse 14а; sameHouse 16
1: 5-57/1 | 2: 57/2, 59                         →
1: 5-57/1 | 2: с 57/1 по 99                     → sameHouse с 57/1 по 57/1 (нечётная сторона)
1: все дома | 2: 7                              → houseVersusWhole 7
1: все дома, кроме 7 | 2: 7                     →
1: все дома, кроме 5, 7 | 2: 7, 9               → houseVersusWhole 9
1: все дома | 2: 1-25                           → houseVersusWhole с 1 по 25 (нечётная сторона)
1: нечетная сторона | 2: 2-40                   →
1: нечетная сторона | 2: четная сторона         →
1: все дома | 2: все дома                       → wholeTwice все дома
1: все дома | 2: нечетная сторона               → wholeTwice все дома нечётной стороны
1: все дома (1-4 классы) | 2: все дома (5-11 классы) → gradeSplit все дома
1: 7 (1-4 классы) | 2: все дома (5-11 классы)   → gradeSplit 7
1: 7 (1-5 классы) | 2: 7 (5-11 классы)          → sameHouse 7
1: 7, 7 | 1: все дома                           →
1: уч. 5 | 2: 5                                 →
1: участки 1-9 | 2: уч. 5                       → sameHouse уч. 5
1: 7 | 2: 7 | 3: 7                              → sameHouse 7
1: 1-62 | 2: 7                                  →
1: от ул. Мира до реки | 2: 7                   →
1: частный сектор все дома | 2: 7               → houseVersusWhole 7
`;

for (const line of FOUND.trim().split('\n')) {
  const [acts = '', meant = ''] = line.split('→').map((cell) => cell.trim());
  test(`a district officer whose schools write ${acts} sees ${meant === '' ? 'no conflict' : meant}`, () => {
    assert.equal(told(conflictsOf(acts.split('|').map((each) => each.split(':').map((cell) => cell.trim()) as [string, string]))), meant);
  });
}

test('schools meet in the finder exactly when some house, counted out, is claimed by two', () => {
  const number = fc.integer({ min: 1, max: 24 });
  const item = fc.oneof(
    number.map(String),
    fc.tuple(number, fc.constantFrom('а', 'б', '/2')).map(([n, tail]) => `${n}${tail}`),
    fc.tuple(number, fc.integer({ min: 1, max: 8 })).map(([from, more]) => `${from}-${from + 2 * more}`),
    fc.tuple(number, fc.integer({ min: 1, max: 15 })).map(([from, more]) => `с ${from} по ${from + more} (все дома)`),
    fc.tuple(number, number).map(([a, b]) => `все дома (кроме ${a}, ${b})`),
  );
  const houses = fc.array(item, { minLength: 1, maxLength: 3 }).map((items) => items.join(', '));
  const asked = Array.from({ length: 60 }, (_, index) => index + 1).flatMap((n) => [
    { number: n },
    { number: n, letter: 'а' },
    { number: n, letter: 'б' },
    { number: n, fraction: '2' },
  ]);
  fc.assert(
    fc.property(houses, houses, (one, other) => {
      const act = actOf([
        ['1', one],
        ['2', other],
      ]);
      const claims = [...act.claims.values()].flat().filter(({ isSure }) => isSure);
      const bySchool = (key: string) => claims.filter(({ school }) => school === key);
      const isShared = asked.some((house) => ['1', '2'].every((key) => bySchool(key).some(({ segment }) => covers(segment, house))));
      const found = findConflicts(act.claims);
      assert.equal(Object.values(found).flat().length > 0, isShared, `${one} | ${other}`);
    }),
    { numRuns: 2000 },
  );
});

test('ten thousand schools on one street take no longer than they must', () => {
  const actOfSize = (size: number) =>
    actOf(Array.from({ length: size }, (_, index) => [String(index), `${(index % (size / 2)) * 2 + 2}`] as const));
  const acts = new Map([10_000, 2_500].map((size) => [size, actOfSize(size)]));
  growsWithItsSize('finding conflicts', 10_000, (size) => {
    assert.equal(findConflicts(acts.get(size)?.claims ?? new Map()).sameHouse.length, size / 2);
  });
});

function actOf(rows: readonly (readonly [school: string, houses: string])[]) {
  return readAct(rows.map(([school, houses], index) => ({ row: index + 2, district: '', school, street: 'Новая', houses })));
}

function conflictsOf(rows: readonly (readonly [school: string, houses: string])[]): Conflicts {
  return findConflicts(actOf(rows).claims);
}

function told(conflicts: Conflicts): string {
  return Object.entries(conflicts)
    .flatMap(([kind, found]) => found.map(({ houses }) => `${kind} ${houses}`))
    .join('; ');
}
