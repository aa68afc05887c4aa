import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rangeHabit, readHouses } from './house-list.ts';
import { printHouses } from './segment.ts';

/** What an act writes → what it means, sides always named. */
const READ = `
1, 3а, 5/7                             → 1, 3а, 5/7
9/34, 17\\1                            → 9/34, 17/1
36 (а,б), 37                           → 36а, 36б, 37
20, 20 «а», 24                         → 20, 20а, 24
1,,2, ;3.                              → 1, 2, 3
8К2, 8В                                → 8 (корп. 2), 8в
8к1, 12 корп. 2                        → 8 (корп. 1), 12 (корп. 2)
2 (корпуса 1, 2), 4                    → 2 (корп. 1), 2 (корп. 2), 4
83/89 (к. 1, к. 2)                     → 83/89 (корп. 1), 83/89 (корп. 2)
59 а (1,2 корпус)                      → 59а (корп. 1), 59а (корп. 2)
28 все корпуса, 4 (все корпуса)        → 28 (все корпуса), 4 (все корпуса)
2-64, 3-47                             → с 2 по 64 (чётная сторона), с 3 по 47 (нечётная сторона)
25–39; 36 — 50                         → с 25 по 39 (нечётная сторона), с 36 по 50 (чётная сторона)
с 33 по 53, с 34 по 60                 → с 33 по 53 (нечётная сторона), с 34 по 60 (чётная сторона)
с № 23 - 27(нечетная сторона)          → с 23 по 27 (нечётная сторона)
дома с №1 - 17 (нечётная сторона)      → с 1 по 17 (нечётная сторона)
с дома 2 по дом 8                      → с 2 по 8 (чётная сторона)
1-13 нечѐтная сторона                  → с 1 по 13 (нечётная сторона)
1–25 нечётная сторона                  → с 1 по 25 (нечётная сторона)
2-48 (четные)                          → с 2 по 48 (чётная сторона)
с 2 по 48 (четная сторона)             → с 2 по 48 (чётная сторона)
1–25 так тарабы, 2–40 жуп тарабы       → с 1 по 25 (нечётная сторона), с 2 по 40 (чётная сторона)
1-62 (нечетная сторона)                → с 1 по 62 (нечётная сторона)
с 24 по 73 все дома                    → с 24 по 73 (все дома)
1-25 и 2-40                            → с 1 по 25 (нечётная сторона), с 2 по 40 (чётная сторона)
нечетная сторона: 1-25, 31; четная: 2  → с 1 по 25 (нечётная сторона), 31, 2
13/19-31                               → с 13/19 по 31 (нечётная сторона)
5-57/1, 6/12-20/28                     → с 5 по 57/1 (нечётная сторона), с 6/12 по 20/28 (чётная сторона)
с 2а по 38, 11-27б                     → с 2а по 38 (чётная сторона), с 11 по 27б (нечётная сторона)
все дома                               → все дома
бардык үйлөр                           → все дома
барлық үйлер                           → все дома
нечетная сторона                       → все дома нечётной стороны
2, 7, все дома четной стороны          → 2, 7, все дома чётной стороны
8 корп. 1, 10                          → 8 (корп. 1), 10
24-үй, 26 үй                           → 24, 26
`;

for (const [written, meant] of table(READ)) {
  test(`KG25-3 a director who writes «${written}» means ${meant}`, () => {
    const { segments, unread } = readHouses(written);
    assert.deepEqual(unread, []);
    assert.equal(printHouses(segments), meant);
  });
}

