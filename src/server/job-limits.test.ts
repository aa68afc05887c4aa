import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { after, before, beforeEach, test } from 'node:test';
import { pino } from 'pino';
import { gaveUp, showLife, unlockAbandonedJobs } from '#server/db/abandoned-jobs.ts';
import { connect, type Database } from '#server/db/connect.ts';
import { dropGivenUp, findGivenUp, queueState, retryGivenUp } from '#server/db/job-list.ts';
import { tasksOf } from '#server/hand-on.ts';
import { type GivenUp, limited, limitOf } from '#server/job-limits.ts';
import { runJobs, type TaskList } from '#server/jobs.ts';
import { type TestDatabase, testDatabase } from '#test/support/database.ts';
import { withClient } from '#tools/postgres/bootstrap.ts';

let place: TestDatabase;
let database: Database;
before(async () => {
  place = await testDatabase();
  database = connect(place.appUrl, { connections: 8, onLost: () => undefined });
});
after(async () => {
  await database.close();
  await place.close();
});
beforeEach(() => asOwner('delete from graphile_worker._private_jobs'));

const asOwner = (statement: string, values: readonly unknown[] = []) =>
  withClient(place.ownerUrl, (client) => client.query(statement, [...values]));
const enqueue = (task: string, payload: object = {}) =>
  database.pool.query<{ id: string }>('select (graphile_worker.add_job($1, $2::json)).id::text', [task, JSON.stringify(payload)]);
const withoutPauses = () => asOwner('update graphile_worker._private_jobs set run_at = now() where run_at > now()');

async function until(what: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    if (await what()) return;
    await withoutPauses();
    await pause(50);
  }
  assert.fail('it did not come to pass');
}

/** Runs tasks for a while; what the log said. */
async function running(tasks: TaskList, work: () => Promise<void>): Promise<string> {
  let said = '';
  const jobs = await runJobs(database, tasks, pino({ level: 'error' }, { write: (line: string) => void (said += line) }));
  await work().finally(() => jobs.stop());
  return said;
}

test('a job that fails is tried as often as its task may, with growing pauses, and then lies where it is seen', async () => {
  const task = 'retention.sessions';
  let tries = 0;
  await enqueue(task);
  const said = await running(
    {
      [task]: async () => {
        tries += 1;
        throw new Error(`it failed ${tries} times`);
      },
    },
    () => until(async () => (await queueState(database)).givenUp === 1),
  );
  assert.equal(tries, limitOf(task).attempts);
  assert.match(said, /"alarm":"job_given_up"/);
  const [given] = await findGivenUp(database);
  assert.deepEqual([given?.task, given?.attempts, given?.error], [task, tries, `it failed ${tries} times`]);
});

test('the pauses between the attempts grow', async () => {
  await enqueue('note');
  const pauses: number[] = [];
  await running({ note: () => Promise.reject(new Error('no')) }, () =>
    until(async () => {
      const { rows } = await asOwner(
        'select attempts, extract(epoch from run_at - now())::float8 as wait from graphile_worker._private_jobs where locked_at is null and attempts > 0 and run_at > now()',
      );
      const [seen] = rows as readonly { readonly attempts: number; readonly wait: number }[];
      if (seen !== undefined) pauses[seen.attempts] = seen.wait;
      return pauses.length > 4;
    }),
  );
  const seen = pauses.filter((wait) => wait > 0);
  assert.deepEqual(
    seen,
    seen.toSorted((a, b) => a - b),
  );
});

