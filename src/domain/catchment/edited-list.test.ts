import assert from 'node:assert/strict';
import { test } from 'node:test';
import { conflictsOf } from './boundary-conflicts.ts';
import { type BoundaryLine, differenceOf } from './boundary-version.ts';
import { streetsWith, withChanges } from './edited-list.ts';
import { readItems } from './house-list.ts';
import { takeReading } from './take-reading.ts';

const act = { title: { ru: 'О микроучастках' }, number: '1', day: '2025-02-01' } as const;
const newAct = { ...act, number: '2' };
const line = (streetId: number, houses: string): BoundaryLine => ({ streetId, houses, habit: 'one_side', act });

/** A list of one street before and after → what came and what went. */
const DIFFERENCES = [
  ['1, 3, 5', '1, 3, 5', null],
  ['1, 3, 5', '5, 1,  3', null],
  ['1, 3, 5', '1, 3, 5, 7', '+7'],
  ['2-40 (четные)', '2-44 (четные)', '+2-44 (четные)'],
  ['2-44 (четные)', '2-40 (четные)', '−2-44 (четные)'],
  [null, 'все дома', '+все дома'],
  ['12а', null, '−12а'],
  // What waits for a person adds no house, whatever it says.
  ['5', '5, 2-40, 1-62', '+2-40'],
  ['все дома', '1-99', '−все дома'],
  ['все дома', 'чётная сторона', '−все дома'],
  ['1, 2, 3', '1-3 обе стороны', '+1-3 обе стороны'],
  // What is not understood serves nobody.
  ['12', '12 со всеми корпусами', '−12'],
  ['все дома', 'все дома, кроме 7', '−все дома'],
  ['1-9 (нечетные)', '1, 3, 5, 7, 9', '−1-9 (нечетные)'],
  ['13а', '13б', '+13б −13а'],
  ['2-10', '2, 4, 6, 8, 10, 2-10', null],
  ['уч. 5', '5', '+5 −уч. 5'],
] as const;

for (const [before, after, expected] of DIFFERENCES) {
  test(`a director who turns «${before ?? 'nothing'}» into «${after ?? 'nothing'}» is shown ${expected ?? 'no difference'}`, () => {
    const list = (houses: string | null) => (houses === null ? [] : [line(1, houses)]);
    const [found] = differenceOf(list(before), list(after));
    const said = found && !found.onlyWords && [...found.came.map((item) => `+${item}`), ...found.gone.map((item) => `−${item}`)].join(' ');
    assert.equal(said || null, expected);
  });
}

test('a changed street keeps its place and rests on the new act, a new one stands at the end, the others stay as they are', () => {
  const lines = [line(1, '1'), line(2, '2'), line(2, '4'), line(3, '3')];
  const changes = [
    { streetId: 4, houses: '8', before: null },
    { streetId: 2, houses: '2, 6', before: '2; 4' },
    { streetId: 3, houses: null, before: 'another list' },
  ];
  const changed = withChanges(lines, changes, newAct);
  assert.deepEqual(
    changed.map(({ streetId, houses, act: { number } }) => [streetId, houses, number]),
    [
      [1, '1', '1'],
      [2, '2, 6', '2'],
      [4, '8', '2'],
    ],
  );
  const shown = streetsWith(lines, changes, 'one_side');
  assert.deepEqual(
    shown.map(({ streetId, houses, inForce, changedMeanwhile }) => [streetId, houses, inForce, changedMeanwhile]),
    [
      [1, '1', '1', false],
      [2, '2, 6', '2; 4', false],
      [3, null, '3', true],
      [4, '8', null, false],
    ],
  );
});

/** A list, the reading chosen of an item that waits → the list as it is then written. */
const CHOICES = [
  ['5, 1-62, 100', 0, '5, с 1 по 62 (все дома), 100'],
  ['5, 1-62, 100', 1, '5, с 1 по 62 (нечётная сторона), 100'],
  ['5, 1-62, 100', 9, '5, 1-62, 100'],
] as const;

for (const [houses, which, expected] of CHOICES) {
  test(`of «${houses}» a person chooses reading ${which + 1}: nobody is asked again`, () => {
    const items = readItems(houses);
    const waiting = items.find(({ outcome }) => outcome.kind === 'confirm');
    const written = takeReading(houses, items, `${waiting?.at}.${which}`);
    assert.equal(written, expected);
    if (written !== houses) assert.ok(readItems(written).every(({ outcome }) => outcome.kind === 'sure'));
  });
}

/** What school A writes, what school B has → the conflict, and the houses in it as they are counted. */
const CONFLICTS = [
  ['2-40 (четные)', '10, 12', ['sameHouse', 'sameHouse']],
  ['5', 'все дома', ['houseVersusWhole']],
  ['все дома', 'все дома', ['wholeTwice']],
  ['все дома (1-4 кл)', 'все дома (5-9 кл)', ['gradeSplit']],
  ['2-40 (четные)', '1-39 (нечетные)', []],
] as const;

for (const [own, other, kinds] of CONFLICTS) {
  test(`KG25-18.4/streets-with-houses a director who writes «${own}» where another school has «${other}» is shown ${kinds.join(', ') || 'no conflict'}`, () => {
    const found = conflictsOf(
      'A',
      [{ ...line(1, own), school: 'A' }],
      [
        { ...line(1, other), school: 'B' },
        { ...line(2, other), school: 'B' },
        { ...line(1, own), school: 'A' },
      ],
    );
    assert.deepEqual(
      found.map(({ kind }) => kind),
      kinds,
    );
    assert.ok(found.every(({ schools, segments }) => schools.join() === 'B' && segments.length > 0));
  });
}
