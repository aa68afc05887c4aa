import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { moment } from '#domain/core/day.ts';
import { policies } from '#domain/policy/registry.ts';
import { makePopulation } from '#simulators/population/make-population.ts';
import { asActor } from '#test/support/crowd.ts';
import { type Household, signInAs } from '#test/support/household.ts';
import { control } from '#test/support/journey.ts';
import { officer } from '#test/support/offices.ts';
import { openTown, type Town } from '#test/support/town.ts';
import { until } from '#test/support/until.ts';
import { noAges } from '#server/ages.ts';
import { compose } from '#server/compose.ts';
import { pino } from 'pino';
import { withClient } from '#tools/postgres/bootstrap.ts';

let town: Town;
before(async () => {
  const campaign = policies['kg-2025'];
  town = await openTown({ population: makePopulation({ seed: 7, families: 400, campaign }) });
});
after(() => town.close());

const mektep = () => town.composed.mektep;

/** The mothers of families without a school, one for each test; the first and the third ask several schools. */
async function asking(place: number): Promise<Household & { readonly request: string; readonly schools: readonly string[] }> {
  const families = town.population.families.filter(({ tag }) => tag === 'no_school');
  const home = await signInAs(town, families[place]?.parents[0] ?? '');
  const sent = await mektep().addressRequest.send(home.who, home.childId);
  assert.equal(sent?.request?.state, 'sent');
  const rows = await asActor(town, 'system', (tx) =>
    tx
      .selectFrom('address_request as r')
      .innerJoin('address_request_school as a', 'a.request_id', 'r.id')
      .select(['r.id', 'a.school_id'])
      .where('r.child_id', '=', home.childId)
      .execute(),
  );
  const request = rows[0]?.id;
  assert.ok(request !== undefined, 'the request went to a school');
  return { ...home, request, schools: rows.map(({ school_id: id }) => id) };
}

/** The same request of another child of the house, as if the family had asked for her, too. */
async function sisterOf({ request }: { readonly request: string }): Promise<string> {
  return withClient(town.test.ownerUrl, async (client) => {
    const { rows } = await client.query<{ id: string }>(
      `insert into address_request (campaign_id, child_id, person_id, address, bureau_answered_at, sent_at, answer_by)
       select r.campaign_id, (select c.id from child c where c.id <> r.child_id limit 1), r.person_id, r.address, r.bureau_answered_at, r.sent_at, r.answer_by
       from address_request r where r.id = $1 returning id`,
      [request],
    );
    const id = rows[0]?.id ?? '';
    await client.query(
      `insert into address_request_school (request_id, school_id, child_id, why)
       select $1, s.school_id, (select child_id from address_request where id = $1), s.why from address_request_school s where s.request_id = $2`,
      [id, request],
    );
    return id;
  });
}

const linesOf = (act: string) =>
  asActor(town, 'system', (tx) => tx.selectFrom('journal').select(['actor', 'subject', 'detail']).where('act', '=', act).execute());

function noticesCome(home: Household, count: number) {
  return until('the notice', async () => {
    const { notices } = await mektep().notice.inbox(home.who, null);
    return notices.length >= count && notices;
  });
}

