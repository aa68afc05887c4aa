import assert from 'node:assert/strict';
import { createHash, createHmac, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, test } from 'node:test';
import { RegisterOutage, SignInRefused, type SignInSecrets } from '#server/ports.ts';
import { freshSecrets } from '#test/support/sign-in.ts';
import { createOidcIdentityProvider } from './identity-provider.ts';

/** A provider that lies as the test wants. Whatever it is not told to forge is right. S09 of the trust table. */
type Lie = {
  readonly header?: Readonly<Record<string, unknown>>;
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly signed?: (signedPart: string) => string;
  readonly about?: Readonly<Record<string, unknown>>;
  readonly callback?: Readonly<Record<string, string>>;
  readonly discovery?: Readonly<Record<string, unknown>>;
  readonly token?: { readonly status: number; readonly body: string };
  readonly delayMs?: number;
};

const own = generateKeyPairSync('rsa', { modulusLength: 2048 });
const foreign = generateKeyPairSync('rsa', { modulusLength: 2048 });
const publicPem = own.publicKey.export({ type: 'spki', format: 'pem' });
const publicJwk = { ...own.publicKey.export({ format: 'jwk' }), kid: 'own', use: 'sig', alg: 'RS256' };

let server: Server;
let issuer = '';
let lie: Lie = {};
let nonce = '';
let asked: URLSearchParams | null = null;

