import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { inData } from '../project.ts';

/** Secrets of this folder's demo, made once. Without the master key the demo's data cannot be read. */
export type DemoSecrets = { readonly masterKey: string; readonly oidcClientSecret: string; readonly oidcSeed: string };

/** The demo's secrets, made at the first call and kept, readable by their owner only. */
export async function demoSecrets(): Promise<DemoSecrets> {
  const file = inData('secrets.json');
  const kept: unknown = JSON.parse(await readFile(file, 'utf8').catch(() => 'null'));
  if (isSecrets(kept)) return kept;
  const made: DemoSecrets = {
    masterKey: randomBytes(32).toString('base64'),
    oidcClientSecret: randomBytes(32).toString('base64url'),
    oidcSeed: randomBytes(16).toString('hex'),
  };
  await writeFile(`${file}.new`, JSON.stringify(made), { mode: 0o600 });
  await rename(`${file}.new`, file);
  return made;
}

function isSecrets(value: unknown): value is DemoSecrets {
  return typeof value === 'object' && value !== null && 'masterKey' in value && 'oidcClientSecret' in value && 'oidcSeed' in value;
}
