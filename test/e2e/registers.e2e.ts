import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import type { Spoken } from '#lib/messages.ts';
import { words } from '#test/support/journey-facts.ts';
import { control, type Country, familyOf, nameOf, openCountry, type Traveller } from '#test/support/journey.ts';

let country: Country;
before(async () => {
  country = await openCountry({ env: { REGISTER_TIMEOUT_SECONDS: '1' } });
});
after(() => country.close());
afterEach(() => control(country.town, 'mode', { service: '*', mode: 'ok' }));

const family = (place: number) => familyOf(country.town.population, 'one_child', place);
const cards = (me: Traveller) => me.page.getByRole('article');

const troubles = [
  { service: 'zagsChildren', mode: 'down', register: 'civil_registry', what: 'is down', language: 'ru' },
  { service: 'zagsPinBirthAct', mode: 'slow', register: 'civil_registry', what: 'does not answer in time', language: 'ky' },
  { service: 'zagsChildren', mode: 'nonsense', register: 'civil_registry', what: 'answers nonsense', language: 'ru' },
  { service: 'zagsPinBirthAct', mode: 'wrong_child', register: 'civil_registry', what: 'speaks of somebody else’s child', language: 'ky' },
  { service: 'asbAddress', mode: 'truncated', register: 'address_bureau', what: 'breaks off', language: 'ru' },
] as const satisfies readonly { language: Spoken; [key: string]: string }[];

/** It answered, and nobody can read the answer: that is told otherwise than silence. */
const isUnread = (mode: string) => ['nonsense', 'wrong_child', 'truncated'].includes(mode);

for (const [place, { service, mode, register, what, language }] of troubles.entries()) {
  const who = { civil_registry: 'the civil registry', address_bureau: 'the address bureau' }[register];
  test(`KG25-8.3 a family that comes first while ${who} ${what} gets a clear page, presses “try again” later, and has lost nothing`, async () => {
    const { town } = country;
    const { mother, child } = family(place);
    const me = await country.travel({ language, script: true, width: 320 });
    await control(town, 'mode', { service, mode, slowMs: 4000 });
    await me.signIn(mother);
    const notice = me.page.getByRole('status');
    assert.ok(
      await notice
        .getByRole('heading', {
          name: me.t(isUnread(mode) ? 'outage.unread_title' : 'outage.title', { register: me.t(`register.${register}`) }),
        })
        .isVisible(),
    );
    assert.equal(await cards(me).count(), register === 'civil_registry' ? 0 : 1, 'what the other register said is kept');
    const strangers = town.population.children.filter(({ pin }) => pin !== child.pin).map(nameOf);
    const text = await me.text();
    assert.deepEqual(
      strangers.filter((name) => name !== nameOf(child) && text.includes(name)),
      [],
      'nobody else’s child is shown',
    );
    assert.ok(!text.includes(me.t('children.none')), 'and nobody is sent to the service centre for nothing');

    await me.press(me.t('outage.retry'));
    assert.ok(await notice.getByRole('heading').isVisible(), 'while it lasts the page says the same');
    await control(town, 'mode', { service, mode: 'ok' });
    await me.press(me.t('outage.retry'));
    await me.openChild(child);
    assert.ok(await me.page.getByRole('button', { name: words[language].enrol, exact: true }).isVisible());
    await me.close();
  });
}

test('KG25-8.3 a family known from before goes on with its errand while every register is down', async () => {
  const { mother, child } = family(5);
  const me = await country.travel({ language: 'ky', script: true });
  await me.signIn(mother);
  await control(country.town, 'mode', { service: '*', mode: 'down' });
  await me.press(me.t('children.refresh'));
  assert.ok((await me.text()).includes(me.t('outage.nothing_lost')));
  assert.equal(await cards(me).count(), 1, 'the child of before is still there');
  await me.openChild(child);
  await me.page.getByRole('radio').first().check();
  await me.press(words.ky.enrol);
  assert.ok((await me.text()).includes(words.ky.enrolled));
  await me.close();
});

for (const language of ['ru', 'ky'] as const) {
  test(`KG25-8.2/passport-series-and-number KG25-8.3/passport-register a parent who reads ${{ ru: 'Russian', ky: 'Kyrgyz' }[language]} has the passport confirmed by the passport service, after a mistake and an outage`, async () => {
    const { mother } = familyOf(country.town.population, 'second_grader', language === 'ru' ? 0 : 1);
    assert.ok(mother.passport);
    const { series, number } = mother.passport;
    const me = await country.travel({ language, script: true });
    await me.signIn(mother, '/me/passport');
    const confirm = me.t('me.confirm_passport');
    const fields = {
      series: me.page.getByLabel(me.t('me.series'), { exact: true }),
      number: me.page.getByLabel(me.t('me.number'), { exact: true }),
    };

    assert.equal(await me.press(confirm), 400);
    assert.deepEqual(await me.page.getByRole('alert').getByRole('link').allInnerTexts(), [
      me.t('problem.series_wrong', { examples: 'ID, AN' }),
      me.t('problem.number_wrong', { digits: 7 }),
    ]);
    await fields.series.fill(series);
    await fields.number.fill(number === '1234567' ? '7654321' : '1234567');
    assert.equal(await me.press(confirm), 422);
    assert.ok(await me.page.getByRole('alert').getByText(me.t('problem.passport_not_found')).isVisible());

    await fields.number.fill(number);
    await control(country.town, 'mode', { service: 'passportDataByPSN', mode: 'fault' });
    assert.equal(await me.press(confirm), 503);
    assert.equal(await fields.number.inputValue(), number, 'what was typed is kept');
    await me.press(me.t(language === 'ru' ? 'language.ky' : 'language.ru'));
    assert.equal(await me.page.getByRole('textbox').last().inputValue(), number, 'in the other language, too');
    await me.press(me.t(language === 'ru' ? 'language.ru' : 'language.ky'));

    await control(country.town, 'mode', { service: 'passportDataByPSN', mode: 'ok' });
    assert.equal(await me.press(confirm), 200);
    const text = await me.text();
    assert.ok(text.includes(me.t('me.passport_confirmed')) && text.includes(mother.passport.issuer));
    assert.ok(!text.includes(number) && text.includes(number.slice(-3)), 'the number is shown in part');
    await me.close();
  });
}
