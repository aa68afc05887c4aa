import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { ChildPage } from '#domain/application/view.ts';
import { moment } from '#domain/core/day.ts';
import type { FamilyTag } from '#simulators/population/family-plans.ts';
import { asActor } from '#test/support/crowd.ts';
import { tableOf } from '#test/support/table.ts';
import { type Household, householdOf } from '#test/support/household.ts';
import { openTown, type Town } from '#test/support/town.ts';

let town: Town;
before(async () => {
  town = await openTown();
});
after(() => town.close());

const at = (tag: FamilyTag, parent = 0) => householdOf(town, tag, parent);
const usual = moment('2025-05-12T10:00');

async function press(home: Household, page: ChildPage, wish = page.proposals[0]?.pools[0]?.id ?? 0) {
  const answer = await town.composed.mektep.application.enrol(home.who, { draft: page.enrolDraft ?? '', wishes: [wish] });
  assert.equal(answer.kind, 'answered');
  return answer.arrival;
}

/** What a child's page says, in a few words. */
function wordsOf({ state, grade, proposals, refusal, enrolDraft, declineDraft }: ChildPage): string {
  const schools = proposals.length === 0 ? 'no school' : `${proposals.length} school${proposals.length > 1 ? 's' : ''}`;
  const buttons = [enrolDraft === null ? '' : 'enrol', declineDraft === null ? '' : 'decline'].filter(Boolean).join(' and ') || 'no button';
  return `${state}, grade ${grade ?? 'none'}, ${schools}, ${refusal === null ? 'no refusal' : `${refusal.kind} (${refusal.remedy})`}, ${buttons}`;
}

test('KG25-21.4/proposed-automatically KG25-21.4/by-registered-address each family is shown what its child, its address and the day allow', async () => {
  const table = tableOf(
    `one_child      → not_applied, grade 1, 1 school, no refusal, enrol and decline
     second_grader  → not_applied, grade 2, 1 school, no refusal, enrol and decline
     prepared       → not_applied, grade 2, 1 school, no refusal, enrol and decline
     two_schools    → not_applied, grade 1, 2 schools, no refusal, enrol and decline
     three_schools  → not_applied, grade 1, 3 schools, no refusal, enrol and decline
     no_school      → not_applied, grade 1, no school, no_school_for_address (ask_nearest_school), no button
     older_than_8   → not_applied, grade none, 1 school, commission_decides (go_to_commission), no button
     born_2017      → not_applied, grade none, 1 school, commission_decides (go_to_commission), no button
     too_young      → not_applied, grade none, 1 school, too_young (next_campaign), no button
     foreign_mother → not_applied, grade 1, 1 school, no refusal, enrol and decline`,
  );
  for (const { given, expected } of table) assert.equal(wordsOf(await (await at(given as FamilyTag)).page()), expected, given);
});

test('KG25-5.3/living-in-the-territory KG25-21.4/by-registered-address the school proposed is the one whose act names the house, with the words that say so', async () => {
  for (const tag of ['one_child', 'two_schools', 'three_schools', 'twins', 'foreign_mother'] as const) {
    const household = await at(tag);
    const { proposals, address } = await household.page();
    const truth = household.adult.home.schoolIds.map((id) => town.population.schools.find((school) => school.id === id)?.number);
    assert.deepEqual(proposals.map(({ school }) => school.number).toSorted(), truth.toSorted(), tag);
    for (const { why, houses, act, street, clause } of proposals) {
      assert.ok(houses !== '' && act.number !== '' && street?.ru && clause === '21');
      assert.ok(
        address?.house.toLowerCase().replaceAll(' ', '').startsWith(String(why.house.number)),
        `${address?.house} is house ${why.house.number}`,
      );
    }
  }
});

test('KG25-21.5/choose-language the languages offered are those the school teaches in that grade', async () => {
  const household = await at('three_schools');
  for (const { school, pools } of (await household.page()).proposals) {
    const known = town.population.schools.find(({ number }) => number === school.number);
    const taught = known?.seats.filter(({ grade }) => grade === 1).map(({ language }) => language);
    assert.deepEqual(pools.map(({ language }) => language).toSorted(), taught?.toSorted());
    for (const { free, capacity } of pools) assert.ok(free > 0 && free <= capacity);
  }
});

