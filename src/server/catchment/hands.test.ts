import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { sureText } from '#domain/addition/grave.ts';
import type { Proposal } from '#domain/addition/proposal.ts';
import type { BoundaryLine } from '#domain/catchment/boundary-version.ts';
import { addDays, type Day, dayOf, moment } from '#domain/core/day.ts';
import type { SignedIn } from '#server/session/service.ts';
import { asActor, crowdedPopulation, pageOf, type Parent, settle } from '#test/support/crowd.ts';
import { officer } from '#test/support/offices.ts';
import { openTown, type Town } from '#test/support/town.ts';
import { withClient } from '#tools/postgres/bootstrap.ts';

const { population, home } = crowdedPopulation(200);
let town: Town;
let own: { readonly id: string; readonly district: number };
let others: readonly { readonly id: string; readonly district: number }[];
let people: Readonly<Record<'director' | 'district' | 'colleague' | 'ministry' | 'neighbour' | 'both', SignedIn>>;
before(async () => {
  town = await openTown({ population });
  const rows = await asActor(town, 'system', (tx) => tx.selectFrom('school').select(['id', 'code', 'district_id as district']).execute());
  const found = rows.find(({ code }) => code === home.schoolIds[0]);
  assert.ok(found);
  own = found;
  others = rows.filter(({ id }) => id !== found.id);
  const foreign = rows.find(({ district }) => district !== found.district)?.district ?? 0;
  const appoint = async (place: number, office: Parameters<typeof officer>[2]) => (await officer(town, place, office)).who;
  people = {
    director: await appoint(0, { role: 'director', school: found.id }),
    district: await appoint(1, { role: 'district', district: found.district }),
    colleague: await appoint(2, { role: 'district', district: found.district }),
    ministry: await appoint(3, { role: 'ministry' }),
    neighbour: await appoint(4, { role: 'district', district: foreign }),
    both: await appoint(5, { role: 'district', district: found.district }),
  };
});
after(() => town.close());

const mektep = () => town.composed.mektep;
const today = () => dayOf(mektep().campaign.now());
const actorOf = ({ person }: SignedIn) => `person:${person}` as const;
const act = { title: { ru: 'О микроучастках' }, number: '5', day: '2025-05-01' as Day };
const line = (houses: string, streetId: number): BoundaryLine => ({ streetId, houses, habit: 'one_side', act });
const current = async (school = own.id) => (await mektep().boundaries.current(school))?.lines ?? [];
const published = async (school = own.id) => (await mektep().boundaries.versions(school)).length;

/** Publishes a list of the school as somebody, from a day. */
const publish = (who: SignedIn | 'system', lines: readonly BoundaryLine[], fromDay: Day = today(), school = own.id) =>
  mektep().boundaries.publish({
    ...{ actor: who === 'system' ? who : actorOf(who), school, fromDay, lines },
    ...{ source: 'editor', ground: 'проверка', key: randomUUID() },
  });

const streetOf = (isOwn: boolean) => {
  const taken = new Set(population.schools.flatMap(({ catchment }) => catchment.map(({ streetId }) => streetId)));
  const code = population.schools.find(({ id }) => id === home.schoolIds[0])?.districtCode;
  const street = population.streets.find(({ id, districtCode }) => (districtCode === code) === isOwn && (!isOwn || !taken.has(id)));
  assert.ok(street);
  return street.id;
};

const waitingAt = async (of: { readonly district: number } | { readonly school: string }): Promise<readonly Proposal[]> =>
  (await mektep().proposal.list(of)).filter(({ state }) => state === 'waiting');
const answer = (who: SignedIn, proposal: string, need: 'second' | 'ground', district: number, agrees = true) =>
  mektep().proposal.answer(who, { proposal, need, district, agrees, words: agrees ? '' : 'Дом к школе не относится' });

