import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { asActor } from '#test/support/crowd.ts';
import { type Household, householdOf } from '#test/support/household.ts';
import { openTown, type Town } from '#test/support/town.ts';
import { until } from '#test/support/until.ts';

let town: Town;
before(async () => {
  town = await openTown();
});
after(() => town.close());

const notice = () => town.composed.mektep.notice;

/** Waits for the worker. */
async function unreadComes(home: Household, count: number): Promise<void> {
  await until('the notice', async () => (await notice().unread(home.who)) >= count);
}

async function enrol(home: Household): Promise<void> {
  const page = await home.page();
  const answer = await town.composed.mektep.application.enrol(home.who, {
    draft: page.enrolDraft ?? '',
    wishes: [page.proposals[0]?.pools[0]?.id ?? 0],
  });
  assert.equal(answer.kind, 'answered');
}

test('both parents find the notice in their inbox, and what one has read is still new to the other', async () => {
  const [mother, father] = [await householdOf(town, 'one_child', 0), await householdOf(town, 'one_child', 1)];
  assert.deepEqual(await notice().inbox(mother.who, null), { notices: [], unread: 0, before: null });
  await enrol(mother);
  await unreadComes(mother, 1);
  const { notices, unread } = await notice().inbox(mother.who, null);
  assert.deepEqual(
    notices.map(({ kind, childId, isRead }) => [kind, childId, isRead]),
    [['enrolled', mother.childId, false]],
  );
  assert.equal(unread, 1);
  await notice().markRead(mother.who, notices[0]?.number ?? 0);
  assert.deepEqual(
    (await notice().inbox(mother.who, null)).notices.map(({ isRead }) => isRead),
    [true],
  );
  assert.deepEqual([await notice().unread(mother.who), await notice().unread(father.who)], [0, 1]);
});

test('a notice that came after the page was drawn stays new, and marking twice is written down once', async () => {
  const home = await householdOf(town, 'second_grader');
  await enrol(home);
  await unreadComes(home, 1);
  const seen = (await notice().inbox(home.who, null)).notices[0]?.number ?? 0;
  const { declineDraft } = await home.page();
  await town.composed.mektep.application.decline(home.who, { draft: declineDraft ?? '', reason: 'next_year' });
  await unreadComes(home, 2);
  await notice().markRead(home.who, seen);
  await notice().markRead(home.who, seen);
  assert.deepEqual(
    (await notice().inbox(home.who, null)).notices.map(({ kind, isRead }) => [kind, isRead]),
    [
      ['declined', false],
      ['enrolled', true],
    ],
  );
  const lines = await asActor(town, 'system', (tx) =>
    tx.selectFrom('journal').select('detail').where('act', '=', 'notice.read').where('subject', '=', home.who.person).execute(),
  );
  assert.deepEqual(lines, [{ detail: { count: 1, upTo: seen } }]);
});

test('a full inbox is read in pages of twenty, newest first, without a gap', async () => {
  const home = await householdOf(town, 'two_schools');
  await enrol(home);
  await unreadComes(home, 1);
  // As if much had happened to the child: arrivals as the register writes them, notices as its job does.
  await asActor(town, 'register', async (tx) => {
    const first = await tx.selectFrom('arrival').selectAll().where('child_id', '=', home.childId).executeTakeFirstOrThrow();
    for (let more = 1; more <= 40; more += 1) {
      const { id } = await tx
        .insertInto('draft')
        .values({ campaign_id: first.campaign_id, child_id: home.childId, act: 'enrol', generation: 100 + more })
        .returning('id')
        .executeTakeFirstOrThrow();
      await tx
        .insertInto('arrival')
        .values({ ...first, seq: first.seq + 1000 + more, draft: id, refusal: null, homes: null })
        .execute();
    }
  });
  const campaign = town.composed.mektep.campaign.id;
  const tell = town.composed.tasks['arrivals.notice'];
  assert.ok(tell);
  await tell({ campaign, from: 1000, to: 3000 });
  const sizes: number[] = [];
  const numbers: number[] = [];
  let before: number | null = null;
  do {
    const page = await notice().inbox(home.who, before);
    assert.equal(page.unread, 41);
    sizes.push(page.notices.length);
    numbers.push(...page.notices.map(({ number }) => number));
    before = page.before;
  } while (before !== null);
  assert.deepEqual(sizes, [20, 20, 1]);
  assert.equal(new Set(numbers).size, 41);
  assert.deepEqual(
    numbers,
    numbers.toSorted((a, b) => b - a),
  );
});

test('nobody reads or marks another family’s notices', async () => {
  const [owner, stranger] = [await householdOf(town, 'three_schools'), await householdOf(town, 'twins')];
  await enrol(owner);
  await unreadComes(owner, 1);
  assert.deepEqual(await notice().inbox(stranger.who, null), { notices: [], unread: 0, before: null });
  await notice().markRead(stranger.who, 999_999);
  assert.equal(await notice().unread(owner.who), 1);
});
