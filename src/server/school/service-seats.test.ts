import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { freeSeatsOf } from '#server/school/service-seats.ts';
import { asActor } from '#test/support/crowd.ts';
import { openTown, type Town } from '#test/support/town.ts';
import { visitor } from '#test/support/visitor.ts';

let town: Town;
before(async () => {
  town = await openTown({ pages: 'build' });
});
after(() => town.close());

test('KG22-4/sanitary-norm-shown what a school took beyond its quota is counted and shown to everybody as such; it is no free seat', async () => {
  const pool = await asActor(town, 'register', async (tx) => {
    const { id, school_id: school } = await tx
      .selectFrom('pool')
      .select(['id', 'school_id'])
      .where('kind', '=', 'general')
      .orderBy('id')
      .limit(1)
      .executeTakeFirstOrThrow();
    await sql`update pool set taken = capacity + 2, over_quota = 2 where id = ${id}`.execute(tx);
    return { id, school };
  });
  const { schools } = await freeSeatsOf(town.database, town.composed.mektep.campaign.id, town.clock, town.composed.mektep.line)();
  const seats = schools.flatMap(({ pools }) => pools).find(({ id }) => id === pool.id);
  assert.deepEqual([seats?.free, seats?.overQuota], [0, 2]);
  const page = await visitor('ru').open(`${town.origin}/schools/${pool.school}`);
  assert.match(page.text, /нет, сверх квоты 2/);
});
