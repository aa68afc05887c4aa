import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { nameIn } from '#domain/core/language.ts';
import type { Spoken } from '#lib/messages.ts';
import type { School } from '#simulators/population/population.ts';
import { type Staff, staffOf } from '#simulators/population/staff.ts';
import { type Country, openCountry, type Traveller } from '#test/support/journey.ts';

let country: Country;
let staff: readonly Staff[];
before(async () => {
  country = await openCountry();
  staff = staffOf(country.town.population);
});
after(() => country.close());

const named = (name: { readonly ru: string; readonly ky?: string }, language: Spoken) => nameIn(name, language).replace(/№ (?=\d)/g, '№ ');

/** The director of a school, by their order among those of the population who direct one. */
function director(place: number): { readonly adult: Staff['adult']; readonly school: School } {
  const found = staff.filter((one) => one.role === 'director')[place];
  const school = country.town.population.schools.find(({ id }) => found?.role === 'director' && id === found.school);
  assert.ok(found && school);
  return { adult: found.adult, school };
}

/** A street of the school's district that is no school's whole: of the school itself or not. */
function streetWholeElsewhere(school: School) {
  const { schools, streets } = country.town.population;
  const other = schools
    .filter(({ id, districtCode }) => id !== school.id && districtCode === school.districtCode)
    .flatMap(({ catchment, name }) => catchment.map((line) => ({ ...line, name })))
    .find(({ houses, streetId }) => /^(все дома|бардык үйлөр)$/.test(houses) && !school.catchment.some((own) => own.streetId === streetId));
  const street = streets.find(({ id }) => id === other?.streetId);
  assert.ok(other && street);
  return { street, other };
}

async function openBoundaries(me: Traveller, { adult, school }: ReturnType<typeof director>): Promise<void> {
  await me.signIn(adult, '/office');
  await me.follow(named(school.name, me.language));
  await me.follow(me.t('boundaries.title'));
}

/** The district's officer reads what waits, first says no without a word, and then agrees. */
async function agreeTo(act: string, school: School, how: Parameters<Country['travel']>[0]): Promise<void> {
  const officer =
    staff.find((one) => one.role === 'district' && one.district === school.districtCode) ?? staff.find(({ role }) => role === 'district');
  assert.ok(officer);
  const me = await country.travel(how);
  await me.signIn(officer.adult, '/office');
  await me.follow(
    named(country.town.population.districts.find(({ code }) => code === school.districtCode)?.name ?? { ru: '' }, me.language),
  );
  await me.page.getByRole('link', { name: me.t('agreements.title') }).click();
  await me.look();
  await me.page.getByRole('link', { name: act }).first().click();
  await me.look();
  await me.choose(me.t('agreement_answer.no'));
  assert.equal(await me.press(me.t('agreements.send')), 400);
  assert.ok((await me.text()).includes(me.t('problem.not_agreed_words_missing')));
  await me.choose(me.t('agreement_answer.yes'));
  assert.equal(await me.press(me.t('agreements.send')), 200);
  assert.ok((await me.text()).includes(me.t('agreements_done.agreed')));
  await me.close();
}

