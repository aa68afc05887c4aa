import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { isEnrolled, nineReasons, words } from '#test/support/journey-facts.ts';
import { type Country, familyOf, openCountry, type Traveller } from '#test/support/journey.ts';

let country: Country;
before(async () => {
  country = await openCountry();
});
after(() => country.close());

const width = 360;

/** Somebody whose browser draws no style: the network lost it, or she has turned it off. */
async function withoutStyles(language: 'ru' | 'ky'): Promise<Traveller> {
  const me = await country.travel({ language, width });
  await me.context.route('**/*.css', (route) => route.abort());
  return me;
}

/** What anybody finds on a page without styles: the way past the header first, headings in order, no picture over the screen, errors before all else. */
async function reads(me: Traveller): Promise<void> {
  const { page } = me;
  const where = page.url();
  const ground = await page.locator('header').evaluate((header) => getComputedStyle(header).backgroundColor);
  assert.equal(ground, 'rgba(0, 0, 0, 0)', `${where} is drawn without a style`);
  assert.equal(await page.getByRole('link').first().innerText(), me.t('site.skip'), `${where} begins with the way past the header`);
  const levels = await page.getByRole('heading').evaluateAll((all) => all.map((one) => Number(one.tagName.slice(1))));
  const wrong = (await page.getByRole('alert').count()) > 0;
  assert.deepEqual(levels.slice(0, 2).includes(1) && levels[wrong ? 1 : 0], 1, `${where} begins with its name: ${levels.join(' ')}`);
  levels.forEach((level, at) => assert.ok(level <= (levels[at - 1] ?? 2) + 1, `${where} passes over a heading: ${levels.join(' ')}`));
  const boxes = await page.locator('svg, img').evaluateAll((all) => all.map((one) => one.getBoundingClientRect().width));
  for (const box of boxes) assert.ok(box > 0 && box <= width, `${where} has a picture ${box} px wide`);
  const tops = await page
    .locator('h1, main h2, main legend, main button')
    .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top));
  assert.deepEqual(
    tops,
    [...tops].sort((a, b) => a - b),
    `${where} is drawn in the order it is read`,
  );
}

for (const [place, language] of (['ru', 'ky'] as const).entries()) {
  const speaks = { ru: 'Russian', ky: 'Kyrgyz' }[language];
  test(`KG25-21.6/press KG25-21.6/message KG25-21.9/button a parent who reads ${speaks} enrols a child, prints, and gives the place up with no style loaded`, async () => {
    const me = await withoutStyles(language);
    const { mother, child } = familyOf(country.town.population, 'second_grader', place);
    await me.go('/');
    await reads(me);
    await me.signIn(mother);
    await reads(me);
    await me.openChild(child);
    await reads(me);
    const radios = me.page.getByRole('radio');
    if ((await radios.count()) > 1) {
      assert.equal(await me.press(words[language].enrol), 400);
      await reads(me);
      assert.ok((await me.text()).startsWith(me.t('child.all')), 'the way back comes before what is wrong');
      assert.ok((await me.page.getByRole('alert').innerText()).includes(me.t('problem.pool_missing')));
    }
    await radios.first().check();
    await me.press(words[language].enrol);
    assert.ok(await isEnrolled(me));
    await reads(me);
    await me.follow(me.t('confirmation.link'));
    await reads(me);
    await me.page.goBack();
    await me.follow(words[language].decline);
    await reads(me);
    await me.choose(nineReasons[language][8]);
    await me.choose(me.t('decline.understood'));
    await me.press(words[language].decline);
    await reads(me);
    assert.ok((await me.text()).includes(me.t('child.declined_lost')));
    await me.follow(me.t('history.link'));
    await reads(me);
    await me.close();
  });
}
