import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { growsWithItsSize } from '#test/support/growth.ts';
import { type House, LAST_NUMBER } from './house.ts';
import { parseHouse } from './house-grammar.ts';
import { readHouses, readItems } from './house-list.ts';
import { covers, coversSurely, limited, type Segment, type Side } from './segment.ts';
import { printHouses } from './print-houses.ts';

/** An item of an act → houses in it | houses not in it. */
const COVERED = `
13                   → 13             | 13а 13/2 13к1 11 12 14
9/34                 → 9/34           | 9 34 9/3 9/34а 9а
36 (а,б)             → 36а 36б        | 36 36в
8к1                  → 8к1            | 8 8к2
2 (все корпуса)      → 2 2к1 2к7      | 2а 2/1 3
1-25                 → 1 13 25 13а 13/2 25а 25/2 7к3 | 2 12а 27 26
с 24 по 73 (все)     → 24 25 40а 73   | 23 74
27-69а               → 27 27б 69 69а  | 69б 69/1 70 25
с 2а по 38           → 2а 2б 4 38 38а | 2 2/1 40
5-57/1               → 5 57 57/1      | 57/2 57а 59
13/19-31             → 13/19 13/21 15 31 31/2 | 13 13/17 13а 14
нечетная сторона     → 1 99 99а       | 2 100
все дома             → 1 2 3/4 99999  |
`;

for (const [written, inside, outside] of rowsOf(COVERED)) {
  test(`KG25-3/microdistrict of «${written}», a family knows which houses are in it`, () => {
    const { segments, unread } = readHouses(written);
    assert.deepEqual(unread, []);
    for (const text of inside) assert.ok(isIn(segments, text), `${text} lies in «${written}»`);
    for (const text of outside) assert.ok(!isIn(segments, text), `${text} does not lie in «${written}»`);
  });
}

const number = fc.integer({ min: 1, max: 300 });
const letter = fc.constantFrom(...'абвгдежзиклмнопрстуф');
const house: fc.Arbitrary<House> = fc
  .record({
    number,
    letter: fc.option(letter, { nil: undefined }),
    fraction: fc.option(
      fc.tuple(number, fc.option(letter, { nil: '' })).map(([n, l]) => `${n}${l}`),
      { nil: undefined },
    ),
    corpus: fc.option(fc.oneof(number.map(String), letter), { nil: undefined }),
  })
  .map((parts) => Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined)) as House);

test('a house belongs to a range exactly when the range counted out house by house has it', () => {
  const range = fc.tuple(number, number, fc.constantFrom<Side>('odd', 'even', 'both')).filter(([from, to]) => from <= to);
  fc.assert(
    fc.property(range, house, ([from, to, side], asked) => {
      const counted: number[] = [];
      for (let n = from; n <= to; n += 1) if (side === 'both' || (side === 'even') === (n % 2 === 0)) counted.push(n);
      const segment: Segment = { kind: 'range', from: { number: from }, to: { number: to }, side };
      assert.equal(covers(segment, asked), counted.includes(asked.number));
    }),
    { numRuns: 2000 },
  );
});

test('what is printed is read back as the same houses', () => {
  const end = house.map(({ corpus: _, ...bare }) => bare);
  const range = fc
    .tuple(end, end, fc.constantFrom<Side>('odd', 'even', 'both'))
    .filter(
      ([from, to, side]) =>
        from.number < to.number && (side === 'both' || [from, to].some((e) => (e.number % 2 === 0) === (side === 'even'))),
    )
    .map(([from, to, side]): Segment => ({ kind: 'range', from, to, side }));
  const grades = fc
    .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 0, max: 5 }))
    .map(([from, more]) => [{ from, to: from + more }]);
  const series = fc.constantFrom('уч', 'общ', 'вагон', 'в', 'а');
  const inSeries = fc.tuple(house, series).map(([each, name]): Segment => ({ kind: 'house', house: { ...each, series: name } }));
  const seriesRange = fc
    .tuple(number, number, fc.constantFrom<Side>('odd', 'even', 'both'), series)
    .filter(([from, more, side]) => side === 'both' || [from, from + more].some((end) => (end % 2 === 0) === (side === 'even')))
    .map(([from, more, side, name]): Segment => {
      return { kind: 'range', from: { number: from, series: name }, to: { number: from + more, series: name }, side };
    });
  const open = fc
    .tuple(end, fc.constantFrom<Side>('odd', 'even', 'both'))
    .map(([from, side]): Segment => ({ kind: 'range', from, to: { number: LAST_NUMBER }, side }));
  const single = fc.oneof(
    house.map((each): Segment => ({ kind: 'house', house: each })),
    end.map((each): Segment => ({ kind: 'house_all_corpuses', house: each })),
    inSeries,
  );
  const wide = fc.oneof(
    range,
    open,
    seriesRange,
    fc.constantFrom<Segment>(
      { kind: 'all' },
      { kind: 'side', side: 'odd' },
      { kind: 'side', side: 'even' },
      { kind: 'series', series: 'уч' },
    ),
  );
  const except = fc.array(fc.oneof(single, range), { minLength: 1, maxLength: 3 });
  const segment = fc.oneof(
    fc.tuple(single, fc.option(grades, { nil: undefined })).map(([each, its]) => limited(each, { grades: its })),
    fc
      .tuple(
        wide,
        fc.option(grades, { nil: undefined }),
        fc.constantFrom(undefined, 'private_sector' as const),
        fc.option(except, { nil: undefined }),
      )
      .filter(([each, , , taken]) => each.kind !== 'series' || taken === undefined)
      .map(([each, its, only, taken]) => limited(each, { grades: its, only, except: taken })),
  );
  fc.assert(
    fc.property(fc.array(segment, { maxLength: 12 }), (segments) => {
      const { segments: again, confirm, unread, elsewhere } = readHouses(printHouses(segments));
      assert.deepEqual({ again, confirm, unread, elsewhere }, { again: segments, confirm: [], unread: [], elsewhere: [] });
    }),
    { numRuns: 2000 },
  );
});

