import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openRegister, type Register } from '#server/allocation/service.ts';
import { connect } from '#server/db/connect.ts';
import { openProxy } from '#test/faults/proxy.ts';
import { asActor, crowdedPopulation, type Parent, parents, readyToEnrol } from '#test/support/crowd.ts';
import { openTown, type Town } from '#test/support/town.ts';
import { until } from '#test/support/until.ts';
import { withClient } from '#tools/postgres/bootstrap.ts';

const { population, home } = crowdedPopulation(10);
let town: Town;
before(async () => {
  town = await openTown({ population });
});
after(async () => {
  for (const close of opened) await close();
  await town.close();
});

/** What the tests have opened; closed whatever became of them. */
const opened: (() => Promise<void>)[] = [];

/** Whether somebody holds the row of the turn at this moment. */
function isTurnHeld(): Promise<boolean> {
  return withClient(town.test.appUrl, async (client) => {
    await client.query("begin; select set_config('mektep.actor', 'register', true)");
    const { rowCount } = await client.query('select 1 from register for update skip locked');
    await client.query('rollback');
    return rowCount === 0;
  });
}

type Claimed = Parameters<Register['claim']>[0];

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
  opened.push(close);
  return {
    proxy,
    register,
    answered: (claim: Claimed) => until('an answer', async () => (await register.claim(claim)).kind === 'answered'),
  };
}

test('a wire that is dead though nobody says so keeps no family waiting beyond its patience, nor those behind it; the answer is there afterwards', async () => {
  const { proxy, register, answered } = await registerOverWire(300);
  const claims = [];
  for (const parent of await parents(town, home, 3)) {
    const { draft, wishes } = await readyToEnrol(town, parent);
    claims.push({ draft, wishes, act: 'enrol', by: { session: parent.who.tokenHash } } as const);
  }
  const [warm, caught, behind] = claims as [(typeof claims)[0], (typeof claims)[0], (typeof claims)[0]];
  await answered(warm);

  // Both are told while the wire is still dead: nobody cuts it before.
  const cut = proxy.hold();
  const told = await Promise.all([register.claim(caught), register.claim(behind)]);
  cut();
  assert.deepEqual(
    told.map(({ kind }) => kind),
    ['unknown_yet', 'unknown_yet'],
  );
  for (const claim of [caught, behind]) await answered(claim);
  const arrivals = await asActor(town, 'system', (tx) => tx.selectFrom('arrival').select('seq').execute());
  assert.equal(arrivals.length, 3);
});

test('a process that vanishes with the turn in its hands holds the others up for a few seconds, not longer', async () => {
  const { proxy, register, answered } = await registerOverWire(200);
  const [warm, caught, other] = (await parents(town, home, 3)) as [Parent, Parent, Parent];
  const claimOf = async (parent: Parent) =>
    ({ ...(await readyToEnrol(town, parent)), act: 'enrol', by: { session: parent.who.tokenHash } }) as const;
  await answered(await claimOf(warm));

  // The wire is so slow that the turn is surely taken, and its answer still on the way, when the process vanishes.
  proxy.slow(400, 5_000);
  const [lost, waits] = [await claimOf(caught), await claimOf(other)];
  assert.equal(await isTurnHeld(), false);
  void register.claim(lost);
  await until('whoever holds the turn', () => isTurnHeld());
  proxy.vanish();
  assert.ok(await isTurnHeld(), 'the turn was held when the process vanished');
  // Nobody gives it back but PostgreSQL, which has not heard of the process again.
  assert.ok(await until('an answer', async () => (await town.composed.register.claim(waits)).kind === 'answered'));
});
