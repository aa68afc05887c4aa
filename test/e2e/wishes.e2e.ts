import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { moment } from '#domain/core/day.ts';
import { makePopulation } from '#simulators/population/make-population.ts';
import type { Child, School } from '#simulators/population/population.ts';
import { parents } from '#test/support/crowd.ts';
import { idOnPage, isEnrolled } from '#test/support/journey-facts.ts';
import { type Country, familyOf, openCountry, type Traveller } from '#test/support/journey.ts';
import { picture } from '#test/support/picture.ts';

const stage2 = moment('2025-06-02T09:00');
const whole = makePopulation({ seed: 7, families: 60 });
const districtOf = (school: School) => whole.districts.find(({ code }) => code === school.districtCode);
const inVillage = whole.schools.filter((school) => districtOf(school)?.regionId === 8);
/** Every school of the villages has one seat of grade 1. */
const population = {
  ...whole,
  schools: whole.schools.map((school) =>
    inVillage.includes(school)
      ? { ...school, languages: ['ky'] as const, seats: [{ grade: 1 as const, language: 'ky' as const, seats: 1 }] }
      : school,
  ),
};
const inCity = (child: Child) => child.home.address.regionId === 11;

let country: Country;
before(async () => {
  country = await openCountry({ population, now: stage2 });
});
after(() => country.close());

/** From the oblast to a school of the village, and onto the list; by keyboard alone. */
async function addToList(me: Traveller, school: School): Promise<void> {
  await byKeyboard(me, 'link', districtOf(school)?.region[me.language] ?? '?');
  await byKeyboard(me, 'link', school.name[me.language] ?? '?');
  await byKeyboard(me, 'button', me.t('wishes.add'));
}

async function byKeyboard(me: Traveller, role: 'link' | 'button', name: string): Promise<void> {
  const target = me.page.getByRole(role, { name, exact: true }).first();
  await target.focus();
  await Promise.all([me.page.waitForEvent('load'), me.page.keyboard.press('Enter')]);
  await me.look();
}

/** Somebody else takes the one seat of a school. */
async function fill(school: School, from: Child): Promise<void> {
  const { application, school: schools } = country.town.composed.mektep;
  const [other] = await parents(country.town, from.home, 1);
  assert.ok(other);
  const id = (await schools.freeSeats()).schools.find((one) => one.school.name.ru === school.name.ru)?.school.id ?? '';
  const page = await application.choose(other.who, other.child, { grade: null, region: null, district: null, school: id });
  const pool = page?.choice?.step === 'language' ? page.choice.pools[0]?.id : undefined;
  assert.ok(page?.draft && pool);
  await application.enrol(other.who, { draft: page.draft, wishes: [pool] });
}

for (const [place, language] of (['ru', 'ky'] as const).entries()) {
  const reads = { ru: 'Russian', ky: 'Kyrgyz' }[language];
  test(`KG25-21.13 a family that reads ${reads} lists its wishes without scripts, by keyboard, and one press gives the first that is free`, async () => {
    const wished = inVillage.slice(place * 2, place * 2 + 2) as [School, School];
    const { mother, child } = familyOf(population, 'one_child', place + 1, inCity);
    const me = await country.travel({ language });
    await me.signIn(mother);
    await me.openChild(child);
    const id = idOnPage(me);
    await me.go(`/children/${id}/choose`);
    await addToList(me, wished[1]);
    await addToList(me, wished[0]);
    const list = me.page.getByRole('region', { name: me.t('wishes.title') });
    const titles = async () => (await list.getByRole('strong').allInnerTexts()).map((title) => title.replaceAll('\u00a0', ' '));
    assert.equal((await titles()).length, 2);
    await picture(me.page, `wishes-${language}`);
    // The second is raised above the first.
    await byKeyboard(me, 'link', `${me.t('wishes.up')}: ${(await titles())[1] ?? ''}`);
    assert.ok((await titles())[0]?.startsWith(wished[0].name[language] ?? '?'));
    await fill(wished[0], child);
    await byKeyboard(me, 'button', me.t('wishes.enrol'));
    assert.ok(await isEnrolled(me));
    assert.ok((await me.text()).includes(wished[1].name[language] ?? '?'), 'the second wish, for the first had just been taken');
    await me.close();
  });
}

test('a list of wishes in an address that somebody made up is read for what it can mean, and no more', async () => {
  const { mother, child } = familyOf(population, 'one_child', 4, inCity);
  const me = await country.travel();
  await me.signIn(mother);
  await me.openChild(child);
  const id = idOnPage(me);
  for (const wishes of ['x', '-', '999999999', '1-1-1', 'a'.repeat(400), Array.from({ length: 40 }, (_, one) => one + 1).join('-')])
    assert.equal(await me.go(`/children/${id}/choose?wishes=${wishes}`), 200, wishes);
  await me.close();
});
