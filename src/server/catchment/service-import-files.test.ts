import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { after, before, test } from 'node:test';
import type { Columns } from '#domain/catchment/import-table.ts';
import type { ImportPart } from '#domain/catchment/import-view.ts';
import type { ReadingEnd } from '#server/ports.ts';
import type { SignedIn } from '#server/session/service.ts';
import { staffOf } from '#simulators/population/staff.ts';
import { asActor } from '#test/support/crowd.ts';
import { signInAs } from '#test/support/household.ts';
import { openTown, type Town } from '#test/support/town.ts';
import { largeTables } from '#test/support/large-tables.ts';
import { bookOf, partsOf, rowsOf, zip } from '#test/support/workbook.ts';
import { withClient } from '#tools/postgres/bootstrap.ts';
import { importAttempts } from './service-import-attempts.ts';

let town: Town;
let officer: SignedIn;
let district: number;
let school: string;
let street: string;
before(async () => {
  town = await openTown();
  const staff = staffOf(town.population).find(({ role }) => role === 'district');
  assert.ok(staff);
  officer = (await signInAs(town, staff.adult.pin)).who;
  district = officer.offices.flatMap((office) => (office.role === 'district' ? [office.district] : []))[0] ?? 0;
  const { schools, streets } = await imports().names(district);
  [school, street] = [[...schools.values()][0]?.ru ?? '', [...streets.values()][0]?.ru ?? ''];
});
after(() => town.close());

const imports = () => town.composed.mektep.boundaryImport;
const items = <Part extends ImportPart>(id: string, part: Part) => imports().items(id, part, { from: 0, limit: 1000 });
const heading = ['Школа', 'Улица', 'Дома'];

async function send(bytes: Buffer): Promise<string> {
  const sent = await imports().send(officer, district, { name: 'границы.xlsx', bytes, isCut: false }, randomUUID());
  assert.ok(sent.kind === 'sent', JSON.stringify(sent));
  return sent.id;
}

async function readBy(id: string, change: Partial<Columns> = {}) {
  const { columns } = await imports().head(id);
  assert.ok(await imports().confirmColumns(officer, id, { ...columns, ...change }));
  for (let tries = 0; tries < 1200; tries += 1) {
    const file = await imports().of(district, id);
    if (file !== null && file.state !== 'reading') return file;
    await pause(50);
  }
  throw new Error('the file was not read in time');
}

/** What the owner of the database sees of a file, or does to it. */
async function asOwner(text: string, values: readonly unknown[]): Promise<Readonly<Record<string, unknown>>> {
  return withClient(
    town.test.ownerUrl,
    async (client) => ((await client.query(text, [...values])).rows[0] ?? {}) as Record<string, unknown>,
  );
}

async function journaled(subject: string): Promise<readonly string[]> {
  const rows = await asActor(town, 'system', (tx) =>
    tx.selectFrom('journal').select('act').where('subject', '=', subject).orderBy('seq').execute(),
  );
  return rows.map(({ act }) => act);
}

test('KG25-18.4 a school on two sheets keeps the streets of both; sheets that are not read are named before anything is published', async () => {
  const [first, second] = [
    [school, street, '1-25 (нечетные)'],
    [school, street, '2-40 (четные)'],
  ];
  const id = await send(
    zip(
      bookOf([
        { name: 'Обложка', rows: rowsOf([['Границы']]) },
        { name: 'А–М', rows: rowsOf([heading, first]) },
        { name: 'Н–Я', rows: rowsOf([['Приложение'], heading, second]) },
        { name: 'черновик', rows: rowsOf([heading, [school, street, '99']]), state: 'hidden' },
      ]),
    ),
  );
  const head = await imports().head(id);
  assert.deepEqual(
    [head.columns.sheets, head.sheets.map(({ name }) => name)],
    [
      [1, 2],
      ['Обложка', 'А–М', 'Н–Я', 'черновик'],
    ],
  );
  const file = await readBy(id);
  assert.equal(file.state, 'ready');
  assert.deepEqual(
    (await items(id, 'line')).map(({ houses }) => houses),
    ['1-25 (нечетные)', '2-40 (четные)'],
  );
  assert.deepEqual(
    (await items(id, 'left_out')).map(({ because, text }) => [because, text]),
    [
      ['sheet', 'Обложка'],
      ['above', 'Приложение'],
      ['sheet', 'черновик'],
    ],
  );
});

test('hidden rows are read or left as a person says', async () => {
  const rows = rowsOf([heading, [school, street, '1'], [school, street, '3']], (row) => (row === 3 ? 'hidden="1"' : ''));
  const id = await send(zip(partsOf(rows)));
  assert.equal((await imports().head(id)).asks.unseen, true);
  await readBy(id, { unseen: 'leave' });
  assert.equal((await items(id, 'line')).length, 1);
  await readBy(id, { unseen: 'read' });
  assert.equal((await items(id, 'line')).length, 2);
});

test('what is refused is not kept, and its reason names the row', async () => {
  const before = (await imports().list(district)).length;
  const bytes = Buffer.from(`a;b\nc;${'1'.repeat(40_000)}\n`);
  const sent = await imports().send(officer, district, { name: 'x', bytes, isCut: false }, randomUUID());
  assert.deepEqual(sent, { kind: 'refused', because: 'too_long', row: 2 });
  assert.equal((await imports().list(district)).length, before);
});

