import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, beforeEach, test } from 'node:test';
import { RegisterOutage, SignInRefused } from '#server/ports.ts';
import { type Lie, lies, type LyingProvider, openLyingProvider, statedPerson } from '#test/support/lying-provider.ts';
import { freshSecrets } from '#test/support/sign-in.ts';
import { createOidcIdentityProvider } from './identity-provider.ts';

let provider: LyingProvider;
before(async () => {
  provider = await openLyingProvider();
});
beforeEach(() => provider.tell({}));
after(() => provider.close());

test('an honest answer is believed, and the code is exchanged with the verifier of its challenge', async () => {
  const { identity, logoutHint, challenge } = await signIn();
  assert.match(logoutHint ?? '', /^[\w-]+\.[\w-]+\.[\w-]+$/, 'and the provider’s own session can be named when it is ended');
  assert.equal(identity.nationalId, statedPerson.pin);
  const verifier = provider.asked()?.get('code_verifier') ?? '';
  assert.equal(createHash('sha256').update(verifier).digest('base64url'), challenge);
  assert.equal(provider.asked()?.get('redirect_uri'), redirectUri);
});

const redirectUri = 'https://mektep.example/sign-in/return';
const clientSecret = 'a secret of thirty-two characters';

for (const [what, told] of lies(clientSecret)) {
  test(`S09 ${what} is refused`, async () => {
    provider.tell(told());
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
    provider.tell(told);
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
  [
    'a name with invisible signs',
    { family_name: '\u202aАсанова\u202c\u200b' },
    { name: { surname: 'Асанова', given: 'Айгүл', patronymic: null } },
  ],
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
    provider.tell({ about });
    const { identity } = await signIn();
    assert.deepEqual({ ...identity, ...expected }, identity);
  });
}

test('what is unclear about sex, birth date, phone or e-mail is left out, and no sign-in fails for it', async () => {
  for (const [about, expected] of tolerated) {
    provider.tell({ about });
    const { identity } = await signIn();
    assert.deepEqual({ ...identity, ...expected }, identity);
  }
});

async function signIn() {
  const window = createOidcIdentityProvider({
    issuer: provider.issuer,
    clientId: 'mektep',
    clientSecret,
    redirectUri,
    postLogoutRedirectUri: redirectUri,
    nationalId: { digits: 14 },
    timeoutMs: 500,
  });
  const secrets = freshSecrets();
  const url = await window.begin('ru', secrets);
  provider.expect(secrets.nonce);
  const returned = new URL(`${redirectUri}?${provider.returned(secrets.state)}`);
  const { identity, logoutHint } = await window.finish(returned, secrets);
  return { identity, logoutHint, challenge: url.searchParams.get('code_challenge') };
}
