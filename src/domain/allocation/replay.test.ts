import assert from 'node:assert/strict';
import { test } from 'node:test';
import { actOf, playInBatches, poolsOf, requestOf } from '#test/support/seat-story.ts';
import { moment } from '../core/day.ts';
import type { Policy } from '../policy/policy.ts';
import { policies } from '../policy/registry.ts';
import { decideInOrder } from './decide.ts';
import { type Recorded, replayFrom } from './replay.ts';
import type { Decision } from './seat.ts';

const policy = policies['kg-2025'];
const pools = poolsOf('A=1 B=1');

function record(): readonly Recorded[] {
  const story = ['Aida enrols A', 'Bek enrols A', 'Bek enrols B', 'Aida declines', 'Cholpon enrols A'];
  const requests = [
    ...story.map((sentence, index) =>
      requestOf(sentence, `draft ${index}`, pools, { stage: 'guaranteed', at: moment('2025-05-12T10:00'), policy }),
    ),
    { act: 'capacity', at: moment('2025-05-12T10:00'), pools: [{ pool: 1, capacity: 3 }] } as const,
    requestOf('Dastan enrols A', 'draft 9', pools, { stage: 'guaranteed', at: moment('2025-05-12T10:00'), policy }),
  ];
  const { decisions } = decideInOrder(
    policy,
    { pools: new Map(Object.values(pools).map((pool) => [pool.id, pool])), standings: new Map() },
    requests,
  );
  return requests.map((request, place) => ({ seq: place + 1, request, decision: decisions[place] as Decision }));
}

test('a campaign decided again from its acts comes out as it was, however it is cut', () => {
  const recorded = record();
  for (const cut of [1, 2, 3, 7]) {
    const replay = replayFrom(policy, Object.values(pools));
    for (let from = 0; from < recorded.length; from += cut) assert.equal(replay.next(recorded.slice(from, from + cut)), null);
    assert.deepEqual(
      [...replay.pools.values()].map(({ taken, capacity }) => [taken, capacity]),
      [
        [2, 3],
        [1, 1],
      ],
    );
    assert.equal(replay.standings.get('Dastan')?.pool, 1);
  }
});

test('whoever changes a decision afterwards is found, with what was decided in truth', () => {
  const recorded = record();
  const changed: readonly [number, Partial<Decision>, string][] = [
    [1, { outcome: 'enrolled', pool: 1, refusal: null }, 'outcome'],
    [0, { freeBefore: 7 }, 'freeBefore'],
    [3, { released: null }, 'released'],
    [4, { clause: '99' }, 'clause'],
  ];
  for (const [place, change, what] of changed) {
    const forged = recorded.map((one, at) => (at === place ? { ...one, decision: { ...(one.decision as Decision), ...change } } : one));
    const difference = replayFrom(policy, Object.values(pools)).next(forged);
    assert.deepEqual([difference?.seq, difference?.what], [place + 1, what]);
  }
});

const listed: Policy = { ...policy, waitingList: { ...policy.waitingList, active: true } };

/** A season in which three stand in line and two are given what becomes free, as it was recorded. */
function recordWithLine(): readonly Recorded[] {
  const story = ['Aida enrols A', 'Bek enrols A', 'Cholpon enrols A', 'Dastan enrols A', 'Aida declines', 'A has 2 seats'];
  const acts = story.map((sentence, place) =>
    actOf(sentence, `draft ${place}`, pools, { stage: 'guaranteed', at: moment('2025-05-12T10:00'), policy: listed }),
  );
  const { decisions, advances } = playInBatches(listed, Object.values(pools), acts, []);
  let seq = 0;
  return acts.map((request, place) => ({
    ...{ seq: ++seq, request, decision: decisions[place] as Decision },
    advances: (advances.get(place) ?? []).map(({ decision }) => ({ seq: ++seq, decision })),
  }));
}

test('a campaign with a waiting list comes out as it was, however it is cut, and the same children stand in line at its end', () => {
  const recorded = recordWithLine();
  for (const cut of [1, 2, 3, 6]) {
    const replay = replayFrom(listed, Object.values(pools));
    for (let from = 0; from < recorded.length; from += cut) assert.equal(replay.next(recorded.slice(from, from + cut)), null);
    assert.deepEqual(
      replay.line().map(({ child }) => child),
      ['Dastan'],
    );
    assert.deepEqual([replay.standings.get('Bek')?.pool, replay.standings.get('Cholpon')?.pool], [1, 1]);
  }
});

test('whoever serves another than the first in line, nobody at all or somebody who was not due is found', () => {
  const recorded = recordWithLine();
  const [bek] = recorded[4]?.advances ?? [];
  assert.ok(bek !== undefined);
  const forgeries: readonly [number, Recorded['advances'] & object, string][] = [
    [4, [{ ...bek, decision: { ...bek.decision, child: 'Dastan' } }], '6 child'],
    [4, [], '5 advance'],
    [3, [bek], '6 advance'],
    [4, [{ ...bek, decision: { ...bek.decision, freeBefore: 2 } }], '6 freeBefore'],
  ];
  for (const [place, advances, found] of forgeries) {
    const forged = recorded.map((one, at) => (at === place ? { ...one, advances } : one));
    const difference = replayFrom(listed, Object.values(pools)).next(forged);
    assert.equal(`${difference?.seq} ${difference?.what}`, found);
  }
});
