import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openRegister } from '#server/allocation/service.ts';
import { connect } from '#server/db/connect.ts';
import { openProxy } from '#test/faults/proxy.ts';
import { asActor, crowdedPopulation, parents, readyToEnrol } from '#test/support/crowd.ts';
import { openTown, type Town } from '#test/support/town.ts';

const { population, home } = crowdedPopulation(10);
let town: Town;
before(async () => {
  town = await openTown({ population });
});
after(() => town.close());

test('a wire that is dead though nobody says so keeps no family waiting beyond its patience, nor those behind it; the answer is there afterwards', async () => {
  const url = new URL(town.test.appUrl);
  const proxy = await openProxy(() => Number(url.port));
  const through = new URL(url);
  through.port = String(proxy.port);
  const database = connect(through.href, { connections: 2, onLost: () => undefined });
  const register = openRegister(database, {
    ...{ campaign: town.composed.mektep.campaign, clock: town.clock, queueLimit: 10, batchLimit: 1, patienceMs: 300 },
    onFault: () => undefined,
  });
  const claims = [];
  for (const parent of await parents(town, home, 3)) {
    const { draft, wishes } = await readyToEnrol(town, parent);
    claims.push({ draft, wishes, act: 'enrol', by: { session: parent.who.tokenHash } } as const);
  }
  const [warm, caught, behind] = claims as [(typeof claims)[0], (typeof claims)[0], (typeof claims)[0]];
  assert.equal((await register.claim(warm)).kind, 'answered');

  proxy.holdThenCut(1_500);
  const began = performance.now();
  const told = await Promise.all([register.claim(caught), register.claim(behind)]);
  const tookMs = performance.now() - began;
  assert.deepEqual(
    told.map(({ kind }) => kind),
    ['unknown_yet', 'unknown_yet'],
  );
  assert.ok(tookMs < 1_000, `they waited ${Math.round(tookMs)} ms`);
  for (const claim of [caught, behind]) {
    let answer = await register.claim(claim);
    while (answer.kind === 'unknown_yet') answer = await register.claim(claim);
    assert.equal(answer.kind, 'answered');
  }
  const arrivals = await asActor(town, 'system', (tx) => tx.selectFrom('arrival').select('seq').execute());
  assert.equal(arrivals.length, 3);
  await register.close();
  await database.close();
  proxy.close();
});