test('KG25-18.4/on-request-with-confirmed-registration KG25-18.4/must-add KG25-21.8/director-adds the director adds a confirmed house: it counts at once in every process, the family hears it and is enrolled from there', async () => {
  const home = await asking(0);
  const [school = ''] = home.schools;
  const director = await officer(town, 0, { role: 'director', school });
  town.setClock(moment('2025-05-13T11:30'));
  const [open] = await mektep().addressAnswer.openOfSchool(director.who, school);
  assert.equal(open?.id, home.request);
  assert.deepEqual([open.clock?.answerBy, open.clock?.workingDaysLeft, open.address.flat], ['2025-05-15', 2, null]);
  const other = await compose(town.config, town.database, pino({ level: 'silent' }), town.clock, noAges);
  const { address } = await mektep().person.family(home.who.person);
  assert.ok(address);
  assert.equal((await other.mektep.catchment.resolve(address)).resolution.kind, 'none');

  assert.deepEqual(await mektep().addressAnswer.add(director.who, school, home.request), { kind: 'added' });
  const found = (await other.mektep.catchment.resolve(address)).resolution;
  assert.ok(found.kind === 'found');
  assert.deepEqual([found.matches[0].schoolId, found.matches[0].boundary.act.title.ru], [school, 'Решение директора о включении адреса']);
  await other.close();

  const answered = await mektep().addressRequest.of(home.who, home.childId);
  assert.deepEqual([answered?.isMissing, answered?.request?.state, answered?.request?.at.slice(0, 10)], [false, 'added', '2025-05-12']);
  const notices = await noticesCome(home, 1);
  assert.equal(notices[0]?.kind, 'address_added');
  assert.ok(notices[0].school?.ru);
  const page = await home.page();
  const pool = page.proposals.find((one) => one.school.id === school)?.pools[0]?.id ?? 0;
  assert.equal((await mektep().application.enrol(home.who, { draft: page.enrolDraft ?? '', wishes: [pool] })).kind, 'answered');
  assert.equal((await home.page()).place?.school.id, school);

  const looks = await linesOf('child.address_looked_at');
  assert.deepEqual(looks[0], {
    actor: `person:${director.who.person}`,
    subject: home.childId,
    detail: { request: home.request, office: school },
  });

  const district = (await mektep().staff.school(director.who, school))?.districtId ?? 0;
  await until('the flag', async () => (await mektep().addition.ofDistrict(district)).changes[0]?.touched.gave === 1);
  const [addition] = (await mektep().addition.ofDistrict(district)).changes;
  assert.ok(addition);
  assert.deepEqual(
    [addition.source, addition.touched, addition.review, addition.changes[0]?.came.length],
    ['request', { gave: 1, took: 0 }, null, 1],
  );
  assert.equal((await linesOf('boundaries.decision_touched'))[0]?.subject, school, 'the journal flags it');
  const district1 = await officer(town, 1, { role: 'district', district });
  const review = { verdict: 'complaint' as const, note: 'Дом лежит за границей', key: randomUUID(), seen: '' };
  assert.equal(await mektep().addition.review(district1.who, district, addition.version, review), 'kept');
  assert.equal(await mektep().addition.review(district1.who, district, addition.version, review), 'kept');
  assert.equal((await linesOf('boundaries.reviewed')).length, 1, 'the same word twice is one');
  assert.equal((await mektep().addition.one(district, addition.version))?.review?.verdict, 'complaint');
  assert.equal(
    await mektep().addition.review(district1.who, district + 1, addition.version, review),
    'unknown',
    'another district has no such version',
  );
  assert.deepEqual(await mektep().addition.added(school), { changes: 1, requested: 1 });
});

test('KG25-21.8/director-adds two directors who add at once have one effect, and the second reads what was decided', async () => {
  const home = await asking(1);
  const sister = await sisterOf(home);
  const [first = '', second = ''] = home.schools;
  assert.ok(second !== '', 'two schools were asked');
  const directors = [
    await officer(town, 2, { role: 'director', school: first }),
    await officer(town, 3, { role: 'director', school: second }),
  ] as const;
  const answers = await Promise.all([
    mektep().addressAnswer.add(directors[0].who, first, home.request),
    mektep().addressAnswer.add(directors[1].who, second, home.request),
  ]);
  const kinds = answers.map((answer) => answer?.kind).toSorted();
  assert.equal(kinds.filter((kind) => kind === 'added').length, 1, kinds.join());
  assert.ok(kinds.every((kind) => kind === 'added' || kind === 'answered_before' || kind === 'served_already'));
  const versions = await asActor(town, 'system', (tx) =>
    tx.selectFrom('boundary_version').select('id').where('key', '=', home.request).execute(),
  );
  assert.equal(versions.length, 1);
  const late = await mektep().addressAnswer.refuse(directors[1].who, second, home.request, {
    reason: 'other_school',
    words: 'Дом другой школы',
  });
  assert.deepEqual(late, { kind: 'answered_before' });
  assert.equal((await mektep().addressAnswer.request(directors[1].who, second, home.request))?.state, 'added');
  const others = await asActor(town, 'system', (tx) => tx.selectFrom('address_request').select('state').where('id', '=', sister).execute());
  assert.deepEqual(others, [{ state: 'added' }], 'a sister who asked for the same house is answered by the same act');
});

test('KG25-21.8/request-keeps-its-time a refusal names its reason; the family hears it when the last school has answered', async () => {
  const home = await asking(2);
  assert.ok(home.schools.length > 1, 'several schools were asked');
  const directors = await Promise.all(home.schools.map((school, place) => officer(town, 4 + place, { role: 'director', school })));
  for (const [place, school] of home.schools.entries()) {
    const who = directors[place]?.who;
    assert.ok(who);
    assert.equal((await mektep().addressRequest.of(home.who, home.childId))?.request?.state, 'sent');
    const refusal = { reason: 'outside_boundaries' as const, words: 'К школе относятся дома до 50' };
    assert.deepEqual(await mektep().addressAnswer.refuse(who, school, home.request, refusal), { kind: 'refused' });
    assert.deepEqual(await mektep().addressAnswer.refuse(who, school, home.request, refusal), { kind: 'answered_before' });
  }
  const request = (await mektep().addressRequest.of(home.who, home.childId))?.request;
  assert.equal(request?.state, 'outside');
  assert.deepEqual(
    request.schools.map(({ state, words }) => [state, words]),
    home.schools.map(() => ['refused', 'К школе относятся дома до 50']),
  );
  assert.equal((await noticesCome(home, 1))[0]?.kind, 'address_outside');
});