test('every item of any text is read or listed, and no text stops the reader', () => {
  const scrap = fc.constantFrom(
    ...'1 2 13 44 100000 а б к с и д й ң я A b - – / \\ ( ) [ ] , ; . : № « » _ % \0'.split(' '),
    ...'с по от до кроме все дома корп. корпуса нечетная четные сторона үйлөр тарабы так жуп уч. участки частный сектор кл ул. Пруд'.split(
      ' ',
    ),
    ' ',
    '\n',
  );
  fc.assert(
    fc.property(
      fc.array(scrap, { maxLength: 40, size: 'max' }).map((scraps) => scraps.join('')),
      (text) => {
        for (const namesStreet of [true, false]) {
          const { confirm, unread, tokens } = readHouses(text, 'one_side', { namesStreet });
          const items = readItems(text, 'one_side', { namesStreet });
          assert.equal(items.length, tokens, 'every item has an outcome');
          assert.ok(unread.length + confirm.length <= tokens);
          for (const { outcome } of items) {
            if (outcome.kind === 'sure')
              assert.ok(
                outcome.parts.some(({ segments }) => segments.length > 0),
                'what is read is some houses',
              );
            if (outcome.kind === 'confirm')
              assert.ok(
                outcome.readings.some((reading) => reading.length > 0),
                'a choice is between houses',
              );
          }
          for (const { token } of unread) assert.ok(text.includes(token) && token !== '', token);
        }
      },
    ),
    { numRuns: 5000 },
  );
});

test('a director who pastes a hundred thousand characters waits no longer than for the same in small lists', () => {
  const scraps = [
    '1-25, ',
    '1-62, 3, ',
    '((((',
    '12 корп. 1, 2, ',
    '36 (а,',
    '1/',
    'все ',
    '9',
    ' ',
    'нечетная: 1, ',
    'ул. Пруд 1, ',
    'и и ',
    '5 и ',
  ];
  for (const scrap of scraps) {
    growsWithItsSize(`«${scrap}» repeated`, 100_000, (size) => {
      const text = scrap.repeat(Math.ceil(size / scrap.length));
      readHouses(text);
      parseHouse(text);
    });
  }
});

test('an exception for some grades leaves the house to a child whose grade nobody has asked, but not for certain', () => {
  const [segment] = readHouses('все дома, кроме 5 (10-11 классы)').segments;
  const house = parseHouse('5');
  assert.ok(segment !== undefined && house !== null);
  assert.deepEqual([covers(segment, house), covers(segment, house, 10), covers(segment, house, 9)], [true, false, true]);
  assert.deepEqual([coversSurely(segment, house), coversSurely(segment, house, 10), coversSurely(segment, house, 9)], [false, false, true]);
});

function isIn(segments: readonly Segment[], text: string): boolean {
  const asked = parseHouse(text);
  assert.ok(asked !== null, text);
  return segments.some((segment) => covers(segment, asked));
}

function rowsOf(text: string): readonly (readonly [string, readonly string[], readonly string[]])[] {
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const [written = '', inside = '', outside = ''] = line.split(/[→|]/);
      return [written.trim(), inside.split(' ').filter(Boolean), outside.split(' ').filter(Boolean)] as const;
    });
}
