import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { createDirectoryStorage } from './directory.ts';

const key = '0123456789abcdef0123456789abcdef';
let root: string;
before(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'mektep-storage-'));
});
after(() => rm(root, { recursive: true, force: true }));

test('what is put is got again, lies two folders deep and is readable by the server’s account alone', async () => {
  const storage = createDirectoryStorage(path.join(root, 'new'));
  await storage.put(key, Buffer.from('sealed'));
  assert.deepEqual(await storage.get(key), Buffer.from('sealed'));
  const place = path.join(root, 'new', '01', '23', key);
  assert.equal((await stat(place)).mode & 0o777, 0o600);
  assert.equal((await stat(path.dirname(place))).mode & 0o777, 0o700);
  assert.deepEqual(await readdir(path.dirname(place)), [key], 'nothing unfinished is left');
});

test('what is removed is gone, and may be removed twice', async () => {
  const storage = createDirectoryStorage(root);
  await storage.put(key, Buffer.from('sealed'));
  await storage.remove(key);
  await storage.remove(key);
  assert.equal(await storage.get(key), null);
});

for (const wrong of ['../../etc/passwd', '', 'ABCDEF', `${key}0`, `${key.slice(0, 31)}/`]) {
  test(`no key leads out of the storage: «${wrong}»`, async () => {
    const storage = createDirectoryStorage(root);
    await assert.rejects(async () => storage.put(wrong, Buffer.from('x')), /32 hexadecimal digits/);
    await assert.rejects(async () => storage.get(wrong), /32 hexadecimal digits/);
    await assert.rejects(async () => storage.remove(wrong), /32 hexadecimal digits/);
  });
}

test('when the bytes cannot be written whole, the caller hears it and nothing is left behind', async () => {
  const storage = createDirectoryStorage(root);
  // A folder stands where the file should be: the rename at the end fails, as it would on a full disk.
  const place = path.join(root, 'aa', 'aa', 'a'.repeat(32));
  await storage.put('a'.repeat(32), Buffer.from('x'));
  await storage.remove('a'.repeat(32));
  await mkdir(path.join(place, 'occupied'), { recursive: true });
  await assert.rejects(storage.put('a'.repeat(32), Buffer.from('sealed')), { name: 'StorageTrouble', isFull: false });
  assert.deepEqual(await readdir(path.dirname(place)), ['a'.repeat(32)]);
});

test('where the folder cannot be made or written, the caller hears that files cannot be kept, and not that ours broke', async () => {
  const file = path.join(root, 'a-file');
  await writeFile(file, 'x');
  await assert.rejects(createDirectoryStorage(path.join(file, 'below')).put(key, Buffer.from('sealed')), {
    name: 'StorageTrouble',
    isFull: false,
  });
});