test('KG25-21.0/must-register KG25-21.6/press a parent presses Enrol once and reads Enrolled: school, grade, language, number, and what to bring by when', async () => {
  const household = await at('one_child');
  const before = await household.page();
  const arrival = await press(household, before);
  assert.equal(arrival.outcome, 'enrolled');
  const after = await household.page();
  assert.equal(after.state, 'enrolled');
  const { school, grade, language, number, clause } = after.place ?? assert.fail('no place');
  const proposal = before.proposals[0];
  assert.deepEqual([school.id, grade, language, number, clause], [proposal?.school.id, 1, proposal?.pools[0]?.language, arrival.seq, '21']);
  assert.deepEqual(after.bring, {
    from: '2025-08-04',
    to: '2025-09-05',
    clause: '21',
    documents: ['health_certificate', 'vaccination_certificate', 'photo_3x4'],
  });
  assert.deepEqual([after.enrolDraft, typeof after.declineDraft], [null, 'string']);
  assert.equal((await (await at('one_child', 1)).page()).state, 'enrolled', 'the father reads it too');
});

test('KG25-21.9/reason-mandatory KG25-21.10/cannot-claim-again a parent declines with a reason: the seat is given back, the guarantee is gone, and stage 2 is named', async () => {
  const household = await at('second_grader');
  await press(household, await household.page());
  const { declineDraft: draft } = await household.page();
  const answer = await town.composed.mektep.application.decline(household.who, { draft: draft ?? '', reason: 'leaving_country' });
  assert.ok(answer.kind === 'answered' && answer.arrival.outcome === 'declined' && answer.arrival.released_id !== null);
  const after = await household.page();
  assert.equal(wordsOf(after), 'declined, grade 2, 1 school, guarantee_lost (free_choice), no button');
  assert.deepEqual(after.refusal?.kind === 'guarantee_lost' && after.refusal.opensAt, '2025-06-02T09:00:00');
  assert.deepEqual([after.declined?.reason, after.declined?.guaranteeLost], ['leaving_country', true]);
});

test('parents registered at different addresses are each offered their own school, under one draft', async () => {
  const [mother, father] = [await at('parents_apart', 0), await at('parents_apart', 1)];
  const [hers, his] = [await mother.page(), await father.page()];
  assert.equal(hers.enrolDraft, his.enrolDraft);
  assert.notEqual(hers.proposals[0]?.school.id, his.proposals[0]?.school.id);
  const foreign = await press(mother, hers, his.proposals[0]?.pools[0]?.id);
  assert.equal(foreign.refusal?.kind, 'school_not_offered', 'her address does not open the school of his');
  const own = await press(father, await father.page());
  assert.equal(own.outcome, 'enrolled');
  assert.equal((await mother.page()).place?.school.id, his.proposals[0]?.school.id);
});

test('somebody else’s child is not there, and asking is written down', async () => {
  const [owner, stranger] = [await at('twins'), await at('two_children')];
  const { application } = town.composed.mektep;
  for (const id of [owner.childId, 'not an id', '-'.repeat(36), '00000000-0000-4000-8000-000000000000'])
    assert.equal(await application.child(stranger.who, id), null);
  const lines = await asActor(town, 'system', (tx) =>
    tx.selectFrom('journal').select(['actor', 'subject']).where('act', '=', 'child.refused_to_stranger').orderBy('seq').execute(),
  );
  const actor = `person:${stranger.who.person}`;
  assert.deepEqual(lines, [
    { actor, subject: owner.childId },
    { actor, subject: null },
    { actor, subject: null },
    { actor, subject: '00000000-0000-4000-8000-000000000000' },
  ]);
  assert.ok(await application.child(owner.who, owner.childId));
});

test('before the opening and between the stages a family sees everything but the button, and when it comes', async () => {
  const household = await at('twins');
  const table = tableOf(
    `2025-03-31T23:59 → not_applied, grade 1, 1 school, not_open_yet (wait), no button
     2025-06-02T08:59 → not_applied, grade 1, 1 school, not_open_yet (wait), no button
     2026-06-01T00:00 → not_applied, grade 1, 1 school, closed (ask_district), no button`,
  );
  for (const { given, expected } of table) {
    town.setClock(moment(given));
    assert.equal(wordsOf(await household.page()), expected, given);
  }
  town.setClock(usual);
});
