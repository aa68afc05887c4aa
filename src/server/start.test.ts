import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server, type Socket, connect as dial } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { policies } from '#domain/policy/registry.ts';
import { publishCampaign } from '#server/campaign/service.ts';
import { connect } from '#server/db/connect.ts';
import { transact } from '#server/db/transaction.ts';
import { refuseFarClock, refuseUnbuiltPages, refuseUnwritableFolder, secondsOff } from '#server/start-checks.ts';
import { type TestDatabase, testDatabase } from '#test/support/database.ts';
import { type OwnProcess, startProcess } from '#test/support/own-process.ts';
import { withClient } from '#tools/postgres/bootstrap.ts';
import { freePort } from '#tools/free-port.ts';
import { inProject, project } from '#tools/project.ts';

let place: TestDatabase;
let folder: string;
before(async () => {
  place = await testDatabase();
  folder = await mkdtemp(path.join(tmpdir(), 'mektep-start-'));
  const database = connect(place.appUrl, { connections: 2, onLost: () => undefined });
  await transact(database, 'system', (tx) => publishCampaign(tx, 'kg-2025', policies['kg-2025'], 'ministry', new Date()));
  await database.close();
});
after(async () => {
  await place.close();
  await rm(folder, { recursive: true, force: true });
});

const main = inProject('src', 'server', 'main.ts');
const masterKey = randomBytes(32).toString('base64');
const settings = () => ({
  DATABASE_URL: place.appUrl,
  MASTER_KEY: masterKey,
  OIDC_ISSUER: 'http://127.0.0.1:1',
  OIDC_CLIENT_ID: 'mektep',
  OIDC_CLIENT_SECRET: 'secret',
  XROAD_URL: 'http://127.0.0.1:1',
  FILES_DIR: path.join(folder, 'files'),
  DATABASE_WAIT_SECONDS: '0',
  // Of the roles the worker needs no pages to be built.
  ROLE: 'worker',
});