for (const [place, language] of (['ru', 'ky'] as const).entries()) {
  const reads = { ru: 'Russian', ky: 'Kyrgyz' }[language];

  test(`KG25-18.4/streets-with-houses a director who reads ${reads} adds a street with its houses, sees what is understood and whose they are too, publishes, and goes back`, async () => {
    const own = director(place);
    const { street, other } = streetWholeElsewhere(own.school);
    const name = nameIn(street.name, language);
    const me = await country.travel({ language, script: language === 'ky' });
    await openBoundaries(me, own);
    const before = await me.text();
    for (const { streetId, houses } of own.school.catchment) {
      const its = country.town.population.streets.find(({ id }) => id === streetId);
      assert.ok(its && before.includes(nameIn(its.name, language)) && before.includes(houses), `${its?.name.ru}: ${houses}`);
    }

    await me.follow(me.t('boundaries.add_street'));
    await me.page.getByRole('textbox', { name: me.t('address.street') }).fill(misspelt(name));
    await me.press(me.t('boundaries.find_street'));
    assert.ok((await me.text()).includes(me.t('boundaries.alike_text')), 'a name that is only alike is for a person to choose');
    await me.follow(name);

    const houses = me.page.getByRole('textbox', { name: me.t('boundaries.houses') });
    assert.equal(await me.press(me.t('boundaries.keep')), 400);
    assert.deepEqual(await me.page.getByRole('alert').getByRole('link').allInnerTexts(), [me.t('problem.houses_missing')]);
    await houses.fill('501-562, 7.11, 600-610 чётная сторона');
    await me.press(me.t('boundaries.look'));
    const looked = await me.text();
    for (const fact of [
      me.t('unread.date'),
      me.t('confirm.parity_unclear'),
      me.t('segment.range', { side: 'even', from: '600', to: '610' }),
      named(other.name, language),
    ])
      assert.ok(looked.includes(fact), `${fact}: ${looked}`);
    await me.press(me.t('segment.range', { side: 'odd', from: '501', to: '562' }));
    const written = await houses.inputValue();
    assert.ok(!(await me.text()).includes(me.t('confirm.parity_unclear')), 'chosen once, it is written so that it need not be asked');
    await houses.fill(written.replace('7.11', '7/11'));
    await me.press(me.t('boundaries.keep'));
    assert.ok((await me.text()).includes(me.t('boundaries_done.kept')));

    await me.follow(me.t('boundaries.check_and_publish'));
    assert.ok((await me.text()).includes(me.t('boundaries.street_new')));
    assert.equal(
      await me.page.getByRole('textbox', { name: me.t('boundaries.act_number') }).inputValue(),
      '',
      'no list rests on the former act by itself',
    );
    await me.follow(me.t('boundaries.same_act'));
    await me.page.getByLabel(me.t('boundaries.from_day')).fill('2025-05-01');
    assert.equal(await me.press(me.t('boundaries.publish')), 400);
    await me.page.getByRole('textbox', { name: me.t('boundaries.ground') }).fill('Жаңы үйлөр');
    assert.equal(await me.press(me.t('boundaries.publish')), 409);
    assert.deepEqual(await me.page.getByRole('alert').getByRole('link').allInnerTexts(), [me.t('problem.day_past')]);
    await me.page.getByLabel(me.t('boundaries.from_day')).fill('2025-05-12');
    assert.equal(await me.press(me.t('boundaries.publish')), 200);
    const waits = await me.text();
    for (const fact of [me.t('boundaries_done.waiting'), me.t('agreements.waiting_title'), 'Жаңы үйлөр'])
      assert.ok(waits.includes(fact), fact);
    assert.ok(!(await servedBy(street.id, '7/11')).includes(own.school.name.ru), 'it serves nobody until a second person has agreed');
    await agreeTo(me.t('hand.boundaries.edited'), own.school, { language, width: language === 'ru' ? 360 : 1280 });
    assert.ok((await servedBy(street.id, '7/11')).includes(own.school.name.ru), 'then it counts at once');

    await me.follow(me.t('boundaries.versions'));
    const versions = await me.text();
    for (const fact of [own.adult.name.surname, 'Жаңы үйлөр', me.t('boundary_source.editor')]) assert.ok(versions.includes(fact), fact);
    await me.follow(me.t('boundaries.version', { number: 2 }));
    assert.ok((await me.text()).includes(me.t('boundaries.differs', { number: 1 })));
    await me.follow(me.t('boundaries.versions'));
    await me.follow(me.t('boundaries.version', { number: 1 }));
    await me.page.getByRole('textbox', { name: me.t('boundaries.ground') }).fill('Ката');
    await me.page.locator('#sameAct').check();
    if ((await me.page.locator('#sure').count()) > 0) await me.page.locator('#sure').check();
    await me.press(me.t('boundaries.back'));
    assert.ok((await me.text()).includes(me.t('boundaries_done.waiting')));
    await agreeTo(me.t('hand.boundaries.gone_back'), own.school, { language, script: false });
    assert.ok(!(await servedBy(street.id, '7/11')).includes(own.school.name.ru));
    await me.close();
  });

  test(`KG25-15.2/list-of-schools KG25-15.2/addresses KG25-15.2/details KG25-15.2/director KG25-15.2/microdistrict-addresses a district officer who reads ${reads} finds the schools, their directors and boundaries under «Организации», and changes nothing`, async () => {
    const { school } = director(place);
    const officer = staff.find(({ role }) => role === 'district');
    assert.ok(officer);
    const me = await country.travel({ language, width: language === 'ru' ? 360 : 1280 });
    await me.signIn(officer.adult, '/office');
    const district = country.town.population.districts.find(({ code }) => code === school.districtCode);
    await me.follow(named(district?.name ?? { ru: '' }, language));
    const list = await me.text();
    for (const fact of [me.t('office.organisations'), named(school.name, language), director(place).adult.name.surname])
      assert.ok(list.includes(fact), fact);
    await me.page
      .getByRole('row', { name: named(school.name, language) })
      .getByRole('link')
      .last()
      .click();
    await me.page.waitForURL(/\/boundaries$/);
    await me.look();
    assert.equal(await me.page.getByRole('link', { name: me.t('boundaries.add_street') }).count(), 0);
    const here = new URL(me.page.url()).pathname;
    assert.deepEqual([await me.go(`${here}/street`), await me.go(`${here}/publish`)], [404, 404]);
    await me.close();
  });
}

