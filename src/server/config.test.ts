import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { ConfigTrouble, readConfig } from '#server/config.ts';
import { connect } from '#server/db/connect.ts';
import { refuseOwner } from '#server/db/role.ts';
import { testDatabase } from '#test/support/database.ts';
import { inProject, project } from '#tools/project.ts';

const production = {
  NODE_ENV: 'production',
  PUBLIC_ORIGIN: 'https://1mektep.edu.gov.kg',
  DATABASE_URL: 'postgresql://mektep_app:secret@db.example/mektep',
  MASTER_KEY: randomBytes(32).toString('base64'),
  OIDC_ISSUER: 'https://esi.example',
  OIDC_CLIENT_ID: 'mektep',
  OIDC_CLIENT_SECRET: 'a secret',
  XROAD_URL: 'https://security-server.example',
  FILES_DIR: '/var/lib/mektep/files',
} as const;

/** What is wrong with production, and the variable that is named for it. */
const wrong: readonly (readonly [string, Readonly<Record<string, string | undefined>>, string])[] = [
  ['without a database', { DATABASE_URL: undefined }, 'DATABASE_URL'],
  ['with an empty database', { DATABASE_URL: '' }, 'DATABASE_URL'],
  ['without a master key', { MASTER_KEY: undefined }, 'MASTER_KEY'],
  ['with a short master key', { MASTER_KEY: randomBytes(16).toString('base64') }, 'MASTER_KEY'],
  ['without the provider’s secret', { OIDC_CLIENT_SECRET: undefined }, 'OIDC_CLIENT_SECRET'],
  ['without a provider', { OIDC_ISSUER: undefined }, 'OIDC_ISSUER'],
  ['without the state’s registers', { XROAD_URL: undefined }, 'XROAD_URL'],
  ['with the demo on', { DEMO: '1' }, 'DEMO'],
  ['with pages from source', { MEKTEP_DEV: '1' }, 'MEKTEP_DEV'],
  ['over plain http', { PUBLIC_ORIGIN: 'http://1mektep.edu.gov.kg' }, 'PUBLIC_ORIGIN'],
  ['with no public address of its own', { PUBLIC_ORIGIN: undefined }, 'PUBLIC_ORIGIN'],
  ['with a provider over plain http', { OIDC_ISSUER: 'http://esi.example' }, 'OIDC_ISSUER'],
  ['with the owner’s password', { DATABASE_OWNER_URL: 'postgresql://mektep_owner@db.example/mektep' }, 'DATABASE_OWNER_URL'],
  ['with a switch that is neither on nor off', { DEMO: 'yes' }, 'DEMO'],
  ['with a port that is none', { PORT: '70000' }, 'PORT'],
];

test('production starts with everything it needs', () => {
  assert.equal(readConfig(production).NODE_ENV, 'production');
});

for (const [how, change, variable] of wrong) {
  test(`production refuses to start ${how}, and names the variable`, () => {
    assert.throws(
      () => readConfig({ ...production, ...change }),
      (fault) => fault instanceof ConfigTrouble && new RegExp(`^  ${variable}\\b`, 'm').test(fault.message),
    );
  });
}

test('no refusal repeats a secret', () => {
  const secret = 'postgresql://mektep_app:do-not-tell@db.example/mektep';
  try {
    readConfig({ ...production, DATABASE_URL: secret, MASTER_KEY: 'do-not-tell', DEMO: '1', OIDC_CLIENT_SECRET: 'do-not-tell' });
    assert.fail('it started');
  } catch (fault) {
    assert.ok(fault instanceof ConfigTrouble && !fault.message.includes('do-not-tell'));
  }
});

test('production refuses a role that owns the tables or sees past row-level security', async () => {
  const place = await testDatabase();
  const [owner, app] = [place.ownerUrl, place.appUrl].map((url) => connect(url, { connections: 2, onLost: () => undefined }));
  const admin = new URL(process.env['MEKTEP_TEST_ADMIN_URL'] ?? '');
  admin.pathname = new URL(place.appUrl).pathname;
  const superuser = connect(admin.href, { connections: 2, onLost: () => undefined });
  assert.ok(owner && app);
  await assert.rejects(refuseOwner(owner), /application role/);
  await assert.rejects(refuseOwner(superuser), /application role/);
  await refuseOwner(app);
  await Promise.all([owner.close(), app.close(), superuser.close()]);
  await place.close();
});

test('the process itself ends with a sentence, not with a stack', async () => {
  const server = spawn(process.execPath, [inProject('src', 'server', 'main.ts')], {
    cwd: project,
    env: { PATH: process.env['PATH'], ...production, DEMO: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [server.stdout, server.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const code = await new Promise((resolve) => server.once('close', resolve));
  assert.equal(code, 1);
  assert.match(said, /^Mektep cannot start\. [\s\S]*DEMO: demo switches are not allowed in production/);
  assert.doesNotMatch(said, /\n\s+at /);
});