/** Writes an arrival as the register would: the decision of a family's claim at the school, at a time. */
async function decided(parent: Parent, at: string, more: { readonly outcome?: string; readonly act?: string } = {}): Promise<number> {
  const { enrolDraft } = await pageOf(town, parent);
  return withClient(town.test.ownerUrl, async (client) => {
    const { rows } = await client.query<{ seq: string }>(
      `insert into arrival (campaign_id, seq, batch, draft, child_id, person_id, act, stage, route, grades, wishes, outcome, pool_id, over_quota,
         guarantee_lost, clause, next_step, received_at, homes)
       select $1, (select coalesce(max(seq), 0) + 1 from arrival), 1, $2, $3, $4, $8, 'guaranteed', 'registered_address', '{1}',
         array[(select id from pool where school_id = $5 and kind = 'general' limit 1)], $9,
         case when $9 = 'enrolled' then (select id from pool where school_id = $5 and kind = 'general' limit 1) end, false, false, '21', 'none', $6, $7
       returning seq`,
      [
        ...[mektep().campaign.id, enrolDraft ?? randomUUID(), parent.child, parent.who.person, own.id],
        new Date(mektep().campaign.epochOf(moment(at))),
        JSON.stringify([{ streetId: home.address.streetId, house: home.address.house }]),
        ...[more.act ?? 'enrol', more.outcome ?? 'enrolled'],
      ],
    );
    return Number(rows[0]?.seq);
  });
}

const look = async (seq: number) => town.composed.tasks['arrivals']?.({ campaign: mektep().campaign.id, from: seq, to: seq });
const parent = async () => {
  const [[first]] = (await settle(town, home, 1)) as unknown as [[Parent]];
  return first;
};
const flagged = async (version: string | undefined) => (await mektep().addition.one(own.district, version ?? ''))?.touched;
const newest = async () => (await mektep().boundaries.versions(own.id, 1))[0]?.id;

test('KG22-9 while families may claim, a director’s change waits for a second person; nobody agrees to her own, and a no leaves everything as it was', async () => {
  const [lines, count, street] = [await current(), await published(), streetOf(true)];
  const key = randomUUID();
  const ask = () =>
    mektep().boundaries.publish({
      ...{ actor: actorOf(people.director), school: own.id, fromDay: today(), lines: [...lines, line('901', street)] },
      ...{ source: 'editor', ground: 'новый дом', key },
    });
  const asked = await ask();
  assert.equal(asked.kind, 'waiting');
  assert.deepEqual(await ask(), asked, 'sent twice, it waits once');
  assert.deepEqual([await published(), await current()], [count, lines]);
  const [proposal] = await waitingAt({ district: own.district });
  assert.ok(proposal);
  assert.deepEqual(
    proposal.asks.map(({ need, district, answer: given }) => [need, district, given]),
    [['second', own.district, null]],
  );
  for (const who of [people.director, people.neighbour]) assert.equal(await answer(who, proposal.id, 'second', own.district), null);
  assert.deepEqual(await answer(people.district, proposal.id, 'second', own.district, false), { kind: 'refused' });
  assert.deepEqual([await published(), await current()], [count, lines]);
  assert.deepEqual(await answer(people.colleague, proposal.id, 'second', own.district), { kind: 'decided_before' });
  assert.equal((await ask()).kind, 'refused', 'the very act was not agreed to');
});

test('KG22-9 with the second’s yes it is in force in its author’s name; over a change that came between it is not published', async () => {
  const [lines, street] = [await current(), streetOf(true)];
  await publish(people.director, [...lines, line('903', street)]);
  await publish(people.director, [...lines, line('905', street)]);
  const [later, first] = await waitingAt({ school: own.id });
  assert.ok(first && later);
  const both = await Promise.all([
    answer(people.district, first.id, 'second', own.district),
    answer(people.ministry, first.id, 'second', own.district),
  ]);
  assert.deepEqual(both.map((one) => one?.kind).toSorted(), ['agreed', 'decided_before'], 'agreed to by two at once, it is one version');
  const version = await mektep().boundaries.current(own.id);
  assert.deepEqual([version?.publishedBy, version?.lines.at(-1)?.houses], [actorOf(people.director), '903']);
  assert.deepEqual(await answer(people.district, later.id, 'second', own.district), { kind: 'outdated' });
  assert.equal((await current()).at(-1)?.houses, '903');
  const journal = await asActor(town, 'system', (tx) =>
    tx.selectFrom('journal').select(['actor', 'detail']).where('act', '=', 'boundaries.agreed').where('subject', '=', first.id).execute(),
  );
  assert.equal(journal.length, 1);
  assert.equal(journal[0]?.detail['author'], actorOf(people.director));
  assert.notEqual(journal[0]?.actor, actorOf(people.director));
});

