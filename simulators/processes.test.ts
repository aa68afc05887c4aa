import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { test } from 'node:test';

const environment = {
  POPULATION_PLAN: JSON.stringify({ families: 5 }),
  OIDC_CLIENT_ID: 'mektep',
  OIDC_CLIENT_SECRET: 'only for tests',
  OIDC_REDIRECT_URIS: 'http://127.0.0.1:4000/sign-in/return',
  OIDC_POST_LOGOUT_REDIRECT_URIS: 'http://127.0.0.1:4000/',
};

for (const [name, path] of [
  ['xroad', '/control/log'],
  ['oidc', '/.well-known/openid-configuration'],
] as const) {
  test(`the ${name} simulator starts as a process, says one line when it is ready, and ends when asked`, { timeout: 20_000 }, async () => {
    const main = new URL(`./${name}/main.ts`, import.meta.url).pathname;
    const child = spawn(process.execPath, [main], { env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
    const lines: string[] = [];
    const said = createInterface(child.stdout);
    said.on('line', (line) => lines.push(line));
    try {
      await once(said, 'line');
      const [, url = ''] = /^ready (http:\/\/127\.0\.0\.1:\d+)$/.exec(lines[0] ?? '') ?? [];
      assert.equal((await fetch(url + path)).status, 200);
      child.kill('SIGTERM');
      assert.deepEqual(await once(child, 'exit'), [0, null]);
      assert.equal(lines.length, 1);
    } finally {
      child.kill('SIGKILL');
    }
  });
}
