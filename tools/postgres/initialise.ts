import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chown, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { Trouble } from '../trouble.ts';
import type { Place } from './place.ts';
import { makeSecrets } from './secrets.ts';

/** Character classes must know Cyrillic (pg_trgm asks the C library); which of these names exists depends on the system. */
const characterTypes = ['C.UTF-8', 'en_US.UTF-8', 'C'];

/** Makes the cluster's data folder when there is none: in a folder beside, then renamed, so that half a cluster is never seen. */
export async function initialise(place: Place, log: (line: string) => void): Promise<void> {
  const data = path.join(place.home, 'data');
  if (existsSync(path.join(data, 'PG_VERSION'))) return;
  log('making the database …');
  const fresh = `${data}.new`;
  const passwordFile = path.join(place.home, 'password.new');
  const secrets = await makeSecrets(place.home);
  try {
    await rm(data, { recursive: true, force: true });
    await writeFile(passwordFile, `${secrets.admin}\n`, { mode: 0o600 });
    if (place.account !== null) await chown(passwordFile, place.account.uid, place.account.gid);
    await initdb(place, fresh, passwordFile);
    await rename(fresh, data);
  } finally {
    await rm(passwordFile, { force: true });
    await rm(fresh, { recursive: true, force: true });
  }
}

async function initdb(place: Place, fresh: string, passwordFile: string): Promise<void> {
  let said = '';
  for (const characterType of characterTypes) {
    await makeOwned(fresh, place);
    const ran = await run(path.join(place.native, 'bin', 'initdb'), initdbArguments(fresh, passwordFile, characterType), place);
    if (ran.code === 0) return;
    said = ran.said;
    if (!said.includes('invalid locale name')) break;
  }
  throw initdbTrouble(said, place.home);
}

function initdbArguments(fresh: string, passwordFile: string, characterType: string): readonly string[] {
  return [
    ['-D', fresh, '-U', 'postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8'],
    ['--locale-provider=icu', '--icu-locale=und', '--locale=C', `--lc-ctype=${characterType}`],
  ].flat();
}

async function makeOwned(folder: string, place: Place): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { mode: 0o700 });
  if (place.account !== null) await chown(folder, place.account.uid, place.account.gid);
}

async function run(program: string, args: readonly string[], place: Place): Promise<{ code: number | null; said: string }> {
  const child = spawn(program, args, {
    ...place.account,
    cwd: place.home,
    env: { PATH: process.env['PATH'], LC_ALL: 'C' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [code, out, errors] = await Promise.all([
    new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve)),
    text(child.stdout),
    text(child.stderr),
  ]);
  return { code, said: `${out}${errors}` };
}

function initdbTrouble(said: string, home: string): Trouble {
  if (said.includes('No space left'))
    return new Trouble(`The disk is full: the demo database could not be made in ${home}. Free about 200 MB and start again.`);
  if (said.includes('Permission denied'))
    return new Trouble(`This account may not write ${home}. Run it as the owner of the project's folder.`);
  const reason = said.split('\n').findLast((line) => /error|fatal|could not/i.test(line)) ?? said.trim();
  return new Trouble(
    `The demo database could not be made in ${home}: ${reason.trim()}. Set DATABASE_URL to use a PostgreSQL server of your own.`,
  );
}