test('KG22-9 going back, a change dated into the stage before it opens, and an officer who directs a school too need another person all the same', async () => {
  const [lines, street] = [await current(), streetOf(true)];
  const latest = (await mektep().boundaries.versions(own.id, 1))[0]?.number ?? 0;
  const back = await mektep().boundaries.goBack({
    ...{ actor: actorOf(people.director), school: own.id, number: 1, ground: 'ошибка', key: randomUUID(), over: latest },
  });
  assert.equal(back?.kind, 'waiting');
  town.setClock(moment('2025-03-25T10:00'));
  assert.equal(
    (await publish(people.director, [...lines, line('907', street)], '2025-04-10')).kind,
    'waiting',
    'it takes effect in the stage',
  );
  town.setClock(moment('2025-05-12T10:00'));
  await officer(town, 5, { role: 'director', school: own.id });
  const { who } = await officer(town, 5, { role: 'district', district: own.district });
  const asked = await publish(who, [...lines, line('909', street)]);
  assert.ok(asked.kind === 'waiting');
  assert.equal(await answer(who, asked.proposal, 'second', own.district), null, 'both offices are one person');
  for (const { id } of await waitingAt({ district: own.district })) await answer(people.ministry, id, 'second', own.district, false);
});

test('KG25-18.4 words that move no house, and days when nobody may claim, need one person', async () => {
  const lines = await current();
  assert.equal(
    (
      await publish(
        people.director,
        lines.map((one) => ({ ...one, act })),
      )
    ).kind,
    'published',
    'another act, the same houses',
  );
  town.setClock(moment('2025-03-25T10:00'));
  assert.equal((await publish(people.director, [...(await current()), line('911', streetOf(true))])).kind, 'published');
  town.setClock(moment('2025-05-12T10:00'));
});

test('KG25-14 KG25-18.4 a street of another district serves nobody before that district’s own officer has agreed, whenever it is taken in or out', async () => {
  const [street, ms] = [streetOf(false), moment('2025-03-25T11:00')];
  town.setClock(ms);
  const lines = await current();
  const asked = await publish(people.director, [...lines, line('все дома', street)]);
  assert.ok(asked.kind === 'waiting');
  const districts = await asActor(town, 'system', (tx) =>
    tx.selectFrom('street').select('district_id as district').where('id', '=', street).executeTakeFirstOrThrow(),
  );
  const foreign = districts.district;
  for (const district of [own.district, foreign]) {
    const seen = await mektep().proposal.one(district, asked.proposal);
    assert.deepEqual(
      seen?.changes[0]?.difference.map(({ isForeign }) => isForeign),
      [true],
      `both districts see it: ${district}`,
    );
  }
  assert.deepEqual(await current(), lines);
  assert.equal(
    await answer(people.district, asked.proposal, 'ground', foreign),
    null,
    'the school’s own district cannot say it for the other',
  );
  assert.equal(await answer(people.ministry, asked.proposal, 'ground', foreign), null);
  const who =
    foreign === people.neighbour.offices[0] ? people.neighbour : (await officer(town, 6, { role: 'district', district: foreign })).who;
  assert.deepEqual(await answer(who, asked.proposal, 'ground', foreign, false), { kind: 'refused' });
  assert.deepEqual(await current(), lines);
  const again = await publish(people.director, [...lines, line('все дома', street)]);
  assert.ok(again.kind === 'waiting');
  // The stage has opened meanwhile: now a second person is asked for as well.
  town.setClock(moment('2025-05-12T10:00'));
  assert.deepEqual(await answer(who, again.proposal, 'ground', foreign), { kind: 'waits' });
  assert.deepEqual(await current(), lines);
  assert.deepEqual(await answer(people.colleague, again.proposal, 'second', own.district), { kind: 'agreed' });
  assert.equal((await current()).at(-1)?.streetId, street);
  const page = await mektep().addition.ofDistrict(foreign);
  assert.ok(
    page.changes.some(({ school, changes }) => school.id === own.id && changes.some(({ came }) => came.length > 0)),
    'the street’s district has it on its page',
  );
  const out = await publish(people.director, lines);
  assert.ok(out.kind === 'waiting', 'taking it out is asked, too');
  assert.deepEqual(
    (await mektep().proposal.one(foreign, out.proposal))?.asks.map(({ need }) => need),
    ['second', 'ground'],
  );
  await answer(people.ministry, out.proposal, 'second', own.district, false);
});

