import assert from 'node:assert/strict';
import { get } from 'node:http';
import { after, before, test } from 'node:test';
import { asActor } from '#test/support/crowd.ts';
import { returnAddress } from '#test/support/sign-in.ts';
import { openTown, type Town } from '#test/support/town.ts';
import { visitor } from '#test/support/visitor.ts';

let town: Town;
let pins: readonly string[];
before(async () => {
  town = await openTown({ env: { SESSIONS_PER_PERSON: '3' } });
  pins = town.population.families.slice(0, 6).map(({ parents: [first = ''] }) => first);
});
after(() => town.close());

const pinOf = (family: number) => pins[family] ?? assert.fail('a family');

/** A browser by its cookies alone: keeps what it is told to keep, follows nothing. */
function browser() {
  const jar = new Map<string, string>();
  const ask = async (address: string, init: RequestInit = {}) => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(new URL(address, town.origin), { redirect: 'manual', ...init, headers: { cookie, ...init.headers } });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/Max-Age=0/.test(line)) jar.delete(name);
      else jar.set(name, value);
    }
    return { status: answer.status, location: answer.headers.get('location') ?? '', answer };
  };
  const start = async (to = '/children') => (await ask(`/auth/start?to=${encodeURIComponent(to)}`)).location;
  return {
    jar,
    ask,
    start,
    /** Begins, is somebody at the provider, and comes back. */
    async signIn(pin: string, to = '/children') {
      return ask(await returnAddress(town.origin, await start(to), pin));
    },
    isIn: async () => (await ask('/api/v1/session')).status === 200,
  };
}

const isIn = async (token: string) => (await town.composed.mektep.session.who(token)) !== null;
const linesOf = (act: string) =>
  asActor(town, 'system', (tx) => tx.selectFrom('journal').select(['subject', 'detail']).where('act', '=', act).orderBy('seq').execute());

test('two tabs of one browser begin, and both come back to their own errands, in whichever order', async () => {
  for (const order of [
    [0, 1],
    [1, 0],
  ]) {
    const me = browser();
    const tabs = [await me.start('/me'), await me.start('/notices')];
    const back = [];
    for (const tab of order) back[tab] = await me.ask(await returnAddress(town.origin, tabs[tab] ?? '', pinOf(0)));
    assert.deepEqual(
      back.map((answer) => answer?.location),
      ['/me', '/notices'],
    );
    assert.ok(await me.isIn());
  }
});

test('wrong returns use nothing up, whatever a page of another site opens in this browser', async () => {
  const me = browser();
  const back = await returnAddress(town.origin, await me.start('/me'), pinOf(0));
  const state = new URL(back).searchParams.get('state') ?? '';
  for (const wrong of [
    'x',
    'code=x',
    `code=x&state=${state.slice(1)}`,
    `code=x&state=${state}&state=${state}`,
    'error=access_denied',
    'state=',
  ])
    assert.match((await me.ask(`/auth/callback?${wrong}`)).location, /^\/sign-in\?problem=refused/, wrong);
  // A foreign page can begin as often as it likes.
  for (let begun = 0; begun < 20; begun += 1) await me.ask('/auth/start?to=/', { headers: { 'sec-fetch-site': 'cross-site' } });
  assert.equal((await me.ask(back)).location, '/me');
  assert.ok([...me.jar].join().length < 600, 'the cookies stay small');
});

test('whoever begins without end writes nothing into the database', async () => {
  const rows = async () => {
    const counts = await asActor(town, 'sign_in', (tx) =>
      tx
        .selectFrom('sign_in_return')
        .select(({ fn }) => fn.countAll<number>().as('rows'))
        .execute(),
    );
    return Number(counts[0]?.rows) + (await linesOf('session.begun')).length;
  };
  const before = await rows();
  const me = browser();
  for (let begun = 0; begun < 30; begun += 1) {
    const location = await me.start();
    const state = new URL(location).searchParams.get('state') ?? '';
    await me.ask(`/auth/callback?code=invented&state=${state}`);
  }
  assert.equal(await rows(), before);
});

test('what was begun in another browser, was used, or is somebody’s invention is refused', async () => {
  const [mine, other] = [browser(), browser()];
  const back = await returnAddress(town.origin, await mine.start('/me'), pinOf(0));
  await other.start();
  assert.equal((await other.ask(back)).location, '/sign-in?problem=refused');
  assert.equal((await browser().ask(back)).location, '/sign-in?problem=refused');
  assert.equal((await mine.ask(`${back}&iss=https://esia.example`)).location, '/sign-in?problem=refused&to=%2Fme');
  assert.equal((await mine.ask(back)).location, '/me');
  const token = mine.jar.get('mektep') ?? '';
  assert.equal((await mine.ask(back)).location, '/sign-in?problem=refused&to=%2Fme');
  assert.equal(mine.jar.get('mektep'), token, '«back» once more takes nobody’s session away');
});

test('coming back as somebody else ends the session this browser had, and the journal says so', async () => {
  const me = browser();
  await me.signIn(pinOf(0));
  const first = me.jar.get('mektep') ?? '';
  const who = await town.composed.mektep.session.who(first);
  assert.ok(who);
  await me.signIn(pinOf(1));
  assert.equal(await isIn(first), false);
  assert.ok(await me.isIn());
  const ended = (await linesOf('session.ended')).filter(({ subject }) => subject === who.person);
  assert.deepEqual(ended.at(-1)?.detail, { why: 'signed_in_anew' });
  // The same person again: her old token is dead as well.
  const second = me.jar.get('mektep') ?? '';
  await me.signIn(pinOf(1));
  assert.equal(await isIn(second), false);
});

