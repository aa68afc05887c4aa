import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { type Moment, moment } from '#domain/core/day.ts';
import { makePopulation } from '#simulators/population/make-population.ts';
import type { Child, School } from '#simulators/population/population.ts';
import { parents } from '#test/support/crowd.ts';
import { arrivalsOf, idOnPage, isEnrolled, nineReasons, words } from '#test/support/journey-facts.ts';
import { type Country, familyOf, nameOf, openCountry, type Traveller } from '#test/support/journey.ts';

const [stage1, stage2, schoolYear] = [moment('2025-05-12T10:00'), moment('2025-06-02T09:00'), moment('2025-10-10T15:00')];
const whole = makePopulation({ seed: 7, families: 60 });
const districtOf = (school: School) => whole.districts.find(({ code }) => code === school.districtCode);
const [inVillage, inCity] = [8, 11].map((region) => whole.schools.filter((school) => districtOf(school)?.regionId === region)) as [
  School[],
  [School],
];
const [roomy, ...tight] = inVillage as [School, School, School, School];
/** In the villages one school has many seats of grade 1, in two languages; the others have one seat each. */
const population = {
  ...whole,
  schools: whole.schools.map((school) => {
    if (!inVillage.includes(school)) return school;
    const languages = school === roomy ? (['ky', 'ru'] as const) : (['ky'] as const);
    return {
      ...school,
      languages,
      seats: languages.map((language) => ({ grade: 1 as const, language, seats: school === roomy ? 50 : 1 })),
    };
  }),
};

let country: Country;
before(async () => {
  country = await openCountry({ population, now: stage2 });
});
after(() => country.close());
afterEach(() => country.town.setClock(stage2));

const registeredIn = (region: number) => (child: Child) => child.home.address.regionId === region;
const cityFamily = (place: number) => familyOf(population, 'one_child', place, registeredIn(11));

async function readsAll(me: Traveller, ...facts: readonly string[]): Promise<void> {
  const text = await me.text();
  for (const fact of facts) assert.ok(text.includes(fact), `“${fact}” is missing in: ${text}`);
}

/** Signs a family in and opens the child's page at a moment of the campaign; enrols it at the school of its registered address before, if asked. */
async function come(me: Traveller, place: number, at: Moment, enrolFirst = false): Promise<string> {
  const { mother, child } = cityFamily(place);
  if (enrolFirst) country.town.setClock(stage1);
  await me.signIn(mother);
  await me.openChild(child);
  if (enrolFirst) {
    await me.page.getByRole('radio').first().check();
    await me.press(words[me.language].enrol);
    assert.ok(await isEnrolled(me));
    country.town.setClock(at);
    await me.go(`/children/${idOnPage(me)}`);
  }
  return idOnPage(me);
}

/** From the oblast to a school of the village; ends where the language is chosen. */
async function goTo(me: Traveller, school: School): Promise<void> {
  await me.follow(districtOf(school)?.region[me.language] ?? '?');
  await me.follow(school.name[me.language] ?? '?');
}

/** Somebody else takes the one seat of a small school. */
async function fill(school: School): Promise<void> {
  const { application, school: schools } = country.town.composed.mektep;
  const [other] = await parents(country.town, cityFamily(0).child.home, 1);
  assert.ok(other);
  const id = (await schools.freeSeats()).schools.find((one) => one.school.name.ru === school.name.ru)?.school.id ?? '';
  const page = await application.choose(other.who, other.child, { grade: null, region: null, district: null, school: id });
  assert.ok(page?.choice?.step === 'language' && page.draft !== null);
  const answer = await application.enrol(other.who, { draft: page.draft, wishes: [page.choice.pools[0]?.id ?? 0] });
  assert.ok(answer.kind === 'answered' && answer.arrival.outcome === 'enrolled');
}

