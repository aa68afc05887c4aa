import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { lies, type LyingProvider, openLyingProvider } from '#test/support/lying-provider.ts';
import { openTown, type Town } from '#test/support/town.ts';

const clientSecret = 'a secret of thirty-two characters';
let provider: LyingProvider;
let town: Town;
before(async () => {
  provider = await openLyingProvider();
  town = await openTown({ env: { OIDC_ISSUER: provider.issuer, OIDC_CLIENT_ID: 'mektep', OIDC_CLIENT_SECRET: clientSecret } });
});
beforeEach(() => provider.tell({}));
after(async () => {
  await town.close();
  provider.close();
});

/** A browser signs in through the running product and brings back what the provider made up. */
async function signIn() {
  const start = await fetch(`${town.origin}/auth/start?to=/me`, { redirect: 'manual' });
  const asked = new URL(start.headers.get('location') ?? '').searchParams;
  provider.expect(asked.get('nonce') ?? '');
  const cookie = start.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const back = await fetch(`${town.origin}/auth/callback?${provider.returned(asked.get('state') ?? '')}`, {
    redirect: 'manual',
    headers: { cookie },
  });
  const token = /^mektep=([^;]+)/.exec(back.headers.getSetCookie()[0] ?? '')?.[1] ?? null;
  return { status: back.status, location: back.headers.get('location') ?? '', token };
}

for (const [what, told] of lies(clientSecret))
  test(`S09 on the running product ${what} signs nobody in, and the page says so`, async () => {
    provider.tell(told());
    const { status, location, token } = await signIn();
    assert.deepEqual([status, token], [303, null]);
    assert.match(location, /^\/sign-in\?problem=refused(&to=%2Fme)?$/);
  });

test('S09 two providers’ people with one subject are two people: the national number says who somebody is', async () => {
  const { session } = town.composed.mektep;
  const persons = [];
  for (const pin of ['11111111111111', '22222222222222']) {
    provider.tell({ about: { pin } });
    const { token } = await signIn();
    persons.push((await session.who(token ?? ''))?.person);
  }
  assert.ok(persons[0] && persons[1] && persons[0] !== persons[1]);
});

const odd: readonly (readonly [what: string, about: Readonly<Record<string, unknown>>, surname: string])[] = [
  ['a birth year that is not told', { birthdate: '0000-09-19' }, 'Асанова'],
  ['NUL in the surname', { family_name: 'Асанова\u0000' }, 'Асанова'],
  ['a lone surrogate in the surname', { family_name: 'Асанова\udc00' }, 'Асанова'],
  ['a surname without end', { family_name: 'а'.repeat(20_000) }, 'а'.repeat(200)],
  ['one name alone', { family_name: '-' }, ''],
];

for (const [what, about, surname] of odd)
  test(`somebody with ${what} is signed in through the running product, and reads no JSON`, async () => {
    provider.tell({ about });
    const { location, token } = await signIn();
    assert.equal(location, '/me');
    assert.equal((await town.composed.mektep.session.who(token ?? ''))?.name.surname, surname);
  });

test('a provider that breaks down in the middle is told as an outage, the errand is kept, and the same return is good afterwards', async () => {
  provider.tell({ token: { status: 500, body: '{}' } });
  assert.equal((await signIn()).location, '/sign-in?problem=outage&to=%2Fme');
});
