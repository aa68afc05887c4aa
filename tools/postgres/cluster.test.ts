import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { inData, inProject } from '#tools/project.ts';
import { withClient } from './bootstrap.ts';
import { removeCluster, startCluster } from './cluster.ts';
import { possibleHomes } from './place.ts';

const log = () => undefined;
const dir = inData(`test-${process.pid}-cluster`);

beforeEach(() => removeCluster(dir));
after(() => removeCluster(dir));

test('what was committed is there after a stop and a start, on the same port', async () => {
  const first = await startCluster({ dir, log });
  await write(first.ownerUrl('mektep'));
  await first.stop();
  const second = await startCluster({ dir, log });
  assert.equal(await countRows(second.ownerUrl('mektep')), 1);
  assert.equal(second.port, first.port);
  await second.stop();
});

test('what was committed is there after the database was killed with -9', async () => {
  const first = await startCluster({ dir, log });
  await write(first.ownerUrl('mektep'));
  await first.kill();
  const second = await startCluster({ dir, log });
  assert.equal(await countRows(second.ownerUrl('mektep')), 1);
  await second.stop();
});

test('a pid file that names somebody else’s process does not keep the database from starting', async () => {
  const first = await startCluster({ dir, log });
  await first.kill();
  const file = path.join(await homeOf(dir), 'data', 'postmaster.pid');
  const lines = (await readFile(file, 'utf8')).split('\n');
  await writeFile(file, [process.pid, ...lines.slice(1)].join('\n'));
  const second = await startCluster({ dir, log });
  assert.equal(await ask(second.adminUrl, 'select 1 as value'), 1);
  await second.stop();
});

test('a database left running by a process that was killed is taken over and can be stopped', async () => {
  const program = `import { startCluster } from ${JSON.stringify(inProject('tools/postgres/cluster.ts'))};
    const cluster = await startCluster({ dir: ${JSON.stringify(dir)}, log: () => undefined });
    console.log(cluster.port); setInterval(() => undefined, 1000);`;
  const starter = spawn(process.execPath, ['--input-type=module', '--eval', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const said: unknown[] = await once(starter.stdout, 'data');
  starter.kill('SIGKILL');
  await once(starter, 'exit');
  const taken = await startCluster({ dir, log });
  assert.equal(taken.port, Number(String(said[0])));
  assert.equal(taken.isShared, false);
  await taken.stop();
  await assert.rejects(ask(taken.adminUrl, 'select 1 as value'), /ECONNREFUSED/);
});

test('a second process joins the running database and leaves it running', async () => {
  const [first, second] = await Promise.all([startCluster({ dir, log }), startCluster({ dir, log })]);
  assert.deepEqual([first.isShared, second.isShared].sort(), [false, true]);
  assert.equal(first.port, second.port);
  const [holder, guest] = first.isShared ? [second, first] : [first, second];
  await guest.stop();
  assert.equal(await ask(holder.adminUrl, 'select 1 as value'), 1);
  await holder.stop();
});

test('half a database, left by a set-up that was cut off, is made anew', async () => {
  const first = await startCluster({ dir, log });
  await first.stop();
  const home = await homeOf(dir);
  await rm(path.join(home, 'data', 'PG_VERSION'));
  await mkdir(path.join(home, 'data.new'), { recursive: true });
  const second = await startCluster({ dir, log });
  assert.equal(await ask(second.ownerUrl('mektep'), 'select 1 as value'), 1);
  await second.stop();
});

test('a taken port is left to its owner and another is used', async () => {
  const first = await startCluster({ dir, log });
  await first.stop();
  const squatter = createServer().listen(first.port, '127.0.0.1');
  await once(squatter, 'listening');
  const second = await startCluster({ dir, log });
  assert.notEqual(second.port, first.port);
  await second.stop();
  squatter.close();
});

test('a database that cannot start says why and where to read more, in one sentence', async () => {
  const first = await startCluster({ dir, log });
  await first.stop();
  await appendFile(path.join(await homeOf(dir), 'data', 'postgresql.conf'), '\nno_such_setting = on\n');
  await assert.rejects(
    startCluster({ dir, log }),
    (error: Error) => error.name === 'Trouble' && /did not start: .*postgres\.log.*npm run reset/.test(error.message),
  );
});

test('nobody enters without a password, and the file of passwords is closed to others', async () => {
  const cluster = await startCluster({ dir, log });
  const wrong = cluster.adminUrl.replace(/:[^:@]+@/, ':wrong@');
  await assert.rejects(ask(wrong, 'select 1 as value'), /password authentication failed/);
  assert.equal((await stat(path.join(await homeOf(dir), 'secrets.json'))).mode & 0o077, 0);
  await cluster.stop();
});

test('the database knows Cyrillic letters of every language we speak', async () => {
  const cluster = await startCluster({ dir, log });
  assert.equal(await ask(cluster.ownerUrl('mektep'), `select lower('ҢӨҮҚҒҰҺӘ') as value`), 'ңөүқғұһә');
  assert.equal(await ask(cluster.ownerUrl('mektep'), `select 'ң' ~ '^[[:alpha:]]$' as value`), true);
  await cluster.stop();
});

async function homeOf(folder: string): Promise<string> {
  for (const home of possibleHomes(folder)) {
    if (await stat(path.join(home, 'data')).catch(() => null)) return home;
  }
  throw new Error('the cluster has no home');
}

async function write(url: string): Promise<void> {
  await withClient(url, (client) => client.query('create table kept as select 1 as value'));
}

function countRows(url: string): Promise<unknown> {
  return ask(url, 'select count(*)::int as value from kept');
}

async function ask(url: string, query: string): Promise<unknown> {
  return withClient(url, async (client) => (await client.query<{ value: unknown }>(query)).rows[0]?.value);
}