const ways = [
  { language: 'ru', script: true, width: 360 },
  { language: 'ky', script: false, width: 320 },
] as const;
for (const [place, how] of ways.entries()) {
  const reads = { ru: 'Russian', ky: 'Kyrgyz' }[how.language];
  test(`KG25-5.3/from-elsewhere KG25-21.13/another-school KG25-21.13/oblast-then-district KG25-21.13/choose-one KG25-21.13/language KG25-21.13/press-and-message a city family that reads ${reads} chooses oblast, school and language in another oblast, ${how.script ? 'with' : 'without'} scripts`, async () => {
    const me = await country.travel(how);
    const id = await come(me, place, stage2);
    await readsAll(me, me.t('choose.open_text'), me.t('clause.link', { clause: '21' }));
    await me.follow(me.t('choose.begin'));
    assert.equal(await me.page.getByRole('heading', { level: 1 }).innerText(), me.t('choice_step.region'));
    await me.follow(districtOf(roomy)?.region[how.language] ?? '?');
    assert.equal(await me.page.getByRole('heading', { level: 1 }).innerText(), me.t('choice_step.school'));
    await me.follow(roomy.name[how.language] ?? '?');
    const languages = await me.page
      .getByRole('radio')
      .evaluateAll((radios) => radios.map((radio) => (radio as HTMLInputElement).labels?.[0]?.innerText));
    assert.deepEqual([...languages].sort(), [me.t('taught.ky'), me.t('taught.ru')].sort());
    assert.equal(await me.press(words[how.language].enrol), 400, 'a language must be chosen');
    await readsAll(me, me.t('problem.pool_missing'), roomy.name[how.language] ?? '?');
    await me.choose(me.t('taught.ru'));
    assert.equal(await me.press(words[how.language].enrol), 200);
    assert.ok(await isEnrolled(me));
    assert.equal(new URL(me.page.url()).pathname, `/children/${id}`);
    await readsAll(me, roomy.name[how.language] ?? '?', me.t('taught.ru'));
    await me.close();
  });
}

test('KG25-21.13/oblast-then-district the way goes through the district where an oblast has several, and each step leads back to the one before', async () => {
  const me = await country.travel({ script: true });
  const id = await come(me, 2, stage2);
  await me.follow(me.t('choose.begin'));
  const [city] = inCity;
  await me.follow(districtOf(city)?.region.ru ?? '?');
  assert.equal(await me.page.getByRole('heading', { level: 1 }).innerText(), me.t('choice_step.district'));
  await me.follow(districtOf(city)?.name.ru ?? '?');
  await me.follow(city.name.ru);
  const steps = ['choice_step.school', 'choice_step.district', 'choice_step.region'] as const;
  for (const [place, back] of (['choose.other_school', 'choose.other_district', 'choose.other_region'] as const).entries()) {
    await me.follow(me.t(back));
    assert.equal(await me.page.getByRole('heading', { level: 1 }).innerText(), me.t(steps[place] ?? 'choice_step.region'));
  }
  await me.follow(me.t('nav.back'));
  assert.equal(new URL(me.page.url()).pathname, `/children/${id}`);
  await me.go(`/children/${id}/choose?region=99&district=x&school=nobody&grade=7`);
  assert.equal(
    await me.page.getByRole('heading', { level: 1 }).innerText(),
    me.t('choice_step.region'),
    'what an address names wrongly is simply not chosen',
  );
  await me.close();
});

test('KG22-1/move-to-free-places KG25-21.13/another-school a child with a guaranteed place moves: told that the place is kept, then which one was given back', async () => {
  const me = await country.travel({ language: 'ky', script: true });
  const id = await come(me, 3, stage2, true);
  const own = (await me.page.getByRole('status').innerText()).replaceAll('\u00a0', ' ').split('\n').at(-1) ?? '?';
  await readsAll(me, me.t('choose.move_text'));
  await me.follow(me.t('choose.move_begin'));
  await goTo(me, roomy);
  await readsAll(me, own, me.t('choose.kept_press'));
  await me.choose(me.t('taught.ky'));
  await me.page.getByRole('button', { name: words.ky.enrol, exact: true }).dblclick();
  await me.page.waitForURL(`**/children/${id}`);
  assert.ok(await isEnrolled(me));
  await readsAll(me, roomy.name.ky ?? '?', me.t('child.released'), own);
  assert.equal(await arrivalsOf(country.town, id), 2, 'one enrolment and one move, however often it was pressed');
  await me.close();
});

test('KG25-21.13/free-places-only a school that fills up between the list and the press: the family reads why, keeps its place, and chooses again', async () => {
  const me = await country.travel({ script: true });
  const id = await come(me, 4, stage2, true);
  const [small] = tight;
  await me.follow(me.t('choose.move_begin'));
  await goTo(me, small);
  await fill(small);
  await me.press(words.ru.enrol);
  assert.equal(new URL(me.page.url()).pathname, `/children/${id}`);
  await readsAll(
    me,
    me.t('child.move_refused'),
    me.t('refusal.no_places', { opensAt: 'none' }),
    me.t('child.place_kept'),
    me.t('remedy.other_school'),
  );
  assert.ok(await isEnrolled(me), 'the old place is kept');

  await me.follow(me.t('choose.move_begin'));
  await me.follow(districtOf(small)?.region.ru ?? '?');
  assert.equal(
    await me.page.getByRole('link', { name: small.name.ru, exact: true }).count(),
    0,
    'a school without free seats is not shown',
  );
  await me.follow(roomy.name.ru);
  await me.choose(me.t('taught.ky'));
  await me.press(words.ru.enrol);
  await readsAll(me, roomy.name.ru, me.t('child.released'));
  await me.close();
});

