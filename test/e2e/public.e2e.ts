import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { policies } from '#domain/policy/registry.ts';
import { guideFor } from '#lib/guide.ts';
import { speechFor, spokenLaw } from '#lib/speech.ts';
import { words } from '#test/support/journey-facts.ts';
import { type Country, familyOf, openCountry, type Traveller } from '#test/support/journey.ts';
import type { Child, School } from '#simulators/population/population.ts';

let country: Country;
before(async () => {
  country = await openCountry();
});
after(() => country.close());

const homeOf = ({ home }: Child) => {
  const { population } = country.town;
  const street = population.streets.find(({ id }) => id === home.address.streetId);
  assert.ok(street, 'the family lives on a street');
  return { street, house: home.address.house };
};
const schoolNames = (ids: readonly string[], language: 'ru' | 'ky') =>
  country.town.population.schools.filter(({ id }) => ids.includes(id)).map(({ name }) => name[language] ?? name.ru);

async function askFor(me: Traveller, street: string, house: string): Promise<void> {
  await me.page.getByLabel(me.t('address.street'), { exact: true }).fill(street);
  await me.page.getByLabel(me.t('address.house'), { exact: true }).fill(house);
  await me.press(me.t('address.find'));
}

const cases = [
  ['ru', 'one_child', 'small letters'],
  ['ky', 'two_schools', 'its Kyrgyz name'],
  ['ru', 'three_schools', 'its Russian name'],
] as const;

for (const [language, tag, how] of cases) {
  test(`KG25-7/public-information without signing in, a parent asks by ${how} which school serves her address, and reads why (${language})`, async () => {
    const me = await country.travel({ language, script: true });
    const { child } = familyOf(country.town.population, tag);
    const { street, house } = homeOf(child);
    await me.go('/');
    await me.follow(me.t('home.useful_address'));
    await askFor(me, how === 'small letters' ? street.name.ru.toLowerCase() : (street.name[language] ?? street.name.ru), house);
    if ((await me.page.getByRole('heading', { name: me.t('address.which_street') }).count()) > 0) {
      await me.page.locator(`input[name=id][value="${street.id}"]`).check();
      await me.press(me.t('address.go_on'));
    }
    const text = await me.text();
    for (const name of schoolNames(child.home.schoolIds, language)) assert.ok(text.includes(name), `${name} in ${text}`);
    assert.equal(await me.page.getByRole('heading', { name: me.t('child.why') }).count(), child.home.schoolIds.length);
    assert.ok(text.includes(me.t('address.truth')));
    await me.close();
  });
}

test('KG25-7/public-information a parent whose house is in no catchment reads what is nearest and what to do', async () => {
  const me = await country.travel({ language: 'ru', script: true });
  const { street, house } = homeOf(familyOf(country.town.population, 'no_school').child);
  await me.go(`/address?id=${street.id}&house=${encodeURIComponent(house)}`);
  const text = await me.text();
  for (const key of ['address.none', 'help.no_school_inside', 'help.no_school_wrong'] as const) assert.ok(text.includes(me.t(key)), key);
  await me.close();
});

/** What is asked badly → what is said beside the field. */
const mistakes = [
  ['/address?street=&house=5', 'problem.street_missing'],
  ['/address?street=Ахунбаева&house=', 'problem.house_missing'],
  ['/address?street=Ахунбаева&house=дом у реки', 'problem.house_wrong'],
  ['/address?street=Кракозябра&house=5', 'problem.street_unknown'],
  ['/address?id=999999999&house=5', 'problem.street_unknown'],
  ['/address?street=улица&house=5&which=asked', 'problem.street_choose'],
] as const;

for (const [path, problem] of mistakes) {
  test(`a question asked as ${path} is answered with “${problem}”, and nothing typed is lost`, async () => {
    const me = await country.travel({ language: 'ky' });
    assert.equal(await me.go(path), 200);
    assert.ok((await me.page.getByRole('alert').innerText()).includes(me.t(problem)));
    const asked = new URL(path, country.town.origin).searchParams;
    for (const name of ['street', 'house'])
      assert.equal(await me.page.locator(`input[name=${name}]`).inputValue(), asked.get(name) ?? '', name);
    await me.close();
  });
}

