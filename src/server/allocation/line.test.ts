import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { Policy } from '#domain/policy/policy.ts';
import { policies } from '#domain/policy/registry.ts';
import type { Answer } from '#server/allocation/service.ts';
import { lineService } from '#server/allocation/service-line.ts';
import { replayCampaign } from '#server/allocation/service-replay.ts';
import { claimSeat } from '#test/support/claims.ts';
import { asActor, crowdedPopulation, pageOf, type Parent, parents, readyToEnrol } from '#test/support/crowd.ts';
import { openTown, type Town } from '#test/support/town.ts';
import { holdTurn, untilWaiting } from '#test/support/turn.ts';
import { withClient } from '#tools/postgres/bootstrap.ts';

const law: Policy = { ...policies['kg-2025'], waitingList: { active: true, clause: '21' } };
const { population, home } = crowdedPopulation(2);
let town: Town;
let pool: number;
before(async () => {
  town = await openTown({ population, policy: law });
});
after(() => town.close());

const application = () => town.composed.mektep.application;
const campaign = () => town.composed.mektep.campaign;

async function claim(parent: Parent): Promise<Answer> {
  const act = await readyToEnrol(town, parent);
  [pool] = act.wishes as [number];
  return application().enrol(parent.who, act);
}

async function give(parent: Parent): Promise<Answer> {
  const { declineDraft } = await pageOf(town, parent);
  return application().decline(parent.who, { draft: declineDraft ?? '', reason: 'next_year' });
}

async function leave(parent: Parent): Promise<Answer> {
  const { withdrawDraft } = await pageOf(town, parent);
  return application().withdraw(parent.who, { draft: withdrawDraft ?? '' });
}

/** What gives the class so many seats more, ready to be done. */
async function raiseBy(seats: number) {
  const { capacity } = await asActor(town, 'system', (tx) =>
    tx.selectFrom('pool').select('capacity').where('id', '=', pool).executeTakeFirstOrThrow(),
  );
  const change = { key: randomUUID(), pools: [{ pool, capacity: capacity + seats }], actor: 'office:test', ground: 'order 7' };
  return () => town.composed.register.changeCapacity(change);
}

const outcomeOf = (answer: Answer) => (answer.kind === 'answered' ? (answer.arrival.refusal?.kind ?? answer.arrival.outcome) : answer.kind);
const states = async (families: readonly Parent[]) => Promise.all(families.map(async (parent) => (await pageOf(town, parent)).state));
const beforeEach = async (families: readonly Parent[]) =>
  Promise.all(families.map(async (parent) => (await pageOf(town, parent)).line?.wishes[0]?.before ?? null));
const replayed = async () => (await replayCampaign(town.database, { id: campaign().id, policy: law })).difference;

test('KG25-21.13/free-places-only families stand in line when the school is full; a seat given back is the first one’s at that instant, and the page says so', async () => {
  const [aida, bek, cholpon, dastan] = (await parents(town, home, 4)) as [Parent, Parent, Parent, Parent];
  const outcomes: string[] = [];
  for (const one of [aida, bek, cholpon, dastan]) outcomes.push(outcomeOf(await claim(one)));
  assert.deepEqual(outcomes, ['enrolled', 'enrolled', 'queued', 'queued']);
  assert.deepEqual(await states([aida, bek, cholpon, dastan]), ['enrolled', 'enrolled', 'in_line', 'in_line']);
  assert.deepEqual(await beforeEach([cholpon, dastan]), [0, 1]);
  const { line, waitingList, withdrawDraft, enrolDraft } = await pageOf(town, dastan);
  assert.deepEqual([line?.number, line?.closes, line?.clause, waitingList], [4, '2025-06-02T00:00:00', '21', { clause: '21' }]);
  assert.ok(withdrawDraft !== null && enrolDraft !== null);

  const declined = await give(aida);
  assert.deepEqual([outcomeOf(declined), declined.kind === 'answered' && declined.arrival.seq], ['declined', 5]);
  const given = await pageOf(town, cholpon);
  assert.deepEqual([given.state, given.place?.number, given.place?.fromLine, given.line], ['enrolled', 6, true, null]);
  assert.deepEqual(await beforeEach([dastan]), [0]);
  assert.equal(await replayed(), null);

  assert.equal(outcomeOf(await leave(dastan)), 'withdrawn');
  assert.deepEqual(await states([dastan]), ['withdrawn']);
  assert.equal(outcomeOf(await give(bek)), 'declined');
  const { schools } = await town.composed.mektep.school.freeSeats();
  assert.equal(schools.flatMap(({ pools }) => pools).find(({ id }) => id === pool)?.inLine, 0);
  assert.equal(outcomeOf(await claim(dastan)), 'enrolled');
  assert.equal(await replayed(), null);
});