test('KG22-9 a decision is pointed out if it would differ by the version before, within fourteen days after a version began or ended, gave or took', async () => {
  const lines = await current();
  const without = lines.filter(({ streetId }) => streetId !== home.address.streetId);
  // Dated ahead: published on the 12th, from the 14th; a claim on the 14th comes more than a day after it was published.
  town.setClock(moment('2025-05-12T10:00'));
  await publish('system', without);
  const taken = await newest();
  town.setClock(moment('2025-05-12T10:01'));
  await publish('system', lines, '2025-05-14');
  const given = await newest();
  const enrolled = await decided(await parent(), '2025-05-14T09:00:00');
  await look(enrolled);
  assert.deepEqual(await flagged(given), { gave: 1, took: 0 });
  assert.deepEqual(await flagged(taken), { gave: 0, took: 1 }, 'what took the house was in force until it began, and ended that day');
  // Refused while it was out: it took.
  const refused = await decided(await parent(), '2025-05-13T09:00:00', { outcome: 'refused' });
  await look(refused);
  assert.deepEqual(await flagged(taken), { gave: 0, took: 2 });
  // The same job again says nothing new.
  await look(refused);
  assert.deepEqual(await flagged(taken), { gave: 0, took: 2 });
  // On the 28th, fourteen days after, and on the 30th.
  await look(await decided(await parent(), '2025-05-27T23:00:00'));
  assert.deepEqual(await flagged(given), { gave: 2, took: 0 });
  await look(await decided(await parent(), '2025-05-30T09:00:00'));
  assert.deepEqual(await flagged(given), { gave: 2, took: 0 });
  town.setClock(moment('2025-05-14T10:00'));
});

test('KG22-9 taken in and out again within a minute, both versions stand on the district’s and the ministry’s page until somebody else has reviewed them', async () => {
  town.setClock(moment('2025-05-20T10:00'));
  const lines = await current();
  await publish(
    'system',
    lines.filter(({ streetId }) => streetId !== home.address.streetId),
  );
  const out = await newest();
  town.setClock(moment('2025-05-20T10:00:30'));
  await publish('system', lines);
  const back = await newest();
  const family = await parent();
  await look(await decided(family, '2025-05-20T10:01:00'));
  const ofDistrict = async () => (await mektep().addition.ofDistrict(own.district)).changes;
  const ofCountry = async () => (await mektep().addition.ofCountry()).changes;
  for (const version of [out, back]) {
    assert.ok(
      (await ofDistrict()).some((one) => one.version === version),
      'the district',
    );
    assert.ok(
      (await ofCountry()).some((one) => one.version === version),
      'the ministry',
    );
  }
  const seen = (await ofDistrict()).find(({ version }) => version === out);
  const street = seen?.changes.find(({ gone }) => gone.length > 0);
  assert.ok(street && street.children > 0, 'what was taken is there, with the children who live there');
  const shared = population.schools.filter(({ catchment }) => catchment.some(({ streetId }) => streetId === home.address.streetId)).length;
  assert.equal(street.unserved === 'street', shared === 1, 'a street that no school had any more is marked');
  // However many came after.
  for (const at of Array.from({ length: 32 }, (_, place) => place)) {
    town.setClock(moment(`2025-05-21T10:${String(at).padStart(2, '0')}:00`));
    await publish('system', [...lines, line(`${2000 + at}`, streetOf(true))]);
  }
  assert.ok(
    (await ofDistrict()).slice(0, 6).some(({ version }) => version === out),
    'what touched a decision stands first',
  );
  const review = (seenReview: string) => ({ verdict: 'reviewed' as const, note: '', key: randomUUID(), seen: seenReview });
  const first = review('');
  assert.equal(await mektep().addition.review(people.district, own.district, out ?? '', first), 'kept');
  assert.equal(await mektep().addition.review(people.district, own.district, out ?? '', first), 'kept');
  assert.equal(await mektep().addition.review(people.colleague, own.district, out ?? '', review('')), 'reviewed_meanwhile');
  assert.ok(!(await ofCountry()).some((one) => one.version === out));
  assert.ok(
    (await ofCountry()).some((one) => one.version === back),
    'nobody has reviewed the other',
  );
});

test('KG25-18.8 what was changed before the first stage is listed from the day the boundaries are fixed, and the public count says the same', async () => {
  const [school] = others.filter(({ district }) => district === own.district);
  assert.ok(school);
  const lines = await current(school.id);
  town.setClock(moment('2025-03-14T10:00'));
  await publish(people.director, [...lines, line('1', streetOf(true))], '2025-03-14', school.id);
  town.setClock(moment('2025-03-16T10:00'));
  await publish(people.director, [...lines, line('3', streetOf(true))], '2025-03-16', school.id);
  town.setClock(moment('2025-05-12T10:00'));
  const listed = (await mektep().addition.ofDistrict(own.district)).changes.filter((one) => one.school.id === school.id);
  assert.equal(listed.length, 1);
  assert.deepEqual(await mektep().addition.added(school.id), { changes: 1, requested: 0 });
});

