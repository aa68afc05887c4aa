import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { openRegister } from '#server/allocation/service.ts';
import { connect } from '#server/db/connect.ts';
import { openProxy } from '#test/faults/proxy.ts';
import { asActor, crowdedPopulation, type Parent, parents, readyToEnrol } from '#test/support/crowd.ts';
import { openTown, type Town } from '#test/support/town.ts';

const { population, home } = crowdedPopulation(10);
let town: Town;
before(async () => {
  town = await openTown({ population });
});
after(() => town.close());

/** A register whose only way to the database is a wire that can be held, slowed and cut. */
async function registerOverWire(patienceMs: number) {
  const through = new URL(town.test.appUrl);
  const { port } = through;
  const proxy = await openProxy(() => Number(port));
  through.port = String(proxy.port);
  const database = connect(through.href, { connections: 2, onLost: () => undefined });
  const register = openRegister(database, {
    ...{ campaign: town.composed.mektep.campaign, clock: town.clock, queueLimit: 10, batchLimit: 1, patienceMs },
    onFault: () => undefined,
  });
  const close = async () => {
    await register.close();
    await database.close();
    proxy.close();
  };
  return { proxy, register, close };
}

test('a wire that is dead though nobody says so keeps no family waiting beyond its patience, nor those behind it; the answer is there afterwards', async () => {
  const { proxy, register, close } = await registerOverWire(300);
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
  await close();
});

test('a process that vanishes with the turn in its hands holds the others up for a few seconds, not longer', async () => {
  const { proxy, register, close } = await registerOverWire(200);
  const [warm, caught, other] = (await parents(town, home, 3)) as [Parent, Parent, Parent];
  const claimOf = async (parent: Parent) =>
    ({ ...(await readyToEnrol(town, parent)), act: 'enrol', by: { session: parent.who.tokenHash } }) as const;
  assert.equal((await register.claim(await claimOf(warm))).kind, 'answered');

  // The wire is so slow that the turn is surely taken, and its answer still on the way, when the process vanishes.
  proxy.slow(400, 5_000);
  const [lost, waits] = [await claimOf(caught), await claimOf(other)];
  void register.claim(lost);
  await pause(600);
  proxy.vanish();
  const began = performance.now();
  const answer = await town.composed.register.claim(waits);
  const tookMs = performance.now() - began;
  assert.equal(answer.kind, 'answered');
  assert.ok(tookMs > 500, 'the turn was held when the process vanished');
  assert.ok(tookMs < 6_000, `the others waited ${Math.round(tookMs)} ms`);
  await close();
});
