import assert from 'node:assert/strict';
import { test } from 'node:test';
import { moment } from '../core/day.ts';
import { isReady, standingOf } from './readiness.ts';

const at = moment('2025-03-20T10:00');
const later = moment('2025-03-21T10:00');

test('KG25-18.8/quotas-checked KG25-18.8/boundaries-checked KG25-18.8/list-entry-checked a check stands as long as what was checked is the same, and a school is ready with three of them', () => {
  const now = [
    { part: 'entry', print: 'e1' },
    { part: 'quota', print: 'q2' },
    { part: 'boundaries', print: null },
  ] as const;
  const checks = [
    { part: 'entry', print: 'e1', at },
    { part: 'quota', print: 'q1', at },
    { part: 'quota', print: 'q0', at: later },
  ] as const;
  assert.deepEqual(
    standingOf(now, checks).map(({ part, state, at: when }) => [part, state, when]),
    [
      ['entry', 'confirmed', at],
      ['quota', 'changed', later],
      ['boundaries', 'missing', null],
    ],
  );
  assert.deepEqual(
    standingOf(now, []).map(({ state }) => state),
    ['open', 'open', 'missing'],
  );
  const whole = now.map(({ part }) => ({ part, print: 'x' }));
  assert.ok(
    isReady(
      standingOf(
        whole,
        whole.map((each) => ({ ...each, at })),
      ),
    ),
  );
  assert.ok(
    !isReady(
      standingOf(
        whole,
        whole.slice(1).map((each) => ({ ...each, at })),
      ),
    ),
  );
});
