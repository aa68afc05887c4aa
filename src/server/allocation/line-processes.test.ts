import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { pino } from 'pino';
import type { Policy } from '#domain/policy/policy.ts';
import { policies } from '#domain/policy/registry.ts';
import { noAges } from '#server/ages.ts';
import { compose, type Composed } from '#server/compose.ts';
import { connect, type Database } from '#server/db/connect.ts';
import { replayCampaign } from '#server/allocation/service-replay.ts';
import { asActor, crowdedPopulation, pageOf, type Parent, parents, readyToEnrol } from '#test/support/crowd.ts';
import { openTown, type Town } from '#test/support/town.ts';

const law: Policy = { ...policies['kg-2025'], waitingList: { active: true, clause: '21' } };
const seats = 10;
const { population, home } = crowdedPopulation(seats);
let town: Town;
let neighbour: { readonly composed: Composed; readonly database: Database };
before(async () => {
  town = await openTown({ population, policy: law });
  const database = connect(town.test.appUrl, { connections: 4, onLost: () => undefined });
  neighbour = { database, composed: await compose(town.config, database, pino({ level: 'silent' }), town.clock, noAges) };
});
after(async () => {
  await neighbour.composed.close();
  await neighbour.database.close();
  await town.close();
});

const door = (place: number) => (place % 2 === 0 ? town.composed : neighbour.composed);
const readAll = () =>
  asActor(town, 'system', async (tx) => ({
    arrivals: await tx.selectFrom('arrival').selectAll().orderBy('seq').execute(),
    line: await tx.selectFrom('line').selectAll().orderBy('seq').execute(),
    places: await tx.selectFrom('place').selectAll().where('pool_id', 'is not', null).execute(),
  }));

test('KG25-21.13/free-places-only at two doors at once families ask, give up, leave and come back: each seat goes to the lowest number that waits for it', async () => {
  const families = await parents(town, home, 40);
  const acts: Awaited<ReturnType<typeof readyToEnrol>>[] = [];
  for (const parent of families) acts.push(await readyToEnrol(town, parent));
  await Promise.all(
    families.map((parent, place) => door(place).mektep.application.enrol(parent.who, acts[place] as (typeof acts)[number])),
  );

  for (let round = 0; round < 4; round += 1) {
    // Those who hold a seat give it up, some who wait leave; all of them at the same moment, at either door.
    const pages = await Promise.all(families.map((parent) => pageOf(town, parent)));
    await Promise.all(
      families.flatMap((parent: Parent, place) => {
        const { state, declineDraft, withdrawDraft } = pages[place] as (typeof pages)[number];
        const { application } = door(place + round).mektep;
        if (state === 'enrolled' && place % 2 === round % 2)
          return [application.decline(parent.who, { draft: declineDraft ?? '', reason: 'private_school' })];
        return state === 'in_line' && place % 5 === round ? [application.withdraw(parent.who, { draft: withdrawDraft ?? '' })] : [];
      }),
    );
    const { arrivals, line, places } = await readAll();
    assert.ok(line.length === 0 || places.length === seats, 'a seat lies idle while somebody waits for it');
    assert.deepEqual(
      arrivals.map(({ seq }) => seq),
      arrivals.map((_, place) => place + 1),
    );
    const waiting = new Map<string, number>();
    for (const { seq, act, outcome, child_id: child } of arrivals) {
      if (act === 'advance') assert.equal(waiting.get(child), Math.min(...waiting.values()), `number ${seq} was not the next in line`);
      if (outcome === 'queued') waiting.set(child, seq);
      else if (outcome !== 'refused') waiting.delete(child);
    }
    assert.deepEqual(
      line.map(({ seq }) => seq),
      [...waiting.values()],
    );
  }
  const { arrivals } = await readAll();
  assert.ok(arrivals.filter(({ act }) => act === 'advance').length >= 10);
  assert.equal((await replayCampaign(town.database, { id: town.composed.mektep.campaign.id, policy: law })).difference, null);
});