test('nobody reviews her own publication', async () => {
  town.setClock(moment('2025-03-16T11:00'));
  await publish(people.both, [...(await current()), line('913', streetOf(true))]);
  const version = (await newest()) ?? '';
  town.setClock(moment('2025-05-12T10:00'));
  const review = { verdict: 'reviewed' as const, note: '', key: randomUUID(), seen: '' };
  assert.equal(await mektep().addition.review(people.both, own.district, version, review), 'own');
  assert.equal(await mektep().addition.review(people.colleague, own.district, version, review), 'kept');
});

test('KG25-18.4 two who save one street meet as two versions: the second reads what the first kept, and hers is not lost', async () => {
  const [street, editor] = [streetOf(true), mektep().boundaryEditor];
  const [one, other] = [actorOf(people.director), actorOf(people.both)];
  const stampOf = async () => (await editor.look(own.id)).streets.find((each) => each.street.id === street)?.stamp ?? '';
  const before = await stampOf();
  assert.deepEqual(await editor.keep(one, own.id, street, '51, 53', before), { kind: 'kept' });
  const met = await editor.keep(other, own.id, street, '51, 55', before);
  assert.deepEqual([met.kind, met.kind === 'kept_meanwhile' && met.houses], ['kept_meanwhile', '51, 53']);
  assert.deepEqual(await editor.keep(other, own.id, street, '51, 53', before), { kind: 'kept' }, 'the same words are no quarrel');
  assert.equal((await editor.keep(other, own.id, street, null, before)).kind, 'kept_meanwhile', 'taking the street out');
  assert.equal((await editor.forget(other, own.id, street, before)).kind, 'kept_meanwhile', 'forgetting it');
  assert.ok(met.kind === 'kept_meanwhile');
  assert.deepEqual(await editor.keep(other, own.id, street, '51, 53, 55', met.stamp), { kind: 'kept' }, 'knowing of it');
  const at = await stampOf();
  const both = await Promise.all(['51', '55'].map((houses) => editor.keep(one, own.id, street, houses, at)));
  assert.deepEqual(both.map(({ kind }) => kind).toSorted(), ['kept', 'kept_meanwhile'], 'at one moment');
  await editor.forget(one, own.id, street, await stampOf());
});

test('KG25-18.4 KG25-21.4 families whose school changes or goes are told while a stage is open, and a director whose list somebody replaced', async () => {
  town.setClock(moment('2025-05-22T10:00'));
  const family = await parent();
  const lines = await current();
  const kinds = async (who: SignedIn, count: number) => {
    for (let tries = 0; tries < 100; tries += 1) {
      const { notices } = await mektep().notice.inbox(who, null);
      if (notices.length >= count) return notices.map(({ kind }) => kind);
      await pause(50);
    }
    throw new Error('no notice came');
  };
  const gone = await mektep().boundaries.publish({
    ...{ actor: 'system', school: own.id, fromDay: today(), source: 'import', ground: '', key: randomUUID() },
    lines: lines.filter(({ streetId }) => streetId !== home.address.streetId),
  });
  assert.ok(gone.kind === 'published');
  const [kind] = await kinds(family.who, 1);
  assert.ok(kind === 'school_gone' || kind === 'school_changed', kind);
  await town.composed.tasks['boundaries_began']?.({ campaign: mektep().campaign.id, versions: [gone.version.id] });
  assert.equal((await kinds(family.who, 1)).length, 1, 'once, and once only when the job runs again');
  // A list that begins later tells on its day.
  await publish('system', lines, addDays(today(), 2));
  assert.equal((await kinds(family.who, 1)).length, 1);
  await withClient(town.test.ownerUrl, (client) =>
    client.query('update boundary_version set published_by = $1 where id = $2', [actorOf(people.district), gone.version.id]),
  );
  await town.composed.tasks['boundaries_replaced']?.({ campaign: mektep().campaign.id, versions: [gone.version.id] });
  assert.ok((await kinds(people.director, 1)).includes('list_replaced'));
  town.setClock(moment('2025-05-12T10:00'));
});

test('KG25-18.4 what publishing would do is told in numbers before it', async () => {
  const told = await mektep().boundaryEditor.toldOfBack(own.id, 1);
  assert.ok(told !== null && told.streetsBefore > 0);
  assert.match(sureText(told), /^\d+-\d+-\d+-\d+$/);
});
