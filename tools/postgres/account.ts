import { spawnSync } from 'node:child_process';

/** An account of the system, by its numbers. */
export type Account = { readonly uid: number; readonly gid: number };

/** PostgreSQL refuses to run as root: the account it gets instead; `null` when we are no root and it runs as ourselves. */
export function accountForPostgres(): Account | null {
  if (process.getuid?.() !== 0) return null;
  return lookUp('postgres') ?? lookUp('nobody') ?? { uid: 65534, gid: 65534 };
}

/** True when the account can read and pass through (or run) `file`, every folder above it included. */
export function canReach(account: Account, file: string): boolean {
  const seen = spawnSync('/bin/sh', ['-c', 'test -r "$1" && test -x "$1"', 'sh', file], { ...account, cwd: '/', stdio: 'ignore' });
  return seen.status === 0;
}

/** True when the account can pass through `folder`, whatever it may read there. */
export function canEnter(account: Account, folder: string): boolean {
  return spawnSync('/bin/sh', ['-c', 'test -x "$1"', 'sh', folder], { ...account, cwd: '/', stdio: 'ignore' }).status === 0;
}

function lookUp(name: string): Account | null {
  const uid = ask('-u', name);
  const gid = ask('-g', name);
  return uid === null || gid === null ? null : { uid, gid };
}

function ask(flag: '-u' | '-g', name: string): number | null {
  const seen = spawnSync('id', [flag, name], { encoding: 'utf8' });
  const number = Number(seen.stdout?.trim() || Number.NaN);
  return seen.status === 0 && Number.isInteger(number) && number > 0 ? number : null;
}
