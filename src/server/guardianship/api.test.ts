import assert from 'node:assert/strict';
import { copyFile, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Writable } from 'node:stream';
import { sql } from 'kysely';
import { pino } from 'pino';
import { createMediaTypes } from '#adapters/media-type/file-type.ts';
import { createDirectoryStorage } from '#adapters/storage/directory.ts';
import { clockAhead } from '#server/clock.ts';
import { type DocumentService, documentService } from '#server/document/service.ts';
import { read } from '#server/db/transaction.ts';
import { openWeb } from '#server/web.ts';
import { jpeg, pdf, svg, zip } from '#test/support/files.ts';
import { openTown, type Town } from '#test/support/town.ts';
import { visitor } from '#test/support/visitor.ts';

let town: Town;
let document: DocumentService;
before(async () => {
  town = await openTown({ env: { FILES_PER_DAY: '4' } });
  const storage = createDirectoryStorage(town.config.FILES_DIR);
  document = documentService(town.database, { keys: town.keys, storage, mediaTypes: createMediaTypes(), filesPerDay: 4, clock: clockAhead(() => 0) });
});
after(() => town.close());

type Form = { readonly pin?: string; readonly relation?: string; readonly key?: string; readonly file?: Uint8Array; readonly name?: string };
type Sender = { readonly cookie: string; readonly person: string };

let family = 0;

/** Somebody of a family of their own signs in. */
async function guardian(): Promise<Sender> {
  const pin = town.population.families[(family += 1)]?.parents[0] as string;
  const person = visitor();
  await person.signIn(town.origin, pin);
  const cookie = person.cookieHeader(town.origin);
  const who = await town.composed.mektep.session.who(/mektep=([^;]+)/.exec(cookie)?.[1] as string);
  assert.ok(who);
  return { cookie, person: who.person };
}

/** A child of another family, which no register links to the guardian. */
const someChild = (at = 0) => town.population.children[town.population.children.length - 1 - at]?.pin as string;

const whole = (): Form => ({ pin: someChild(), relation: 'guardian', file: pdf(), name: 'order.pdf' });

function bodyOf({ pin, relation, key, file, name }: Form): FormData {
  const body = new FormData();
  for (const [field, text] of Object.entries({ pin, relation, key })) if (text !== undefined) body.set(field, text);
  body.set('file', new Blob(file === undefined ? [] : [Buffer.from(file)]), file === undefined ? '' : (name ?? 'order.pdf'));
  return body;
}

/** Sends the form as a browser would, or as a program that reads JSON. */
async function send(sender: Sender | null, form: Form, headers: Readonly<Record<string, string>> = {}, accept = 'text/html') {
  const response = await fetch(`${town.origin}/api/v1/guardianships`, {
    method: 'POST',
    redirect: 'manual',
    body: bodyOf(form),
    headers: { accept, origin: town.origin, ...(sender === null ? {} : { cookie: sender.cookie }), ...headers },
  });
  const text = await response.text();
  return { status: response.status, location: response.headers.get('location'), text, headers: response.headers };
}

async function sendJson(sender: Sender, form: Form) {
  const { status, text, headers } = await send(sender, form, {}, 'application/json');
  return { status, body: JSON.parse(text) as Readonly<Record<string, unknown>>, headers };
}

/** What the database holds of a person’s applications and documents, seen by the office. */
function held(person: string) {
  return read(town.database, 'system', async (reader) => ({
    applications: await reader.selectFrom('guardianship').selectAll().where('person_id', '=', person).execute(),
    documents: await reader.selectFrom('document').selectAll().where('person_id', '=', person).execute(),
  }));
}

