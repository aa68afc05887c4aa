import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { overSocket } from '#test/support/over-socket.ts';
import { openTown, type Town } from '#test/support/town.ts';
import { visitor } from '#test/support/visitor.ts';

let town: Town;
before(async () => {
  town = await openTown({ pages: 'build', env: { SHARED_PAGES_MS: '10000' } });
});
after(() => town.close());

const open = (path: string, headers: Record<string, string> = {}) => fetch(`${town.origin}${path}`, { headers });

test('a page for everybody is drawn once and handed on, each answer with a request’s id of its own', async () => {
  const [first, second] = [await open('/schools'), await open('/schools')];
  const [one, other] = [await first.text(), await second.text()];
  assert.equal(other, one);
  assert.equal(second.headers.get('cache-control'), 'public, max-age=1');
  assert.match(second.headers.get('vary') ?? '', /cookie/i);
  assert.match(second.headers.get('content-security-policy') ?? '', /default-src 'none'/);
  assert.notEqual(second.headers.get('x-request-id'), first.headers.get('x-request-id'));
});

test('each reader gets the page in the language and the encoding that were asked for', async () => {
  const languages = ['ky', 'ru', 'kk', 'en'] as const;
  for (const round of [1, 2]) {
    for (const language of languages) {
      const page = await open('/help', { 'accept-language': language });
      assert.match(await page.text(), new RegExp(`<html lang="${language}"`), `round ${round}`);
      const chosen = await open('/help', { cookie: `language=${language}` });
      assert.match(await chosen.text(), new RegExp(`<html lang="${language}"`), `round ${round}`);
    }
    const packed = await open('/help', { 'accept-encoding': 'br' });
    assert.equal(packed.headers.get('content-encoding'), 'br');
    const plain = await open('/help', { 'accept-encoding': 'identity' });
    assert.equal(plain.headers.get('content-encoding'), null);
  }
});

test('who is signed in never gets the page of somebody who is not, nor the other way round', async () => {
  const answer = await open('/help', { 'accept-language': 'ru' });
  assert.equal(answer.status, 200);
  const anonymous = await answer.text();
  const parent = visitor('ru');
  await parent.signIn(town.origin, town.population.families[0]?.parents[0] ?? '');
  const hers = await parent.open(`${town.origin}/help`);
  assert.match(hers.headers.get('cache-control') ?? '', /no-store/);
  assert.notEqual(hers.text, anonymous);
  assert.equal(await (await open('/help', { 'accept-language': 'ru' })).text(), anonymous);
});

test('what somebody typed is drawn for that person alone', async () => {
  const typed = ['/address?street=&house=12', '/search?q=71977', '/sign-in?to=/me', '/verify'];
  for (const path of typed) {
    const page = await open(path);
    await page.text();
    if (path.includes('?')) assert.notEqual(page.headers.get('cache-control'), 'public, max-age=1', path);
  }
  const missing = await open('/no-such-page');
  assert.equal(missing.status, 404);
  const again = await open('/no-such-page');
  assert.notEqual(again.headers.get('cache-control'), 'public, max-age=1');
});

/** One request whose wish is written oddly, and what the next readers must still get. */
const strangers: readonly Readonly<Record<string, string | readonly string[]>>[] = [
  { cookie: 'language=%6By', 'accept-language': 'ru' },
  { cookie: 'language=', 'accept-language': 'kk' },
  { cookie: 'language=KY', 'accept-language': 'ru' },
  { cookie: ' language = ky ', 'accept-language': 'ru' },
  { cookie: 'language=ky; language=ru', 'accept-language': 'ru' },
  { 'accept-language': 'RU;Q=0.1, en;q=0.2' },
  { 'accept-language': '*' },
  { 'accept-language': 'ru;q=0' },
  { 'accept-language': ['ru', 'en'] },
  { 'accept-encoding': '*' },
  { 'accept-encoding': 'GZIP' },
  { 'accept-encoding': 'gzip, *' },
  { 'accept-encoding': 'xgzip' },
  { 'accept-encoding': '' },
  { 'accept-encoding': 'identity;q=0' },
  { 'accept-encoding': 'gzip;q=0, deflate' },
  { 'accept-encoding': 'br;q=0.1, gzip;Q=0.9' },
  { 'accept-encoding': ['gzip', 'br'] },
];

test('nobody decides for others in which language, or how packed, they read a page', async () => {
  // A page of its own for each stranger, so that nobody came before.
  let page = 0;
  for (const stranger of strangers) {
    for (const method of ['GET', 'HEAD']) {
      page += 1;
      const path = `/help?page=${page}`;
      await overSocket(town.origin, { method, path, headers: stranger });
      for (const language of ['ky', 'ru', 'kk', 'en']) {
        for (const packing of ['br', 'gzip', null]) {
          const wish = { 'accept-language': language, ...(packing !== null && { 'accept-encoding': packing }) };
          const { headers, text } = await overSocket(town.origin, { path, headers: wish });
          const about = `${JSON.stringify(stranger)} before ${JSON.stringify(wish)}`;
          assert.equal(headers['content-encoding'], packing ?? undefined, about);
          assert.equal(headers['content-language'], language, about);
          assert.match(text, new RegExp(`<html lang="${language}"`), about);
        }
      }
    }
  }
});