test('a person has so many live sessions, the one unused for longest ends, and whoever held it is told why', async () => {
  const devices = [browser(), browser(), browser(), browser()];
  for (const device of devices) await device.signIn(pinOf(2));
  const tokens = devices.map(({ jar }) => jar.get('mektep') ?? '');
  assert.deepEqual(await Promise.all(tokens.map(isIn)), [false, true, true, true]);
  assert.equal((await town.composed.mektep.session.farewell(tokens[0] ?? ''))?.why, 'too_many');
  assert.equal(await town.composed.mektep.session.farewell(tokens[1] ?? ''), null);
});

test('signing in again and again, one person writes a few lines and a bounded number of sessions', async () => {
  const me = visitor();
  await me.signIn(town.origin, pinOf(3));
  const person = (await town.composed.mektep.session.who(/mektep=([^;]+)/.exec(me.cookieHeader(town.origin))?.[1] ?? ''))?.person ?? '';
  for (let again = 0; again < 90; again += 1) await me.open(`${town.origin}/auth/start?to=/api/v1/session`);
  const sessions = await asActor(town, 'sign_in', (tx) => tx.selectFrom('session').select('id').where('person_id', '=', person).execute());
  assert.ok(sessions.length <= 54, `${sessions.length} sessions are kept`);
  const lines = (await linesOf('session.begun')).filter(({ subject }) => subject === person);
  assert.deepEqual(
    [lines.length, lines.slice(-2).map(({ detail }) => (detail as { times?: number }).times)],
    [22, [40, 80]],
    'twenty whole, then the number each time it has doubled',
  );
});

test('after signing out the next sign-in from this browser asks who it is, and the next person is not the last one', async () => {
  const phone = visitor();
  await phone.signIn(town.origin, pinOf(4));
  assert.equal((await phone.open(`${town.origin}/auth/start?to=/api/v1/session`)).status, 200, 'the provider knows her: no page');
  await phone.post(`${town.origin}/auth/end`, {});
  const login = await phone.open(`${town.origin}/auth/start?to=/api/v1/session`);
  assert.match(login.text, /Личный номер/, 'the provider asks although its own session lives');
  const next = await phone.signIn(town.origin, pinOf(5));
  assert.ok(next.url.startsWith(town.origin), next.url);
  const token = /mektep=([^;]+)/.exec(phone.cookieHeader(town.origin))?.[1] ?? '';
  assert.ok(await isIn(token));
  assert.equal((await phone.open(`${town.origin}/auth/start?to=/api/v1/session`)).status, 200, 'and is not asked again');
});

test('an attempt from before the signing out does not bring the last person back', async () => {
  const phone = browser();
  const back = await returnAddress(town.origin, await phone.start('/me'), pinOf(4));
  phone.jar.set('mektep-left', '1');
  assert.equal((await phone.ask(back)).location, '/auth/start?to=%2Fme');
  assert.match(await phone.start('/me'), /[?&]prompt=login/);
});

test('a session that was ended from another device is not taken up again unasked', async () => {
  const [phone, library] = [browser(), browser()];
  await phone.signIn(pinOf(5));
  await library.signIn(pinOf(5));
  const { session, device } = town.composed.mektep;
  const who = await session.who(phone.jar.get('mektep') ?? '');
  assert.ok(who);
  await device.endOthers(who);
  assert.match(await library.start(), /[?&]prompt=login/);
  assert.doesNotMatch(await phone.start(), /[?&]prompt=login/);
});

test('whatever the address of the request looks like, the public address is recognised, and nobody is sent round in a circle', async () => {
  const secure = await openTown({ env: { PUBLIC_ORIGIN: 'HTTPS://Mektep.Example:443/' } });
  const at = (host: string, path: string) =>
    new Promise<string>((resolve, reject) => {
      get(`${secure.origin}${path}`, { headers: { host } }, (response) => {
        response.resume();
        resolve(response.headers.location ?? '');
      }).on('error', reject);
    });
  try {
    for (const host of ['mektep.example', 'mektep.example:443', 'MEKTEP.example'])
      assert.ok((await at(host, '/auth/start?to=/me')).startsWith(secure.config.OIDC_ISSUER), host);
    const turn = await at('127.0.0.1', '/auth/start?to=/me');
    assert.equal(turn, 'https://mektep.example/auth/start?turn=1&to=%2Fme');
    assert.equal(await at('127.0.0.1', turn.slice('https://mektep.example'.length)), '/sign-in?problem=address&to=%2Fme');
  } finally {
    await secure.close();
  }
});

test('an address to return to in any letters goes through a header whole', async () => {
  const me = browser();
  const done = await me.signIn(pinOf(0), '/search?q=ы 😀');
  assert.equal(done.location, '/search?q=%D1%8B%20%F0%9F%98%80');
  for (const to of ['/\ud800', '/ы\u007f', '/a\nb'])
    assert.equal((await me.ask(`/language?set=ky&to=${encodeURIComponent(to.toWellFormed())}`)).status, 303);
});
