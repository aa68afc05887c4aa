import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { isRunning } from '../process-life.ts';
import { until } from '#test/support/until.ts';
import { runToEnd, startChild, startSimulator } from './children.ts';

let folder: string;
before(async () => (folder = await mkdtemp(path.join(tmpdir(), 'mektep-children-'))));
after(() => rm(folder, { recursive: true }));

test('a simulator is ready when it says its address', async () => {
  const { child, url } = await startSimulator(
    await plan(`console.log('warming up'); console.log('ready http://127.0.0.1:4711'); setInterval(() => 0, 1000);`),
  );
  assert.equal(url, 'http://127.0.0.1:4711');
  await child.stop();
  assert.match(await child.ended, /test simulator ended by SIGTERM/);
});

test('a simulator that ends before it is ready is trouble that names its log', async () => {
  await assert.rejects(
    startSimulator(await plan(`console.error('no such seed'); process.exit(3);`)),
    /The test simulator ended with code 3 before it was ready.*test-simulator\.log/,
  );
});

test('a part of the demo that does not heed the polite signal is ended all the same, with those it started', async () => {
  const pidFile = path.join(folder, 'grandchild');
  const stubborn = `process.on('SIGTERM', () => 0);
    const { spawn } = await import('node:child_process');
    const { writeFileSync } = await import('node:fs');
    const grandchild = spawn(process.execPath, ['--eval', 'process.on("SIGTERM", () => 0); setInterval(() => 0, 1000)']);
    writeFileSync(${JSON.stringify(pidFile)}, String(grandchild.pid));
    setInterval(() => 0, 1000);`;
  const child = await startChild(await plan(stubborn));
  const pid = await until('the grandchild', async () => Number(await readFile(pidFile, 'utf8').catch(() => 0)) || null);
  assert.ok(isRunning(pid));
  await child.stop(300);
  await until('the end of the grandchild', () => !isRunning(pid));
  assert.match(await child.ended, /ended by SIGKILL/);
});

test('a step that fails shows what it said, and a step cut off by the person stops at once', async () => {
  await assert.rejects(
    runToEnd('Trying', ['--eval', `console.error('the reason'); process.exit(1)`], { quiet: true }),
    /Trying failed; it said:\nthe reason/,
  );
  const abort = AbortSignal.timeout(200);
  await assert.rejects(runToEnd('Waiting', ['--eval', 'setInterval(() => 0, 1000)'], { quiet: true, abort }), { name: 'TimeoutError' });
});

async function plan(program: string) {
  const file = path.join(folder, `${Math.trunc(performance.now() * 1000)}.mjs`);
  await writeFile(file, program);
  return { name: 'test simulator', args: [file], env: {}, output: 'file' } as const;
}
