import assert from 'node:assert/strict';
import { copyFile, readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { createFileInspector } from '#adapters/inspection/inspector.ts';
import { createMediaTypes } from '#adapters/media-type/file-type.ts';
import { createDirectoryStorage } from '#adapters/storage/directory.ts';
import { clockAhead } from '#server/clock.ts';
import { read, transact } from '#server/db/transaction.ts';
import { pdf, photo } from '#test/support/files.ts';
import { guardiansOf } from '#test/support/guardian.ts';
import { openTown, type Town } from '#test/support/town.ts';
import { type DocumentService, documentService } from './service.ts';

let town: Town;
let guardians: ReturnType<typeof guardiansOf>;
let document: DocumentService;
const inspector = createFileInspector();
before(async () => {
  town = await openTown({ env: { FILES_PER_DAY: '4' } });
  guardians = guardiansOf(town);
  const storage = createDirectoryStorage(town.config.FILES_DIR);
  document = documentService(town.database, {
    keys: town.keys,
    storage,
    mediaTypes: createMediaTypes(),
    inspector,
    scanner: null,
    filesPerDay: 4,
    clock: clockAhead(() => 0),
  });
});
after(async () => {
  await inspector.close();
  await town.close();
});

test('nobody attaches more files in a day than allowed, also when they come at once', async () => {
  const sender = await guardians.signIn();
  const answers = await Promise.all(
    Array.from({ length: 7 }, (_, at) => guardians.sendJson(sender, { ...guardians.whole(), pin: guardians.someChild(at) })),
  );
  assert.equal(answers.filter(({ status }) => status === 201).length, 4);
  assert.deepEqual(
    new Set(answers.filter(({ status }) => status !== 201).map(({ body }) => String(body['problems']))),
    new Set(['too_many_files']),
  );
  assert.equal((await guardians.held(sender.person)).documents.length, 4);
});

test('nor when they come by different ways at the same moment', async () => {
  const { person } = await guardians.signIn();
  const file = await document.judge({ name: 'order.pdf', bytes: pdf(), isCut: false });
  assert.ok(file.kind === 'accepted');
  const answers = await Promise.all(Array.from({ length: 7 }, () => document.store(person, file)));
  const stored = answers.filter((answer) => answer.kind === 'stored');
  assert.equal(stored.length, 7, 'nothing is entered yet, so there is room for each');
  const entered = await Promise.all(stored.map((one) => transact(town.database, `person:${person}`, (tx) => document.enter(tx, one))));
  assert.equal(entered.filter(({ kind }) => kind === 'entered').length, 4);
  assert.equal((await guardians.held(person)).documents.length, 4);
});

test('a document is read by its owner alone', async () => {
  const [owner, stranger] = [await guardians.signIn(), await guardians.signIn()];
  await guardians.sendJson(owner, guardians.whole());
  const { documents } = await guardians.held(owner.person);
  const id = documents[0]?.id as string;
  for (const table of ['document', 'guardianship'] as const) {
    const count = (actor: `person:${string}`) =>
      read(town.database, actor, (reader) => reader.selectFrom(table).select('id').where('person_id', '=', owner.person).execute());
    assert.equal((await count(`person:${owner.person}`)).length, 1);
    assert.equal((await count(`person:${stranger.person}`)).length, 0);
    await assert.rejects(
      town.database.kysely.transaction().execute(async (tx) => {
        await sql`select set_config('mektep.actor', ${`person:${owner.person}`}, true)`.execute(tx);
        await sql`delete from ${sql.table(table)}`.execute(tx);
      }),
      /permission denied/,
    );
  }
  const open = (person: string) => document.open(person, id);
  assert.deepEqual(await open(owner.person), { name: 'order.pdf', fileKind: 'application/pdf', bytes: pdf() });
  assert.equal(await open(stranger.person), null);
});

test('on the disk and in the database nothing of the document, its name or the child’s number can be read', async () => {
  const sender = await guardians.signIn();
  const before = new Set(await guardians.filesOnDisk());
  const form = { ...guardians.whole(), file: await photo(), name: 'Bermet.jpg' };
  assert.equal((await guardians.sendJson(sender, form)).status, 201);
  const [file, ...others] = (await guardians.filesOnDisk()).filter((name) => !before.has(name));
  assert.ok(file);
  assert.equal(others.length, 0);
  const stored = await readFile(file);
  assert.ok(!stored.includes('Bermet') && !stored.includes(Buffer.from('ffd8ffe0', 'hex')));
  assert.ok(!file.includes('Bermet'));
  const rows = await guardians.held(sender.person);
  const text = JSON.stringify(rows, (_name, value: unknown) =>
    typeof value === 'object' && value !== null && 'data' in value ? Buffer.from(value.data as number[]).toString('latin1') : value,
  );
  assert.ok(!text.includes('Bermet') && !text.includes(guardians.someChild()));
});

test('a file put in the place of another does not open', async () => {
  const sender = await guardians.signIn();
  await guardians.sendJson(sender, guardians.whole());
  await guardians.sendJson(sender, { ...guardians.whole(), pin: guardians.someChild(1), file: pdf('another order') });
  const [one, other] = (await guardians.held(sender.person)).documents;
  assert.ok(one && other);
  await document.open(sender.person, one.id);
  const placeOf = (key: string) => path.join(town.config.FILES_DIR, key.slice(0, 2), key.slice(2, 4), key);
  await copyFile(placeOf(other.storage_key), placeOf(one.storage_key));
  await assert.rejects(document.open(sender.person, one.id), /authenticate|unable/i);
});
