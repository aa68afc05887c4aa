import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Dated, inForceAt, isWatched, sequenceOf } from './boundary-sequence.ts';

const day = 86_400_000;
const version = (number: number, published: number, from: number): Dated => ({ number, publishedMs: published * day, fromMs: from * day });
const told = (versions: readonly Dated[]) =>
  sequenceOf(versions).map(({ version: { number }, before, beginsMs, endsMs }) => [
    number,
    before?.number ?? 0,
    beginsMs / day,
    endsMs === null ? null : endsMs / day,
  ]);

test('KG25-18.4 a version begins on its day or when it is published, takes the place of what was in force until then, and ends when the next begins', () => {
  assert.deepEqual(told([version(1, 0, 0), version(2, 3.5, 3)]), [
    [1, 0, 0, 3.5],
    [2, 1, 3.5, null],
  ]);
  // Published for the tenth day; on the fifth another one comes between: it is that one whose place the later takes.
  assert.deepEqual(told([version(1, 0, 0), version(2, 2, 10), version(3, 5.2, 5)]), [
    [1, 0, 0, 5.2],
    [3, 1, 5.2, 10],
    [2, 3, 10, null],
  ]);
  // Two for one day: the first was never in force.
  assert.deepEqual(told([version(1, 0, 0), version(2, 2, 10), version(3, 3, 10)]), [
    [1, 0, 0, 10],
    [3, 1, 10, null],
  ]);
  // Taken in and out within a minute: both were.
  assert.equal(told([version(1, 0, 0), version(2, 4.1, 4), version(3, 4.1007, 4)]).length, 3);
  assert.deepEqual(told([]), []);
});

test('KG22-9 a version is watched for so many days after it began, and for as many after it ended', () => {
  const [, second] = sequenceOf([version(1, 0, 0), version(2, 2, 10), version(3, 40, 40)]);
  assert.ok(second);
  const watchedOn = (on: number) => isWatched(second, on * day, 14);
  assert.deepEqual([9.9, 10, 24, 24.1, 39.9, 40, 54, 54.1].map(watchedOn), [false, true, true, false, false, true, true, false]);
  const sequence = sequenceOf([version(1, 0, 0), version(2, 2, 10)]);
  assert.deepEqual(
    [-1, 0, 9.9, 10].map((on) => inForceAt(sequence, on * day)?.number ?? null),
    [null, 1, 1, 2],
  );
});
