import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { RegisterOutage, SignInRefused } from '#server/ports.ts';
import { createOidcSimulator } from '#simulators/oidc/oidc-simulator.ts';
import { makePopulation } from '#simulators/population/make-population.ts';
import { personas } from '#simulators/population/personas.ts';
import type { RunningSimulator } from '#simulators/simulated-world.ts';
import { freshSecrets } from '#test/support/sign-in.ts';
import { createOidcIdentityProvider } from './identity-provider.ts';

const population = makePopulation({ seed: 2025, families: 40 });
const mother = population.adults[0] ?? assert.fail('the population is empty');
const redirectUri = 'http://127.0.0.1:4000/sign-in/return';
const postLogoutRedirectUri = 'http://127.0.0.1:4000/';

let simulator: RunningSimulator;
before(async () => {
  const client = { clientId: 'mektep', clientSecret: 'only for tests', redirectUris: [redirectUri] };
  simulator = await createOidcSimulator({ population, port: 0, clients: [{ ...client, postLogoutRedirectUris: [postLogoutRedirectUri] }] });
});
after(() => simulator.close());

test('KG25-8.2/national-id KG25-8.2/name-in-parts KG25-8.2/sex KG25-8.2/date-of-birth a parent who signs in is known by PIN, name in parts, sex, birth date, citizenship and phone', async () => {
  for (const adult of population.adults.slice(0, 6)) {
    const { returned, secrets } = await signIn({ pin: adult.pin });
    assert.deepEqual((await windowTo().finish(returned, secrets)).identity, {
      nationalId: adult.pin,
      name: adult.name,
      sex: adult.sex,
      birthDate: adult.birthDate,
      citizenship: adult.citizenship,
      phone: adult.phone,
      email: adult.email,
    });
  }
});

test('a PIN may be typed with spaces, and one that nobody has is asked for again', async () => {
  const spaced = `${mother.pin.slice(0, 5)} ${mother.pin.slice(5)}`;
  const { returned, secrets } = await signIn({ pin: spaced });
  assert.equal((await windowTo().finish(returned, secrets)).identity.nationalId, mother.pin);
  const { page } = await signIn({ pin: '10101199099999' });
  assert.match(page, /Такого номера здесь нет/);
});

test('the sign-in page speaks the language of the page before it, and lists people to choose', async () => {
  const spoken = [
    ['ru', 'ru', 'Войти'],
    ['ky', 'ky', 'Кирүү'],
    ['kk', 'kk', 'Кіру'],
    ['en', 'en', 'Sign in'],
    ['de kk-KZ', 'kk', 'Кіру'],
    ['de', 'ru', 'Войти'],
  ] as const;
  for (const [asked, language, enter] of spoken) {
    const { page } = await openLogin(asked);
    assert.ok(page.includes(`<html lang="${language}">`) && page.includes(`<button class="main">${enter}</button>`), asked);
    for (const { title } of personas(population)) assert.ok(page.includes(title[language] ?? '?'), title[language]);
    assert.doesNotMatch(page, /<script/);
  }
});

test('a parent who gives up at the provider is refused, not lost', async () => {
  const { returned, secrets } = await signIn({ cancel: 'yes' });
  await assert.rejects(
    windowTo().finish(returned, secrets),
    (error) => error instanceof SignInRefused && /access_denied/.test(error.message),
  );
});

test('a code is worth one sign-in: brought again, it is refused', async () => {
  const { returned, secrets } = await signIn({ pin: mother.pin });
  await windowTo().finish(returned, secrets);
  await assert.rejects(windowTo().finish(returned, secrets), SignInRefused);
});

test('a code brought with the secrets of another sign-in is refused', async () => {
  const { returned, secrets } = await signIn({ pin: mother.pin });
  const others = freshSecrets();
  await assert.rejects(windowTo().finish(returned, others), SignInRefused);
  await assert.rejects(windowTo().finish(returned, { ...secrets, codeVerifier: others.codeVerifier }), SignInRefused);
});

test('behind a proxy the registered address counts, not the one the request came by', async () => {
  const { returned, secrets } = await signIn({ pin: mother.pin });
  const inside = new URL(`http://10.0.0.7:8080/else${returned.search}`);
  assert.equal((await windowTo().finish(inside, secrets)).identity.nationalId, mother.pin);
});

test('the provider lets nobody in without PKCE, with a plain challenge, or to another address', async () => {
  const url = await windowTo().begin('ru', freshSecrets());
  const changed = (change: (parameters: URLSearchParams) => void) => {
    const other = new URL(url);
    change(other.searchParams);
    return fetch(other, { redirect: 'manual' });
  };
  const without = await changed((parameters) => {
    parameters.delete('code_challenge');
    parameters.delete('code_challenge_method');
  });
  assert.match(without.headers.get('location') ?? '', /error=invalid_request/);
  const plain = await changed((parameters) => parameters.set('code_challenge_method', 'plain'));
  assert.match(plain.headers.get('location') ?? '', /error=invalid_request/);
  const elsewhere = await changed((parameters) => parameters.set('redirect_uri', `${redirectUri}/elsewhere`));
  assert.deepEqual([elsewhere.status, elsewhere.headers.get('location')], [400, null]);
});