test('KG25-21.13/free-places-only within one batch too: who leaves is passed over, two seats more serve the next two, and a newcomer stands behind', async () => {
  const waiting = (await parents(town, home, 5)) as [Parent, Parent, Parent, Parent, Parent];
  for (const one of waiting) assert.equal(outcomeOf(await claim(one)), 'queued');
  const [first, second, third, fourth, fifth] = waiting;
  const [newcomer] = (await parents(town, home, 1)) as [Parent];
  const [firstPage, thirdPage, act] = [await pageOf(town, first), await pageOf(town, third), await readyToEnrol(town, newcomer)];
  const raise = await raiseBy(2);
  const turn = await holdTurn(town);
  const answers = [
    application().withdraw(first.who, { draft: firstPage.withdrawDraft ?? '' }),
    raise(),
    application().withdraw(third.who, { draft: thirdPage.withdrawDraft ?? '' }),
    application().enrol(newcomer.who, act),
  ];
  await untilWaiting(town, 1);
  await turn.giveBack();
  const [, , left] = await Promise.all(answers);
  // The seat had come to the third before: what became a place is declined, with a reason.
  assert.deepEqual(left?.kind === 'answered' && left.arrival.refusal?.kind, 'already_enrolled');
  assert.deepEqual(await states(waiting), ['withdrawn', 'enrolled', 'enrolled', 'in_line', 'in_line']);
  assert.deepEqual(await beforeEach([fourth, fifth, newcomer]), [0, 1, 2]);
  assert.equal((await pageOf(town, second)).place?.fromLine, true);
  assert.equal(await replayed(), null);
});

test('a program reads where its claim stands, and the same claim sent again says where it stands now', async () => {
  const [one] = (await parents(town, home, 1)) as [Parent];
  const act = await readyToEnrol(town, one);
  const reply = await claimSeat(town.origin, one.token, act);
  const { outcome, line, applied, pool: held, explanation } = reply.body as Record<string, unknown>;
  const { length } = await asActor(town, 'system', (tx) => tx.selectFrom('line').select('seq').where('pool_id', '=', pool).execute());
  assert.deepEqual([reply.status, outcome, held, applied, line], [200, 'queued', null, pool, [{ pool, before: length - 1 }]]);
  assert.deepEqual((explanation as { next: string }).next, 'wait_in_line');
  const again = await readyToEnrol(town, one);
  const refused = await claimSeat(town.origin, one.token, again);
  assert.deepEqual([refused.status, (refused.body as { type: string }).type], [422, 'urn:mektep:already_in_line']);
  await leave(one);
  assert.deepEqual(((await claimSeat(town.origin, one.token, act)).body as { line: unknown }).line, []);
});

test('a family reads its own place in line and no other; everybody reads how long the line is', async () => {
  const [one, other] = (await parents(town, home, 2)) as [Parent, Parent];
  await claim(one);
  await claim(other);
  const seen = await asActor(town, `person:${one.who.person}`, (tx) => tx.selectFrom('line').select('child_id').execute());
  assert.deepEqual(
    seen.map(({ child_id }) => child_id),
    [one.child],
  );
  const [deleted] = await asActor(town, `person:${one.who.person}`, (tx) => tx.deleteFrom('line').execute());
  assert.equal(deleted?.numDeletedRows, 0n);
  const { length } = await asActor(town, 'system', (tx) => tx.selectFrom('line').select('seq').execute());
  assert.equal((await lineService(town.database, campaign()).lengths()).get(pool), length);
});

test('nobody is served after closing: the page says that the line has ended, and what is given back then is anybody’s', async () => {
  const [late] = (await parents(town, home, 1)) as [Parent];
  assert.equal(outcomeOf(await claim(late)), 'queued');
  town.setClock('2025-06-02T09:00:05');
  const { state, line, lineEnded, choosing } = await pageOf(town, late);
  assert.deepEqual([state, line, lineEnded?.closedAt, choosing], ['not_applied', null, '2025-06-02T00:00:00', 'open']);
  await (
    await raiseBy(1)
  )();
  assert.equal((await pageOf(town, late)).state, 'not_applied');
  assert.equal(await replayed(), null);
});

test('whoever changes the line afterwards is found', async () => {
  const forgeries = [
    [`delete from line where seq = (select max(seq) from line)`, 'line'],
    [`update arrival set outcome = 'refused' where seq = (select max(seq) from arrival where outcome = 'queued')`, 'outcome'],
    [
      `update arrival set child_id = (select child_id from line order by seq limit 1) where seq = (select max(seq) from arrival where act = 'advance')`,
      'draft',
    ],
  ] as const;
  for (const [forgery, what] of forgeries) {
    await withClient(town.test.ownerUrl, async (client) => {
      await client.query('begin');
      await client.query('create table kept_line as select * from line');
      await client.query('create table kept_arrival as select * from arrival');
      await client.query('commit');
      await client.query(forgery);
      const found = await replayed();
      await client.query('truncate line; insert into line select * from kept_line; drop table kept_line');
      await client.query('delete from arrival; insert into arrival select * from kept_arrival; drop table kept_arrival');
      assert.equal(found?.what, what, forgery);
    });
    assert.equal(await replayed(), null);
  }
});
