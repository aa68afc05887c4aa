import assert from 'node:assert/strict';
import { get } from 'node:http';
import { after, before, test } from 'node:test';
import { asActor } from '#test/support/crowd.ts';
import { returnAddress } from '#test/support/sign-in.ts';
import { openTown, type Town } from '#test/support/town.ts';
import { visitor } from '#test/support/visitor.ts';

let town: Town;
let pin: string;
before(async () => {
  town = await openTown();
  pin = town.population.families[0]?.parents[0] ?? '';
});
after(() => town.close());

const tokenOf = (cookies: string) => /(?:^|; )mektep=([^;]+)/.exec(cookies)?.[1] ?? '';
const plain = (path: string, headers: Record<string, string> = {}) => fetch(`${town.origin}${path}`, { redirect: 'manual', headers });

test('signing in gives one opaque cookie, HttpOnly and SameSite, a new one each time, and its hash alone is stored', async () => {
  const [first, second] = [visitor(), visitor()];
  await first.signIn(town.origin, pin);
  await second.signIn(town.origin, pin);
  const [token, other] = [tokenOf(first.cookieHeader(town.origin)), tokenOf(second.cookieHeader(town.origin))];
  assert.match(token, /^[\w-]{43}$/);
  assert.notEqual(token, other);
  const start = await plain('/auth/start?to=/children');
  for (const line of start.headers.getSetCookie())
    assert.match(line, /^mektep-sign-in=[\w-]{43}; Path=\/; SameSite=Lax; Max-Age=86400; HttpOnly$/);
  const sessions = await asActor(town, 'system', (tx) => tx.selectFrom('session').selectAll().execute());
  assert.ok(sessions.length >= 2 && !JSON.stringify(sessions).includes(token));
});

test('a browser comes back to the page it asked for', async () => {
  const start = await plain('/auth/start?to=%2Fchildren%2F01a1%3Fgrade%3D2');
  const attempt = start.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const back = await returnAddress(town.origin, start.headers.get('location') ?? '', pin);
  const done = await fetch(back, { redirect: 'manual', headers: { cookie: attempt } });
  assert.deepEqual([done.status, done.headers.get('location')], [303, '/children/01a1?grade=2']);
  const [session = ''] = done.headers.getSetCookie();
  assert.match(session, /^mektep=[\w-]{43}; Path=\/; SameSite=Lax; Max-Age=\d+; HttpOnly$/);
  // The same return a second time opens nothing.
  const again = await fetch(back, { redirect: 'manual', headers: { cookie: attempt } });
  assert.deepEqual(
    [again.headers.get('location'), again.headers.getSetCookie()],
    ['/sign-in?problem=refused&to=%2Fchildren%2F01a1%3Fgrade%3D2', []],
  );
});

test('an answer of the provider brought to another browser signs nobody in', async () => {
  const [mine, victims] = [await plain('/auth/start'), await plain('/auth/start')];
  const other = victims.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const back = await returnAddress(town.origin, mine.headers.get('location') ?? '', pin);
  for (const cookie of [other, 'mektep-sign-in=made-up', '']) {
    const refused = await fetch(back, { redirect: 'manual', headers: { cookie: cookie ?? '' } });
    assert.deepEqual([refused.headers.get('location'), refused.headers.getSetCookie()], ['/sign-in?problem=refused', []], cookie);
  }
});

test('nobody is sent to another site, whatever the address says', async () => {
  const hostile = [
    '//evil.example',
    'https://evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/%09/evil.example'.replace('%09', '\t'),
    'javascript:alert(1)',
    ' //evil.example',
    'evil.example',
    '',
  ];
  for (const to of hostile) {
    const chosen = await plain(`/language?set=ky&to=${encodeURIComponent(to)}`);
    assert.deepEqual([chosen.status, chosen.headers.get('location')], [303, '/'], to);
    const start = await plain(`/auth/start?to=${encodeURIComponent(to)}`);
    const attempt = start.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const cancelled = new URL('/auth/callback?error=access_denied', town.origin);
    cancelled.searchParams.set('state', new URL(start.headers.get('location') ?? '').searchParams.get('state') ?? '');
    const back = await fetch(cancelled, { redirect: 'manual', headers: { cookie: attempt } });
    assert.equal(back.headers.get('location'), '/sign-in?problem=refused&to=%2F', to);
  }
  assert.equal((await plain('/language?set=ky&to=%2Fchildren')).headers.get('location'), '/children');
});

test('the language is kept when it is one of the country’s, and nothing is kept of another', async () => {
  assert.match((await plain('/language?set=ky&to=/')).headers.getSetCookie()[0] ?? '', /^language=ky; /);
  for (const set of ['de', 'ky%0d%0aset-cookie:x', ''])
    assert.deepEqual((await plain(`/language?set=${set}&to=/`)).headers.getSetCookie(), [], set);
});

test('signing out ends the session at once, for every copy of the cookie', async () => {
  const person = visitor();
  await person.signIn(town.origin, pin);
  const token = tokenOf(person.cookieHeader(town.origin));
  assert.ok(await town.composed.mektep.session.who(token));
  const out = await fetch(`${town.origin}/auth/end`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: `mektep=${token}`, origin: town.origin },
  });
  assert.equal(out.status, 303);
  assert.match(out.headers.getSetCookie()[0] ?? '', /^mektep=; .*Max-Age=0/);
  assert.equal(new URL(out.headers.get('location') ?? '').origin, new URL(town.config.OIDC_ISSUER).origin);
  assert.equal(await town.composed.mektep.session.who(token), null);
});

test('a provider that does not answer leads to a page that says so, and signs nobody in', async () => {
  const start = await plain('/auth/callback?error=access_denied&state=x');
  assert.equal(start.headers.get('location'), '/sign-in?problem=refused');
});

test('over https the cookie carries the host prefix and Secure', async () => {
  const secure = await openTown({ env: { PUBLIC_ORIGIN: 'https://mektep.example' } });
  try {
    const cookies = await new Promise<readonly string[]>((resolve, reject) => {
      get(`${secure.origin}/auth/start`, { headers: { host: 'mektep.example' } }, (response) => {
        response.resume();
        resolve(response.headers['set-cookie'] ?? []);
      }).on('error', reject);
    });
    assert.match(cookies[0] ?? '', /^__Host-mektep-sign-in=[\w-]{43}; Path=\/; SameSite=Lax; Max-Age=86400; HttpOnly; Secure$/);
  } finally {
    await secure.close();
  }
});