before(async () => {
  server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => {
  lie = {};
});
after(() => {
  server.closeAllConnections();
  server.close();
});

test('an honest answer is believed, and the code is exchanged with the verifier of its challenge', async () => {
  const { identity, logoutHint, challenge } = await signIn();
  assert.match(logoutHint ?? '', /^[\w-]+\.[\w-]+\.[\w-]+$/, 'and the provider’s own session can be named when it is ended');
  assert.equal(identity.nationalId, person.pin);
  const verifier = asked?.get('code_verifier') ?? '';
  assert.equal(createHash('sha256').update(verifier).digest('base64url'), challenge);
  assert.equal(asked?.get('redirect_uri'), redirectUri);
});

const now = () => Math.floor(Date.now() / 1000);

const lies: readonly [what: string, lie: () => Lie][] = [
  ['another issuer in the ID token', () => ({ claims: { iss: 'https://esia.example' } })],
  ['another issuer in the answer (mix-up)', () => ({ callback: { iss: 'https://esia.example' } })],
  ['an ID token for another application', () => ({ claims: { aud: 'another' } })],
  ['an ID token for several, authorised to another', () => ({ claims: { aud: ['mektep', 'another'], azp: 'another' } })],
  ['another nonce', () => ({ claims: { nonce: 'of-somebody-else' } })],
  ['no nonce', () => ({ claims: { nonce: undefined } })],
  ['another state', () => ({ callback: { state: 'of-somebody-else' } })],
  ['an expired ID token', () => ({ claims: { exp: now() - 3600, iat: now() - 7200 } })],
  ['an ID token of the future', () => ({ claims: { nbf: now() + 3600 } })],
  ['an ID token without signature (alg none)', () => ({ header: { alg: 'none' }, signed: () => '' })],
  ['an ID token signed HS256 with the public key', () => ({ header: { alg: 'HS256' }, signed: hmacWith(String(publicPem)) })],
  ['an ID token signed HS256 with our secret', () => ({ header: { alg: 'HS256' }, signed: hmacWith(clientSecret) })],
  ['an ID token signed PS256', () => ({ header: { alg: 'PS256' } })],
  ['a signature by a key of nobody', () => ({ signed: rsaWith(foreign.privateKey) })],
  [
    'a signature by an injected key',
    () => ({ header: { jwk: foreign.publicKey.export({ format: 'jwk' }) }, signed: rsaWith(foreign.privateKey) }),
  ],
  ['an unknown key id', () => ({ header: { kid: '../../etc/passwd' }, signed: rsaWith(foreign.privateKey) })],
  ['a claim changed after signing', () => ({ signed: (part) => rsaWith(own.privateKey)(part.slice(0, -2)) })],
  ['user information about another subject', () => ({ about: { sub: 'another' } })],
  ['two PINs', () => ({ claims: { pin: '22222222222222' } })],
  ['no PIN', () => ({ about: { pin: undefined } })],
  ['a PIN of twelve digits', () => ({ about: { pin: '123456789012' } })],
  ['a person without any name', () => ({ about: { family_name: '-', given_name: ' ' } })],
  ['a PIN as a number that has lost a zero', () => ({ about: { pin: 1111111111111 } })],
  ['an ID token issued in the future', () => ({ claims: { iat: now() + 3600, exp: now() + 7200 } })],
  ['no ID token at all', () => ({ token: { status: 200, body: '{"access_token":"a","token_type":"Bearer"}' } })],
  ['a used code', () => ({ token: { status: 400, body: '{"error":"invalid_grant"}' } })],
  ['a refusal', () => ({ callback: { error: 'access_denied', code: '' } })],
];

for (const [what, told] of lies) {
  test(`S09 ${what} is refused`, async () => {
    lie = told();
    await assert.rejects(signIn(), (error) => error instanceof SignInRefused && !/\d{12}/.test(error.message));
  });
}

const troubles: readonly [what: string, reason: RegisterOutage['reason'], lie: Lie][] = [
  ['answers too late', 'timeout', { delayMs: 3_000 }],
  ['answers HTTP 500', 'fault', { token: { status: 500, body: '{}' } }],
  ['says that it is unavailable', 'fault', { callback: { error: 'temporarily_unavailable', code: '' } }],
  ['answers broken JSON', 'nonsense', { token: { status: 200, body: '{"access_token":' } }],
  ['is described as another issuer', 'nonsense', { discovery: { issuer: 'https://esia.example' } }],
];

for (const [what, reason, told] of troubles) {
  test(`a provider that ${what} is an outage (${reason}), not a refusal`, async () => {
    lie = told;
    await assert.rejects(
      signIn(),
      (error) => error instanceof RegisterOutage && error.register === 'identity_provider' && error.reason === reason,
    );
  });
}

const tolerated: readonly [about: Readonly<Record<string, unknown>>, expected: Readonly<Record<string, unknown>>][] = [
  [
    { gender: 'M', birthdate: '05.03.1990' },
    { sex: 'male', birthDate: '1990-03-05' },
  ],
  [
    { gender: '1', birthdate: '05-03-1990' },
    { sex: 'female', birthDate: '1990-03-05' },
  ],
  [
    { gender: 'Аял', birthdate: '1990-03-05T00:00:00Z' },
    { sex: 'female', birthDate: '1990-03-05' },
  ],
  [
    { gender: 'constructor', birthdate: '31.02.1990' },
    { sex: null, birthDate: null },
  ],
  [
    { gender: 7, birthdate: null, middle_name: '' },
    { sex: null, birthDate: null },
  ],
  [{ phone_number: '+996700123456', phone_number_verified: false }, { phone: null }],
  [
    { phone_number: 12, email: { a: 1 } },
    { phone: null, email: null },
  ],
];

const written: readonly [what: string, about: Readonly<Record<string, unknown>>, expected: Readonly<Record<string, unknown>>][] = [
  ['a year that is not told', { birthdate: '0000-09-19' }, { birthDate: null }],
  ['a day with a zone', { birthdate: '1990-03-05+06:00' }, { birthDate: '1990-03-05' }],
  ['a day in Z', { birthdate: '1990-03-05Z' }, { birthDate: '1990-03-05' }],
  ['a name with NUL in it', { family_name: 'Асан\u0000ова' }, { name: { surname: 'Асан ова', given: 'Айгүл', patronymic: null } }],
  ['a name with invisible signs', { family_name: '\u202aАсанова\u202c\u200b' }, { name: { surname: 'Асанова', given: 'Айгүл', patronymic: null } }],
  ['a lone surrogate', { given_name: 'Айгүл\ud800' }, { name: { surname: 'Асанова', given: 'Айгүл', patronymic: null } }],
  ['no surname', { family_name: '' }, { name: { surname: '', given: 'Айгүл', patronymic: null } }],
  ['a dash for a surname', { family_name: '-' }, { name: { surname: '', given: 'Айгүл', patronymic: null } }],
  ['a long dash for a patronymic', { middle_name: '—' }, { name: { surname: 'Асанова', given: 'Айгүл', patronymic: null } }],
  ['no given name at all', { given_name: undefined }, { name: { surname: 'Асанова', given: '', patronymic: null } }],
  ['a PIN as a number', { pin: 11111111111111 }, { nationalId: '11111111111111' }],
  ['a telephone with line breaks', { phone_number: '+996\n700\u0000123456' }, { phone: '+996 700 123456' }],
];

for (const [what, about, expected] of written) {
  test(`a person with ${what} signs in, and nothing of it is lost that can be kept`, async () => {
    lie = { about };
    const { identity } = await signIn();
    assert.deepEqual({ ...identity, ...expected }, identity);
  });
}

test('what is unclear about sex, birth date, phone or e-mail is left out, and no sign-in fails for it', async () => {
  for (const [about, expected] of tolerated) {
    lie = { about };
    const { identity } = await signIn();
    assert.deepEqual({ ...identity, ...expected }, identity);
  }
});

const redirectUri = 'https://mektep.example/sign-in/return';
const clientSecret = 'a secret of thirty-two characters';
const person = { sub: 'subject', pin: '11111111111111', family_name: 'Асанова', given_name: 'Айгүл' };

async function signIn() {
  const config = {
    issuer,
    clientId: 'mektep',
    clientSecret,
    redirectUri,
    postLogoutRedirectUri: redirectUri,
    nationalId: { digits: 14 },
    timeoutMs: 500,
  };
  const window = createOidcIdentityProvider(config);
  const secrets = freshSecrets();
  const url = await window.begin('ru', secrets);
  nonce = secrets.nonce;
  const { identity, logoutHint } = await window.finish(returnedWith(secrets), secrets);
  return { identity, logoutHint, challenge: url.searchParams.get('code_challenge') };
}

function returnedWith({ state }: SignInSecrets): URL {
  const parameters = new URLSearchParams({ code: 'c', state, iss: issuer, ...lie.callback });
  if (parameters.get('code') === '') parameters.delete('code');
  return new URL(`${redirectUri}?${parameters}`);
}

function description() {
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    userinfo_endpoint: `${issuer}/userinfo`,
    jwks_uri: `${issuer}/jwks`,
    response_types_supported: ['code'],
    authorization_response_iss_parameter_supported: true,
    id_token_signing_alg_values_supported: ['RS256', 'HS256', 'PS256', 'none'],
  };
}

