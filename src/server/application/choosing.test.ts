import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Asked } from '#domain/application/choice.ts';
import type { ChoicePage } from '#domain/application/view.ts';
import { day, moment } from '#domain/core/day.ts';
import type { Answer } from '#server/allocation/service.ts';
import type { School } from '#simulators/population/population.ts';
import { asActor, crowdedPopulation, pageOf, type Parent, parents, readyToEnrol, settle } from '#test/support/crowd.ts';
import { openTown, type Town } from '#test/support/town.ts';

const { population: crowded, home } = crowdedPopulation(200);
const regionOf = (school: School) => crowded.districts.find(({ code }) => code === school.districtCode)?.regionId;
const ownRegion = crowded.schools.filter(({ id }) => home.schoolIds.includes(id)).map(regionOf)[0];
/** Schools of another oblast, and how many general seats of grade 1 each is given. */
const far = crowded.schools.filter((school) => regionOf(school) !== ownRegion);
const roomy = far[0] as School;
const tight = far.slice(1) as readonly School[];
const population = {
  ...crowded,
  schools: crowded.schools.map((school) => {
    if (!far.includes(school)) return school;
    return {
      ...school,
      languages: ['ky' as const],
      seats: [{ grade: 1 as const, language: 'ky' as const, seats: school === roomy ? 40 : 1 }],
    };
  }),
};

const [stage1, stage2, stage3] = [moment('2025-05-12T10:00'), moment('2025-06-02T09:00'), moment('2025-10-10T15:00')];
const nothing: Asked = { grade: null, region: null, district: null, school: null };
let town: Town;
before(async () => {
  town = await openTown({ population, now: stage2 });
});
after(() => town.close());

const application = () => town.composed.mektep.application;
const enrol = (parent: Parent, draft: string, pool: number) => application().enrol(parent.who, { draft, wishes: [pool] });

function arrivalOf(answer: Answer) {
  assert.equal(answer.kind, 'answered');
  return answer.arrival;
}

async function look(parent: Parent, asked: Partial<Asked> = {}): Promise<ChoicePage> {
  const page = await application().choose(parent.who, parent.child, { ...nothing, ...asked });
  assert.ok(page, 'the child is hers');
  return page;
}

/** The last step at a school: the draft and the seat that «Записать» would send. */
async function ready(parent: Parent, { name }: School): Promise<{ readonly draft: string; readonly pool: number }> {
  const page = await look(parent, { school: await idOf(name.ru) });
  assert.ok(page.choice?.step === 'language' && page.draft !== null, `the school can be chosen: ${page.choice?.step}`);
  return { draft: page.draft, pool: page.choice.pools[0]?.id ?? 0 };
}

async function idOf(name: string): Promise<string> {
  const { schools } = await town.composed.mektep.school.freeSeats();
  return schools.find(({ school }) => school.name.ru === name)?.school.id ?? '';
}

function takenIn(pool: number | null): Promise<number> {
  return asActor(
    town,
    'system',
    async (tx) => (await tx.selectFrom('pool').select('taken').where('id', '=', pool).executeTakeFirstOrThrow()).taken,
  );
}

/** A family whose child holds the guaranteed place of its catchment. */
async function guaranteed(count = 1): Promise<readonly [Parent, Parent]> {
  town.setClock(stage1);
  const [family] = await settle(town, home, 1, { parents: count });
  const [mother, father = mother] = family as readonly [Parent, Parent?];
  const act = await readyToEnrol(town, mother);
  assert.equal(arrivalOf(await application().enrol(mother.who, act)).outcome, 'enrolled');
  town.setClock(stage2);
  return [mother, father];
}

/** Takes every seat of a school with one seat. */
async function fill(school: School): Promise<void> {
  const [other] = (await parents(town, home, 1)) as [Parent];
  const { draft, pool } = await ready(other, school);
  assert.equal(arrivalOf(await enrol(other, draft, pool)).outcome, 'enrolled');
}

test('KG25-5.3/from-elsewhere KG25-21.13/another-school KG25-21.13/oblast-then-district KG25-21.13/choose-one KG25-21.13/language a family of one oblast goes oblast, district, school, language, and its child is enrolled in another oblast', async () => {
  town.setClock(stage2);
  const [parent] = (await parents(town, home, 1)) as [Parent];
  assert.equal((await pageOf(town, parent)).choosing, 'open');
  const first = await look(parent);
  assert.ok(first.choice?.step === 'region' && first.grade === 1);
  const region = first.choice.regions.find(({ area }) => area.key === String(regionOf(roomy)));
  assert.ok(region !== undefined && first.choice.regions.length > 1);
  const there = { grade: 1, region: region.area.key };
  const second = await look(parent, there);
  const district =
    second.choice?.step === 'district'
      ? second.choice.districts[0]?.area.key
      : second.choice?.step === 'school'
        ? second.choice.district.key
        : undefined;
  const third = await look(parent, { ...there, district: district ?? null });
  assert.ok(third.choice?.step === 'school' && third.draft === null);
  const school = third.choice.schools.find((one) => one.school.name.ru === roomy.name.ru)?.school;
  assert.ok(school, 'the school with free seats is shown');
  const last = await look(parent, { ...there, district: district ?? null, school: school.id });
  assert.ok(last.choice?.step === 'language' && last.draft !== null);
  const arrival = arrivalOf(await enrol(parent, last.draft, last.choice.pools[0]?.id ?? 0));
  assert.deepEqual([arrival.outcome, arrival.clause, arrival.released_id], ['enrolled', '21', null]);
  const page = await pageOf(town, parent);
  assert.deepEqual([page.state, page.place?.school.id, page.place?.released, page.choosing], ['enrolled', school.id, null, 'move']);
});

