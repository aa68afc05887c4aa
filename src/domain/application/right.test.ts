import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decideBatch, newcomer } from '../allocation/decide.ts';
import type { Pool } from '../allocation/seat.ts';
import { moment } from '../core/day.ts';
import type { Policy } from '../policy/policy.ts';
import { policies } from '../policy/registry.ts';
import { isFoundBefore, rightAt, type RightAsked } from './right.ts';

const law: Policy = policies['kg-2025'];
const pool = (id: number, grade: number): Pool => ({
  id,
  school: `school ${id}`,
  grade,
  language: 'ky',
  kind: 'general',
  capacity: 5,
  overQuota: 0,
  taken: 0,
});
const child = { birthDate: '2019-05-05', preparedAtPreschool: false, hasIdentityDocuments: true } as const;
const claim = (at: string, wished: readonly Pool[], more: Partial<RightAsked> = {}): RightAsked => ({
  ...{ act: 'enrol', at: moment(at), child, wished, held: null, ...more },
});
const onlyFirst = ({ id }: Pool) => (id === 1 ? 'version 1' : null);

test('KG25-21.4 in stage 1 a claim rests on what serves the home at its turn, and on the version that does', () => {
  const right = rightAt(law, claim('2025-05-12T10:00', [pool(1, 1), pool(2, 1)]), onlyFirst);
  assert.ok(right.kind === 'judged');
  assert.deepEqual(right.basis, { stage: 'guaranteed', route: 'registered_address', offered: [1], grades: [1] });
  assert.deepEqual([...(right.versions ?? [])], [[1, 'version 1']]);
});

test('KG25-21.13 where families choose freely no boundaries are asked, and none is named', () => {
  const right = rightAt(law, claim('2025-06-10T10:00', [pool(2, 1)]), () => assert.fail('nobody asks'));
  assert.ok(right.kind === 'judged' && right.versions === null);
  assert.deepEqual([right.basis.stage, right.basis.offered], ['free_choice', null]);
});

test('a form that was opened in one stage and pressed in the next is judged by the one that is open, whoever has looked meanwhile', () => {
  const right = rightAt(law, claim('2025-10-01T10:00', [pool(1, 1)]), onlyFirst);
  assert.equal(right.kind === 'judged' && right.basis.stage, 'during_year');
});

/** A law whose grades 1 and 2 open on two days. */
const first = law.stages[0] as Policy['stages'][number];
const apart: Policy = {
  ...law,
  stages: [
    { ...first, code: 'for 1', grades: [1], opens: '2025-04-01T09:00:00', closes: '2025-06-02T00:00:00' },
    { ...first, code: 'for 2', grades: [2], opens: '2025-05-01T09:00:00', closes: '2025-06-02T00:00:00' },
  ],
};
const prepared = { ...child, preparedAtPreschool: true };

test('KG25-21.1 a claim for a grade whose stage is not open is turned away until it opens, though that of another grade is open', () => {
  const early = claim('2025-04-10T10:00', [pool(1, 2)], { child: prepared });
  assert.deepEqual(rightAt(apart, early, onlyFirst), { kind: 'not_open_yet', opensAt: '2025-05-01T09:00:00', clause: '21' });
  const other = rightAt(apart, { ...early, wished: [pool(1, 1)] }, onlyFirst);
  assert.equal(other.kind === 'judged' && other.basis.stage, 'for 1');
  const later = rightAt(apart, { ...early, at: moment('2025-05-02T10:00') }, onlyFirst);
  assert.equal(later.kind === 'judged' && later.basis.stage, 'for 2');
});

test('KG25-21.1 a child of two grades gets no seat of the one that the stage does not bind', () => {
  const pools = [pool(1, 1), pool(2, 2)];
  const basis = { stage: 'for 1', route: 'registered_address' as const, offered: [1, 2], grades: [2, 1] };
  const ask = (wish: number) => ({
    draft: 'draft',
    child: 'Aida',
    at: moment('2025-04-10T10:00'),
    basis,
    act: 'enrol' as const,
    wishes: [wish],
  });
  const facts = { pools: new Map(pools.map((one) => [one.id, one])), standings: new Map([['Aida', newcomer]]) };
  assert.equal(decideBatch(apart, facts, [ask(2)]).decisions[0]?.refusal?.kind, 'school_not_offered');
  assert.equal(decideBatch(apart, facts, [ask(1)]).decisions[0]?.outcome, 'enrolled');
});

test('taking back is bound to no window, declining to that of the place held', () => {
  const between = { held: pool(1, 1), wished: [] } as const;
  const taken = rightAt(law, claim('2025-08-20T10:00', [], { ...between, act: 'withdraw' }), onlyFirst);
  assert.equal(taken.kind === 'judged' && taken.basis.stage, 'free_choice');
  assert.equal(rightAt(law, claim('2025-08-20T10:00', [], { ...between, act: 'decline' }), onlyFirst).kind, 'not_open_yet');
});

test('what was found before counts for the same homes and the very version in force alone', () => {
  const before = { homes: '[[1,"5"]]', pools: [1], versions: ['v1'] };
  assert.ok(isFoundBefore(before, '[[1,"5"]]', 1, 'v1'));
  for (const [homes, of, version] of [
    ['[[1,"6"]]', 1, 'v1'],
    ['[[1,"5"]]', 2, 'v1'],
    ['[[1,"5"]]', 1, 'v2'],
  ] as const)
    assert.ok(!isFoundBefore(before, homes, of, version));
  assert.ok(!isFoundBefore(null, '[[1,"5"]]', 1, 'v1'));
});