/** What an act writes → what is read of it | each item that is not, and why. */
const UNREAD = `
1, 2, 3-42                      → 1, 2           | 3-42 parity_unclear
с 24 по 73                      →                | с 24 по 73 parity_unclear
6-10, 23-26                     →                | 6-10 parity_unclear; 23-26 parity_unclear
1-62, 10, 74                    → 10, 74         | 1-62 parity_unclear
2-48 (нечетные)                 →                | 2-48 (нечетные) side_contradicts
7 (четные)                      →                | 7 (четные) side_contradicts
четная сторона: 2, 7            → 2              | 7 side_contradicts
четная сторона, 2, 4            → 2, 4           | четная сторона side_apart
20-10                           →                | 20-10 range_backwards
с 112                           →                | с 112 range_open
2/1-4                           →                | 2/1-4 range_end_unclear
22/2-22/10                      →                | 22/2-22/10 range_end_unclear
31 32                           →                | 31 32 separator_missing
13, 1 5, 16                     → 13, 16         | 1 5 separator_missing
7.11, 9а. 9б                    →                | 7.11 separator_unclear; 9а. 9б separator_unclear
70(1)                           →                | 70(1) brackets_unclear
50/54 (2 корпуса)               →                | 50/54 (2 корпуса) brackets_unclear
2 (1, 4                         →                | 2 (1, 4 brackets_unclear
12b                             →                | 12b foreign_letter
В-3, с Б- 1 по Б-53             →                | В-3 letter_first; с Б- 1 по Б-53 letter_first
1, уч.3, 5                      → 1, 5           | уч.3 plot
участки 1, 3, 5                 →                | участки 1 plot; 3 plot; 5 plot
3а, общ №1                      → 3а             | общ №1 building_kind
частный сектор 1-37, 46-72; 36  → 36             | частный сектор 1-37 private_sector; 46-72 private_sector
5 (1-4 кл), 7                   → 7              | 5 (1-4 кл) grades
все дома, кроме 5, 7            →                | все дома exception; кроме 5 exception; 7 exception
3-79 (кроме 61/67), 2           → 2              | 3-79 (кроме 61/67) exception
1, ул. 3 Пруд 1, 2              → 1              | ул. 3 Пруд 1 other_words; 2 after_other_words
3 к. 1, к. 2, 7                 → 3 (корп. 1), 7 | к. 2 corpus_alone
12 корп. 1, 2, 3, 14            → 12 (корп. 1), 14 | 2 house_or_corpus; 3 house_or_corpus
1-25, 2-40, все дома            →                | 1-25 parity_unclear; 2-40 parity_unclear; все дома side_apart
123456, с по 12                 →                | 123456 number_too_big; с по 12 range_open
№ _1                            →                | № _1 not_understood
`;

for (const [written, outcome] of table(UNREAD)) {
  test(`nobody is sent to a school by a guess from «${written}»`, () => {
    const { segments, unread, tokens } = readHouses(written);
    const [meant, why] = outcome.split('|').map((cell) => cell.trim());
    assert.equal(printHouses(segments), meant);
    assert.equal(unread.map(({ token, reason }) => `${token} ${reason}`).join('; '), why);
    assert.ok(unread.length <= tokens);
  });
}

test('where an act runs ranges over both sides, a range with ends of one parity is read only beside the other side', () => {
  const act = ['27 - 72', '6-98, 29-101', '25-65'];
  assert.equal(rangeHabit(act), 'unsure');
  assert.equal(rangeHabit(['6-98, 29-101', '25-65', '1-62 (все)']), 'one_side');
  assert.equal(printHouses(readHouses('6-98, 29-101', 'unsure').segments), 'с 6 по 98 (чётная сторона), с 29 по 101 (нечётная сторона)');
  assert.deepEqual(readHouses('25-65', 'unsure').unread, [{ token: '25-65', reason: 'parity_unclear' }]);
  assert.deepEqual(readHouses('27-69а, 70-72', 'unsure').segments, []);
});

test('an empty list has no houses and nothing unread', () => {
  for (const empty of ['', '  ', ',', ' ;, ']) assert.deepEqual(readHouses(empty), { segments: [], unread: [], tokens: 0 });
});

function table(text: string): readonly (readonly [string, string])[] {
  return text
    .trim()
    .split('\n')
    .map((line) => line.split('→').map((cell) => cell.trim()) as [string, string]);
}
