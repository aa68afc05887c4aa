import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { moment } from '#domain/core/day.ts';
import type { FamilyTag } from '#simulators/population/family-plans.ts';
import { idOnPage, isEnrolled, nineReasons, words } from '#test/support/journey-facts.ts';
import { control, type Country, familyOf, nameOf, openCountry, schoolsFor, type Traveller } from '#test/support/journey.ts';

const usual = moment('2025-05-12T10:00');
let country: Country;
before(async () => {
  country = await openCountry();
});
after(() => country.close());
afterEach(() => country.town.setClock(usual));

const family = (tag: FamilyTag, place = 0) => familyOf(country.town.population, tag, place);
const enrolButton = (me: Traveller) => me.page.getByRole('button', { name: words[me.language].enrol, exact: true });

async function readsAll(me: Traveller, ...facts: readonly string[]): Promise<void> {
  const text = await me.text();
  for (const fact of facts) assert.ok(text.includes(fact), `“${fact}” is missing in: ${text}`);
}

for (const [place, language] of (['ru', 'ky'] as const).entries()) {
  const centre = { ru: 'Центр обслуживания населения (ЦОН)', ky: 'Калкты тейлөө борборуна (КТБ)' }[language];
  test(`KG25-21.7/told-where-to-go KG25-21.7/what-is-done-there KG25-21.7/refreshes a parent who sees no child is sent to the service centre (${centre}), refreshes afterwards, and sees the child`, async () => {
    const { mother, child } =
      place === 0 ? family('no_child_shown') : { ...family('no_child_shown'), mother: family('no_child_shown').father };
    const me = await country.travel({ language, script: true, width: 320 });
    await me.signIn(mother);
    assert.equal(await me.page.getByRole('article').count(), 0);
    await readsAll(me, me.t('children.none'), centre, me.t('help.no_children_two'));
    await me.press(me.t('children.refresh'));
    assert.equal(await me.page.getByRole('article').count(), 0, 'refreshing alone mends nothing');

    await control(country.town, 'link', { parent: mother.pin, child: child.pin });
    await me.press(me.t('children.refresh'));
    await readsAll(me, me.t('children.refreshed'), nameOf(child));
    await me.openChild(child);
    assert.ok(await enrolButton(me).isVisible());
    await me.close();
  });
}

test('KG25-21.8/registration-wrong a parent whose house no school names is told whom to ask; when the registration is mended, the school is there', async () => {
  const { mother, child } = family('no_school');
  const me = await country.travel({ language: 'ky', script: true });
  await me.signIn(mother);
  await me.openChild(child);
  await readsAll(me, me.t('refusal.no_school_for_address'), me.t('remedy.ask_nearest_school'));
  assert.equal(await enrolButton(me).count(), 0);
  const home = family('one_child').child;
  await control(country.town, 'address', { pin: mother.pin, address: home.home.address });
  await me.go('/children');
  await me.press(me.t('children.refresh'));
  await me.openChild(child);
  await readsAll(me, schoolsFor(country.town.population, home)[0]?.name.ky ?? '?');
  assert.ok(await enrolButton(me).isVisible());
  await me.close();
});

const notThisYear = [
  { tag: 'older_than_8', who: 'is older than eight', told: 'Ребёнок старше возраста', remedy: 'remedy.go_to_commission' },
  { tag: 'born_2017', who: 'was born in 2017', told: 'Год рождения ребёнка не назван', remedy: 'remedy.go_to_commission' },
  { tag: 'too_young', who: 'is too young', told: 'Ребёнок ещё мал', remedy: 'remedy.next_campaign' },
] as const;
for (const { tag, who, told, remedy } of notThisYear) {
  test(`KG25-5.2/by-decision-only KG25-27/all-children a parent whose child ${who} reads why not now and where to go, and nobody is merely turned away`, async () => {
    const { mother, child } = family(tag);
    const me = await country.travel({ script: true });
    await me.signIn(mother);
    await readsAll(me, nameOf(child), told);
    await me.openChild(child);
    await readsAll(me, told, me.t(remedy), me.t('child.what_to_do'));
    assert.ok(await me.page.getByRole('link', { name: me.t('clause.link', { clause: tag === 'too_young' ? '21' : '5' }) }).count());
    assert.equal(await enrolButton(me).count(), 0);
    await me.close();
  });
}

test('KG25-5.2/child-without-documents KG25-21.7/told-where-to-go a parent whose child has no birth act is shown the way to the service centre', async () => {
  const me = await country.travel({ language: 'ky', script: true });
  await me.signIn(family('no_birth_act').mother);
  assert.equal(await me.page.getByRole('article').count(), 0);
  await readsAll(me, me.t('children.without_act', { count: 1 }), 'КТБ');
  await me.close();
});

const closedAt = [
  { now: '2025-03-31T12:00', when: 'on 31 March', says: '1 апреля 2025 года, 9:00' },
  { now: '2025-06-02T08:59:10', when: 'one minute before stage 2', says: '2 июня 2025 года, 9:00' },
  { now: '2025-08-20T12:00', when: 'on 20 August', says: '1 сентября 2025 года' },
] as const;
for (const { now, when, says } of closedAt) {
  test(`KG25-21.1/until-1-june KG25-26/start-and-end-of-registration a parent who comes ${when} reads when it opens, and nothing can be pressed`, async () => {
    country.town.setClock(moment(now));
    const { mother, child } = family('mother_alone');
    const me = await country.travel({ script: true });
    await me.signIn(mother);
    await readsAll(me, says);
    await me.openChild(child);
    await readsAll(me, says);
    assert.equal(await enrolButton(me).count(), 0);
    await me.close();
  });
}

test('KG25-21.1/until-1-june KG25-26/start-and-end-of-registration a form opened in the last minute of 1 June is taken in it, and after it the page says when stage 2 opens', async () => {
  const { town } = country;
  town.setClock(moment('2025-06-01T23:50'));
  const [early, late] = [family('one_child', 0), family('one_child', 1)];
  const [one, other] = [await country.travel({ script: true }), await country.travel({ language: 'ky', script: true })];
  for (const [me, { mother, child }] of [
    [one, early],
    [other, late],
  ] as const) {
    await me.signIn(mother);
    await me.openChild(child);
    await me.page.getByRole('radio').first().check();
  }
  await one.press(words.ru.enrol);
  assert.ok(await isEnrolled(one));
  town.setClock(moment('2025-06-02T00:00:30'));
  assert.equal(await other.press(words.ky.enrol), 425);
  await readsAll(other, '2025-жылдын 2-июну, саат 9:00', other.t('remedy.wait'));
  await other.follow(other.t('nav.back'));
  assert.equal(await enrolButton(other).count(), 0);
  await Promise.all([one.close(), other.close()]);
});

test('KG25-21.10/cannot-claim-again after a decline stage 2 is open, and the guaranteed place is still lost', async () => {
  const { mother, child } = family('second_grader');
  const me = await country.travel({ script: true });
  await me.signIn(mother);
  await me.openChild(child);
  const page = `/children/${idOnPage(me)}`;
  await me.follow(words.ru.decline);
  await me.choose(nineReasons.ru[6]);
  await me.choose(me.t('decline.understood'));
  await me.press(words.ru.decline);
  await readsAll(me, '2 июня 2025 года, 9:00');
  country.town.setClock(moment('2025-06-02T09:00:05'));
  await me.go(page);
  await readsAll(me, me.t('child.declined'), me.t('child.declined_lost'));
  assert.ok(!(await me.text()).includes('гарантировано'), 'stage 2 promises no guaranteed place');
  await me.close();
});
