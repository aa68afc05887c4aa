import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { messagesFor } from '#lib/messages.ts';
import { arrivalsOf, idOnPage, isEnrolled, words } from '#test/support/journey-facts.ts';
import { type Country, familyOf, nameOf, openCountry, schoolsFor, type Traveller } from '#test/support/journey.ts';
import type { Child } from '#simulators/population/population.ts';

let country: Country;
before(async () => {
  country = await openCountry();
});
after(() => country.close());

const family = (...which: Parameters<typeof familyOf> extends [unknown, ...infer Rest] ? Rest : never) =>
  familyOf(country.town.population, ...which);
const withTwoLanguages = (child: Child) => schoolsFor(country.town.population, child)[0]?.languages.length === 2;

async function numberOf(me: Traveller): Promise<string> {
  const number = new RegExp(`${me.t('child.number')}\\s+(\\d+)`).exec(await me.text())?.[1];
  assert.ok(number, `the page names the number of the arrival: ${await me.text()}`);
  return number;
}

const ways = [
  { tag: 'one_child', place: 0, reads: 'Russian', language: 'ru', script: true, width: 360 },
  { tag: 'one_child', place: 1, reads: 'Kyrgyz', language: 'ky', script: true, width: 320 },
  { tag: 'second_grader', place: 0, reads: 'Russian', language: 'ru', script: false, width: 320 },
  { tag: 'second_grader', place: 1, reads: 'Kyrgyz', language: 'ky', script: false, width: 360 },
] as const;

for (const { tag, place, reads, ...how } of ways) {
  const name = `a parent who reads ${reads} enrols a child by phone, ${how.script ? 'with' : 'without'} scripts`;
  test(`KG25-21.0/must-register KG25-21.0/on-the-site KG25-21.1/confirm-proposed-school KG25-21.1/by-permanent-registration KG25-21.3/section KG25-21.3/linked-children KG25-21.3/choose-one KG25-21.4/proposed-automatically KG25-21.5/choose-language KG25-21.6/press KG25-21.6/press-in-kyrgyz KG25-21.6/message KG25-21.6/message-in-kyrgyz ${name}`, async () => {
    const { mother, child } = family(tag, place, withTwoLanguages);
    const me = await country.travel(how);
    await me.signIn(mother);
    assert.equal(await me.page.getByRole('heading', { level: 1 }).innerText(), words[how.language].errand);
    await me.openChild(child);

    const [school] = schoolsFor(country.town.population, child);
    assert.ok(school);
    const text = await me.text();
    assert.ok(text.includes(school.name[how.language] ?? ''), 'the school of the registered address is proposed');
    assert.ok(text.includes(child.home.address.house.trim()), 'and the page says which house that is');
    assert.ok(await me.page.getByRole('link', { name: me.t('clause.link', { clause: '21' }) }).count(), 'and which clause says so');
    const offered = await me.page
      .getByRole('radio')
      .evaluateAll((radios) => radios.map((radio) => (radio as HTMLInputElement).labels?.[0]?.innerText));
    assert.deepEqual(
      [...offered].sort(),
      school.languages.map((language) => me.t(`taught.${language}`)).sort(),
      'and every language taught there',
    );

    const language = me.t(`taught.${school.languages[1] ?? 'ky'}`);
    await me.choose(language);
    assert.equal(await me.press(words[how.language].enrol), 200);
    assert.ok(await isEnrolled(me), 'the message of success appears');
    const said = await me.text();
    for (const fact of [school.name[how.language] ?? '', language, await numberOf(me)])
      assert.ok(said.includes(fact), `the page says ${fact}`);
    await me.go('/children');
    const card = me.page.getByRole('article').filter({ hasText: nameOf(child) });
    assert.ok((await card.innerText()).includes(words[how.language].enrolled), 'the list says so, too');
    await me.close();
  });
}

test('KG25-21.5/choose-language a parent who presses Enrol without a language is told so, is led to the choice, and loses nothing', async () => {
  const { mother, child } = family('two_children', 0, withTwoLanguages);
  const me = await country.travel({ script: true });
  await me.signIn(mother);
  await me.openChild(child);
  assert.equal(await me.press(words.ru.enrol), 400);
  const summary = me.page.getByRole('alert');
  assert.ok(await summary.evaluate((element) => element === document.activeElement), 'the reader begins at what is wrong');
  assert.match(await me.page.title(), new RegExp(`^${me.t('problem.prefix')}`));
  await summary.getByRole('link', { name: me.t('problem.pool_missing') }).click();
  assert.ok(
    await me.page
      .getByRole('radio')
      .first()
      .evaluate((radio) => radio === document.activeElement),
    'the link leads to the choice',
  );
  assert.equal(await arrivalsOf(country.town, idOnPage(me)), 0);
  await me.close();
});