test('a given-up job is begun anew when somebody says so, and another is thrown away', async () => {
  for (const name of ['first', 'second']) await enqueue('note', { name });
  await asOwner("update graphile_worker._private_jobs set attempts = max_attempts, last_error = 'no'");
  const [first, second] = await findGivenUp(database);
  assert.ok(first && second);
  assert.deepEqual(await dropGivenUp(database, [second.id]), [second.id]);
  assert.deepEqual(await retryGivenUp(database, ['123456789']), []);
  assert.deepEqual(await retryGivenUp(database, [first.id]), [first.id]);
  assert.deepEqual(await findGivenUp(database), []);
  const done: unknown[] = [];
  await running({ note: async (payload) => void done.push(payload) }, () => until(() => done.length > 0));
  assert.deepEqual(done, [{ name: 'first' }]);
  // One that only waits is neither begun anew nor thrown away by these words.
  const { rows } = await enqueue('note');
  assert.deepEqual(await dropGivenUp(database, [rows[0]?.id ?? '']), []);
  assert.deepEqual(await retryGivenUp(database, null), []);
});

/** As when a process is killed with every job in its hands: nothing more is heard of it. */
const dies = async () => {
  await asOwner(
    "update graphile_worker._private_jobs set locked_by = 'dead', locked_at = now() - interval '31 seconds', attempts = attempts + 1",
  );
  await Promise.all(Array.from({ length: 4 }, () => unlockAbandonedJobs(database, 30)));
};

test('a job that ended its process twice is not begun a third time, and says why', async () => {
  await enqueue('note');
  await dies();
  assert.deepEqual(await queueState(database).then(({ waiting, givenUp }) => [waiting, givenUp]), [1, 0], 'once may be chance');
  await dies();
  const [given] = await findGivenUp(database);
  assert.deepEqual([given?.task, given?.error], ['note', gaveUp]);
  let begun = 0;
  const note = async () => void (begun += 1);
  await running({ note }, () => pause(1_500));
  assert.equal(begun, 0);
  await retryGivenUp(database, null);
  await dies();
  await running({ note }, () => until(() => begun === 1));
});

test('a job that takes long is not taken for one whose process ended, as long as the process shows life', async () => {
  await enqueue('note');
  await asOwner("update graphile_worker._private_jobs set locked_by = 'pool-1', locked_at = now() - interval '2 hours'");
  await showLife(database, ['pool-1']);
  await unlockAbandonedJobs(database, 30);
  const { rows } = await asOwner('select locked_by from graphile_worker._private_jobs');
  assert.deepEqual(rows, [{ locked_by: 'pool-1' }]);
});

test('an attempt that never ends has failed when its time is over', async () => {
  const given: GivenUp[] = [];
  const endless = limited(
    database,
    'note',
    () => new Promise(() => undefined),
    (one) => void given.push(one),
    { attempts: 2, minutes: 1e-4 },
  );
  const { rows } = await enqueue('note');
  const job = (attempts: number) => ({ job: { id: rows[0]?.id ?? '', attempts, max_attempts: 25 } }) as Parameters<typeof endless>[1];
  await assert.rejects(endless({}, job(1)), /did not end within/);
  assert.equal(given.length, 0);
  await assert.rejects(endless({}, job(2)), /did not end within/);
  assert.equal(given.length, 1);
});

test('what two modules do after one event is two jobs: one that fails costs the other nothing, and is not a reason to do it again', async () => {
  const done: string[] = [];
  let isBroken = true;
  const tasks = tasksOf(database, {
    notice: { arrivals: async () => void done.push('notice') },
    flags: {
      arrivals: async () => {
        if (isBroken) throw new Error('no');
        done.push('flags');
      },
      other: async () => void done.push('other'),
    },
  });
  assert.deepEqual(Object.keys(tasks).sort(), ['arrivals', 'arrivals.flags', 'arrivals.notice', 'other']);
  await enqueue('arrivals', { from: 1, to: 2 });
  await running(tasks, () => until(() => done.includes('notice')));
  // The event is handed on a second time, as after a crash: what waits still is not doubled.
  await tasks['arrivals']?.({ to: 2, from: 1 });
  isBroken = false;
  await running(tasks, () => until(() => done.includes('flags')));
  assert.equal(done.filter((name) => name === 'flags').length, 1);
});
