import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Decision } from '#domain/allocation/seat.ts';
import { judge, type Rule, rules, type Verdict } from './referee.ts';
import { play, type Played, type Season, seasonOf } from './season.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
const count = 1_000;

const verdicts: readonly (Verdict & { readonly season: Season; readonly played: Played })[] = Array.from({ length: count }, (_, place) => {
  const season = seasonOf(seed + place);
  const played = play(season);
  return { season, played, ...judge(season, played) };
});

for (const rule of rules) {
  test(`in ${count} small campaigns under several laws: ${rule} (seed ${seed})`, () => {
    let tried = 0;
    for (const verdict of verdicts) {
      tried += verdict.tried.get(rule) ?? 0;
      const broken = verdict.broken.find((one) => one.rule === rule);
      assert.equal(
        broken,
        undefined,
        `broken by deed ${broken?.deed}; run again: npm run simulate -- --seasons 1 --seed ${verdict.season.seed}`,
      );
    }
    assert.ok(tried > 20, `it was put to the test ${tried} times`);
  });
}

test('the way the arrivals are cut into batches changes nothing', () => {
  for (const { season, played } of verdicts) {
    const whole = play({ ...season, cuts: new Set() });
    assert.deepEqual(whole, played, `run again: npm run simulate -- --seasons 1 --seed ${season.seed}`);
  }
});

//     somebody changes an answer                                                                       and breaks
const lies = [
  [({ refusal }: Decision) => refusal?.kind === 'closed', { outcome: 'enrolled', refusal: null }, 'nobody is served after closing'],
  [({ outcome }: Decision) => outcome === 'enrolled', refusedAsFull(), '“no places” is never said while a seat is free'],
  [({ refusal }: Decision) => refusal?.kind === 'no_places', { outcome: 'enrolled', refusal: null }, 'no seat is given while none is free'],
  [
    ({ outcome, released }: Decision) => outcome === 'declined' && released !== null,
    { released: null },
    'a child has one place at most, and the counters tell how many have one',
  ],
] as const satisfies readonly (readonly [(decision: Decision) => boolean, Partial<Decision>, Rule])[];

for (const [which, lie, rule] of lies) {
  test(`a referee who is lied to notices: ${rule}`, () => {
    for (const { season, played } of verdicts) {
      const place = played.decisions.findIndex((decision) => decision !== null && 'draft' in decision && which(decision));
      const { request } = season.deeds[place] ?? {};
      if (place < 0 || request?.act === 'capacity' || request === undefined) continue;
      const pool = request.act === 'enrol' ? (request.wishes.find((wish) => played.pools.has(wish)) ?? null) : null;
      // A lie needs a seat to tell of.
      if ('outcome' in lie && lie.outcome === 'enrolled' && pool === null) continue;
      const told = { ...played.decisions[place], ...lie, ...('outcome' in lie && lie.outcome === 'enrolled' ? { pool } : {}) } as Decision;
      const { broken } = judge(season, { ...played, decisions: played.decisions.with(place, told) });
      assert.ok(
        broken.some((one) => one.rule === rule),
        `seed ${season.seed}`,
      );
      return;
    }
    assert.fail('nothing to lie about');
  });
}

test('KG25-21.13/free-places-only in the campaigns with a waiting list many are given what others gave back; of the other laws nobody', () => {
  const given = verdicts.map(({ season, played }) => ({ active: season.policy.waitingList.active, count: [...played.advances].length }));
  assert.ok(given.filter(({ active, count }) => active && count > 0).length > 20);
  assert.ok(given.every(({ active, count }) => active || count === 0));
});

test('a referee who is not told that the line was served notices', () => {
  const { season, played } = verdicts.find((one) => one.played.advances.size > 0) ?? assert.fail('nobody was served');
  const [deed = -1] = played.advances.keys();
  const advances = new Map([...played.advances].filter(([place]) => place !== deed));
  const { broken } = judge(season, { ...played, advances });
  assert.ok(broken.some(({ rule }) => rule === 'a seat given back or added is free for the next arrival at once'));
});

function refusedAsFull(): Partial<Decision> {
  return { outcome: 'refused', pool: null, refusal: { kind: 'no_places', remedy: 'ask_district', opensAt: null, clause: '21' } };
}
