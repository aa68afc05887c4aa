import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseHouse } from './house-grammar.ts';
import { houseText } from './house.ts';

/** What a register writes → the one spelling it stands for. */
const READ = `
5            → 5
дом 5        → 5
д. 5         → 5
№ 5          → 5
005          → 5
61/67        → 61/67
17\\1        → 17/1
55/ 61       → 55/61
12 А         → 12а
12А          → 12а
12-А         → 12а
12 «а»       → 12а
20А/1        → 20а/1
10/7а        → 10/7а
12/А         → 12/а
2/1/3        → 2/1/3
8/1          → 8/1
14к2         → 14 (корп. 2)
8К2          → 8 (корп. 2)
14 к. 2      → 14 (корп. 2)
14 корп. 2   → 14 (корп. 2)
14 (корп. 2) → 14 (корп. 2)
12 корпус А  → 12 (корп. а)
12к          → 12к
24-үй        → 24
5.           → 5
В-21         → В-21
Б- 1         → Б-1
уч. 11       → уч. 11
участок № 5а → уч. 5а
22дача       → дача 22
12 стр. 1    → 12 (стр. 1)
24 үй        → 24
`;

for (const [text, house] of table(READ)) {
  test(`a family registered at «${text}» lives in the house ${house}`, () => {
    const read = parseHouse(text);
    assert.equal(read === null ? null : houseText(read), house);
  });
}

test('a Latin letter that looks like a Cyrillic one is the same house, and a capital is the same as a small one', () => {
  for (const [latin, cyrillic] of [
    ['12a', '12а'],
    ['12A', '12А'],
    ['12B', '12В'],
    ['12C', '12С'],
    ['12e', '12е'],
    ['8K2', '8к2'],
  ] as const) {
    assert.deepEqual(parseHouse(latin), parseHouse(cyrillic), latin);
  }
});

const NOT_ONE_HOUSE = [
  '',
  ' ',
  '-',
  '0',
  '12-14',
  '12, 14',
  '31 32',
  '12b',
  '5 кв. 3',
  '5, 3',
  '123456',
  'а',
  'б/н',
  '12аб',
  '12//3',
  '12/',
  '7.11',
  '2 (1',
  'все дома',
];

for (const text of NOT_ONE_HOUSE) {
  test(`«${text}» is not taken for a house`, () => assert.equal(parseHouse(text), null));
}

function table(text: string): readonly (readonly [string, string])[] {
  return text
    .trim()
    .split('\n')
    .map((line) => line.split('→').map((cell) => cell.trim()) as [string, string]);
}
