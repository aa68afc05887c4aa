import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Country, familyOf, openCountry } from '#test/support/journey.ts';

let country: Country;
before(async () => {
  country = await openCountry();
});
after(() => country.close());

test('try', async () => {
  for (const script of [true,false]) {
  const { parents, children } = familyOf(country.town.population, 'two_children', 0);
  const [mother] = parents;
  const me = await country.travel({ language: 'ky', script });
  await me.signIn(mother!);
  console.log(await me.text());
  await me.openChild(children[0]!);
  console.log(await me.text());
  await me.page.screenshot({ path: '/tmp/shots/e2e/try.png', fullPage: true });
  }
});
