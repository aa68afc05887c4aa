import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
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