/** What a process says that ends by itself, and its exit code. */
async function endOf(env: Readonly<Record<string, string>>): Promise<{ readonly code: number | null; readonly said: string }> {
  const child = spawn(process.execPath, [main], {
    cwd: project,
    env: { PATH: process.env['PATH'], ...settings(), ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, said };
}

/** Refused with these words, in one sentence without a stack. */
async function refused(env: Readonly<Record<string, string>>, words: RegExp): Promise<void> {
  const { code, said } = await endOf(env);
  assert.equal(code, 1);
  assert.match(said, /^Mektep cannot start\. /m);
  assert.match(said, words);
  assert.doesNotMatch(said, /\n\s+at /);
}

async function saying(words: RegExp, one: OwnProcess): Promise<void> {
  for (let tries = 0; tries < 600 && !words.test(one.said()); tries += 1) await new Promise((resolve) => setTimeout(resolve, 50));
  assert.match(one.said(), words);
}

const asOwner = (statement: string) => withClient(place.ownerUrl, (client) => client.query(statement));

for (const role of ['worker', 'web', 'all']) {
  test(`ROLE=${role} does not start on a database that lacks a migration, and says which and what to run`, async () => {
    const { rows } = await asOwner(
      'with last as (select name from migration order by name desc limit 1) delete from migration m using last where m.name = last.name returning m.*',
    );
    const [gone] = rows as readonly { readonly name: string; readonly sha256: string }[];
    assert.ok(gone);
    await refused({ ROLE: role }, new RegExp(`lacks ${gone.name}\\. Run \`npm run mektep -- migrate\``));
    await asOwner(`insert into migration (name, sha256) values ('${gone.name}', '${gone.sha256}')`);
  });
}

test('a program older than its database does not start on it, and names what it does not know', async () => {
  await asOwner(`insert into migration (name, sha256) values ('9999_tomorrow.sql', 'x')`);
  await refused({}, /ahead of this program: it has 9999_tomorrow\.sql/);
  await asOwner(`delete from migration where name = '9999_tomorrow.sql'`);
});

test('a database made from other files is not served', async () => {
  await asOwner(`update migration set sha256 = sha256 || 'x' where name like '0001%'`);
  await refused({}, /0001_foundation\.sql changed after being applied/);
  await asOwner(`update migration set sha256 = rtrim(sha256, 'x') where name like '0001%'`);
});

test('an empty database is named as such: nothing was migrated', async () => {
  const empty = await testDatabase();
  await withClient(empty.ownerUrl, (client) => client.query('drop table migration'));
  await refused({ DATABASE_URL: empty.appUrl }, /lacks 0001_foundation\.sql, .*migrate/);
  await empty.close();
});

test('without a campaign it is said how one is published', async () => {
  const empty = await testDatabase();
  await refused(
    { DATABASE_URL: empty.appUrl },
    /No campaign is published in this database\. Publish one: npm run mektep -- campaign publish/,
  );
  await refused({ DATABASE_URL: place.appUrl, CAMPAIGN: 'kg-1990' }, /No campaign kg-1990 is published/);
  await empty.close();
});

test('a folder in which nothing can be kept is found out at the start', async () => {
  const file = path.join(folder, 'a-file');
  await writeFile(file, 'no folder');
  await refused({ FILES_DIR: path.join(file, 'below') }, /FILES_DIR: nothing can be kept in .*a-file\/below \(ENOTDIR\)/);
  await refuseUnwritableFolder(path.join(folder, 'made when missing'));
});

test('pages that are not built are missed before anybody asks for one', () => {
  assert.throws(() => refuseUnbuiltPages(path.join(folder, 'build')), /The pages are not built.*npm run build/);
});

test('a clock that is far from the database’s starts nothing; the time of the question is no fault of it', async () => {
  const database = connect(place.appUrl, { connections: 2, onLost: () => undefined });
  const off = (seconds: number) => () => Date.now() + seconds * 1000;
  for (const seconds of [3600, 86_400]) {
    await assert.rejects(refuseFarClock(database, 30, off(seconds)), new RegExp(`${seconds} seconds ahead of the database’s`));
    await assert.rejects(refuseFarClock(database, 30, off(-seconds)), new RegExp(`${seconds} seconds behind the database’s`));
  }
  await refuseFarClock(database, 30);
  // A question that took an hour by this clock tells nothing of it.
  let asked = 0;
  assert.equal(await secondsOff(database, () => Date.now() - 1_800_000 + (asked++ === 0 ? 0 : 3_600_000)), 0);
  await database.close();
});

test('a wrong password and a database of another name are said at once, however long a lost one is waited for', async () => {
  const wrong = new URL(place.appUrl);
  wrong.password = 'wrong';
  await refused({ DATABASE_URL: wrong.href, DATABASE_WAIT_SECONDS: '600' }, /DATABASE_URL: PostgreSQL does not let this role in/);
  const other = new URL(place.appUrl);
  other.pathname = '/nothing_of_this_name';
  await refused({ DATABASE_URL: other.href, DATABASE_WAIT_SECONDS: '600' }, /DATABASE_URL: .*nothing_of_this_name/);
});

test('a database that is away longer than is waited for is named', async () => {
  const away = new URL(place.appUrl);
  away.port = String(await freePort());
  await refused({ DATABASE_URL: away.href }, /DATABASE_URL: the database does not answer/);
});

test('a port in use is said in plain words', async () => {
  const taken = createServer();
  const port = await new Promise<number>((resolve) => {
    taken.listen(0, '127.0.0.1', () => resolve((taken.address() as { readonly port: number }).port));
  });
  await refused({ METRICS_PORT: String(port) }, /in use by another program/);
  await new Promise((resolve) => taken.close(resolve));
});

test('whoever starts together with the database, as after a power cut, waits for it and then works', async () => {
  const real = new URL(place.appUrl);
  const port = await freePort();
  const meant = new URL(place.appUrl);
  Object.assign(meant, { hostname: '127.0.0.1', port: String(port) });
  const env = { ...settings(), DATABASE_URL: meant.href, DATABASE_WAIT_SECONDS: '120' };
  const worker = await startProcess([main], env, false);
  await saying(/the database is away; it is waited for/, worker);
  // It takes connections now, and still recovers: the first of them are cut.
  let cuts = 3;
  const sockets = new Set<Socket>();
  const wire: Server = createServer((client) => {
    sockets.add(client);
    client.on('error', () => undefined);
    if (cuts-- > 0) return void client.destroy();
    const server = dial(Number(real.port), real.hostname);
    sockets.add(server);
    server.on('error', () => undefined);
    client.pipe(server).pipe(client);
  });
  await new Promise<void>((resolve) => wire.listen(port, '127.0.0.1', resolve));
  await saying(/jobs are run/, worker);
  assert.equal(await worker.stop(), 0);
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => wire.close(resolve));
});