test('the routes are those of ЕСИ, and signing out ends the session there and leads back', async () => {
  const url = await windowTo().begin('ru', freshSecrets());
  assert.equal(url.pathname, '/connect/authorize');
  assert.equal((await fetch(`${simulator.url}/.well-known/openid-configuration/jwks`)).status, 200);
  const end = await windowTo().endSessionUrl(null);
  assert.equal(end.pathname, '/connect/endsession');
  const { cookies } = await signIn({ pin: mother.pin });
  const page = await (await browse(end, {}, cookies)).response.text();
  assert.match(page, /Выйти.+Чыгуу.+Шығу.+Sign out/);
  const [action = '', xsrf = ''] = [/action="([^"]+)"/, /name="xsrf" value="([^"]+)"/].map((pattern) => pattern.exec(page)?.[1] ?? '');
  const body = new URLSearchParams({ xsrf, logout: 'yes' });
  const { at } = await browse(new URL(action), { method: 'POST', body }, cookies);
  assert.equal(at.href, postLogoutRedirectUri);
  assert.match(await (await browse(url, {}, cookies)).response.text(), /Личный номер, 14 цифр/);
});

test('signing out names the provider’s session where that tells nothing of the person, and nothing is told in an address otherwise', async () => {
  const hint = 'a.b.c';
  assert.equal((await windowTo().endSessionUrl(hint)).searchParams.get('id_token_hint'), hint);
  assert.equal((await windowTo().endSessionUrl(null)).searchParams.get('id_token_hint'), null);
  // This provider's ID token bears the PIN: it may not stand in an address.
  const { returned, secrets } = await signIn({ pin: mother.pin });
  assert.equal((await windowTo().finish(returned, secrets)).logoutHint, null);
});

test('a provider told to ask who it is asks, although it knows somebody', async () => {
  const { cookies } = await signIn({ pin: mother.pin });
  const known = await windowTo().begin('ru', freshSecrets());
  assert.ok((await browse(known, {}, cookies)).at.href.startsWith(redirectUri));
  const asked = await windowTo().begin('ru', freshSecrets(), { anew: true });
  assert.match(await (await browse(asked, {}, cookies)).response.text(), /Личный номер, 14 цифр/);
});

test('a provider that is away is an outage, and is found again when it is back', async () => {
  const simulated = await createOidcSimulator({ population, port: 0, clients: [] });
  await simulated.close();
  const window = windowTo(simulated.url);
  await assert.rejects(window.begin('ru', freshSecrets()), (error) => error instanceof RegisterOutage && error.reason === 'unreachable');
  const back = await createOidcSimulator({ population, port: Number(new URL(simulated.url).port), clients: [] });
  assert.equal((await window.begin('ru', freshSecrets())).origin, simulated.url);
  await back.close();
});

test('a wrong secret of ours is an outage of the window, not the fault of the parent', async () => {
  const { returned, secrets } = await signIn({ pin: mother.pin });
  const stranger = createOidcIdentityProvider({ ...configFor(simulator.url), clientSecret: 'wrong' });
  await assert.rejects(stranger.finish(returned, secrets), (error) => error instanceof RegisterOutage && error.reason === 'fault');
});

test('plain http to anywhere but the loopback is not accepted', () => {
  assert.throws(() => windowTo('http://esia.example'), /https/);
});

function configFor(issuer: string) {
  return {
    issuer,
    clientId: 'mektep',
    clientSecret: 'only for tests',
    redirectUri,
    postLogoutRedirectUri,
    nationalId: { digits: 14 },
    timeoutMs: 3_000,
  };
}

function windowTo(issuer = simulator.url) {
  return createOidcIdentityProvider(configFor(issuer));
}

/** Opens the provider's sign-in page as a browser would. */
async function openLogin(locale: string) {
  const secrets = freshSecrets();
  const url = await windowTo().begin(locale, secrets);
  const cookies = new Map<string, string>();
  const { response, at } = await browse(url, {}, cookies);
  return { secrets, cookies, at, page: await response.text() };
}

/** Fills in the form of the sign-in page; `returned` is where the browser is sent in the end. */
async function signIn(form: Readonly<Record<string, string>>) {
  const { secrets, cookies, at } = await openLogin('ru');
  const { response, at: returned } = await browse(at, { method: 'POST', body: new URLSearchParams(form) }, cookies);
  return { secrets, cookies, returned, page: await response.text() };
}

/** Follows redirects as long as they stay with the provider, and keeps its cookies. */
async function browse(url: URL, init: RequestInit, cookies: Map<string, string>): Promise<{ response: Response; at: URL }> {
  const cookie = Array.from(cookies, ([name, value]) => `${name}=${value}`).join('; ');
  const response = await fetch(url, { ...init, redirect: 'manual', headers: { cookie } });
  for (const line of response.headers.getSetCookie()) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    cookies.set(name, value);
  }
  const location = response.headers.get('location');
  if (location === null) return { response, at: url };
  const next = new URL(location, url);
  return next.origin === url.origin ? browse(next, {}, cookies) : { response, at: next };
}
