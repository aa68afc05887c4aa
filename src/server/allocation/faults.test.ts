import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { after, before, test } from 'node:test';
import { policies } from '#domain/policy/registry.ts';
import { type Answer, openRegister, type Register } from '#server/allocation/service.ts';
import { connect } from '#server/db/connect.ts';
import { asActor, crowdedPopulation, type Parent, parents, readyToEnrol } from '#test/support/crowd.ts';
import { openTown, type Town } from '#test/support/town.ts';
import { holdTurn } from '#test/support/turn.ts';
import { freePort } from '#tools/free-port.ts';
import { withClient } from '#tools/postgres/bootstrap.ts';

const seats = 40;
const { population, home } = crowdedPopulation(seats);
let town: Town;
before(async () => {
  town = await openTown({ population, env: { QUEUE_LIMIT: '60' } });
});
after(() => town.close());

type Act = { readonly draft: string; readonly wishes: readonly number[] };
const enrol = (parent: Parent, act: Act) => town.composed.mektep.application.enrol(parent.who, act);

async function readied(count: number): Promise<readonly (readonly [Parent, Act])[]> {
  const ready: (readonly [Parent, Act])[] = [];
  for (const parent of await parents(town, home, count)) ready.push([parent, await readyToEnrol(town, parent)]);
  return ready;
}

/** Another register over the same database. */
function registerOf({ patienceMs }: { readonly patienceMs: number }): Register {
  const campaign = { id: town.composed.mektep.campaign.id, policy: policies['kg-2025'] };
  return openRegister(town.database, { campaign, clock: town.clock, queueLimit: 20, batchLimit: 20, patienceMs, onFault: () => undefined });
}

/** Cuts every connection of the application to this database. */
async function cutConnections(): Promise<number> {
  const name = new URL(town.test.appUrl).pathname.slice(1);
  const { rows } = await withClient(process.env['MEKTEP_TEST_ADMIN_URL'] ?? '', (admin) =>
    admin.query<{ cut: boolean }>(
      "select pg_terminate_backend(pid) as cut from pg_stat_activity where datname = $1 and application_name = 'mektep'",
      [name],
    ),
  );
  return rows.length;
}

test('connections cut in the middle of claims lose nothing and give nothing twice; repeating a draft gives the first answer', async () => {
  const ready = await readied(50);
  const answers: Promise<Answer>[] = [];
  let cut = 0;
  for (const [place, [parent, act]] of ready.entries()) {
    answers.push(enrol(parent, act));
    if (place % 10 === 5) cut += await cutConnections();
    else await pause(1);
  }
  const given = await Promise.all(answers);
  assert.ok(cut > 0);
  assert.ok(
    given.every((answer) => answer.kind === 'answered'),
    [...new Set(given.map((answer) => answer.kind))].join(', '),
  );
  for (const [place, [parent, act]] of ready.entries()) assert.deepEqual(await enrol(parent, act), given[place]);
  const arrivals = await asActor(town, 'system', (tx) =>
    tx.selectFrom('arrival').select(['seq', 'outcome', 'draft']).orderBy('seq').execute(),
  );
  assert.deepEqual(
    arrivals.map(({ seq }) => seq),
    ready.map((_, index) => index + 1),
  );
  assert.equal(arrivals.filter(({ outcome }) => outcome === 'enrolled').length, seats);
  const pool = await asActor(town, 'system', (tx) =>
    tx.selectFrom('pool').select(['taken', 'capacity']).where('taken', '>', 0).executeTakeFirstOrThrow(),
  );
  assert.deepEqual([pool.taken, pool.capacity], [seats, seats]);
});

test('a full queue answers “busy, come again” at once, and what it took in is answered in order', async () => {
  const [[parent, act]] = (await readied(1)) as [[Parent, Act]];
  const turn = await holdTurn(town);
  const asked = Array.from({ length: 80 }, () => enrol(parent, act));
  // The turn is not given back before: an answer now is one that did not wait for it.
  // The first is out of the queue already, in the hands of whoever waits for the turn: sixty stand behind it.
  const soon = await Promise.all(asked.slice(61));
  await turn.giveBack();
  for (const answer of soon) assert.deepEqual(answer, { kind: 'busy', retryAfterSeconds: 2 });
  const taken = await Promise.all(asked.slice(0, 61));
  for (const answer of taken) assert.deepEqual(answer, taken[0]);
  assert.equal(taken[0]?.kind, 'answered');
});

test('a claim the database cannot keep is told so alone; those before and behind it are answered, in their order', async () => {
  const ready = await readied(8);
  const broken = { draft: 'no\u0000 draft', act: 'decline', reason: 'x' } as const;
  // Whoever waited until patience ended would be told after the test has.
  const patient = registerOf({ patienceMs: 24 * 3_600_000 });
  const claims = ready.map(
    ([parent, act]) =>
      () =>
        patient.claim({ ...act, act: 'enrol', by: { session: parent.who.tokenHash } }),
  );
  const unwritable = (parent: Parent) => patient.claim({ ...broken, by: { session: parent.who.tokenHash } });
  const [first] = ready[0] as readonly [Parent, Act];
  const asked = [...claims.slice(0, 3).map((ask) => ask()), unwritable(first), ...claims.slice(3).map((ask) => ask()), unwritable(first)];
  const answers = await Promise.all(asked);
  await patient.close();
  assert.deepEqual(
    answers.map(({ kind }) => kind),
    ['answered', 'answered', 'answered', 'unknown_yet', 'answered', 'answered', 'answered', 'answered', 'answered', 'unknown_yet'],
  );
  const numbers = answers.flatMap((answer) => (answer.kind === 'answered' ? [answer.arrival.seq] : []));
  assert.deepEqual(
    numbers,
    [...numbers].sort((a, b) => a - b),
  );
});

test('a claim in hand while the database is silent is answered “not known yet” in time, and its answer is there afterwards', async () => {
  const [[parent, act]] = (await readied(1)) as [[Parent, Act]];
  const register = registerOf({ patienceMs: 400 });
  const turn = await holdTurn(town);
  const asked = { ...act, act: 'enrol', by: { session: parent.who.tokenHash } } as const;
  // Nobody gives the turn back before: without its patience the claim would be answered by nobody.
  assert.equal((await register.claim(asked)).kind, 'unknown_yet');
  await turn.giveBack();
  const answer = await register.claim(asked);
  assert.ok(answer.kind === 'answered' && answer.sameBody);
  await register.close();
});

test('without a database a claim is answered “not known yet” within its patience, not left hanging', async () => {
  const faults: unknown[] = [];
  const nowhere = connect(`postgresql://mektep_app@127.0.0.1:${await freePort()}/nothing`, { connections: 2, onLost: () => undefined });
  const policy = policies['kg-2025'];
  const register = openRegister(nowhere, {
    campaign: { id: '00000000-0000-4000-8000-000000000000', policy },
    clock: town.clock,
    queueLimit: 10,
    batchLimit: 10,
    patienceMs: 400,
    onFault: (fault) => faults.push(fault),
  });
  const draft = '00000000-0000-4000-8000-000000000001';
  const answer = await register.claim({ draft, act: 'enrol', wishes: [1], by: { session: Buffer.alloc(32) } });
  assert.deepEqual(answer, { kind: 'unknown_yet', retryAfterSeconds: 2 });
  assert.ok(faults.length > 0, 'the fault is told to the operator');
  await register.close();
  assert.deepEqual(await register.claim({ draft, act: 'enrol', wishes: [1], by: { session: Buffer.alloc(32) } }), {
    kind: 'busy',
    retryAfterSeconds: 2,
  });
  await nowhere.close();
});