async function filesOnDisk(): Promise<readonly string[]> {
  const entries = await readdir(town.config.FILES_DIR, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}

test('KG25-3 KG25-20 a guardian applies with a document and sees the application, its state and the day of the answer', async () => {
  const sender = await guardian();
  const sent = await send(sender, whole());
  assert.deepEqual([sent.status, sent.location], [303, '/children/guardian/sent']);
  const { session, guardianship } = town.composed.mektep;
  const who = await session.who(/mektep=([^;]+)/.exec(sender.cookie)?.[1] as string);
  assert.ok(who);
  const [own, ...others] = await guardianship.mine(who);
  assert.equal(others.length, 0);
  assert.deepEqual({ ...own, id: '', at: own?.at.slice(0, 10) }, { id: '', relation: 'guardian', nationalIdEnd: someChild().slice(-4), state: 'submitted', at: '2025-05-12', answerBy: '2025-05-21' });
  const { rows } = await read(town.database, 'system', (reader) => sql<{ act: string; detail: object }>`select act, detail from journal where subject = ${own?.id}`.execute(reader as never));
  assert.deepEqual(rows.map(({ act }) => act), ['guardianship.submitted']);
  assert.ok(!JSON.stringify(rows).includes(someChild()), 'the journal holds no national id');
});

for (const relation of ['adoptive_parent', 'guardian', 'trustee', 'child_protection_officer']) {
  test(`KG25-3 an applicant who is ${relation} of the child may apply with a document`, async () => {
    const { status, body } = await sendJson(await guardian(), { ...whole(), relation });
    assert.deepEqual([status, body['relation'], body['state']], [201, relation, 'submitted']);
  });
}

const refused: readonly (readonly [string, () => Form, readonly string[]])[] = [
  ['has mistyped the child’s number', () => ({ ...whole(), pin: '123' }), ['pin_wrong']],
  ['says to be the parent, whom the registry must know', () => ({ ...whole(), relation: 'parent' }), ['relation_missing']],
  ['has not said who they are', () => ({ pin: someChild(), file: pdf() }), ['relation_missing']],
  ['has chosen no file', () => ({ pin: someChild(), relation: 'guardian' }), ['file_missing']],
  ['has left everything empty', () => ({}), ['pin_wrong', 'relation_missing', 'file_missing']],
  ['attaches an empty file', () => ({ ...whole(), file: Buffer.alloc(0) }), ['file_missing']],
  ['attaches 6 MB', () => ({ ...whole(), file: Buffer.concat([pdf(), Buffer.alloc(6 * 1024 * 1024, 32), pdf()]) }), ['file_too_large']],
  ['attaches a drawing with a script', () => ({ ...whole(), file: svg(), name: 'order.svg' }), ['file_type']],
  ['attaches an archive named as a document', () => ({ ...whole(), file: zip() }), ['file_type']],
  ['attaches a document that is an archive, too', () => ({ ...whole(), file: Buffer.concat([pdf(), zip()]) }), ['file_type']],
];

test('KG25-20 whoever sends a form that cannot be taken is led back to it with the reasons, and nothing is kept', async (t) => {
  const sender = await guardian();
  const before = (await filesOnDisk()).length;
  for (const [what, form, problems] of refused) {
    await t.test(`a guardian who ${what}`, async () => {
      const page = await send(sender, form());
      assert.deepEqual([page.status, page.location], [303, `/children/guardian?${problems.map((code) => `problem=${code}`).join('&')}`]);
      const api = await sendJson(sender, form());
      assert.deepEqual([api.status, api.body['type'], api.body['problems']], [422, `urn:mektep:${problems[0]}`, problems]);
    });
  }
  assert.deepEqual(await held(sender.person), { applications: [], documents: [] });
  assert.equal((await filesOnDisk()).length, before);
});

test('a form sent five times at once is one application with one file, and every answer says so', async () => {
  const sender = await guardian();
  const before = (await filesOnDisk()).length;
  const form = { ...whole(), key: crypto.randomUUID() };
  const answers = await Promise.all(Array.from({ length: 5 }, () => sendJson(sender, form)));
  assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([201]));
  assert.equal(new Set(answers.map(({ body }) => body['id'])).size, 1);
  const { applications, documents } = await held(sender.person);
  assert.deepEqual([applications.length, documents.length, (await filesOnDisk()).length], [1, 1, before + 1]);
});

test('a form without a key sent again is the same application; with another document it is refused', async () => {
  const sender = await guardian();
  const [first, again] = [await sendJson(sender, whole()), await sendJson(sender, whole())];
  assert.equal(again.body['id'], first.body['id']);
  const other = await sendJson(sender, { ...whole(), file: pdf('another order') });
  assert.deepEqual([other.status, other.body['problems']], [422, ['already_sent']]);
  assert.equal((await held(sender.person)).documents.length, 1);
});

test('a guardian of two children who goes back and changes the number sends two applications', async () => {
  const sender = await guardian();
  const key = crypto.randomUUID();
  const answers = [await sendJson(sender, { ...whole(), key }), await sendJson(sender, { ...whole(), key, pin: someChild(1) })];
  assert.deepEqual(answers.map(({ status }) => status), [201, 201]);
  assert.equal((await held(sender.person)).applications.length, 2);
});

test('nobody attaches more files in a day than allowed, also when they come at once', async () => {
  const sender = await guardian();
  const answers = await Promise.all(Array.from({ length: 7 }, (_, at) => sendJson(sender, { ...whole(), pin: someChild(at) })));
  assert.equal(answers.filter(({ status }) => status === 201).length, 4);
  assert.deepEqual(new Set(answers.filter(({ status }) => status !== 201).map(({ body }) => String(body['problems']))), new Set(['too_many_files']));
  assert.equal((await held(sender.person)).documents.length, 4);
});

