import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Storage } from '#server/ports.ts';

/**
 * Files in a directory of this machine, two levels of folders below it, readable by the account of the server alone. A file is there whole
 * or not at all, also after a power cut. `root` is absolute and made when missing.
 */
export function createDirectoryStorage(root: string): Storage {
  const placeOf = (key: string) => {
    if (!/^[0-9a-f]{32}$/.test(key)) throw new Error('a key of the storage is 32 hexadecimal digits');
    return path.join(root, key.slice(0, 2), key.slice(2, 4), key);
  };
  return {
    async put(key, bytes) {
      const place = placeOf(key);
      const folder = path.dirname(place);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const unfinished = `${place}.${randomBytes(4).toString('hex')}.new`;
      try {
        await writeThrough(unfinished, bytes);
        await rename(unfinished, place);
      } catch (fault) {
        await rm(unfinished, { force: true });
        throw fault;
      }
      for (const made of [folder, path.dirname(folder), root]) await flush(made);
    },
    async get(key) {
      try {
        return await readFile(placeOf(key));
      } catch (fault) {
        if (isMissing(fault)) return null;
        throw fault;
      }
    },
    remove: (key) => rm(placeOf(key), { force: true }),
  };
}

async function writeThrough(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes the names in a folder durable, too. */
async function flush(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function isMissing(fault: unknown): boolean {
  return fault instanceof Error && 'code' in fault && fault.code === 'ENOENT';
}
