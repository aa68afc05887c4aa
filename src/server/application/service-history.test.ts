import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { moment } from '#domain/core/day.ts';
import { asActor } from '#test/support/crowd.ts';
import { type Household, householdOf } from '#test/support/household.ts';
import { openTown, type Town } from '#test/support/town.ts';

let town: Town;
before(async () => {
  town = await openTown();
});
after(() => town.close());

const history = async (home: Household, before: number | null = null) => {
  const found = await town.composed.mektep.history.of(home.who, home.childId, before);
  assert.ok(found, 'the child is hers');
  return found;
};

async function enrol(home: Household, draft?: string): Promise<void> {
  const page = await home.page();
  const answer = await town.composed.mektep.application.enrol(home.who, {
    draft: draft ?? page.enrolDraft ?? '',
    wishes: [page.proposals[0]?.pools[0]?.id ?? 0],
  });
  assert.equal(answer.kind, 'answered');
}

async function decline(home: Household, reason: string): Promise<void> {
  const page = await home.page();
  await town.composed.mektep.application.decline(home.who, { draft: page.declineDraft ?? '', reason });
}

test('a refusal of a reason that no law names stands in the history without that reason, for which there are no words', async () => {
  const mother = await householdOf(town, 'second_grader');
  await decline(mother, 'constructor');
  const [act] = (await history(mother)).acts;
  assert.deepEqual([act?.kind, act?.reason, act?.refusal?.kind], ['refused_to_decline', null, 'reason_not_in_law']);
});

test('each parent reads every act on the child, newest first: what, when, by whom, on which clause, with how many seats free', async () => {
  const [mother, father] = [await householdOf(town, 'one_child', 0), await householdOf(town, 'one_child', 1)];
  assert.deepEqual((await history(mother)).acts, [], 'nothing has happened yet');
  const { proposals, enrolDraft } = await mother.page();
  const free = proposals[0]?.pools[0]?.free ?? 0;
  await enrol(mother);
  await decline(father, 'private_school');
  const { acts, before } = await history(mother);
  assert.equal(before, null);
  assert.deepEqual(
    acts.map(({ kind, by, clause, stage, reason, guaranteeLost }) => ({ kind, by, clause, stage, reason, guaranteeLost })),
    [
      { kind: 'declined', by: 'other_parent', clause: '21', stage: 'guaranteed', reason: 'private_school', guaranteeLost: true },
      { kind: 'enrolled', by: 'you', clause: '21', stage: 'guaranteed', reason: null, guaranteeLost: false },
    ],
  );
  assert.equal(acts[1]?.free, free);
  for (const { seat, left, at } of acts) {
    assert.deepEqual(
      [seat?.school.id, seat?.grade, seat?.language, left],
      [proposals[0]?.school.id, 1, proposals[0]?.pools[0]?.language, null],
    );
    assert.match(at, /^2025-05-12T10:/);
  }
  assert.deepEqual(
    (await history(father)).acts.map(({ by }) => by),
    ['you', 'other_parent'],
  );
  assert.ok(enrolDraft);
});

test('an attempt that was refused stands there with its reason and the seat that was asked for', async () => {
  const home = await householdOf(town, 'second_grader');
  const { declineDraft, enrolDraft, proposals } = await home.page();
  const { application } = town.composed.mektep;
  await application.decline(home.who, { draft: declineDraft ?? '', reason: 'next_year' });
  await application.enrol(home.who, { draft: enrolDraft ?? '', wishes: [proposals[0]?.pools[0]?.id ?? 0] });
  const [refused] = (await history(home)).acts;
  assert.deepEqual(
    [refused?.kind, refused?.refusal?.kind, refused?.seat?.school.id],
    ['refused_to_enrol', 'guarantee_lost', proposals[0]?.school.id],
  );
});

test('KG25-21.13/another-school a move says from which seat to which', async () => {
  const home = await householdOf(town, 'two_schools');
  await enrol(home);
  const { place } = await home.page();
  town.setClock(moment('2025-06-03T10:00'));
  const { application, school } = town.composed.mektep;
  const target = (await school.freeSeats()).schools.find(
    ({ school: view, pools }) => view.id !== place?.school.id && pools.some(({ grade }) => grade === place?.grade),
  );
  const page = await application.choose(home.who, home.childId, {
    grade: null,
    region: null,
    district: null,
    school: target?.school.id ?? '',
  });
  assert.ok(page?.choice?.step === 'language');
  await application.enrol(home.who, { draft: page.draft ?? '', wishes: [page.choice.pools[0]?.id ?? 0] });
  town.setClock(moment('2025-05-12T10:00'));
  const [moved] = (await history(home)).acts;
  assert.deepEqual(
    [moved?.kind, moved?.left?.school.id, moved?.seat?.school.id, moved?.stage],
    ['moved', place?.school.id, target?.school.id, 'free_choice'],
  );
});

test('a long history is read in pages without a gap', async () => {
  const home = await householdOf(town, 'foreign_mother');
  await enrol(home);
  // As if the family had tried again and again: refused each time, as the register writes it.
  await asActor(town, 'register', async (tx) => {
    const first = await tx.selectFrom('arrival').selectAll().where('child_id', '=', home.childId).executeTakeFirstOrThrow();
    for (let more = 1; more <= 44; more += 1) {
      const { id } = await tx
        .insertInto('draft')
        .values({ campaign_id: first.campaign_id, child_id: home.childId, act: 'enrol', generation: first.seq + 100 + more })
        .returning('id')
        .executeTakeFirstOrThrow();
      const refusal = JSON.stringify({ kind: 'already_enrolled', opensAt: null, remedy: 'decline_first', clause: '21' });
      await tx
        .insertInto('arrival')
        .values({ ...first, seq: first.seq + 1000 + more, draft: id, outcome: 'refused', pool_id: null, refusal, homes: null })
        .execute();
    }
  });
  const numbers: number[] = [];
  let before: number | null = null;
  do {
    const page = await history(home, before);
    assert.ok(page.acts.length <= 20);
    numbers.push(...page.acts.map(({ number }) => number));
    before = page.before;
  } while (before !== null);
  assert.equal(new Set(numbers).size, 45);
  assert.deepEqual(
    numbers,
    numbers.toSorted((a, b) => b - a),
  );
});

test('another family’s history is not there, and asking for it is written down', async () => {
  const [owner, stranger] = [await householdOf(town, 'twins'), await householdOf(town, 'two_children')];
  const asked = [owner.childId, 'nobody', '00000000-0000-4000-8000-000000000000'];
  for (const child of asked) assert.equal(await town.composed.mektep.history.of(stranger.who, child, null), null);
  const lines = await asActor(town, 'system', (tx) =>
    tx
      .selectFrom('journal')
      .select('subject')
      .where('act', '=', 'child.refused_to_stranger')
      .where('actor', '=', `person:${stranger.who.person}`)
      .orderBy('seq')
      .execute(),
  );
  assert.deepEqual(
    lines.map(({ subject }) => subject),
    [owner.childId, null, '00000000-0000-4000-8000-000000000000'],
  );
});
