import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { after, before, test } from 'node:test';
import { pino } from 'pino';
import { connect, type Database } from '#server/db/connect.ts';
import { runJobs } from '#server/jobs.ts';
import { type TestDatabase, testDatabase } from '#test/support/database.ts';
import { withClient } from '#tools/postgres/bootstrap.ts';

let place: TestDatabase;
let database: Database;
before(async () => {
  place = await testDatabase();
  database = connect(place.appUrl, { connections: 6, onLost: () => undefined });
});
after(async () => {
  await database.close();
  await place.close();
});

const enqueue = (name: string) =>
  withClient(place.appUrl, (client) => client.query("select graphile_worker.add_job('note', json_build_object('name', $1::text))", [name]));

const cutConnections = () =>
  withClient(process.env['MEKTEP_TEST_ADMIN_URL'] ?? '', (admin) =>
    admin.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and application_name = 'mektep'", [
      new URL(place.appUrl).pathname.slice(1),
    ]),
  );

test('a runner whose connections were cut again and again goes on with the jobs that wait', async () => {
  const done = new Set<string>();
  const said: string[] = [];
  const log = pino({ level: 'error' }, { write: (line: string) => void said.push(line) });
  const note = async (payload: unknown) => {
    await pause(2);
    done.add((payload as { name: string }).name);
  };
  const jobs = await runJobs(database, { note }, log);
  for (let round = 0; round < 25; round += 1) {
    await enqueue(`job ${round}`);
    await cutConnections();
  }
  await enqueue('the last');
  const until = performance.now() + 15_000;
  while (!done.has('the last') && performance.now() < until) await pause(50);
  await jobs.stop();
  assert.ok(done.has('the last'), said.join('\n'));
});

test('a job whose worker died with it in hand is taken up by another', async () => {
  await enqueue('orphan');
  await withClient(place.ownerUrl, (client) =>
    client.query(
      "update graphile_worker._private_jobs set locked_by = 'dead', locked_at = now() - interval '31 seconds' where payload->>'name' = 'orphan'",
    ),
  );
  const done = new Set<string>();
  const jobs = await runJobs(
    database,
    { note: async (payload) => void done.add((payload as { name: string }).name) },
    pino({ level: 'silent' }),
  );
  for (let tries = 0; tries < 60 && !done.has('orphan'); tries += 1) await pause(50);
  await jobs.stop();
  assert.ok(done.has('orphan'));
});

test('a runner that was stopped takes no more jobs', async () => {
  const done: unknown[] = [];
  const jobs = await runJobs(database, { note: async (payload) => void done.push(payload) }, pino({ level: 'silent' }));
  await jobs.stop();
  await enqueue('too late');
  await pause(1_500);
  assert.deepEqual(
    done.filter((payload) => (payload as { name: string }).name === 'too late'),
    [],
  );
});
