import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Logger, runOnce } from 'graphile-worker';
import { Pool } from 'pg';
import { inData } from '#tools/project.ts';
import { databaseFromEnvironment } from './database-address.ts';
import { migrate, migrationState } from './migrate.ts';
import { createDatabase, withClient } from './postgres/bootstrap.ts';
import { removeCluster, startCluster, type Cluster } from './postgres/cluster.ts';

const log = () => undefined;
const dir = inData(`test-${process.pid}-migrate`);
let cluster: Cluster;
let folder: string;

before(async () => {
  cluster = await startCluster({ dir, log });
  folder = await mkdtemp(path.join(tmpdir(), 'mektep-migrations-'));
  await writeFile(path.join(folder, '0001_first.sql'), 'create table one (id int primary key); grant select on one to mektep_app;');
});

after(async () => {
  await cluster.stop();
  await removeCluster(dir);
  await rm(folder, { recursive: true });
});

test('a database is brought up to date once, and again changes nothing', async () => {
  const url = await freshDatabase('twice');
  assert.deepEqual(await migrate(url, { log, folder }), ['0001_first.sql']);
  assert.deepEqual(await migrate(url, { log, folder }), []);
  assert.deepEqual(await migrationState(url, folder), { pending: [], changed: [], ahead: [] });
});

test('two processes that migrate at once apply each file once', async () => {
  const url = await freshDatabase('at_once');
  const applied = await Promise.all([migrate(url, { log, folder }), migrate(url, { log, folder })]);
  assert.deepEqual(applied.flat(), ['0001_first.sql']);
});

test('a changed file that was applied is refused by name', async () => {
  const url = await freshDatabase('changed');
  await migrate(url, { log, folder });
  await withClient(url, (client) => client.query(`update migration set sha256 = 'other'`));
  await assert.rejects(migrate(url, { log, folder }), /0001_first\.sql changed after being applied/);
});

test('a migration that fails leaves nothing of itself behind', async () => {
  const url = await freshDatabase('broken');
  const broken = await mkdtemp(path.join(tmpdir(), 'mektep-migrations-'));
  await writeFile(path.join(broken, '0001_broken.sql'), 'create table half (id int); select * from nothing_of_this_name;');
  await assert.rejects(migrate(url, { log, folder: broken }), /0001_broken\.sql: .*nothing_of_this_name/);
  const { rows } = await withClient(url, (client) =>
    client.query(`select to_regclass('half') as half, (select count(*)::int from migration) as applied`),
  );
  assert.deepEqual(rows, [{ half: null, applied: 0 }]);
  await rm(broken, { recursive: true });
});

test('a gap in the numbers is refused', async () => {
  const gap = await mkdtemp(path.join(tmpdir(), 'mektep-migrations-'));
  await writeFile(path.join(gap, '0002_second.sql'), 'select 1');
  await assert.rejects(migrate(await freshDatabase('gap'), { log, folder: gap }), /0002_second\.sql stands where 0001_/);
  await rm(gap, { recursive: true });
});

test('the application can add and run jobs, and can make no table', async () => {
  await migrate(await freshDatabase('jobs'), { log, folder });
  await addAndRunOneJob(cluster.appUrl('jobs'));
  await assert.rejects(
    withClient(cluster.appUrl('jobs'), (client) => client.query('create table mine (id int)')),
    /permission denied/,
  );
});

test('with DATABASE_URL alone one account migrates, and acts as the application for the rest', async () => {
  await createDatabase(cluster.adminUrl, 'single');
  const url = cluster.adminUrl.replace(/postgres$/, 'single');
  const address = databaseFromEnvironment({ DATABASE_URL: url });
  assert.ok(address !== null);
  await migrate(address.ownerUrl, { log, folder });
  const who = await withClient(address.appUrl, (client) => client.query('select current_user::text as who'));
  assert.deepEqual(who.rows, [{ who: 'mektep_app' }]);
  await addAndRunOneJob(address.appUrl);
  await assert.rejects(
    withClient(address.appUrl, (client) => client.query('create table mine (id int)')),
    /permission denied/,
  );
});

async function freshDatabase(name: string): Promise<string> {
  await createDatabase(cluster.adminUrl, name);
  return cluster.ownerUrl(name);
}

async function addAndRunOneJob(url: string): Promise<void> {
  const pgPool = new Pool({ connectionString: url, max: 4 });
  pgPool.on('error', () => undefined).on('connect', (client) => client.on('error', () => undefined));
  try {
    const done: unknown[] = [];
    await pgPool.query(`select graphile_worker.add_job('greet', '{"id": 7}'::json, queue_name := 'one', job_key := 'k')`);
    await runOnce({
      pgPool,
      noHandleSignals: true,
      logger: new Logger(() => () => undefined),
      taskList: { greet: (payload) => void done.push(payload) },
    });
    assert.deepEqual(done, [{ id: 7 }]);
  } finally {
    await pgPool.end();
  }
}
