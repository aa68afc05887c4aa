import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { connect, type Database } from '#server/db/connect.ts';
import { type TestDatabase, testDatabase } from '#test/support/database.ts';
import { withClient } from '#tools/postgres/bootstrap.ts';
import { enterSeason, playThroughRegister } from './season-in-postgres.ts';
import { play, seasonOf } from './season.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
const count = Number(process.env['SEASONS'] ?? 60);

let made: TestDatabase;
let database: Database;
before(async () => {
  made = await testDatabase();
  database = connect(made.appUrl, { connections: 2, onLost: () => undefined });
});
after(async () => {
  await database.close();
  await made.close();
});

test(`KG25-21.13 ${count} small campaigns come out of PostgreSQL as the law alone decides them, and are decided again alike (seed ${seed})`, async () => {
  let [decided, enrolled, turnedAway, given] = [0, 0, 0, 0];
  for (let one = seed; one < seed + count; one += 1) {
    const size = { children: 5 + (one % 20), deeds: 20 + (one % 60), schools: 1 + (one % 4), school: false };
    const season = seasonOf(one, size);
    const { decisions, advances, line } = play(season);
    const entered = await withClient(made.ownerUrl, (client) => enterSeason(client, season));
    const through = await playThroughRegister(database, season, entered);
    const again = `run again: SEED=${one} npm test -- test/simulation/seasons-in-postgres.test.ts`;
    assert.deepEqual(through.faults, [], again);
    assert.deepEqual(through.decisions, decisions, again);
    assert.deepEqual([through.advances, through.line], [[...advances.values()].flat(), line], again);
    assert.equal(through.difference, null, again);
    given += through.advances.length;
    decided += decisions.filter((decision) => decision !== null).length;
    enrolled += decisions.filter((decision) => decision?.outcome === 'enrolled').length;
    turnedAway += decisions.filter((decision) => decision === null).length;
  }
  assert.ok(given > 0, 'somebody who stood in line was given a seat');
  assert.ok(decided > 500 && enrolled > 50 && turnedAway > 0, `${decided} decided, ${enrolled} enrolled, ${turnedAway} turned away`);
});
