import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { asActor, crowdedPopulation, type Parent, readyToEnrol, settle } from '#test/support/crowd.ts';
import { openTown, type Town } from '#test/support/town.ts';
import { until } from '#test/support/until.ts';

const { population, home } = crowdedPopulation(10);
let town: Town;
before(async () => {
  town = await openTown({ population });
});
after(() => town.close());

const noticesOf = (child: string) =>
  asActor(town, 'worker', (tx) =>
    tx
      .selectFrom('notice')
      .select(['person_id', 'kind', 'campaign_id', 'arrival_seq'])
      .where('child_id', '=', child)
      .orderBy('person_id')
      .execute(),
  );

/** Waits for the worker. */
function noticesCome(child: string, count: number) {
  return until('the notice', async () => {
    const notices = await noticesOf(child);
    return notices.length >= count && notices;
  });
}

test('both parents are told once, and once only when the job runs again', async () => {
  const [[mother, father]] = (await settle(town, home, 1, { parents: 2 })) as unknown as [[Parent, Parent]];
  await town.composed.mektep.application.enrol(mother.who, await readyToEnrol(town, mother));
  const notices = await noticesCome(mother.child, 2);
  const told = notices.map(({ person_id, kind }) => `${person_id} ${kind}`);
  assert.deepEqual(told, [mother, father].map(({ who }) => `${who.person} enrolled`).toSorted());
  const { campaign_id: campaign, arrival_seq: seq } = notices[0] as (typeof notices)[number];
  const again = town.composed.tasks['arrivals.notice'];
  assert.ok(again);
  await Promise.all(Array.from({ length: 3 }, () => again({ campaign, from: seq, to: seq })));
  assert.equal((await noticesOf(mother.child)).length, 2);
  const page = await town.composed.mektep.application.family(father.who);
  assert.deepEqual(
    page.notices.map(({ kind, childId, number }) => [kind, childId, number]),
    [['enrolled', mother.child, seq]],
  );
});

test('a parent whose link has ended is not told', async () => {
  const [[mother, father]] = (await settle(town, home, 1, { parents: 2 })) as unknown as [[Parent, Parent]];
  await asActor(town, 'registry', (tx) =>
    tx.updateTable('family_link').set({ ended_at: new Date() }).where('person_id', '=', father.who.person).execute(),
  );
  await town.composed.mektep.application.enrol(mother.who, await readyToEnrol(town, mother));
  const notices = await noticesCome(mother.child, 1);
  assert.deepEqual(
    notices.map(({ person_id }) => person_id),
    [mother.who.person],
  );
});