test('KG25-21.13/free-places-only a school that fills up between the list and the press is refused with what to do, and is shown no more', async () => {
  town.setClock(stage2);
  const [parent] = (await parents(town, home, 1)) as [Parent];
  const school = tight[0] as School;
  const { draft, pool } = await ready(parent, school);
  await fill(school);
  const { refusal, free_before, pool_id } = arrivalOf(await enrol(parent, draft, pool));
  assert.deepEqual([refusal, free_before, pool_id], [{ kind: 'no_places', opensAt: null, remedy: 'other_school', clause: '21' }, 0, null]);
  const page = await pageOf(town, parent);
  assert.deepEqual([page.state, page.refused?.refusal.kind, page.refusal, page.choosing], ['not_applied', 'no_places', null, 'open']);

  const { choice } = await look(parent, { school: await idOf(school.name.ru) });
  assert.ok(choice?.step === 'school');
  assert.equal(choice.full?.name.ru, school.name.ru, 'the page says that this school is full');
  assert.ok(choice.schools.every((one) => one.pools.every(({ free }) => free > 0)));
  assert.ok(!choice.schools.some((one) => one.school.name.ru === school.name.ru), 'and does not show it');
});

test('KG22-1/move-to-free-places KG25-21.13/another-school a guaranteed child moves: the new seat is taken and the old one given back in one act, exactly', async () => {
  const [parent] = await guaranteed();
  const before = await pageOf(town, parent);
  assert.deepEqual([before.choosing, before.place?.released], ['move', null]);
  const { draft, pool } = await ready(parent, roomy);
  assert.equal(draft, before.enrolDraft, 'one draft, whichever page prepares it');
  const held = await asActor(town, 'system', (tx) =>
    tx.selectFrom('place').select('pool_id').where('child_id', '=', parent.child).executeTakeFirstOrThrow(),
  );
  const counted = [await takenIn(held.pool_id), await takenIn(pool)] as const;
  const arrival = arrivalOf(await enrol(parent, draft, pool));
  assert.deepEqual([arrival.outcome, arrival.pool_id, arrival.released_id], ['enrolled', pool, held.pool_id]);
  assert.deepEqual([await takenIn(held.pool_id), await takenIn(pool)], [counted[0] - 1, counted[1] + 1]);
  const { place } = await pageOf(town, parent);
  assert.deepEqual(
    [place?.school.name.ru, place?.released?.school.id, place?.released?.grade],
    [roomy.name.ru, before.place?.school.id, 1],
  );
});

test('KG22-1/move-to-free-places KG22-1/if-free a move that is refused keeps the old place and moves no counter', async () => {
  const [parent] = await guaranteed();
  const school = tight[1] as School;
  const { draft, pool } = await ready(parent, school);
  const before = await pageOf(town, parent);
  await fill(school);
  const taken = await takenIn(pool);
  const arrival = arrivalOf(await enrol(parent, draft, pool));
  assert.deepEqual([arrival.outcome, arrival.refusal?.kind, arrival.released_id], ['refused', 'no_places', null]);
  assert.equal(await takenIn(pool), taken);
  const page = await pageOf(town, parent);
  assert.deepEqual([page.state, page.place, page.refused?.refusal.kind], ['enrolled', before.place, 'no_places']);
  assert.ok(page.enrolDraft !== null && page.enrolDraft !== draft, 'another school can be asked for');
});

test('KG22-1/move-to-free-places pressed fifty times at once, a move happens once', async () => {
  const [parent] = await guaranteed();
  const { draft, pool } = await ready(parent, roomy);
  const taken = await takenIn(pool);
  const answers = await Promise.all(Array.from({ length: 50 }, () => enrol(parent, draft, pool)));
  for (const answer of answers) assert.deepEqual(answer, answers[0]);
  assert.equal(await takenIn(pool), taken + 1);
});

