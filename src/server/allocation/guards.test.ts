import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { type Answer, openRegister, type Register } from '#server/allocation/service.ts';
import { asActor, crowdedPopulation, type Parent, parents, readyToEnrol } from '#test/support/crowd.ts';
import { openTown, type Town } from '#test/support/town.ts';
import { untilWaiting } from '#test/support/turn.ts';
import { withClient } from '#tools/postgres/bootstrap.ts';

const seats = 30;
const { population, home } = crowdedPopulation(seats);
let town: Town;
let register: Register;
const faults: unknown[] = [];
before(async () => {
  town = await openTown({ population });
  register = openRegister(town.database, {
    ...{ campaign: town.composed.mektep.campaign, clock: town.clock, queueLimit: 1_000, batchLimit: 1, patienceMs: 60_000 },
    onFault: (fault) => faults.push(fault),
  });
});
after(async () => {
  await register.close();
  await town.close();
});

type Ready = { readonly parent: Parent; readonly draft: string; readonly wishes: readonly number[] };
const press = ({ parent, draft, wishes }: Ready) => register.claim({ draft, wishes, act: 'enrol', by: { session: parent.who.tokenHash } });
const databaseName = () => new URL(town.test.appUrl).pathname.slice(1);
const asAdmin = <T>(work: (client: pg.Client) => Promise<T>) => withClient(process.env['MEKTEP_TEST_ADMIN_URL'] ?? '', work);
const asOwner = <T>(work: (client: pg.Client) => Promise<T>) => withClient(town.test.ownerUrl, work);

async function ready(count: number): Promise<readonly Ready[]> {
  const all: Ready[] = [];
  for (const parent of await parents(town, home, count)) all.push({ parent, ...(await readyToEnrol(town, parent)) });
  return all;
}

function arrivalOf(answer: Answer) {
  assert.ok(answer.kind === 'answered', answer.kind);
  return answer.arrival;
}

/** Cuts the connections of the application that stand before a lock. */
async function cutWhoWaits(): Promise<void> {
  await asAdmin((admin) =>
    admin.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and application_name = 'mektep' and wait_event_type = 'Lock'",
      [databaseName()],
    ),
  );
}

/** Waits until something has been read ahead since a moment of the database's clock, and nothing is being read. */
async function untilReadSince(admin: pg.Client, since: Date): Promise<void> {
  for (let tries = 0; tries < 500; tries += 1) {
    const { rows } = await admin.query<{ read: boolean }>(
      `select bool_or(state <> 'active' and query_start > $1) as read from pg_stat_activity
       where datname = $2 and application_name = 'mektep' and query like '%string_agg(one.line%'`,
      [since, databaseName()],
    );
    if (rows[0]?.read === true) return;
    await pause(20);
  }
  throw new Error('nothing was read');
}

test('I5 a draft pressed again while its batch is at the database is told nothing before that batch is durable', async () => {
  const families = await ready(5);
  for (const one of families.slice(0, 4)) assert.equal(arrivalOf(await press(one)).outcome, 'enrolled');
  const last = families[4] as Ready;
  const { first, again } = await asOwner(async (holder) => {
    // The batch is written and cannot end: its line in the journal waits.
    await holder.query('begin');
    await holder.query('lock table journal in share mode');
    const { rows } = await holder.query<{ now: Date }>('select clock_timestamp() as now');
    const [asked, repeated] = [press(last), press(last)];
    await untilWaiting(town, 1);
    await asAdmin((admin) => untilReadSince(admin, rows[0]?.now as Date));
    // What was answered of the repetition would be answered by now: a round of the event loop for each of its steps.
    for (let round = 0; round < 50; round += 1) await new Promise(setImmediate);
    await cutWhoWaits();
    await asOwner((client) => client.query('update pool set capacity = taken where id = $1', [last.wishes[0]]));
    await holder.query('commit');
    return { first: asked, again: repeated };
  });
  const answers = [arrivalOf(await first), arrivalOf(await again)];
  assert.deepEqual(
    answers.map(({ outcome }) => outcome),
    ['refused', 'refused'],
    'the batch that would have given the seat was never kept',
  );
  assert.ok(faults.length > 0, 'its connection was cut');
});

test('I1 a pool that is not as it was believed is read again: the batch is decided on what there is', async () => {
  const families = await ready(6);
  const more = { pools: [{ pool: families[0]?.wishes[0] as number, capacity: seats }], actor: 'office:test', ground: 'order 1' };
  assert.equal((await register.changeCapacity({ ...more, key: randomUUID() })).kind, 'changed');
  for (const one of families.slice(0, 4)) await press(one);
  const [before, behind] = families.slice(4) as unknown as readonly [Ready, Ready];
  const free = arrivalOf(await press(before)).free_before as number;
  // Somebody reaches past the register, and takes three seats without a word.
  await asOwner((client) => client.query('update pool set taken = taken + 3 where id = $1', [behind.wishes[0]]));
  assert.equal(arrivalOf(await press(behind)).free_before, free - 4);
  const pool = await asActor(town, 'system', (tx) =>
    tx
      .selectFrom('pool')
      .selectAll()
      .where('id', '=', behind.wishes[0] as number)
      .executeTakeFirstOrThrow(),
  );
  assert.equal(pool.capacity - pool.taken, free - 5);
});