test('a document is read by its owner alone', async () => {
  const [owner, stranger] = [await guardian(), await guardian()];
  await sendJson(owner, whole());
  const { documents } = await held(owner.person);
  const id = documents[0]?.id as string;
  for (const table of ['document', 'guardianship'] as const) {
    const count = (actor: `person:${string}`) => read(town.database, actor, (reader) => reader.selectFrom(table).select('id').where('person_id', '=', owner.person).execute());
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
  const sender = await guardian();
  const before = new Set(await filesOnDisk());
  const form = { ...whole(), file: jpeg('Bermet, granddaughter'), name: 'Bermet.jpg' };
  assert.equal((await sendJson(sender, form)).status, 201);
  const [file, ...others] = (await filesOnDisk()).filter((name) => !before.has(name));
  assert.ok(file);
  assert.equal(others.length, 0);
  const stored = await readFile(file);
  assert.ok(!stored.includes('Bermet') && !stored.includes(Buffer.from('ffd8ffe0', 'hex')));
  assert.ok(!file.includes('Bermet'));
  const rows = await held(sender.person);
  const text = JSON.stringify(rows, (_name, value: unknown) => (typeof value === 'object' && value !== null && 'data' in value ? Buffer.from(value.data as number[]).toString('latin1') : value));
  assert.ok(!text.includes('Bermet') && !text.includes(someChild()));
});

test('a file put in the place of another does not open', async () => {
  const sender = await guardian();
  await sendJson(sender, whole());
  await sendJson(sender, { ...whole(), pin: someChild(1), file: pdf('another order') });
  const [one, other] = (await held(sender.person)).documents;
  assert.ok(one && other);
  await document.open(sender.person, one.id);
  const placeOf = (key: string) => path.join(town.config.FILES_DIR, key.slice(0, 2), key.slice(2, 4), key);
  await copyFile(placeOf(other.storage_key), placeOf(one.storage_key));
  await assert.rejects(document.open(sender.person, one.id), /authenticate|unable/i);
});

test('whoever is not signed in is sent to sign in; a page of another site is turned away', async () => {
  const nobody = await send(null, whole());
  assert.deepEqual([nobody.status, nobody.location], [303, '/sign-in?to=/children/guardian']);
  const sender = await guardian();
  const host = new URL(town.origin).host;
  for (const headers of [{ origin: 'https://evil.example' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }, { origin: 'https://evil.example', 'x-forwarded-host': host }]) {
    assert.equal((await send(sender, whole(), headers)).status, 403);
  }
  assert.equal((await held(sender.person)).applications.length, 0);
});

test('a body that is no such form is answered as invalid, not as a fault', async () => {
  const sender = await guardian();
  const post = async (type: string, body: string) => {
    const response = await fetch(`${town.origin}/api/v1/guardianships`, { method: 'POST', redirect: 'manual', body, headers: { cookie: sender.cookie, 'content-type': type } });
    await response.body?.cancel();
    return response.status;
  };
  assert.equal(await post('application/json', '{}'), 415);
  assert.equal(await post('multipart/form-data', 'x'), 400);
  assert.equal(await post('multipart/form-data; boundary=x', '--x\r\nContent-Disposition: form-data; name="pin"\r\n\r\n1'), 400);
  const crowd = Array.from({ length: 20 }, (_, at) => `--x\r\nContent-Disposition: form-data; name="f${at}"\r\n\r\n1\r\n`).join('');
  assert.equal(await post('multipart/form-data; boundary=x', `${crowd}--x--\r\n`), 413);
});

test('neither the child’s number nor the document’s name comes into the log, whatever happens', async () => {
  const lines: string[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString());
      done();
    },
  });
  const web = await openWeb(town.config, town.composed, town.database, pino({ level: 'trace' }, sink), 'none');
  const sender = await guardian();
  const request = async (form: Form) => {
    const sent = new Request(town.origin, { method: 'POST', body: bodyOf(form) });
    const headers = { cookie: sender.cookie, 'content-type': sent.headers.get('content-type') as string };
    return web.app.inject({ method: 'POST', url: '/api/v1/guardianships', headers, payload: Buffer.from(await sent.arrayBuffer()) });
  };
  const pin = someChild(2);
  const form = { ...whole(), pin, name: 'Bermet.pdf' };
  assert.equal((await request(form)).statusCode, 303);
  assert.equal((await request({ ...form, file: svg() })).statusCode, 303);
  assert.equal((await request({ ...form, pin: `${pin}${pin}` })).statusCode, 303);
  await web.close();
  assert.ok(lines.length > 3, 'something was logged');
  assert.ok(!lines.some((line) => line.includes(pin) || line.includes('Bermet')), 'but nothing personal');
});