test('KG25-21.6/press an enrolled child stays enrolled once, whether the parent reloads, goes back, or presses twice', async () => {
  const { mother, father, child } = family('twins');
  const me = await country.travel({ script: true });
  await me.signIn(mother);
  await me.openChild(child);
  const other = await me.context.newPage();
  await other.goto(me.page.url());
  await other.getByRole('radio').first().check();
  await me.page.getByRole('radio').first().check();
  await me.page.getByRole('button', { name: words.ru.enrol, exact: true }).dblclick();
  await me.page.getByRole('status').getByText(words.ru.enrolled, { exact: true }).waitFor();
  const number = await numberOf(me);
  const id = idOnPage(me);

  await me.page.reload();
  assert.equal(await numberOf(me), number);
  await me.page.goBack();
  await me.page.goForward();
  assert.equal(await numberOf(me), number);

  // The other tab still shows the form of before.
  await other.getByRole('button', { name: words.ru.enrol, exact: true }).click();
  await other.getByRole('status').getByText(words.ru.enrolled, { exact: true }).waitFor();
  assert.equal(await arrivalsOf(country.town, id), 1, 'one press, one arrival');
  await me.close();

  const him = await country.travel({ language: 'ky', script: false });
  await him.signIn(father);
  await him.openChild(child);
  assert.ok(await isEnrolled(him), 'the other parent sees the same place');
  assert.equal(await numberOf(him), number);
  assert.equal(await him.page.getByRole('button', { name: words.ky.enrol, exact: true }).count(), 0);
  await him.close();
});

for (const [tag, count, language] of [
  ['two_schools', 2, 'ru'],
  ['three_schools', 3, 'ky'],
] as const) {
  test(`KG25-21.4/two-or-three a family between ${count} schools is proposed each of them and enrols in the one it chooses`, async () => {
    const { mother, child } = family(tag);
    const schools = schoolsFor(country.town.population, child);
    const me = await country.travel({ language, script: language === 'ru', width: 320 });
    await me.signIn(mother);
    await me.openChild(child);
    assert.equal(schools.length, count);
    assert.ok(await me.page.getByRole('heading', { name: me.t('child.school_many') }).isVisible());
    for (const { name } of schools) assert.ok(await me.page.getByRole('heading', { name: name[language] ?? '', exact: true }).isVisible());
    const radios = me.page.getByRole('radio');
    assert.equal(await radios.count(), schools.flatMap((school) => school.languages).length);
    assert.equal(await me.page.getByRole('radio', { checked: true }).count(), 0, 'the choice is the family’s');
    const sections = me.page
      .getByRole('main')
      .locator('section')
      .filter({ has: me.page.getByRole('radio') });
    const chosen = await sections.last().getByRole('heading', { level: 3 }).first().innerText();
    await sections.last().getByRole('radio').first().check();
    await me.press(words[language].enrol);
    assert.ok(await isEnrolled(me));
    assert.ok((await me.page.getByRole('status').innerText()).includes(chosen));
    await me.close();
  });
}

test('KG25-5.1/prepared-to-second-grade a child prepared at preschool is proposed grade 2, and the family may choose grade 1', async () => {
  const { mother, child } = family('prepared');
  const me = await country.travel({ script: true });
  await me.signIn(mother);
  await me.openChild(child);
  const grades = me.page.getByRole('navigation', { name: me.t('child.grade') });
  assert.equal(await grades.locator('[aria-current]').innerText(), me.t('child.grade_number', { grade: 2 }));
  await me.follow(me.t('child.grade_number', { grade: 1 }));
  assert.equal(await grades.locator('[aria-current]').innerText(), me.t('child.grade_number', { grade: 1 }));
  await me.page.getByRole('radio').first().check();
  await me.press(words.ru.enrol);
  assert.match(await me.text(), new RegExp(`${messagesFor('ru')('child.grade')}\\s+1 класс`));
  await me.close();
});
