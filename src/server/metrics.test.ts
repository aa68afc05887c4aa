import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { connect, type Database } from '#server/db/connect.ts';
import { healthOf, isWell } from '#server/health.ts';
import { openMetrics } from '#server/metrics.ts';
import { openTown, type Town } from '#test/support/town.ts';
import { canTakeTurn } from '#server/db/role.ts';

let town: Town;
let away: Database;
before(async () => {
  town = await openTown();
  away = connect('postgres://nobody@127.0.0.1:1/nothing', { connections: 1, onLost: () => undefined });
});
after(async () => {
  await away.close();
  await town.close();
});

const jobs = (alive: boolean) => () => ({ isAlive: () => alive, stop: () => Promise.resolve() });
const register = () => canTakeTurn(town.database, town.composed.mektep.campaign.id);

test('a process is well when it can write, its jobs are run and the register can take its turn; each of them alone makes it unwell', async () => {
  const { database } = town;
  assert.equal(isWell(await healthOf({ database, jobs: jobs(true), register })), true);
  assert.equal(isWell(await healthOf({ database, jobs: () => null, register: null })), true);
  assert.deepEqual(await healthOf({ database, jobs: jobs(false), register }), { database: true, jobs: false, register: true });
  assert.equal(isWell(await healthOf({ database, jobs: jobs(false), register })), false);
  assert.equal(isWell(await healthOf({ database: away, jobs: jobs(true), register })), false);
  assert.equal(isWell(await healthOf({ database, jobs: jobs(true), register: () => canTakeTurn(away, 'x') })), false);
  const elsewhere = () => canTakeTurn(database, '00000000-0000-0000-0000-000000000000');
  assert.equal(isWell(await healthOf({ database, jobs: jobs(true), register: elsewhere })), false);
});

test('the figures are told on a listener of their own, without an address of anybody or anything', async () => {
  const { database } = town;
  const metrics = openMetrics({
    role: 'all',
    databases: { pages: database },
    queue: database,
    health: () => healthOf({ database, jobs: jobs(true), register }),
  });
  metrics.watch(town.web.server);
  const port = await metrics.listen('127.0.0.1', 0);
  const told = (path: string) => fetch(`http://127.0.0.1:${port}${path}`);
  await (await fetch(`${town.origin}/api/v1/children?name=secret`)).text();
  await (await fetch(`${town.origin}/healthz`)).text();
  const answer = await told('/metrics');
  const text = await answer.text();
  assert.match(answer.headers.get('content-type') ?? '', /^text\/plain; version=0\.0\.4/);
  for (const line of [
    /^mektep_up\{role="all"\} 1$/m,
    /^mektep_part_up\{part="register"\} 1$/m,
    /^mektep_jobs_given_up 0$/m,
    /^mektep_requests_total\{kind="api",status="4xx"\} 1$/m,
  ])
    assert.match(text, line);
  assert.doesNotMatch(text, /secret/);
  for (const line of text.trim().split('\n'))
    assert.match(line, /^(# (HELP|TYPE) [a-z0-9_]+ .+|[a-z0-9_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? -?[\d.e+-]+)$/);
  assert.equal((await told('/healthz')).status, 200);
  assert.equal((await told('/other')).status, 404);
  assert.equal((await fetch(`${town.origin}/metrics`)).headers.get('content-type')?.includes('version=0.0.4') ?? false, false);
  await metrics.close();
});