test('an address written in another way is another address, and none brings the page of another', async () => {
  const written = [
    '/schools',
    '/schools?free',
    '/schools?free=&free=',
    '/schools?page=1&free',
    '/schools?free&page=1',
    '/schools?%66ree',
    '/schools#x',
  ];
  const alone = new Map<string, string>();
  for (const path of written)
    alone.set(path, (await overSocket(town.origin, { path, headers: { 'accept-language': 'en', cookie: 'mektep=x' } })).text);
  for (const path of written) {
    await overSocket(town.origin, { path, headers: { 'accept-language': 'en' } });
    assert.equal((await overSocket(town.origin, { path, headers: { 'accept-language': 'en' } })).text, alone.get(path), path);
  }
});

test('no way of writing a session brings somebody’s own page to others, nor keeps one', async () => {
  const parent = visitor('ru');
  await parent.signIn(town.origin, town.population.families[0]?.parents[0] ?? '');
  const token = /mektep=([^;]+)/.exec(parent.cookieHeader(town.origin))?.[1] ?? '';
  const escaped = `%${token.charCodeAt(0).toString(16)}${token.slice(1)}`;
  const cookies = [
    `mektep=${token}`,
    `mektep=${escaped}`,
    `mektep="${token}"`,
    ` mektep = ${token} `,
    `other=1;mektep=${token}`,
    `mektep=x; mektep=${token}`,
    `mektep=${token}; mektep=x`,
    `%6Dektep=${token}`,
    `Mektep=${token}`,
  ];
  let page = 100;
  for (const cookie of cookies) {
    page += 1;
    const path = `/help?page=${page}`;
    const own = await overSocket(town.origin, { path, headers: { cookie, 'accept-language': 'ru' } });
    const isPersonal = own.text.includes('href="/me"');
    assert.equal(/no-store/.test(String(own.headers['cache-control'])), isPersonal, cookie);
    if (isPersonal) assert.equal(own.headers['etag'], undefined, 'a personal page bears no mark');
    const others = await overSocket(town.origin, { path, headers: { 'accept-language': 'ru' } });
    assert.ok(!others.text.includes('href="/me"'), cookie);
    const hers = await overSocket(town.origin, { path, headers: { cookie, 'accept-language': 'ru' } });
    assert.equal(hers.text.includes('href="/me"'), isPersonal, `${cookie}, after others`);
  }
});

const wishes: readonly Readonly<Record<string, string>>[] = [
  { 'accept-language': 'ky' },
  { 'accept-language': 'ru' },
  { 'accept-language': 'ru', 'accept-encoding': 'gzip' },
  { 'accept-language': 'ru', 'accept-encoding': 'br' },
];

test('who has a page already is told that it did not change, in each language and packing, however her browser asks', async () => {
  const marks = new Set<string>();
  for (const wish of wishes) {
    const ask = (more: Readonly<Record<string, string>> = {}) => overSocket(town.origin, { path: '/guide', headers: { ...wish, ...more } });
    const first = await ask();
    const mark = String(first.headers['etag']);
    marks.add(mark);
    for (const have of [mark, `W/${mark}`, `"other", ${mark}`, `"other",W/${mark}`, '*']) {
      const again = await ask({ 'if-none-match': have });
      assert.deepEqual([again.status, again.text, again.headers['etag']], [304, '', mark], have);
      for (const name of ['cache-control', 'vary', 'content-security-policy', 'x-request-id'])
        assert.ok(again.headers[name], `${name} of a 304`);
    }
    for (const have of ['"other"', mark.slice(0, -1), 'x'.repeat(5000), '']) {
      const again = await ask({ 'if-none-match': have });
      assert.deepEqual([again.status, again.text], [200, first.text], have);
    }
    const since = await ask({ 'if-modified-since': 'Fri, 01 Jan 2038 00:00:00 GMT' });
    assert.equal(since.status, 200, 'a page has no day of its own');
    const both = await ask({ 'if-none-match': '"other"', 'if-modified-since': 'Fri, 01 Jan 2038 00:00:00 GMT' });
    assert.equal(both.status, 200);
    assert.equal((await ask({ 'if-none-match': mark, cookie: 'mektep=x' })).status, 200, 'never where a session was sent');
  }
  assert.equal(marks.size, 4, 'a mark of its own for each language and packing');
});

test('a personal page bears no mark and is always sent whole', async () => {
  const parent = visitor('ru');
  await parent.signIn(town.origin, town.population.families[1]?.parents[0] ?? '');
  const cookie = parent.cookieHeader(town.origin);
  for (const path of ['/children', '/help', '/me', '/notices']) {
    const first = await overSocket(town.origin, { path, headers: { cookie } });
    assert.deepEqual([first.status, first.headers['etag']], [200, undefined], path);
    for (const have of ['*', '"x"'])
      assert.equal((await overSocket(town.origin, { path, headers: { cookie, 'if-none-match': have } })).status, 200, path);
  }
});

test('a page says nothing of the name it was asked under', async () => {
  const { text } = await overSocket(town.origin, {
    path: '/help?page=900',
    headers: { host: 'hostile.example', 'x-forwarded-host': 'hostile.example' },
  });
  assert.ok(!text.includes('hostile.example'));
});