test('KG25-7/public-information anybody sees the free seats of every school by region and district, and a seat that was given is free no more', async () => {
  const { town } = country;
  const me = await country.travel({ language: 'ru', script: true });
  const { mother, child } = familyOf(town.population, 'one_child');
  const school = town.population.schools.find(({ id }) => id === child.home.schoolIds[0]) as School;
  const district = town.population.districts.find(({ code }) => code === school.districtCode);
  const free = async () => {
    await me.go('/');
    await me.follow(me.t('nav.schools'));
    await me.follow(district?.name.ru ?? '');
    assert.match(await me.text(), /По состоянию на: 12 мая 2025 года, 10:\d\d:\d\d/);
    const cells = await me.page.getByRole('article').filter({ hasText: school.name.ru }).getByRole('cell').allInnerTexts();
    return cells.reduce((sum, cell) => sum + Number(/^(\d+)\//.exec(cell)?.[1] ?? 0), 0);
  };
  const before = await free();
  assert.ok(before > 0);
  const parent = await country.travel({ language: 'ru' });
  await parent.signIn(mother);
  await parent.openChild(child);
  await parent.page.getByRole('radio').first().check();
  await parent.press(words.ru.enrol);
  assert.equal(await free(), before - 1);
  assert.equal(await me.go('/schools?district=nowhere'), 404);
  await Promise.all([me.close(), parent.close()]);
});

for (const language of ['ru', 'ky'] as const) {
  test(`KG25-22.1/medical-certificate KG25-22.1/vaccination-certificate KG25-22.1/photo KG25-22.2/nothing-else-asked anybody reads what to bring, when, that nothing else may be asked for, and where to complain (${language})`, async () => {
    const me = await country.travel({ language });
    await me.go('/');
    await me.follow(me.t('nav.documents'));
    const text = await me.text();
    for (const key of [
      'document.health_certificate',
      'document.vaccination_certificate',
      'document.photo_3x4',
      'documents.only_text',
    ] as const)
      assert.ok(text.includes(me.t(key)), key);
    for (const part of language === 'ru'
      ? ['4 августа 2025', '5 сентября 2025', 'оригинал, 1 шт.']
      : ['2025-жылдын 4-августу', 'түп нускасы, 1 даана'])
      assert.ok(text.includes(part), part);
    await me.follow(me.t('help.complain'));
    const help = await me.text();
    for (const key of ['help.complain_where', 'help.complain'] as const) assert.ok(help.includes(me.t(key)), key);
    assert.match(help, language === 'ru' ? /в течение 3 рабочих дней/ : /3 жумуш күнүнүн ичинде/);
    await me.close();
  });

  test(`KG25-29 a parent reads the instruction for every errand, each step in the words of the screens (${language})`, async () => {
    const me = await country.travel({ language, script: true, width: 320 });
    await me.go('/help');
    await me.follow(me.t('nav.guide'));
    const text = await me.text();
    for (const { title, steps } of guideFor(policies['kg-2025'], speechFor(language, spokenLaw(policies['kg-2025']))))
      for (const said of [title, ...steps]) assert.ok(text.includes(said), said);
    await me.close();
  });
}

/** What is typed on some page's search box → the link a reader must be shown, and where it leads. */
const searches = [
  ['ru', 'Ребенок не в списке', 'help.no_children', '/help'],
  ['ky', 'кандай документтер', 'documents.title', '/documents'],
  ['ky', 'мооноттор', 'home.dates', '/'],
  ['ru', 'пожаловаться', 'help.complain', '/help'],
] as const;

for (const [language, query, title, path] of searches) {
  test(`KG25-7/public-information a parent searches for «${query}» at the foot of a page and is led to ${path}`, async () => {
    const me = await country.travel({ language, script: true, width: 320 });
    await me.go('/acts/21');
    await me.page.getByRole('searchbox').fill(query);
    await me.press(me.t('search.button'));
    assert.equal(await me.page.getByRole('searchbox').inputValue(), query);
    await me.follow(me.t(title));
    assert.equal(new URL(me.page.url()).pathname, path);
    await me.close();
  });
}

test('KG25-7/public-information schools and streets are found by the same box, a house leads to its school, and an empty result helps', async () => {
  const me = await country.travel({ language: 'ru', script: true });
  const { child } = familyOf(country.town.population, 'one_child');
  const { street, house } = homeOf(child);
  const [name = ''] = schoolNames(child.home.schoolIds, 'ru');
  await me.go(`/search?q=${encodeURIComponent(/№ \d+/.exec(name)?.[0] ?? name)}`);
  await me.follow(name);
  const number = /^\d+/.exec(house)?.[0] ?? '';
  await me.go(`/search?q=${encodeURIComponent(`${street.name.ru} ${number}`)}`);
  await me.page
    .getByRole('link', { name: new RegExp(street.name.ru) })
    .first()
    .click();
  assert.match(await me.text(), new RegExp(`${street.name.ru}, д\\.\\s${number}`));
  await me.go('/search?q=кракозябра');
  assert.ok((await me.page.getByRole('status').innerText()).includes('«кракозябра»'));
  assert.equal(
    await me.page
      .locator('main')
      .getByRole('link', { name: me.t('nav.help') })
      .count(),
    1,
  );
  await me.close();
});
