import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { endEverySession, idOnPage, isEnrolled, words } from '#test/support/journey-facts.ts';
import { type Country, familyOf, openCountry } from '#test/support/journey.ts';
import { picture } from '#test/support/picture.ts';
import { freePort } from '#tools/free-port.ts';

let country: Country;
before(async () => {
  country = await openCountry();
});
after(() => country.close());

const asanov = () => familyOf(country.town.population, 'two_children');
const atProvider = {
  ru: { pin: 'Личный номер, 14 цифр', enter: 'Войти', cancel: 'Отказаться от входа' },
  ky: { pin: 'Жеке номер, 14 цифра', enter: 'Кирүү', cancel: 'Кирүүдөн баш тартуу' },
} as const;

for (const language of ['ru', 'ky'] as const) {
  const reads = { ru: 'Russian', ky: 'Kyrgyz' }[language];
  test(`KG25-20/sign-in KG25-21.3/linked-children a parent who reads ${reads} comes from the first page to the children through the state’s sign-in, and signs out`, async () => {
    const me = await country.travel({ language, script: true });
    await me.go('/');
    await me.follow(me.t('home.start'));
    await me.follow(me.t('sign_in.identity_provider'));
    // The provider speaks the same language.
    await me.page.getByRole('textbox', { name: atProvider[language].pin, exact: true }).fill(asanov().mother.pin);
    await me.press(atProvider[language].enter);
    assert.equal(await me.page.getByRole('heading', { level: 1 }).innerText(), words[language].errand);
    assert.equal(await me.page.getByRole('article').count(), asanov().children.length);

    const cookies = (await me.context.cookies(country.town.origin)).filter(({ name }) => name.startsWith('mektep'));
    assert.deepEqual(
      cookies.map(({ name, httpOnly, sameSite, path }) => ({ name, httpOnly, sameSite, path })),
      ['mektep-sign-in', 'mektep'].map((name) => ({ name, httpOnly: true, sameSite: 'Lax', path: '/' })),
      'the session, and the secret that ties returns to this browser',
    );
    await me.go('/me');
    await me.page.getByRole('button', { name: me.t('nav.sign_out'), exact: true }).click();
    await me.page.waitForURL((url) => url.pathname.startsWith('/connect/endsession'));
    await me.go('/children');
    assert.equal(new URL(me.page.url()).pathname, '/sign-in', 'the children are not shown any more');
    assert.deepEqual(
      (await me.context.cookies(country.town.origin)).filter(({ name }) => name === 'mektep'),
      [],
    );
    await me.close();
  });

  test(`a parent who reads ${reads} and cancels at the provider is told so, and may begin again`, async () => {
    const me = await country.travel({ language, script: language === 'ru' });
    await me.go('/sign-in');
    await me.follow(me.t('sign_in.identity_provider'));
    await me.press(atProvider[language].cancel);
    assert.equal(new URL(me.page.url()).pathname, '/sign-in');
    assert.ok(
      await me.page
        .getByRole('status')
        .getByRole('heading', { name: me.t('sign_in.refused') })
        .isVisible(),
    );
    await me.signIn(asanov().father);
    assert.equal(await me.page.getByRole('article').count(), asanov().children.length);
    await me.close();
  });
}

test('a parent whose session ended while the page was open signs in and is back where the errand was', async () => {
  const { mother, child } = asanov();
  const me = await country.travel({ script: true });
  await me.signIn(mother);
  await me.openChild(child);
  const id = idOnPage(me);
  await endEverySession(country.town);
  await me.page.getByRole('radio').first().check();
  await me.press(words.ru.enrol);
  assert.equal(new URL(me.page.url()).pathname, '/sign-in');
  assert.ok((await me.text()).includes(me.t('sign_in.kept_text')), 'she is told that nothing was sent');
  await me.follow(me.t('sign_in.identity_provider'));
  // The provider asks who it is: her session had ended, and somebody else may sit here now.
  await me.page.getByRole('textbox').fill(mother.pin);
  await me.press(atProvider.ru.enter);
  assert.equal(new URL(me.page.url()).pathname, `/children/${id}`);
  assert.ok(await me.page.getByRole('radio').first().isChecked(), 'what she had chosen is chosen');
  await me.press(words.ru.enrol);
  assert.ok(await isEnrolled(me));
  await me.close();
});

