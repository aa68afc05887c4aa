import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { arrivalsOf, idOnPage, isEnrolled, nineReasons, words } from '#test/support/journey-facts.ts';
import { type Country, familyOf, openCountry, type Traveller } from '#test/support/journey.ts';

let country: Country;
before(async () => {
  country = await openCountry();
});
after(() => country.close());

const family = (place: number) => familyOf(country.town.population, 'second_grader', place);
const lossIn = { ru: 'не сможете повторно претендовать на гарантированное место', ky: 'кепилденген орундан ажырайсыз' } as const;

async function toDecline(me: Traveller, place: number, enrolFirst: boolean): Promise<string> {
  const { mother, child } = family(place);
  await me.signIn(mother);
  await me.openChild(child);
  if (enrolFirst) {
    await me.page.getByRole('radio').first().check();
    await me.press(words[me.language].enrol);
    assert.ok(await isEnrolled(me));
  }
  const id = idOnPage(me);
  await me.follow(words[me.language].decline);
  return id;
}

const labelsOf = (page: Page) =>
  page.getByRole('radio').evaluateAll((radios) => radios.map((radio) => (radio as HTMLInputElement).labels?.[0]?.innerText));
const isFocused = (page: Page, role: 'alert' | 'radio' | 'checkbox') =>
  page
    .getByRole(role)
    .first()
    .evaluate((element) => element === document.activeElement);

for (const [place, language] of (['ru', 'ky'] as const).entries()) {
  const reads = { ru: 'Russian', ky: 'Kyrgyz' }[language];
  test(`KG25-21.9/button KG25-21.9/button-in-kyrgyz KG25-21.9/reason-mandatory KG25-21.10/warned-before a parent who reads ${reads} gives up the place for one of the nine reasons, warned of the loss before`, async () => {
    const me = await country.travel({ language, script: true, width: 320 });
    const id = await toDecline(me, place, true);
    assert.equal(await me.page.getByRole('heading', { level: 1 }).innerText(), words[language].decline);
    assert.deepEqual(await labelsOf(me.page), nineReasons[language], 'the reasons are those of the regulation, in its words and order');
    const form = await me.page.locator('form#decline').innerText();
    const warned = form.indexOf(lossIn[language]);
    assert.ok(warned > 0 && warned < form.lastIndexOf(words[language].decline), 'the warning stands before the button');

    await me.choose(nineReasons[language][8]);
    await me.choose(me.t('decline.understood'));
    assert.equal(await me.press(words[language].decline), 200);
    const text = await me.text();
    for (const fact of [me.t('child.declined'), nineReasons[language][8], me.t('child.declined_lost')])
      assert.ok(text.includes(fact), fact);
    assert.equal(
      await me.page.getByRole('button', { name: words[language].enrol, exact: true }).count(),
      0,
      'the guaranteed place cannot be asked for again',
    );
    assert.equal(await arrivalsOf(country.town, id), 2);
    await me.go('/children');
    assert.ok((await me.text()).includes(me.t('state.declined')));
    await me.go(`/children/${id}/decline`);
    assert.equal(new URL(me.page.url()).pathname, `/children/${id}`, 'there is nothing left to decline');
    await me.close();
  });
}

for (const script of [true, false]) {
  test(`KG25-21.9/reason-mandatory KG25-21.10/warned-before a parent who forgets the reason or the tick is told both, keeps what was chosen, and loses no place ${script ? 'with' : 'without'} scripts`, async () => {
    const me = await country.travel({ language: script ? 'ky' : 'ru', script });
    const id = await toDecline(me, script ? 2 : 3, true);
    const decline = words[me.language].decline;
    const links = me.page.getByRole('alert').getByRole('link');

    assert.equal(await me.press(decline), 400);
    assert.deepEqual(await links.allInnerTexts(), [me.t('problem.reason_missing'), me.t('problem.understood_missing')]);
    assert.ok(await isFocused(me.page, 'alert'), 'the reader begins at what is wrong');
    assert.equal(
      await me.page.locator('form').getByText(me.t('problem.reason_missing')).count(),
      1,
      'the same words stand beside the field',
    );
    await links.first().click();
    assert.match(me.page.url(), /#reason$/);

    await me.choose(nineReasons[me.language][4]);
    assert.equal(await me.press(decline), 400);
    assert.deepEqual(await links.allInnerTexts(), [me.t('problem.understood_missing')]);
    assert.ok(await me.page.getByLabel(nineReasons[me.language][4], { exact: true }).isChecked(), 'the reason is kept');

    await me.go(`/children/${id}/decline`);
    await me.choose(me.t('decline.understood'));
    assert.equal(await me.press(decline), 400);
    assert.deepEqual(await links.allInnerTexts(), [me.t('problem.reason_missing')]);
    assert.ok(await me.page.getByRole('checkbox').isChecked(), 'the tick is kept');

    await me.follow(me.t('decline.keep'));
    assert.ok(await isEnrolled(me), 'nothing was given up');
    assert.equal(await arrivalsOf(country.town, id), 1);
    await me.close();
  });
}

test('KG25-21.10/cannot-claim-again a place proposed and declined before it was taken is not given to a tab that still shows the button', async () => {
  const me = await country.travel({ script: true });
  const id = await toDecline(me, 4, false);
  const stale = await me.context.newPage();
  await stale.goto(`${country.town.origin}/children/${id}`);
  await stale.getByRole('radio').first().check();
  assert.ok((await me.text()).includes(me.t('decline.keep_proposed')));
  await me.choose(nineReasons.ru[0]);
  await me.choose(me.t('decline.understood'));
  await me.press(words.ru.decline);

  await stale.getByRole('button', { name: words.ru.enrol, exact: true }).click();
  await stale.getByRole('heading', { name: me.t('child.refused') }).waitFor();
  await me.page.reload();
  await me.look();
  const text = await me.text();
  assert.ok(text.includes('гарантированное место снова получить нельзя'), text);
  assert.ok(text.includes(me.t('remedy.free_choice')), 'and what to do is said');
  assert.equal(await isEnrolled(me), false);
  await me.close();
});

test('the language changes on the way and what was chosen stays', async () => {
  const me = await country.travel({ language: 'ru', script: true });
  const id = await toDecline(me, 5, false);
  await me.choose(nineReasons.ru[6]);
  await me.choose(me.t('decline.understood'));
  await me.press(me.t('language.ky'));
  assert.equal(await me.page.locator('html').getAttribute('lang'), 'ky');
  assert.equal(new URL(me.page.url()).pathname, `/children/${id}/decline`);
  assert.ok(await me.page.getByLabel(nineReasons.ky[6], { exact: true }).isChecked());
  assert.ok(await me.page.getByRole('checkbox').isChecked());
  assert.equal(await me.page.getByRole('alert').count(), 0, 'nobody is told off for changing the language');
  await me.press(words.ky.decline);
  assert.ok((await me.text()).includes(nineReasons.ky[6]), 'and the errand is finished in the new one');
  await me.close();
});
