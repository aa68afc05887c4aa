import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { asActor } from '#test/support/crowd.ts';
import { appointIn } from '#test/support/offices.ts';
import { type Answer, overSocket } from '#test/support/over-socket.ts';
import { openTown, type Town } from '#test/support/town.ts';
import { inProject } from '#tools/project.ts';
import { pageRoutes, serverRoutes } from '../access/every-route.ts';
import { badValues, encoded } from './bad-values.ts';
import { openLedger } from './ledger.ts';
import { peopleOf } from './people.ts';
import { roughBrowser } from './rough-browser.ts';

/** Every address there is, each method, each kind of answer: what an answer says of itself. */
let town: Town;
let cookie: string;
let known: Readonly<Record<string, string>>;
before(async () => {
  town = await openTown({ pages: 'build', env: { REGISTER_TIMEOUT_SECONDS: '20' } });
  const ledger = await openLedger(town);
  const browser = roughBrowser('ky');
  const person = await peopleOf(town, ledger).enter(browser, 0);
  await ledger.close();
  const [school, document] = await asActor(town, 'system', async (tx) => [
    (await tx.selectFrom('school').select('id').executeTakeFirstOrThrow()).id,
    crypto.randomUUID(),
  ]);
  const district = String(town.population.districts[0]?.districtId ?? 0);
  await appointIn(town, person.adult, { role: 'district', district: Number(district) });
  await appointIn(town, person.adult, { role: 'director', school: school ?? '' });
  cookie = `mektep=${browser.cookie(town.origin, 'mektep')}`;
  const [child = ''] = person.children;
  known = {
    child,
    school: school ?? '',
    district,
    document: document ?? '',
    clause: '21',
    number: '1',
    code: '1-abc',
    part: 'line',
    request: child,
    version: child,
    file: child,
  };
});
after(() => town.close());

const real = (path: string) => path.replace(/:(\w+)/g, (_all, name: string) => known[name] ?? 'x');

async function addresses(): Promise<readonly string[]> {
  const ways = [...(await pageRoutes()), ...serverRoutes(town)].map(({ name }) => name.replace(/^\w+ /, '').replace(/\?.*$/, ''));
  const files = readdirSync(inProject('build/client'), { withFileTypes: true }).flatMap((file) => (file.isFile() ? [`/${file.name}`] : []));
  return [...new Set(ways)]
    .filter((path) => !path.endsWith('*'))
    .map(real)
    .concat(files, `/children/${known['child']}/confirmation.pdf`, '/nothing', '/api/v1/nothing', '/children/nobody');
}

/** What holds of every answer, whoever wrote it. */
function holds({ status, headers, text }: Answer, about: string): void {
  assert.ok(status < 500, `${about} → ${status}`);
  assert.match(String(headers['content-security-policy']), /default-src 'none'.*frame-ancestors 'none'/, about);
  for (const [name, value] of [
    ['x-content-type-options', 'nosniff'],
    ['referrer-policy', 'same-origin'],
    ['cross-origin-opener-policy', 'same-origin'],
    ['x-frame-options', 'DENY'],
  ] as const)
    assert.equal(headers[name], value, `${about}: ${name}`);
  assert.match(String(headers['x-request-id']), /^[0-9a-f-]{36}$/, about);
  assert.equal(headers['access-control-allow-origin'], undefined, about);
  const type = String(headers['content-type'] ?? '');
  if (/^(text\/(html|plain)|application\/(problem\+)?json)/.test(type)) assert.match(type, /charset=utf-8/i, `${about}: ${type}`);
  if (text !== '') assert.notEqual(type, '', `${about}: a text without a type`);
  if (type.startsWith('text/html') && text !== '')
    assert.ok(text.includes(`<html lang="${String(headers['content-language'])}"`), `${about}: its language`);
  if (status === 405) assert.ok(headers['allow'], `${about}: 405 without what is allowed`);
  for (const value of Object.values(headers).flat()) assert.match(String(value), /^[\x20-\x7e]*$/, about);
  for (const line of [headers['set-cookie'] ?? []].flat())
    assert.match(line, /; Path=\/; SameSite=Lax; Max-Age=\d+; HttpOnly$/, `${about}: ${line}`);
}

const methods = ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND', 'REPORT'] as const;

test('S37 S41 every address answers every method as it should, with the type, the letters, the language and the headers of every answer', async () => {
  for (const path of await addresses()) {
    for (const session of ['', cookie]) {
      const got = new Map<string, Answer>();
      for (const method of methods) {
        const headers = { accept: 'text/html', 'accept-language': 'ru', 'x-odd': 'echo-me', ...(session !== '' && { cookie: session }) };
        const answer = await overSocket(town.origin, { path, method, headers });
        holds(answer, `${method} ${path}${session === '' ? '' : ', signed in'}`);
        got.set(method, answer);
      }
      const allow = String(got.get('OPTIONS')?.headers['allow'] ?? '').split(', ');
      const isThere = got.get('OPTIONS')?.status === 204;
      for (const method of ['PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND', 'REPORT']) {
        const answer = got.get(method);
        const isFile = answer?.headers['allow'] === 'GET, HEAD' && !isThere;
        assert.equal(answer?.status, isThere || isFile ? 405 : 404, `${method} ${path}`);
        assert.ok(!answer?.text.includes('echo-me'), 'nothing is echoed');
        if (isThere)
          assert.deepEqual(
            String(answer?.headers['allow']).split(', ').toSorted(),
            allow
              .filter((one) => one !== 'OPTIONS')
              .toSorted()
              .concat(allow.includes('OPTIONS') ? ['OPTIONS'] : [])
              .toSorted(),
            path,
          );
      }
      const [get, head] = [got.get('GET'), got.get('HEAD')];
      if (allow.includes('GET'))
        assert.deepEqual(
          [head?.status, head?.headers['content-type'], head?.text],
          [get?.status, get?.headers['content-type'], ''],
          `HEAD ${path}`,
        );
    }
  }
});

