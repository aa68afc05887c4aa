import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, statfs } from 'node:fs/promises';
import path from 'node:path';
import { type Storage, StorageTrouble } from '#server/ports.ts';

/**
 * Files in a directory of this machine, two levels of folders below it, readable by the account of the server alone. A file is there whole
 * or not at all, also after a power cut. `root` is absolute and made when missing. `onLowRoom` hears, after a file was kept, that there is little
 * room left for the next ones. Throws {@link StorageTrouble} where a file cannot be kept.
 */
export function createDirectoryStorage(root: string, onLowRoom: (freeBytes: number) => void = () => undefined): Storage {
  const placeOf = (key: string) => {
    if (!/^[0-9a-f]{32}$/.test(key)) throw new Error('a key of the storage is 32 hexadecimal digits');
    return path.join(root, key.slice(0, 2), key.slice(2, 4), key);
  };
  return {
    async put(key, bytes) {
      const place = placeOf(key);
      const folder = path.dirname(place);
      const unfinished = `${place}.${randomBytes(4).toString('hex')}.new`;
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await writeThrough(unfinished, bytes);
        await rename(unfinished, place);
        for (const made of [folder, path.dirname(folder), root]) await flush(made);
      } catch (fault) {
        await rm(unfinished, { force: true }).catch(() => undefined);
        throw new StorageTrouble(isFull(fault), fault);
      }
      const { bavail, bsize } = await statfs(root);
      if (bavail * bsize < lowRoomBytes) onLowRoom(bavail * bsize);
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

/** Room for some two hundred of the largest files: an operator has time to make more. */
const lowRoomBytes = 1024 * 1024 * 1024;

function isFull(fault: unknown): boolean {
  return fault instanceof Error && 'code' in fault && (fault.code === 'ENOSPC' || fault.code === 'EDQUOT');
}

function isMissing(fault: unknown): boolean {
  return fault instanceof Error && 'code' in fault && fault.code === 'ENOENT';
}
