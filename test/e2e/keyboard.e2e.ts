import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { isEnrolled, nineReasons, words } from '#test/support/journey-facts.ts';
import { type Country, familyOf, nameOf, openCountry, type Traveller } from '#test/support/journey.ts';

let country: Country;
before(async () => {
  country = await openCountry();
});
after(() => country.close());

const stopsAtMost = 60;

/** Presses Tab until what is called so has the focus, and sees at every stop where the focus is. */
async function tabTo({ page }: Traveller, name: string): Promise<void> {
  const passed: string[] = [];
  for (let stop = 0; stop < stopsAtMost; stop += 1) {
    await page.keyboard.press('Tab');
    const here = await page.evaluate(() => {
      const focused = document.activeElement as HTMLInputElement | null;
      if (focused === null || focused === document.body) return { name: '', visible: true };
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(focused);
      const box = focused.getBoundingClientRect();
      const marked = (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2) || boxShadow !== 'none';
      const inSight = box.bottom > 0 && box.top < window.innerHeight && box.width > 0;
      return { name: (focused.labels?.[0] ?? focused).innerText.trim(), visible: marked && inSight };
    });
    assert.ok(here.visible, `one sees that “${here.name}” has the focus`);
    if (here.name === name) return;
    passed.push(here.name);
  }
  assert.fail(`Tab never comes to “${name}”, only to: ${passed.join(', ')}`);
}

async function pressKey(me: Traveller, key: 'Enter' | 'Space'): Promise<void> {
  await Promise.all([me.page.waitForEvent('load'), me.page.keyboard.press(key)]);
  await me.look();
}

for (const language of ['ru', 'ky'] as const) {
  test(`KG25-21.6/press KG25-21.6/press-in-kyrgyz KG25-21.9/button KG25-21.9/button-in-kyrgyz a parent who uses no mouse and reads ${{ ru: 'Russian', ky: 'Kyrgyz' }[language]} enrols and gives up a place by keyboard alone`, async () => {
    const { mother, child } = familyOf(country.town.population, 'two_children', language === 'ru' ? 0 : 1);
    const me = await country.travel({ language, script: true });
    const { enrol, decline } = words[language];
    await me.go('/');
    await me.page.keyboard.press('Tab');
    assert.equal(
      await me.page.evaluate(() => (document.activeElement as HTMLElement).innerText),
      me.t('site.skip'),
      'the first stop leads past the head of the page',
    );
    await me.page.keyboard.press('Enter');
    assert.equal(await me.page.evaluate(() => document.activeElement?.id), 'main');
    await tabTo(me, me.t('home.start'));
    await pressKey(me, 'Enter');
    await tabTo(me, me.t('sign_in.identity_provider'));
    await pressKey(me, 'Enter');
    await me.page.getByRole('textbox').focus();
    await me.page.keyboard.type(mother.pin);
    await pressKey(me, 'Enter');

    await tabTo(me, nameOf(child));
    await pressKey(me, 'Enter');
    const first = me.page.getByRole('radio').first();
    await tabTo(me, await first.evaluate((radio) => (radio as HTMLInputElement).labels?.[0]?.innerText ?? ''));
    await me.page.keyboard.press('Space');
    assert.ok(await first.isChecked());
    await tabTo(me, enrol);
    await pressKey(me, 'Enter');
    assert.ok(await isEnrolled(me));

    await tabTo(me, decline);
    await pressKey(me, 'Enter');
    await tabTo(me, decline);
    await pressKey(me, 'Enter');
    assert.ok(await me.page.getByRole('alert').evaluate((alert) => alert === document.activeElement), 'the reader begins at what is wrong');
    await tabTo(me, me.t('problem.reason_missing'));
    await me.page.keyboard.press('Enter');
    await me.page.keyboard.press('Space');
    for (let step = 0; step < 4; step += 1) await me.page.keyboard.press('ArrowDown');
    assert.ok(await me.page.getByLabel(nineReasons[language][4], { exact: true }).isChecked(), 'arrows go through the reasons');
    await tabTo(me, me.t('decline.understood'));
    await me.page.keyboard.press('Space');
    await tabTo(me, decline);
    await pressKey(me, 'Enter');
    assert.ok((await me.text()).includes(me.t('child.declined')));
    await me.close();
  });
}