test('S16 every cookie that is set is bound as all are, wherever it is set', async () => {
  const asked: readonly (readonly [path: string, how: Partial<Parameters<typeof overSocket>[1]>])[] = [
    ['/language?set=ky&to=/', {}],
    ['/auth/start', {}],
    ['/auth/callback?code=a&state=b', {}],
    ['/auth/end', { method: 'POST', headers: { cookie: 'mektep=x', origin: town.origin } }],
    [
      '/address?/language',
      { method: 'POST', headers: { origin: town.origin, 'content-type': 'application/x-www-form-urlencoded' }, body: '_language=ru' },
    ],
  ];
  const names = new Set<string>();
  for (const [path, how] of asked) {
    const answer = await overSocket(town.origin, { path, ...how });
    holds(answer, path);
    for (const line of [answer.headers['set-cookie'] ?? []].flat()) names.add(line.split('=')[0] ?? '');
  }
  assert.deepEqual([...names].sort(), ['language', 'mektep', 'mektep-kept', 'mektep-left', 'mektep-sign-in']);
});

test('S41 S64 somebody’s text in an address, a name or a way back never breaks a head', async () => {
  const texts = [...Object.values(badValues), 'ы', '👪', '\u007f', '\u200b', 'ы'.repeat(900), '/ы', '/\u007f', '/a\r\nx: y', '\ud83d']
    .map(encoded)
    .map((text) => text.slice(0, 8000));
  const places = [
    '/language?set=ky&to=',
    '/language?set=',
    '/auth/start?to=',
    '/auth/callback?code=a&state=',
    '/sign-in?to=',
    '/verify?code=',
    '/schools?district=',
    `/children/${known['child']}?grade=`,
    `/children/${known['child']}/choose?school=`,
  ];
  for (const place of places) {
    for (const text of texts) {
      for (const at of [text, `%2F${text}`]) {
        const answer = await overSocket(town.origin, { path: place + at, headers: { accept: 'text/html', cookie } });
        holds(answer, `${place}${at.slice(0, 60)}`);
        const { location } = answer.headers;
        if (typeof location !== 'string') continue;
        const to = new URL(location, town.origin).origin;
        assert.ok(to === town.origin || to === new URL(town.config.OIDC_ISSUER).origin, location.slice(0, 100));
      }
    }
  }
});

test('S41 a page that is asked for with a form it does not take says so, in the reader’s language', async () => {
  const answer = await overSocket(town.origin, {
    path: '/help',
    method: 'POST',
    body: 'a=1',
    headers: { origin: town.origin, accept: 'text/html', 'accept-language': 'ru', 'content-type': 'application/x-www-form-urlencoded' },
  });
  holds(answer, 'POST /help');
  assert.deepEqual([answer.status, answer.headers['allow'], answer.headers['content-language']], [405, 'GET, HEAD', 'ru']);
});

test('S38 a form of another site is turned away with a page, of a sister domain, too', async () => {
  const foreign: readonly Readonly<Record<string, string>>[] = [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'cross-site' },
    { origin: town.origin.replace('http:', 'https:') },
  ];
  for (const headers of foreign) {
    const answer = await overSocket(town.origin, {
      path: '/me/contacts?/save',
      method: 'POST',
      body: 'phone=',
      headers: { cookie, accept: 'text/html', 'accept-language': 'ky', 'content-type': 'application/x-www-form-urlencoded', ...headers },
    });
    holds(answer, JSON.stringify(headers));
    assert.deepEqual([answer.status, answer.headers['content-language']], [403, 'ky'], JSON.stringify(headers));
  }
});

test('S38 whatever a form says of where it comes from and what it is, only our own page is heard', async () => {
  const { host } = new URL(town.origin);
  const origins = [
    'https://evil.example',
    'null',
    `https://${host}`,
    `${town.origin}.evil.example`,
    `${town.origin}:1`,
    `${town.origin}/x`,
    `${town.origin}, ${town.origin}`,
    'http://localhost.evil.example',
    'file://',
    '',
    null,
  ];
  const types = [
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/plain',
    'application/json',
    'text/xml',
    'application/x-sveltekit-formdata',
    'APPLICATION/X-WWW-FORM-URLENCODED; charset=utf-8',
    null,
  ];
  for (const origin of [...origins, town.origin]) {
    for (const type of types) {
      const headers = {
        cookie,
        accept: 'text/html',
        'accept-language': 'kk',
        ...(origin !== null && { origin }),
        ...(type !== null && { 'content-type': type }),
      };
      const answer = await overSocket(town.origin, { path: '/children?/refresh', method: 'POST', body: '', headers });
      holds(answer, `${origin} ${type}`);
      assert.equal(answer.status === 403, origin !== town.origin, `${origin} ${type} → ${answer.status}`);
      if (answer.status === 403) assert.equal(answer.headers['content-language'], 'kk', `${origin} ${type}`);
    }
  }
});