test('a file that was sent before heads were kept gets its head once; one that cannot be read is refused once and never opened again', async () => {
  const good = await send(Buffer.from(`${heading.join(';')}\n${school};${street};1\n`));
  await asOwner('update boundary_import set head = null where id = $1', [good]);
  assert.deepEqual((await imports().head(good)).cells[0], heading);
  assert.ok((await asOwner('select head from boundary_import where id = $1', [good]))['head'] !== null);

  const bad = await send(Buffer.from(`${heading.join(';')}\n${school};${street};1\n`));
  const hostile = largeTables['two million shared texts of one letter']?.make();
  await asOwner('update boundary_import set head = null, content = $2 where id = $1', [bad, hostile]);
  assert.deepEqual((await imports().head(bad)).cells, []);
  const file = await imports().of(district, bad);
  assert.deepEqual([file?.state, file?.refused], ['failed', 'too_many_cells']);
  assert.equal(await imports().readAgain(officer, bad), false);
  assert.deepEqual((await imports().head(bad)).cells, []);
});

test('no page opens a file: what it shows was kept when the file was taken', async () => {
  const id = await send(Buffer.from(`${heading.join(';')}\n${school};${street};1\n`));
  const kept = await imports().head(id);
  await asOwner('update boundary_import set content = $2 where id = $1', [id, Buffer.from('%PDF-1.7')]);
  assert.deepEqual(await imports().head(id), kept);
  assert.equal((await asOwner('select opened from boundary_import where id = $1', [id]))['opened'], 0);
});

test('a file whose process ended twice is not opened a third time, whoever takes up the job', async () => {
  const id = await send(Buffer.from(`${heading.join(';')}\n${school};${street};1\n`));
  await asOwner("update boundary_import set state = 'reading', turn = 90 where id = $1", [id]);
  const forgotten = () => asOwner("update boundary_import set opened_at = opened_at - interval '1 minute' where id = $1", [id]);
  let begun = 0;
  const attempts = (end: ReadingEnd) =>
    importAttempts(town.database, {
      read: () => {
        begun += 1;
        return Promise.resolve(end);
      },
      close: () => Promise.resolve(),
    });
  // A worker that died in the middle leaves its count behind.
  await asOwner('update boundary_import set opened = 1, opened_at = now() where id = $1', [id]);
  await attempts('done').read(id, 90);
  assert.equal(begun, 0, 'nobody opens what somebody else may still have open');
  await forgotten();
  await assert.rejects(attempts('ended').read(id, 90));
  assert.equal(begun, 1);
  await attempts('done').read(id, 90);
  assert.equal(begun, 1, 'the third is not begun');
  const file = await imports().of(district, id);
  assert.deepEqual([file?.state, file?.refused], ['failed', 'ended']);
});

test('a reading beyond its memory or its time is the end of the file; one that was stopped, or whose database was away, is begun again', async () => {
  for (const [end, state, refused] of [
    ['too_large', 'failed', 'too_large'],
    ['took_too_long', 'failed', 'took_too_long'],
    ['stopped', 'reading', null],
  ] as const) {
    const id = await send(Buffer.from(`${heading.join(';')}\n${school};${street};1\n`));
    await asOwner("update boundary_import set state = 'reading', turn = 90 where id = $1", [id]);
    const attempts = importAttempts(town.database, { read: () => Promise.resolve(end), close: () => Promise.resolve() });
    await attempts.read(id, 90).catch(() => undefined);
    const file = await imports().of(district, id);
    assert.deepEqual([file?.state, file?.refused], [state, refused]);
    assert.equal((await asOwner('select opened from boundary_import where id = $1', [id]))['opened'], end === 'stopped' ? 0 : 1);
  }
});

test('a file that was sent can be taken back out as it was, by its own district alone, and the journal knows', async () => {
  const bytes = Buffer.from(`${heading.join(';')}\n${school};${street};1\n`);
  const id = await send(bytes);
  assert.deepEqual(await imports().download(officer, district, id), { format: 'csv', bytes });
  assert.equal(await imports().download(officer, district + 1, id), null);
  assert.deepEqual(await journaled(id), ['boundaries.file_sent', 'boundaries.file_downloaded']);
});

test('a file that was not published is deleted whole; of one that was, its bytes, and boundaries stay', async () => {
  const draft = await send(Buffer.from(`${heading.join(';')}\n${school};${street};1\n`));
  await readBy(draft);
  await imports().remove(officer, draft);
  await imports().remove(officer, draft);
  assert.equal(await imports().of(district, draft), null);
  assert.ok(!(await imports().list(district)).some(({ id }) => id === draft));
  assert.deepEqual([await items(draft, 'line'), await imports().download(officer, district, draft)], [[], null]);
  assert.equal((await journaled(draft)).filter((act) => act === 'boundaries.file_deleted').length, 1);

  const published = await send(Buffer.from(`${heading.join(';')}\n${school};${street};1\n`));
  await readBy(published);
  await asOwner("update boundary_import set state = 'published' where id = $1", [published]);
  await imports().remove(officer, published);
  const file = await imports().of(district, published);
  assert.deepEqual([file?.state, file?.isErased, (await items(published, 'line')).length], ['published', true, 1]);
});

test('after its days the bytes of a file are erased by the clock, and those of a younger one stay', async () => {
  const [old, young] = [await send(Buffer.from('a;b\nc;d\n')), await send(Buffer.from('a;b\nc;d\n'))];
  const { BOUNDARY_FILES_DAYS: days } = town.config;
  await asOwner("update boundary_import set sent_at = sent_at - make_interval(days => $2::int) - interval '1 day' where id = $1", [
    old,
    days,
  ]);
  await town.composed.tasks['erase_boundary_files']?.({});
  assert.equal(await imports().of(district, old), null);
  assert.equal((await asOwner('select content from boundary_import where id = $1', [old]))['content'], null);
  assert.ok(await imports().download(officer, district, young));
  assert.ok((await journaled(old)).includes('boundaries.file_erased'));
});