test('KG25-18.4/on-request-with-confirmed-registration without the address bureau nothing is added and nothing is lost; a registration that has moved away is not added, one that stands cannot be denied', async () => {
  const home = await asking(3);
  const [school = ''] = home.schools;
  const { who } = await officer(town, 7, { role: 'director', school });
  await control(town, 'mode', { service: 'asbAddress', mode: 'down' });
  assert.deepEqual(await mektep().addressAnswer.add(who, school, home.request), { kind: 'outage', register: 'address_bureau' });
  await control(town, 'mode', { service: 'asbAddress', mode: 'ok' });
  const refusal = { reason: 'registration_not_confirmed' as const, words: 'Семья не прописана' };
  assert.deepEqual(await mektep().addressAnswer.refuse(who, school, home.request, refusal), { kind: 'registration_confirmed' });
  await control(town, 'address', { pin: home.adult.pin, address: { ...home.adult.home.address, house: '777777' } });
  assert.deepEqual(await mektep().addressAnswer.add(who, school, home.request), { kind: 'registration_differs' });
  assert.deepEqual(await mektep().addressAnswer.refuse(who, school, home.request, refusal), { kind: 'refused' });
  const state = await asActor(town, 'system', (tx) =>
    tx.selectFrom('address_request').select('state').where('id', '=', home.request).executeTakeFirst(),
  );
  assert.equal(state?.state, 'outside', 'it holds for every school');
});

test('KG25-10/each-only-his a director sees and answers what went to the school, and the database itself shows nobody else more', async () => {
  const home = await asking(4);
  const [school = ''] = home.schools;
  const foreign = town.population.schools.length;
  assert.ok(foreign > 0);
  const ids = await asActor(town, 'system', (tx) =>
    tx
      .selectFrom('school')
      .select('id')
      .where('id', 'not in', [...home.schools])
      .execute(),
  );
  const other = ids[0]?.id ?? '';
  const stranger = await officer(town, 8, { role: 'director', school: other });
  assert.equal(await mektep().addressAnswer.request(stranger.who, school, home.request), null);
  assert.equal(await mektep().addressAnswer.add(stranger.who, school, home.request), null);
  assert.equal(await mektep().staff.directed(stranger.who, school), null);
  const seen = (person: string) =>
    asActor(town, `person:${person}`, (tx) => tx.selectFrom('address_request').select('id').where('id', '=', home.request).execute());
  assert.deepEqual(await seen(stranger.who.person), []);
  const own = await officer(town, 9, { role: 'director', school });
  assert.equal((await seen(own.who.person)).length, 1);
  const districtId = (await mektep().staff.school(own.who, school))?.districtId ?? 0;
  const district = await officer(town, 10, { role: 'district', district: districtId });
  assert.equal((await seen(district.who.person)).length, 1);
  assert.ok((await mektep().addressAnswer.openOfDistrict(district.who, districtId)).some(({ id }) => id === home.request));
  assert.equal(await mektep().staff.directed(district.who, school), null, 'a district looks, it does not answer');
});

test('KG25-21.8 a house that came into the boundaries meanwhile is not added again: the family hears whose it is, and the journal says how', async () => {
  // The house of the first test: it has been in the boundaries since then.
  const [home] = await asActor(town, 'system', (tx) =>
    tx
      .selectFrom('address_request')
      .select(['id', 'school_id'])
      .where('state', '=', 'added')
      .where('school_id', 'is not', null)
      .orderBy('sent_at')
      .execute(),
  );
  const school = home?.school_id ?? '';
  const director = await officer(town, 2, { role: 'director', school });
  const later = await sisterOf({ request: home?.id ?? '' });
  assert.equal((await mektep().addressAnswer.add(director.who, school, later))?.kind, 'served_already');
  const [line] = await asActor(town, 'system', (tx) =>
    tx.selectFrom('journal').select(['actor', 'subject', 'detail']).where('act', '=', 'address_request.served_already').execute(),
  );
  assert.deepEqual([line?.actor, line?.subject], [`person:${director.who.person}`, later]);
  assert.deepEqual((line?.detail as { school: string; version: unknown }).school, school);
});
