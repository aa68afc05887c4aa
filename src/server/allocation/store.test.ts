import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import type { Actor } from '#server/db/transaction.ts';
import { asActor, crowdedPopulation, type Parent, parents, readyToEnrol } from '#test/support/crowd.ts';
import { openTown, type Town } from '#test/support/town.ts';

const { population, home } = crowdedPopulation(10);
let town: Town;
let parent: Parent;
before(async () => {
  town = await openTown({ population });
  [parent] = (await parents(town, home, 1)) as [Parent];
  const answer = await town.composed.mektep.application.enrol(parent.who, await readyToEnrol(town, parent));
  assert.equal(answer.kind, 'answered');
});
after(() => town.close());

const actors = (): readonly Actor[] => ['register', 'worker', 'system', 'registry', 'sign_in', `person:${parent.who.person}`];

test('what arrived stands: the application can neither change nor delete an arrival or a line of the journal', async () => {
  for (const actor of actors()) {
    for (const statement of [
      sql`update arrival set outcome = 'refused'`,
      sql`delete from arrival`,
      sql`truncate arrival`,
      sql`update journal set act = 'nothing'`,
      sql`delete from journal`,
      sql`truncate journal`,
    ]) {
      await assert.rejects(
        asActor(town, actor, (tx) => statement.execute(tx)),
        /permission denied/,
        actor,
      );
    }
  }
});

test('the counters of a pool move in the register alone', async () => {
  for (const actor of actors().filter((candidate) => candidate !== 'register')) {
    for (const statement of [sql`update pool set taken = taken - 1 where taken > 0`, sql`update pool set over_quota = over_quota + 1`]) {
      await assert.rejects(
        asActor(town, actor, (tx) => statement.execute(tx)),
        /row-level security/,
        actor,
      );
    }
  }
});

test('where somebody is registered the register reads, and of that person nothing else; nobody else reads it there', async () => {
  const homes = sql<{ home: unknown }>`select home from registered_home where person_id = ${parent.who.person}`;
  for (const actor of actors()) {
    const { rows } = await asActor(town, actor, (tx) => homes.execute(tx));
    assert.deepEqual(rows, actor === 'register' ? [{ home: [home.address.streetId, home.address.house] }] : [], actor);
  }
  const { rows } = await asActor(town, 'register', (tx) => sql`select phone from person`.execute(tx));
  assert.deepEqual(rows, []);
});

test('not even the register takes more seats than there are', async () => {
  await assert.rejects(
    asActor(town, 'register', (tx) => sql`update pool set taken = capacity + over_quota + 1`.execute(tx)),
    /pool_not_oversold/,
  );
  await assert.rejects(
    asActor(town, 'register', (tx) => sql`update pool set taken = -1`.execute(tx)),
    /pool_not_oversold/,
  );
});

test('places and arrivals are written by the register alone', async () => {
  for (const actor of actors().filter((candidate) => candidate !== 'register')) {
    const moved = await asActor(town, actor, (tx) => sql`update place set pool_id = null`.execute(tx)).catch((fault: Error) => fault);
    if (!(moved instanceof Error)) assert.equal(moved.numAffectedRows, 0n, actor);
    const copy = sql`
      insert into arrival select campaign_id, seq + 1000, batch, gen_random_uuid(), child_id, person_id, act, stage, route, offered, grades, wishes, reason, outcome,
        pool_id, released_id, free_before, over_quota, guarantee_lost, refusal, clause, next_step, received_at from arrival`;
    const copied = await asActor(town, actor, (tx) => copy.execute(tx)).catch((fault: Error) => fault);
    if (!(copied instanceof Error)) assert.equal(copied.numAffectedRows, 0n, actor);
  }
  const { rows } = await asActor(town, 'system', (tx) =>
    sql<{
      places: number;
      arrivals: number;
    }>`select (select count(*)::int from place where pool_id is not null) as places, (select count(*)::int from arrival) as arrivals`.execute(
      tx,
    ),
  );
  assert.deepEqual(rows, [{ places: 1, arrivals: 1 }]);
});
