import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Trouble } from '../trouble.ts';

/** Passwords of a cluster's three roles, kept beside its data, readable by its owner only. */
export type ClusterSecrets = { readonly admin: string; readonly owner: string; readonly app: string };

/** New passwords, written before the cluster that uses them exists. */
export async function makeSecrets(home: string): Promise<ClusterSecrets> {
  const secrets = { admin: password(), owner: password(), app: password() };
  const file = path.join(home, 'secrets.json');
  await writeFile(`${file}.new`, JSON.stringify(secrets), { mode: 0o600 });
  await rename(`${file}.new`, file);
  return secrets;
}

/** The passwords of the cluster in `home`. */
export async function readSecrets(home: string): Promise<ClusterSecrets> {
  const file = path.join(home, 'secrets.json');
  const parsed: unknown = JSON.parse(await readFile(file, 'utf8').catch(() => 'null'));
  if (isSecrets(parsed)) return parsed;
  throw new Trouble(
    `The passwords of the demo database (${file}) are gone, so nobody can open it. \`npm run reset\` removes it, the next start makes a new one.`,
  );
}

function password(): string {
  return randomBytes(24).toString('base64url');
}

function isSecrets(value: unknown): value is ClusterSecrets {
  return typeof value === 'object' && value !== null && 'admin' in value && 'owner' in value && 'app' in value;
}
