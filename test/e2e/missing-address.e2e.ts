import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { policies } from '#domain/policy/registry.ts';
import { makePopulation } from '#simulators/population/make-population.ts';
import type { Adult } from '#simulators/population/population.ts';
import { isEnrolled, journalLines, words } from '#test/support/journey-facts.ts';
import { asActor } from '#test/support/crowd.ts';
import { control, type Country, familyOf, openCountry, type Traveller } from '#test/support/journey.ts';
import { appointIn } from '#test/support/offices.ts';
import { until } from '#test/support/until.ts';

let country: Country;
before(async () => {
  const campaign = policies['kg-2025'];
  country = await openCountry({ population: makePopulation({ seed: 7, families: 400, campaign }) });
});
after(() => country.close());

async function readsAll(me: Traveller, ...facts: readonly string[]): Promise<void> {
  const text = await me.text();
  for (const fact of facts) assert.ok(text.includes(fact), `“${fact}” is missing in: ${text}`);
}

/** Fathers of families without troubles have offices beside. */
const fatherOf = (place: number): Adult => familyOf(country.town.population, 'one_child', place).father;

/** The parent asks; gives the school the request went to first, its district, and the request's id. */
async function ask(me: Traveller, place: number) {
  const { mother, child } = familyOf(country.town.population, 'no_school', place);
  await me.signIn(mother);
  await me.openChild(child);
  await me.follow(me.t('missing.ask'));
  await me.press(me.t('missing.send'));
  await readsAll(me, me.t('missing.sent'), me.t('missing.schools'), me.t('answer_state.open'));
  const house = child.home.address.house.trim();
  const rows = await asActor(country.town, 'system', (tx) =>
    tx
      .selectFrom('address_request_school as a')
      .innerJoin('address_request as r', 'r.id', 'a.request_id')
      .innerJoin('school as s', 's.id', 'a.school_id')
      .select(['r.id', 'a.school_id', 's.district_id', 's.name', 'r.sent_at'])
      .orderBy('r.sent_at', 'desc')
      .orderBy('s.number')
      .limit(1)
      .execute(),
  );
  const [row] = rows;
  assert.ok(row, 'the request went to a school');
  return { child, house, request: row.id, school: row.school_id, name: row.name, district: row.district_id };
}

async function officer(adult: Adult, office: Parameters<typeof appointIn>[2], to: string, how: Parameters<Country['travel']>[0]) {
  await appointIn(country.town, adult, office);
  const me = await country.travel(how);
  await me.signIn(adult, to);
  return me;
}

const ways = [
  { language: 'ru', reads: 'Russian', place: 0, width: 320 },
  { language: 'ky', reads: 'Kyrgyz', place: 1, width: 360 },
] as const;

for (const { language, reads, place, width } of ways) {
  test(`KG25-18.4/on-request-with-confirmed-registration KG25-18.4/must-add KG25-21.8/turns-to-nearest-school KG25-21.8/director-adds a parent who reads ${reads} asks, the director adds, the parent hears it and enrols, the district reviews: without scripts`, async () => {
    const how = { language, script: false, width };
    const me = await country.travel(how);
    const { child, house, request, school, name, district } = await ask(me, place);
    const schoolName = name[language] ?? name.ru;

    const director = await officer(fatherOf(3 * place), { role: 'director', school }, `/office/schools/${school}`, how);
    await director.follow(director.t('office.requests'));
    const text = await director.text();
    assert.ok(text.includes(house) && !text.includes(child.name.given), 'the address and no name of a child');
    await director.page.getByRole('link', { name: house }).first().click();
    await director.look();
    await control(country.town, 'mode', { service: 'asbAddress', mode: 'down' });
    assert.equal(await director.press(director.t('office.add')), 503);
    await readsAll(director, director.t('answer_kind.outage'));
    await control(country.town, 'mode', { service: 'asbAddress', mode: 'ok' });
    assert.equal(await director.press(director.t('office.refuse')), 400);
    await readsAll(director, director.t('problem.refusal_reason_missing'), director.t('problem.refusal_words_missing'));
    assert.equal(await director.press(director.t('office.add')), 200);
    await readsAll(director, director.t('answer_kind.added'), director.t('answer_state.added'));
    assert.equal(await director.page.getByRole('button', { name: director.t('office.add') }).count(), 0);

    await me.go('/notices');
    await readsAll(me, schoolName);
    await me.go('/children');
    await me.openChild(child);
    await readsAll(me, schoolName);
    await me.page.getByRole('radio').first().check();
    await me.press(words[language].enrol);
    assert.ok(await isEnrolled(me));

    const officerOf = await officer(fatherOf(3 * place + 1), { role: 'district', district }, `/office/districts/${district}`, how);
    await flagged(school);
    await officerOf.follow(officerOf.t('additions.link'));
    await readsAll(officerOf, schoolName, officerOf.t('boundary_source.request'), officerOf.t('additions.gave', { count: 1 }));
    await officerOf.page.getByRole('link', { name: schoolName }).first().click();
    await officerOf.choose(officerOf.t('review_verdict.complaint'));
    assert.equal(await officerOf.press(officerOf.t('additions.save')), 400);
    await readsAll(officerOf, officerOf.t('problem.complaint_words_missing'));
    await officerOf.page.getByLabel(officerOf.t('additions.note')).fill('Үй чек арадан сырткары көрүнөт / дом кажется за границей');
    assert.equal(await officerOf.press(officerOf.t('additions.save')), 200);
    await readsAll(officerOf, officerOf.t('review_verdict.complaint'));

    await me.go(`/schools/${school}`);
    await readsAll(me, me.t('additions.public', { count: 1, requested: 1 }));
    for (const act of ['address_request.sent', 'address_request.added'])
      assert.equal(await journalLines(country.town, act, request), 1, act);
    for (const one of [me, director, officerOf]) await one.close();
  });
}

