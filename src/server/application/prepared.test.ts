import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { moment } from '#domain/core/day.ts';
import { claimSeat } from '#test/support/claims.ts';
import { householdOf } from '#test/support/household.ts';
import { openTown, type Town } from '#test/support/town.ts';

const [evening, early, opened] = [moment('2025-03-31T20:00'), moment('2025-04-01T08:59:59'), moment('2025-04-01T09:00')];
let town: Town;
before(async () => {
  town = await openTown({ now: evening });
});
after(() => town.close());

test('KG25-21.1/confirm-proposed-school everything but the hour is checked the evening before: the draft is the one that is answered at nine, on every device', async () => {
  const [mother, father] = [await householdOf(town, 'two_schools'), await householdOf(town, 'two_schools', 1)];
  const page = await mother.page();
  assert.deepEqual([page.enrolDraft, page.declineDraft, page.withdrawDraft, page.choosing], [null, null, null, null]);
  assert.deepEqual([page.refusal?.kind, page.opening?.opensAt, page.opening?.stage], ['not_open_yet', '2025-04-01T09:00:00', 'guaranteed']);
  const draft = page.opening?.draft ?? '';
  assert.equal((await father.page()).opening?.draft, draft);
  const pool = page.proposals[1]?.pools[0]?.id ?? 0;
  const { prepared } = town.composed.mektep.application;
  const ready = await prepared(mother.who, mother.childId, pool);
  assert.ok(ready !== null && ready !== 'nothing');
  assert.deepEqual([ready.draft, ready.seat.school.id, ready.seat.pool], [draft, page.proposals[1]?.school.id, pool]);

  town.setClock(early);
  assert.equal((await claimSeat(town.origin, mother.token, { draft, wishes: [pool] })).status, 425);
  town.setClock(opened);
  const after = await prepared(mother.who, mother.childId, pool);
  assert.ok(after !== null && after !== 'nothing' && after.opening === null && after.draft === draft, 'the page goes on after the opening');
  const reply = await claimSeat(town.origin, mother.token, { draft, wishes: [pool] });
  assert.deepEqual([reply.status, (reply.body as { pool: number }).pool], [200, pool], 'nobody has to load anything at nine');
  assert.equal(await prepared(father.who, father.childId, pool), 'nothing', 'the child has its place');
  town.setClock(evening);
});

test('a family prepares only what will be offered to it: no other school, no other child, nothing where more than the hour is in the way', async () => {
  const [own, stranger, young] = [
    await householdOf(town, 'one_child'),
    await householdOf(town, 'second_grader'),
    await householdOf(town, 'too_young'),
  ];
  const { prepared } = town.composed.mektep.application;
  const { schools } = await town.composed.mektep.school.freeSeats();
  const page = await own.page();
  const offered = page.proposals.flatMap(({ pools }) => pools.map(({ id }) => id));
  const elsewhere = schools.flatMap(({ pools }) => pools).find(({ id, grade }) => grade === page.grade && !offered.includes(id))?.id ?? 0;
  assert.equal(await prepared(own.who, own.childId, elsewhere), 'nothing');
  assert.equal(await prepared(own.who, own.childId, 0), 'nothing');
  assert.equal(await prepared(stranger.who, own.childId, offered[0] ?? 0), null);
  const refused = await young.page();
  assert.deepEqual([refused.refusal?.kind, refused.opening], ['too_young', null]);
});

test('the clock of the campaign is given to everybody, and only asked', async () => {
  town.setClock(early);
  const response = await fetch(`${town.origin}/api/v1/clock`);
  const { now } = (await response.json()) as { now: number };
  assert.deepEqual([response.status, response.headers.get('cache-control')], [200, 'no-store']);
  assert.ok(Math.abs(now - town.clock.now()) < 1000, 'the server’s clock, not the world’s');
  const posted = await fetch(`${town.origin}/api/v1/clock`, { method: 'POST' });
  assert.deepEqual([posted.status, posted.headers.get('allow')], [405, 'GET, HEAD']);
  town.setClock(evening);
});
