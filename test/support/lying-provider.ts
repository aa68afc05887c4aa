import { createHmac, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a provider forges; whatever it is not told to forge is right. */
export type Lie = {
  readonly header?: Readonly<Record<string, unknown>>;
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly signed?: (signedPart: string) => string;
  readonly about?: Readonly<Record<string, unknown>>;
  readonly callback?: Readonly<Record<string, string>>;
  readonly discovery?: Readonly<Record<string, unknown>>;
  readonly token?: { readonly status: number; readonly body: string };
  readonly delayMs?: number;
};

/** A provider that lies as the test wants. */
export type LyingProvider = {
  readonly issuer: string;
  /** What was sent last to exchange a code. */
  asked(): URLSearchParams | null;
  tell(lie: Lie): void;
  /** The nonce its next ID token bears, as the application asked for. */
  expect(nonce: string): void;
  /** The answer the browser would bring back, by its parameters. */
  returned(state: string): URLSearchParams;
  close(): void;
};

const own = generateKeyPairSync('rsa', { modulusLength: 2048 });
const foreign = generateKeyPairSync('rsa', { modulusLength: 2048 });
const publicPem = own.publicKey.export({ type: 'spki', format: 'pem' });
const publicJwk = { ...own.publicKey.export({ format: 'jwk' }), kid: 'own', use: 'sig', alg: 'RS256' };
const now = () => Math.floor(Date.now() / 1000);

/** The person every provider of this kind speaks of. */
export const statedPerson = { sub: 'subject', pin: '11111111111111', family_name: 'Асанова', given_name: 'Айгүл' };

/** Lies by which a sign-in must be refused: S09 of the trust table. `secret` is the application’s own. */
export const lies = (secret: string): readonly (readonly [what: string, lie: () => Lie])[] => [
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
  ['an ID token signed HS256 with our secret', () => ({ header: { alg: 'HS256' }, signed: hmacWith(secret) })],
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

/** Opens a provider on the loopback. */
export async function openLyingProvider(): Promise<LyingProvider> {
  let [lie, nonce]: [Lie, string] = [{}, ''];
  let asked: URLSearchParams | null = null;
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<unknown> {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const json = (body: unknown) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (request.url === '/.well-known/openid-configuration') return json({ ...description(issuer), ...lie.discovery });
    if (request.url === '/jwks') return json({ keys: [publicJwk] });
    if (request.url === '/userinfo') return json({ ...statedPerson, ...lie.about });
    asked = new URLSearchParams(text);
    if (lie.token) return response.writeHead(lie.token.status, { 'content-type': 'application/json' }).end(lie.token.body);
    const given = { access_token: 'a', token_type: 'Bearer', id_token: idToken(issuer, nonce, lie) };
    return lie.delayMs === undefined ? json(given) : setTimeout(() => json(given), lie.delayMs).unref();
  }

  return {
    issuer,
    asked: () => asked,
    tell: (told) => (lie = told),
    expect: (wanted) => (nonce = wanted),
    returned(state) {
      const parameters = new URLSearchParams({ code: 'c', state, iss: issuer, ...lie.callback });
      if (parameters.get('code') === '') parameters.delete('code');
      return parameters;
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function description(issuer: string) {
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

function idToken(issuer: string, nonce: string, lie: Lie): string {
  const header = { alg: 'RS256', kid: 'own', ...lie.header };
  const claims = { iss: issuer, aud: 'mektep', sub: statedPerson.sub, nonce, iat: now(), exp: now() + 300, ...lie.claims };
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
