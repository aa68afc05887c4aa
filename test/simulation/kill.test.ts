import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { after, before, test } from 'node:test';
import { claimSeat, type Reply } from '#test/support/claims.ts';
import { asActor, crowdedPopulation, type Parent, parents, readyToEnrol } from '#test/support/crowd.ts';
import { type ServerProcess, startServer } from '#test/support/server-process.ts';
import { withClient } from '#tools/postgres/bootstrap.ts';
import { openTown, type Town } from '#test/support/town.ts';
import { until } from '#test/support/until.ts';

const seats = 60;
const families = 120;
const { population, home } = crowdedPopulation(seats);
let town: Town;
before(async () => {
  town = await openTown({ population });
});
after(() => town.close());

type Ready = { readonly parent: Parent; readonly act: { readonly draft: string; readonly wishes: readonly number[] } };

/** Presses for everybody, some milliseconds apart, and kills the server as soon as `killAfter` answers have come. */
async function pressUntilKilled(server: ServerProcess, ready: readonly Ready[], killAfter: number): Promise<ReadonlyMap<string, Reply>> {
  const acknowledged = new Map<string, Reply>();
  let killed: Promise<void> | null = null;
  const pressing = ready.map(async ({ parent, act }, place) => {
    await pause(Math.floor(place / 4));
    const reply = await claimSeat(server.origin, parent.token, act).catch(() => null);
    if (reply !== null) acknowledged.set(act.draft, reply);
    if (acknowledged.size >= killAfter) killed ??= server.kill();
  });
  await Promise.all(pressing);
  await (killed ?? server.kill());
  return acknowledged;
}

test('the server is killed in the middle of the claims, twice: nothing it acknowledged is missing, repeating gives the first answer, no seat is given twice', async () => {
  const ready: Ready[] = [];
  for (const parent of await parents(town, home, families)) ready.push({ parent, act: await readyToEnrol(town, parent) });
  const acknowledged = new Map<string, Reply>();
  let unanswered = 0;
  for (const killAfter of [15, 40]) {
    const answers = await pressUntilKilled(await startServer(town), ready, killAfter);
    unanswered += families - answers.size;
    for (const [draft, reply] of answers) {
      const before = acknowledged.get(draft);
      if (before !== undefined) assert.deepEqual(reply.body, before.body);
      acknowledged.set(draft, reply);
    }
  }
  assert.ok(acknowledged.size >= 15 && unanswered > 0, 'the kill came in the middle');

  const server = await startServer(town);
  const arrivals = await asActor(town, 'system', (tx) => tx.selectFrom('arrival').select(['draft', 'seq', 'outcome']).execute());
  for (const [draft, reply] of acknowledged) {
    const { number, outcome } = reply.body as { number: number; outcome: string };
    assert.deepEqual(
      arrivals.find((arrival) => arrival.draft === draft),
      { draft, seq: number, outcome },
    );
  }
  const final = await Promise.all(ready.map(({ parent, act }) => claimSeat(server.origin, parent.token, act)));
  for (const [place, reply] of final.entries()) {
    const before = acknowledged.get(ready[place]?.act.draft ?? '');
    if (before !== undefined) assert.deepEqual([reply.status, reply.body], [before.status, before.body]);
  }
  assert.equal(final.filter(({ status }) => status === 200).length, seats);
  assert.equal(await server.stop(), 0);
});

test('afterwards each family has one arrival, the numbers have no gap, and no more seats are taken than there are', async () => {
  const [arrivals, pools] = await asActor(town, 'system', async (tx) => [
    await tx.selectFrom('arrival').select(['seq', 'child_id']).orderBy('seq').execute(),
    await tx.selectFrom('pool').select(['taken', 'capacity']).where('taken', '>', 0).execute(),
  ]);
  assert.deepEqual(
    arrivals.map(({ seq }) => seq),
    Array.from({ length: families }, (_, index) => index + 1),
  );
  assert.equal(new Set(arrivals.map(({ child_id }) => child_id)).size, families);
  assert.deepEqual(pools, [{ taken: seats, capacity: seats }]);
});

test('every family is told, though the workers were killed with jobs in their hands', async () => {
  // Half a minute passes: whoever still holds a job then is dead.
  await withClient(town.test.ownerUrl, (client) =>
    client.query("update graphile_worker._private_jobs set locked_at = locked_at - interval '31 seconds' where locked_at is not null"),
  );
  const server = await startServer(town);
  await until('a notice for each family', async () => {
    const told = await asActor(town, 'worker', (tx) => tx.selectFrom('notice').select('arrival_seq').distinct().execute());
    return told.length === families;
  });
  await server.stop();
});
