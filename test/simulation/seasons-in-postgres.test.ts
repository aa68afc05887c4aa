import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Decision, seatConcerned } from '#domain/allocation/seat.ts';
import { connect, type Database } from '#server/db/connect.ts';
import { type TestDatabase, testDatabase } from '#test/support/database.ts';
import { withClient } from '#tools/postgres/bootstrap.ts';
import { playStory, type PlayedStory } from './played-story.ts';
import { type Entered, enterStory, playThroughRegister } from './season-in-postgres.ts';
import { storyOf } from './stories.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
const count = Number(process.env['SEASONS'] ?? 60);

let made: TestDatabase;
let database: Database;
before(async () => {
  made = await testDatabase();
  database = connect(made.appUrl, { connections: 4, onLost: () => undefined });
});
after(async () => {
  await database.close();
  await made.close();
});

test(`KG25-21.13 KG25-18.4 ${count} small campaigns, lists published meanwhile, come out of two registers over one PostgreSQL as the law alone decides them, and are decided again alike (seed ${seed})`, async () => {
  let [decided, enrolled, turnedAway, given, byBoundaries, notServed] = [0, 0, 0, 0, 0, 0];
  for (const one of [...Array.from({ length: count }, (_, place) => seed + place), firstServedFromLine(seed + count)]) {
    const story = storyNumbered(one);
    const alone = playStory(story, 'product');
    const { decisions, advances, line } = alone.played;
    const again = `run again: SEED=${one} SEASONS=1 npm test -- test/simulation/seasons-in-postgres.test.ts`;
    const { through, entered } = await withClient(made.ownerUrl, async (client) => {
      const into = await enterStory(client, story, alone);
      return { entered: into, through: await playThroughRegister(database, client, story, alone, into) };
    });
    assert.deepEqual(through.faults, [], again);
    assert.deepEqual(through.decisions, decisions, again);
    assert.deepEqual([through.advances, through.line], [[...advances.values()].flat(), line], again);
    assert.equal(through.difference, null, again);
    byBoundaries += sameGround(alone, through.rested, entered, again);
    given += through.advances.length;
    decided += decisions.filter((decision) => decision !== null).length;
    enrolled += decisions.filter((decision) => decision?.outcome === 'enrolled').length;
    turnedAway += decisions.filter((decision) => decision === null).length;
    notServed += decisions.filter(
      (decision) => decision !== null && 'draft' in decision && decision.refusal?.kind === 'school_not_offered',
    ).length;
  }
  assert.ok(given > 0, 'somebody who stood in line was given a seat');
  const said = `${decided} decided, ${enrolled} enrolled, ${turnedAway} turned away, ${byBoundaries} by boundaries, ${notServed} not served`;
  assert.ok(count < 30 || (decided > 500 && enrolled > 50 && turnedAway > 0 && byBoundaries > 200 && notServed > 50), said);
});

function storyNumbered(one: number) {
  return storyOf(one, { families: 5 + (one % 12), deeds: 40 + (one % 60), schools: 2 + (one % 3) });
}

/** The next story in which, by the law alone, somebody who stands in line is given a seat: few have one. */
function firstServedFromLine(from: number): number {
  for (let one = from; one < from + 5_000; one += 1)
    if ([...playStory(storyNumbered(one), 'product').played.advances.values()].flat().length > 0) return one;
  return assert.fail('in thousands of stories nobody was served from the line');
}

/** Every claim names the homes and the version it rests on by the law; how many there were. */
function sameGround(
  { played, rested, season }: PlayedStory,
  through: Awaited<ReturnType<typeof playThroughRegister>>['rested'],
  { versions }: Entered,
  again: string,
): number {
  let count = 0;
  season.deeds.forEach(({ request }, place) => {
    const decision = played.decisions[place] as Decision | null;
    if (request.act !== 'enrol' || decision === null) return;
    const ground = rested.get(request.draft) ?? null;
    const version = ground?.versions.get(seatConcerned(decision, request.wishes) ?? 0);
    assert.deepEqual(
      through.get(request.draft),
      { homes: ground?.homes ?? null, version: version === undefined ? null : versions.get(version) },
      again,
    );
    if (ground !== null) count += 1;
  });
  return count;
}