async function flagged(school: string): Promise<void> {
  await until('the flag of the enrolment', async () => {
    const rows = await asActor(country.town, 'system', (tx) =>
      tx
        .selectFrom('boundary_flag as f')
        .innerJoin('boundary_version as v', 'v.id', 'f.version_id')
        .select('f.arrival_seq')
        .where('v.school_id', '=', school)
        .execute(),
    );
    return rows.length > 0;
  });
}

test('KG25-21.8/request-keeps-its-time a director refuses with a reason and words, and the family reads both', async () => {
  const me = await country.travel({ language: 'ru', script: true, width: 320 });
  const { request, school } = await ask(me, 2);
  const director = await officer(fatherOf(6), { role: 'director', school }, `/office/schools/${school}/requests/${request}`, {
    script: true,
    width: 360,
  });
  await director.choose(director.t('refusal_reason.registration_not_confirmed'));
  await director.page.getByLabel(director.t('office.refuse_words')).fill('К школе относятся дома с 1 по 50');
  assert.equal(await director.press(director.t('office.refuse')), 422);
  await readsAll(director, director.t('problem.registration_confirmed'));
  assert.equal(await director.page.getByLabel(director.t('office.refuse_words')).inputValue(), 'К школе относятся дома с 1 по 50');
  await director.choose(director.t('refusal_reason.outside_boundaries'));
  assert.equal(await director.press(director.t('office.refuse')), 200);
  await readsAll(director, director.t('answer_kind.refused'));
  await me.page.reload();
  await me.look();
  await readsAll(me, me.t('refusal_reason.outside_boundaries'), 'К школе относятся дома с 1 по 50');
  for (const one of [me, director]) await one.close();
});

test('KG25-18.8/quotas-checked KG25-18.8/boundaries-checked KG25-18.8/list-entry-checked a director checks three parts off, the district and the ministry see who is not ready, and a change undoes its check', async () => {
  const [{ id: school, district_id: district } = { id: '', district_id: 0 }] = await asActor(country.town, 'system', (tx) =>
    tx.selectFrom('school').select(['id', 'district_id']).orderBy('number').limit(1).execute(),
  );
  const director = await officer(fatherOf(7), { role: 'director', school }, `/office/schools/${school}/readiness`, {
    script: true,
    width: 320,
  });
  for (const part of ['entry', 'quota', 'boundaries'] as const) {
    const name = director.t('readiness.confirm', { part: director.t(`readiness_part.${part}`) });
    assert.equal(await director.press(name), 200);
    assert.equal(await director.page.getByRole('button', { name }).count(), 0);
  }
  const minister = await officer(fatherOf(8), { role: 'ministry' }, '/office', { language: 'ky', script: true, width: 360 });
  await minister.follow(minister.t('readiness.title'));
  const total = country.town.population.schools.length;
  await readsAll(minister, minister.t('readiness.ready', { ready: 1, schools: total }));
  await minister.go(`/office/districts/${district}/readiness`);
  await readsAll(minister, minister.t('readiness.ready_list'), minister.t('readiness.not_ready'));
  await asActor(country.town, 'system', (tx) =>
    tx.updateTable('school').set({ director: 'Другой Директор' }).where('id', '=', school).execute(),
  );
  await director.go(`/office/schools/${school}/readiness`);
  await readsAll(director, 'Изменилось после проверки', 'Другой Директор');
  await minister.go('/office/readiness');
  await readsAll(minister, minister.t('readiness.ready', { ready: 0, schools: total }));
  for (const one of [director, minister]) await one.close();
});

test('KG25-21.8b/as-a-map a school’s boundaries are drawn and written: a schematic first, a map once a file says where the streets lie', async () => {
  const [{ id: school } = { id: '' }] = await asActor(country.town, 'system', (tx) =>
    tx.selectFrom('school').select('id').orderBy('number').limit(1).execute(),
  );
  const me = await country.travel({ language: 'ky', script: true, width: 320 });
  await me.go(`/schools/${school}`);
  await me.follow(me.t('map.title'));
  await readsAll(me, me.t('map.schematic'));
  const streets = await me.page.getByRole('row').count();
  assert.ok(streets > 1);
  assert.equal(await me.page.getByRole('img').count(), 1);
  await asActor(country.town, 'system', async (tx) => {
    const own = await tx.selectFrom('boundary').select('street_id').distinct().where('school_id', '=', school).execute();
    const lines = (place: number) =>
      JSON.stringify([
        [
          [74.5 + place / 100, 42.8],
          [74.51 + place / 100, 42.82],
        ],
      ]);
    await tx
      .insertInto('street_place')
      .values(own.map(({ street_id }, place) => ({ street_id, lines: lines(place), longitude: 74.5, latitude: 42.81, source: 'test' })))
      .execute();
    await tx.insertInto('school_place').values({ school_id: school, longitude: 74.505, latitude: 42.81, source: 'test' }).execute();
  });
  const later = await country.travel({ language: 'ru', script: true, width: 360 });
  await later.go(`/schools/${school}/map`);
  assert.ok(!(await later.text()).includes(later.t('map.schematic')));
  assert.equal(await later.page.getByRole('img').count(), 1);
  assert.equal(await later.page.getByRole('row').count(), streets, 'the table says the same');
  for (const one of [me, later]) await one.close();
});