function idToken(): string {
  const header = { alg: 'RS256', kid: 'own', ...lie.header };
  const claims = { iss: issuer, aud: 'mektep', sub: person.sub, nonce, iat: now(), exp: now() + 300, ...lie.claims };
  const part = `${encode(header)}.${encode(claims)}`;
  return `${part}.${(lie.signed ?? rsaWith(own.privateKey))(part)}`;
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function rsaWith(key: KeyObject): (part: string) => string {
  return (part) => sign('sha256', Buffer.from(part), key).toString('base64url');
}

function hmacWith(secret: string): (part: string) => string {
  return (part) => createHmac('sha256', secret).update(part).digest('base64url');
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<unknown> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  const json = (body: unknown) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  if (request.url === '/.well-known/openid-configuration') return json({ ...description(), ...lie.discovery });
  if (request.url === '/jwks') return json({ keys: [publicJwk] });
  if (request.url === '/userinfo') return json({ ...person, ...lie.about });
  asked = new URLSearchParams(text);
  if (lie.token) return response.writeHead(lie.token.status, { 'content-type': 'application/json' }).end(lie.token.body);
  const answer = { access_token: 'a', token_type: 'Bearer', id_token: idToken() };
  return lie.delayMs === undefined ? json(answer) : setTimeout(() => json(answer), lie.delayMs).unref();
}
