import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { after, before, test } from 'node:test';
import { pino } from 'pino';
import { connect, type Database } from '#server/db/connect.ts';
import { runJobs } from '#server/jobs.ts';
import { type TestDatabase, testDatabase } from '#test/support/database.ts';
import { until } from '#test/support/until.ts';
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
  await until('the last job', () => done.has('the last')).catch((fault: unknown) => assert.fail(`${String(fault)}\n${said.join('\n')}`));
  await jobs.stop();
});

test('a runner that could not read its tasks when it began takes jobs as soon as they can be read', async () => {
  await enqueue('patient');
  const rename = (from: string, to: string) =>
    withClient(place.ownerUrl, (client) => client.query(`alter table graphile_worker.${from} rename to ${to}`));
  const done = new Set<string>();
  let said = '';
  await rename('_private_tasks', 'tasks_away');
  const jobs = await runJobs(
    database,
    { note: async (payload) => void done.add((payload as { name: string }).name) },
    pino({ level: 'debug' }, { write: (line: string) => void (said += line) }),
  );
  await until('the failure', () => said.includes('Failed to acquire job'));
  await rename('tasks_away', '_private_tasks');
  await until('the job', () => done.has('patient'));
  await jobs.stop();
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
  await until('the orphaned job', () => done.has('orphan'));
  await jobs.stop();
});

test('a runner that was stopped takes no more jobs', async () => {
  const [stopped, next] = [new Set<string>(), new Set<string>()];
  const runInto = (done: Set<string>) =>
    runJobs(database, { note: async (payload) => void done.add((payload as { name: string }).name) }, pino({ level: 'silent' }));
  await (await runInto(stopped)).stop();
  await enqueue('too late');
  const jobs = await runInto(next);
  await until('the job', () => next.has('too late'));
  await jobs.stop();
  assert.equal(stopped.has('too late'), false);
});