test('two parents who choose different schools at once: the first to arrive wins, the second is told of the answer', async () => {
  const [mother, father] = await guaranteed(2);
  const [hers, his] = [await ready(mother, roomy), await ready(father, tight[2] as School)];
  assert.equal(hers.draft, his.draft);
  const taken = [await takenIn(hers.pool), await takenIn(his.pool)] as const;
  const [first, second] = await Promise.all([enrol(mother, hers.draft, hers.pool), enrol(father, his.draft, his.pool)]);
  assert.ok(first.kind === 'answered' && first.sameBody && second.kind === 'answered' && !second.sameBody);
  assert.deepEqual(second.arrival, first.arrival);
  assert.deepEqual([await takenIn(hers.pool), await takenIn(his.pool)], [taken[0] + 1, taken[1]]);
  assert.deepEqual((await pageOf(town, father)).place, (await pageOf(town, mother)).place);
});

test('KG25-21.13/another-school a family whose guarantee is lost chooses among the free seats of stage 2', async () => {
  town.setClock(stage1);
  const [parent] = (await parents(town, home, 1)) as [Parent];
  const { declineDraft } = await pageOf(town, parent);
  const [reason] = application().reasons();
  await application().decline(parent.who, { draft: declineDraft ?? '', reason: reason?.code ?? '' });
  assert.equal((await look(parent)).choice, null, 'not before stage 2');
  town.setClock(stage2);
  assert.deepEqual([(await pageOf(town, parent)).state, (await pageOf(town, parent)).choosing], ['declined', 'open']);
  const { draft, pool } = await ready(parent, roomy);
  assert.equal(arrivalOf(await enrol(parent, draft, pool)).outcome, 'enrolled');
  assert.equal((await pageOf(town, parent)).state, 'enrolled');
});

test('KG25-5.2/by-decision-only a child of whom the commission decides cannot choose, and neither can a stranger', async () => {
  town.setClock(stage2);
  const [[parent]] = (await settle(town, home, 1, { born: day('2016-01-01') })) as unknown as [[Parent]];
  const page = await pageOf(town, parent);
  assert.deepEqual([page.refusal?.kind, page.choosing, page.enrolDraft], ['commission_decides', null, null]);
  assert.equal((await look(parent)).choice, null);
  const [stranger] = (await parents(town, home, 1)) as [Parent];
  assert.equal(await application().choose(stranger.who, parent.child, nothing), null);
  const lines = await asActor(town, 'system', (tx) => tx.selectFrom('journal').select('act').where('subject', '=', parent.child).execute());
  assert.deepEqual(lines, [{ act: 'child.refused_to_stranger' }]);
});

test('KG25-21.13/window KG25-26/start-and-end-of-registration outside its days a school can be chosen beforehand, and a press is refused with the clause and the next opening', async () => {
  town.setClock(stage2);
  const [parent, slow] = (await parents(town, home, 2)) as [Parent, Parent];
  const { draft, pool } = await ready(parent, roomy);
  const kept = await ready(slow, roomy);
  const outside = [
    ['2025-06-02T08:59:00', { kind: 'not_open_yet', opensAt: '2025-06-02T09:00:00', clause: '21' }],
    ['2025-08-16T00:00:00', { kind: 'not_open_yet', opensAt: '2025-09-01T00:00:00', clause: '30' }],
  ] as const;
  for (const [now, expected] of outside) {
    town.setClock(moment(now));
    const { refusal, choosing, enrolDraft } = await pageOf(town, parent);
    assert.deepEqual(refusal, { ...expected, remedy: 'wait' }, now);
    assert.deepEqual([choosing, enrolDraft], [null, null], now);
    const ahead = await look(parent, { school: await idOf(roomy.name.ru) });
    assert.deepEqual([ahead.choice?.step, ahead.draft], ['language', null], 'it is chosen beforehand, and there is nothing to press');
    assert.deepEqual([ahead.opening?.opensAt, ahead.opening?.draft, ahead.opening?.clause], [expected.opensAt, draft, expected.clause]);
    assert.deepEqual(await enrol(parent, draft, pool), expected, now);
  }
  town.setClock(moment('2025-08-15T23:59:00'));
  assert.equal((await look(parent)).choice?.step, 'region', 'the last day counts to its end');
  town.setClock(stage3);
  const late = arrivalOf(await enrol(slow, kept.draft, kept.pool));
  assert.deepEqual(
    [late.outcome, late.clause],
    ['enrolled', '30'],
    'a form kept open since August is judged by what is open now, as if the family had looked again',
  );
});

test('KG25-30/arrived-during-the-year KG25-30/where-places-are-free KG25-30/applies-electronically a family that arrives during the school year chooses among free seats; a place held is not exchanged then', async () => {
  const [settled] = await guaranteed();
  town.setClock(stage3);
  const [parent] = (await parents(town, home, 1)) as [Parent];
  const { draft, pool } = await ready(parent, roomy);
  const arrival = arrivalOf(await enrol(parent, draft, pool));
  assert.deepEqual([arrival.outcome, arrival.clause], ['enrolled', '30']);

  const held = await pageOf(town, settled);
  assert.deepEqual([held.choosing, held.enrolDraft, held.state], ['no_move', null, 'enrolled']);
  assert.ok(held.declineDraft !== null, 'the place can be given up first');
  assert.equal((await look(settled)).choice, null);
});