for (const language of ['ru', 'ky'] as const) {
  const reads = { ru: 'Russian', ky: 'Kyrgyz' }[language];
  test(`a parent who reads ${reads} signs in in two tabs begun one after the other, and both reach their errands`, async () => {
    const me = await country.travel({ language });
    const other = await me.context.newPage();
    await me.go('/sign-in?to=/me');
    await other.goto(`${country.town.origin}/sign-in?to=/notices`);
    for (const tab of [me.page, other]) await tab.getByRole('link', { name: me.t('sign_in.identity_provider') }).click();
    for (const [tab, path] of [
      [me.page, '/me'],
      [other, '/notices'],
    ] as const) {
      await tab.getByRole('textbox').fill(asanov().mother.pin);
      await tab.getByRole('button', { name: atProvider[language].enter, exact: true }).click();
      await tab.waitForURL((url) => url.pathname === path);
    }
    await me.go('/children');
    assert.equal(new URL(me.page.url()).pathname, '/children');
    await me.close();
  });

  test(`a parent who reads ${reads} signs out in another tab and sends her contacts: nothing is lost`, async () => {
    const me = await country.travel({ language });
    await me.signIn(asanov().mother, '/me/contacts');
    await me.page.getByLabel(me.t('me.phone'), { exact: true }).fill('+996 555 909 808');
    const other = await me.context.newPage();
    await other.goto(`${country.town.origin}/me`);
    await other.getByRole('button', { name: me.t('nav.sign_out'), exact: true }).click();
    await other.waitForURL((url) => url.pathname.startsWith('/connect/endsession'));
    await me.press(me.t('me.save'));
    assert.equal(new URL(me.page.url()).pathname, '/sign-in');
    const told = await me.text();
    assert.ok(told.includes(me.t('sign_in.unsaved')) && told.includes(me.t('sign_in.kept_text')), told);
    assert.ok(!me.page.url().includes('909'), 'nothing typed stands in the address');
    await picture(me.page, `unsaved-${language}`);
    await me.follow(me.t('sign_in.identity_provider'));
    await me.page.getByRole('textbox').fill(asanov().mother.pin);
    await me.press(atProvider[language].enter);
    assert.equal(new URL(me.page.url()).pathname, '/me/contacts');
    assert.equal(await me.page.getByLabel(me.t('me.phone'), { exact: true }).inputValue(), '+996 555 909 808');
    assert.ok((await me.text()).includes(me.t('kept.title')));
    await picture(me.page, `kept-${language}`);
    await me.press(me.t('me.save'));
    assert.ok((await me.text()).includes('+996 555 909 808'));
    await me.close();
  });
}

test('a link that says it leads home after the sign-in does not lead to a stranger', async () => {
  for (const to of ['https://evil.example/', '//evil.example', '/\\evil.example', '/%09/evil.example']) {
    const me = await country.travel();
    await me.signIn(asanov().mother, to);
    assert.equal(new URL(me.page.url()).origin, country.town.origin, to);
    await me.close();
  }
});

test('a parent who comes while the state’s sign-in does not answer is told that it is not her fault', async () => {
  await country.close();
  country = await openCountry({ env: { OIDC_ISSUER: `http://127.0.0.1:${await freePort()}` } });
  for (const language of ['ru', 'ky'] as const) {
    const me = await country.travel({ language, script: true, width: 320 });
    await me.go('/sign-in?to=/children');
    await me.follow(me.t('sign_in.identity_provider'));
    assert.ok(
      await me.page
        .getByRole('status')
        .getByRole('heading', { name: me.t('sign_in.outage') })
        .isVisible(),
    );
    assert.ok(await me.page.getByRole('link', { name: me.t('sign_in.identity_provider') }).isVisible(), 'and may try again');
    await me.close();
  }
});