test('KG25-18.4/streets-with-houses what is typed is understood while it is typed', async () => {
  const own = director(2);
  const me = await country.travel({ script: true, width: 1280 });
  await openBoundaries(me, own);
  const [line] = own.school.catchment;
  const street = country.town.population.streets.find(({ id }) => id === line?.streetId);
  assert.ok(street);
  await me.follow(nameIn(street.name, 'ru'));
  const houses = me.page.getByRole('textbox', { name: me.t('boundaries.houses') });
  await houses.fill('2-40, 43а');
  await me.page
    .getByText(me.t('segment.house', { house: '43а' }))
    .first()
    .waitFor();
  await houses.fill('с по 12');
  await me.page.getByText(me.t('unread.range_broken')).first().waitFor();
  await me.look();
  await me.close();
});

test('what is shown as understood is marked as old while it is of a former text, also when the network is gone', async () => {
  const own = director(2);
  const me = await country.travel({ script: true, width: 360 });
  await openBoundaries(me, own);
  const [line] = own.school.catchment;
  const street = country.town.population.streets.find(({ id }) => id === line?.streetId);
  assert.ok(street);
  await me.follow(nameIn(street.name, 'ru'));
  const houses = me.page.getByRole('textbox', { name: me.t('boundaries.houses') });
  assert.ok(!(await me.page.getByText(me.t('boundaries.live_old')).isVisible()), 'nothing is old yet');
  await me.context.setOffline(true);
  await houses.fill('711, 713');
  await me.page.getByText(me.t('boundaries.live_out')).waitFor();
  assert.equal(await houses.inputValue(), '711, 713');
  await me.context.setOffline(false);
  await me.page
    .getByText(me.t('segment.house', { house: '713' }))
    .first()
    .waitFor();
  assert.ok(!(await me.page.getByText(me.t('boundaries.live_out')).isVisible()));
  // Answers that come in another order than they were asked: only the last counts.
  let held: (() => void) | undefined;
  await me.page.route(/street\?\/look/, async (route) => {
    if (held === undefined) await new Promise<void>((resolve) => (held = resolve));
    await route.continue().catch(() => undefined);
  });
  await houses.fill('721');
  await me.page.getByText(me.t('boundaries.live_old')).waitFor();
  while (held === undefined) await me.page.waitForTimeout(50);
  await houses.fill('731');
  await me.page
    .getByText(me.t('segment.house', { house: '731' }))
    .first()
    .waitFor();
  held();
  await me.page.waitForTimeout(300);
  assert.equal(await me.page.getByText(me.t('segment.house', { house: '721' })).count(), 0);
  await me.close();
});

test('KG25-21.8b/as-a-list everybody reads the list of a school’s boundaries, as the act has it and in words', async () => {
  const { school } = director(2);
  const me = await country.travel({ language: 'ky', script: true });
  await me.go(`/schools/${await idOf(school)}`);
  await me.follow(me.t('boundaries.list'));
  const text = await me.text();
  for (const { houses } of school.catchment) assert.ok(text.includes(houses), houses);
  assert.ok(text.includes(me.t('segment.all')) || text.includes('тарабы'));
  await me.close();
});

/** One letter in the middle of the longest word is another. */
function misspelt(name: string): string {
  const [longest = ''] = name.split(' ').toSorted((a, b) => b.length - a.length);
  const middle = longest.length >> 1;
  return name.replace(longest, `${longest.slice(0, middle)}ъ${longest.slice(middle + 1)}`);
}

async function idOf({ name }: School): Promise<string> {
  const { schools } = await country.town.composed.mektep.school.freeSeats();
  const found = schools.find(({ school }) => school.name.ru === name.ru);
  assert.ok(found);
  return found.school.id;
}

async function servedBy(streetId: number, house: string): Promise<readonly string[]> {
  const { catchment, school } = country.town.composed.mektep;
  const { resolution } = await catchment.resolve({ streetId, house, flat: null });
  const views = await school.views(resolution.kind === 'found' ? resolution.matches.map(({ schoolId }) => schoolId) : []);
  return [...views.values()].map(({ name }) => name.ru);
}