test('two parents choose different schools: the first to press wins, and the second reads that the answer is to the first', async () => {
  const { mother, father, child } = cityFamily(5);
  const [hers, his] = [await country.travel(), await country.travel({ language: 'ky' })];
  for (const [me, parent, school] of [
    [hers, mother, roomy],
    [his, father, tight[1]],
  ] as const) {
    await me.signIn(parent);
    await me.openChild(child);
    await me.follow(me.t('choose.begin'));
    await goTo(me, school);
    await me.page.getByRole('radio').first().check();
  }
  await hers.press(words.ru.enrol);
  assert.ok(await isEnrolled(hers));
  await his.press(words.ky.enrol);
  await readsAll(his, his.t('child.earlier'), roomy.name.ky ?? '?');
  assert.equal(await arrivalsOf(country.town, idOnPage(hers)), 1);
  await Promise.all([hers.close(), his.close()]);
});

test('KG25-21.13/window KG25-26/start-and-end-of-registration a minute before 2 June 9:00 and on 16 August nothing can be pressed; a form kept open is told when it opens again', async () => {
  const me = await country.travel();
  const id = await come(me, 6, stage2);
  await me.follow(me.t('choose.begin'));
  await goTo(me, roomy);
  const form = me.page.url().slice(country.town.origin.length);
  await me.choose(me.t('taught.ky'));
  country.town.setClock(moment('2025-08-16T00:00'));
  assert.equal(await me.press(words.ru.enrol), 425);
  await readsAll(me, '1 сентября 2025 года', me.t('clause.link', { clause: '30' }));
  for (const [now, opens] of [
    ['2025-06-02T08:59', '2 июня 2025 года, 9:00'],
    ['2025-08-16T00:01', '1 сентября 2025 года'],
  ] as const) {
    country.town.setClock(moment(now));
    await me.go(form);
    assert.equal(await me.page.getByRole('button', { name: words.ru.enrol, exact: true }).count(), 0, 'at most a claim is prepared');
    await me.go(`/children/${id}`);
    await readsAll(me, opens);
    assert.equal(await me.page.getByRole('button', { name: words.ru.enrol, exact: true }).count(), 0);
  }
  assert.equal(await arrivalsOf(country.town, id), 0);
  await me.close();
});

test('KG25-21.13/another-school a family that gave up its guaranteed place chooses a school in stage 2', async () => {
  const me = await country.travel();
  country.town.setClock(stage1);
  const id = await come(me, 7, stage1);
  await me.follow(words.ru.decline);
  await me.choose(nineReasons.ru[4]);
  await me.choose(me.t('decline.understood'));
  await me.press(words.ru.decline);
  country.town.setClock(stage2);
  await me.go(`/children/${id}`);
  await readsAll(me, me.t('child.declined'), me.t('choose.open_text'));
  await me.follow(me.t('choose.begin'));
  await goTo(me, roomy);
  await me.choose(me.t('taught.ky'));
  await me.press(words.ru.enrol);
  assert.ok(await isEnrolled(me));
  await me.close();
});

test('KG25-30/arrived-during-the-year KG25-30/where-places-are-free KG25-30/applies-electronically during the school year a family that has arrived chooses a school; whoever has a place reads what is possible', async () => {
  const settled = await country.travel({ language: 'ky' });
  await come(settled, 8, schoolYear, true);
  await readsAll(settled, settled.t('choose.no_move_text'), settled.t('clause.link', { clause: '30' }));
  assert.equal(await settled.page.getByRole('link', { name: settled.t('choose.move_begin'), exact: true }).count(), 0);

  const me = await country.travel();
  await come(me, 9, schoolYear);
  await me.follow(me.t('choose.begin'));
  await goTo(me, roomy);
  await me.choose(me.t('taught.ru'));
  await me.press(words.ru.enrol);
  assert.ok(await isEnrolled(me));
  await readsAll(me, me.t('clause.link', { clause: '30' }), 'договоритесь со школой о дне');
  await Promise.all([settled.close(), me.close()]);
});

test('KG25-5.2/by-decision-only a child of whom the commission decides is not led to the choice', async () => {
  const { mother, child } = familyOf(population, 'older_than_8');
  const me = await country.travel();
  await me.signIn(mother);
  await me.openChild(child);
  await readsAll(me, nameOf(child), me.t('remedy.go_to_commission'));
  assert.equal(await me.page.getByRole('link', { name: me.t('choose.begin'), exact: true }).count(), 0);
  await me.go(`/children/${idOnPage(me)}/choose`);
  assert.equal(new URL(me.page.url()).pathname, `/children/${idOnPage(me)}`);
  await me.close();
});
