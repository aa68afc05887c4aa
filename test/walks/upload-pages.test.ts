import assert from 'node:assert/strict';
import { chmod, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { pdf, svg } from '#test/support/files.ts';
import { guardiansOf, type GuardianForm, type Sender } from '#test/support/guardian.ts';
import { appointIn } from '#test/support/offices.ts';
import { overSocket } from '#test/support/over-socket.ts';
import { openTown, type Town } from '#test/support/town.ts';
import { readPage } from './read-page.ts';

let town: Town;
let guardians: ReturnType<typeof guardiansOf>;
let sender: Sender;
before(async () => {
  town = await openTown({ pages: 'build' });
  guardians = guardiansOf(town);
  sender = await guardians.signIn();
});
after(() => town.close());

const browser = { accept: 'text/html,application/xhtml+xml', 'accept-language': 'ru' };

/** A form as a browser sends it, byte for byte; `more` are parts besides, `cut` leaves its end out. */
async function send(
  form: GuardianForm,
  how: { more?: string; cut?: boolean; type?: string; headers?: Readonly<Record<string, string>> } = {},
) {
  const part = (name: string, value: string, rest = '') =>
    `--x\r\ncontent-disposition: form-data; name="${name}"${rest}\r\n\r\n${value}\r\n`;
  const texts = Object.entries({ key: form.key, pin: form.pin, relation: form.relation }).flatMap(([name, value]) =>
    value === undefined ? [] : [part(name, value)],
  );
  const file = part(
    'file',
    Buffer.from(form.file ?? []).toString('latin1'),
    `; filename="${form.name ?? 'order.pdf'}"\r\ncontent-type: application/pdf`,
  );
  const body = Buffer.from([...texts, how.more ?? '', file, how.cut === true ? '' : '--x--\r\n'].join(''), 'latin1');
  const headers = {
    ...browser,
    cookie: sender.cookie,
    origin: town.origin,
    'content-type': how.type ?? 'multipart/form-data; boundary=x',
    ...how.headers,
  };
  return overSocket(town.origin, { path: '/api/v1/guardianships', method: 'POST', headers, body });
}

const extra = (name: string) => `--x\r\ncontent-disposition: form-data; name="${name}"\r\n\r\nx\r\n`;
const pin = '12345678901234';
const typed: GuardianForm = { pin, relation: 'trustee', file: pdf() };

const wrong: readonly (readonly [what: string, status: number, words: RegExp, ask: () => ReturnType<typeof send>])[] = [
  ['names a child’s number that is none', 422, /ПИН|ИНН|номер/i, () => send({ ...typed, pin: '12' })],
  ['has chosen no file', 422, /Приложите|документ/i, () => send({ pin, relation: 'trustee', name: '' })],
  ['attaches a drawing', 422, /PDF/, () => send({ ...typed, file: svg() })],
  ['sends a field that the form does not have', 400, /не целиком/, () => send(typed, { more: extra('status') })],
  ['sends a field twice', 400, /не целиком/, () => send(typed, { more: extra('relation') })],
  ['sends a body that breaks off', 400, /не целиком/, () => send(typed, { cut: true })],
  ['comes from another site', 403, /с чужого сайта/, () => send(typed, { headers: { origin: 'https://evil.example' } })],
  ['sends no such form', 415, /не целиком/, () => send(typed, { type: 'text/plain' })],
];

for (const [what, status, words, ask] of wrong) {
  test(`KG25-20 a guardian whose browser ${what} reads it on the form, in the reader’s language, and never JSON`, async () => {
    const answer = await ask();
    assert.deepEqual([answer.status, answer.headers['content-type']], [status, 'text/html; charset=utf-8'], answer.text.slice(0, 300));
    assert.match(String(answer.headers['cache-control']), /no-store/);
    const page = readPage(answer.text);
    assert.equal(page.lang, 'ru');
    assert.ok(
      page.problems.some(({ text }) => words.test(text)),
      JSON.stringify(page.problems),
    );
    assert.ok(page.problems.every(({ leadsSomewhere }) => leadsSomewhere));
    const form = page.forms.find(({ action }) => action === '/api/v1/guardianships');
    assert.ok(form, 'the form is there');
    if (status === 403 || status === 415) return;
    const value = (name: string) => form.fields.find((field) => field.name === name)?.value;
    assert.deepEqual([value('pin'), value('relation')], [what.includes('number') ? '12' : pin, 'trustee'], 'what was typed is kept');
  });
}

test('KG25-20 the language can be changed on the page that answers a form, and what was typed is kept', async () => {
  const page = readPage((await send({ ...typed, pin: '12' })).text);
  const change = page.otherwise.find(({ action }) => action.includes('/language'));
  assert.equal(change?.action, '/children/guardian?/language');
  const body = new URLSearchParams({ pin: '12', relation: 'trustee', _language: 'ky' }).toString();
  const headers = { ...browser, cookie: sender.cookie, origin: town.origin, 'content-type': 'application/x-www-form-urlencoded' };
  const answer = await overSocket(town.origin, { path: change?.action ?? '', method: 'POST', headers, body });
  assert.deepEqual([answer.status, answer.headers['content-language']], [200, 'ky']);
  assert.match(String(answer.headers['set-cookie']), /^language=ky; Path=\/; SameSite=Lax; Max-Age=31536000; HttpOnly$/);
  assert.match(answer.text, /value="12"/);
});

test('a program reads the same as a problem', async () => {
  const answer = await send({ ...typed, pin: '12' }, { headers: { accept: 'application/json' } });
  assert.deepEqual([answer.status, answer.headers['content-type']], [422, 'application/problem+json; charset=utf-8']);
});

test('where files cannot be kept the family reads so on its form, keeps what it typed, and sends it again with success', async () => {
  const { FILES_DIR } = town.config;
  const child = guardians.someChild();
  await rename(FILES_DIR, `${FILES_DIR}-gone`).catch(() => mkdir(`${FILES_DIR}-gone`));
  // A file stands where the folder should be: nothing can be written there, whoever the server runs as.
  await writeFile(FILES_DIR, '');
  try {
    const answer = await send({ pin: child, relation: 'guardian', file: pdf() });
    assert.deepEqual(
      [answer.status, answer.headers['retry-after'], answer.headers['content-type']],
      [503, '60', 'text/html; charset=utf-8'],
    );
    const page = readPage(answer.text);
    assert.match(page.problems[0]?.text ?? '', /отправьте ещё раз/);
    assert.match(answer.text, new RegExp(`value="${child}"`));
    assert.equal((await guardians.held(sender.person)).applications.length, 0, 'no row without its file');
  } finally {
    await rm(FILES_DIR);
    await rename(`${FILES_DIR}-gone`, FILES_DIR);
    await chmod(FILES_DIR, 0o700);
  }
  assert.equal((await send({ pin: child, relation: 'guardian', file: pdf() })).status, 303);
});

test('KG25-12 an officer whose file is not taken reads it on the page of files; a district that is not hers is a page, too', async () => {
  const officer = await guardians.signIn();
  const family = town.population.families[2];
  const own = town.population.districts[0]?.districtId ?? 0;
  await appointIn(town, { pin: family?.parents[0] as never }, { role: 'district', district: own });
  const ask = (district: number, body: string, type = 'multipart/form-data; boundary=x', more: Readonly<Record<string, string>> = {}) =>
    overSocket(town.origin, {
      path: `/api/v1/districts/${district}/boundary-imports`,
      method: 'POST',
      headers: { ...browser, cookie: officer.cookie, origin: town.origin, 'content-type': type, ...more },
      body,
    });
  const part = (name: string, value: string, rest = '') =>
    `--x\r\ncontent-disposition: form-data; name="${name}"${rest}\r\n\r\n${value}\r\n`;
  const key = part('key', crypto.randomUUID());
  const file = (text: string) => part('file', text, '; filename="a.csv"\r\ncontent-type: text/csv');
  const cases: readonly (readonly [number, Awaited<ReturnType<typeof ask>>])[] = [
    [422, await ask(own, `${key}${file('%PDF-1.4')}--x--\r\n`)],
    [400, await ask(own, `${file('a;b;c')}--x--\r\n`)],
    [400, await ask(own, `${key}${extra('status')}${file('a;b;c')}--x--\r\n`)],
    [415, await ask(own, 'a', 'text/plain')],
    [403, await ask(own, `${key}--x--\r\n`, undefined, { 'sec-fetch-site': 'same-site' })],
    [404, await ask(own + 1_000_000, `${key}--x--\r\n`)],
  ];
  for (const [status, answer] of cases) {
    assert.deepEqual(
      [answer.status, answer.headers['content-type'], readPage(answer.text).lang],
      [status, 'text/html; charset=utf-8', 'ru'],
    );
    if (status !== 404) assert.equal(readPage(answer.text).problems.length, 1, `${status}`);
  }
});
