import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { pino } from 'pino';
import { connect, type Database } from '#server/db/connect.ts';
import { runJobs } from '#server/jobs.ts';
import { handOutDue, lastDue, type TimetableLine } from '#server/timetable.ts';
import { type TestDatabase, testDatabase } from '#test/support/database.ts';

let place: TestDatabase;
let database: Database;
before(async () => {
  place = await testDatabase();
  database = connect(place.appUrl, { connections: 6, onLost: () => undefined });
});
after(async () => {
  await database.close();
  await place.close();
});

const at = (text: string) => Date.parse(text);
const told = (line: TimetableLine, now: string, zone: string) => new Date(lastDue(line, at(now), zone)).toISOString();
const night: TimetableLine = { task: 'night', daily: '03:10' };

test('a nightly job comes at the hour of the campaign’s zone, not at that hour of the world', () => {
  // Ten past three in Bishkek is ten past nine of the evening before in Greenwich.
  assert.equal(told(night, '2026-05-12T21:09:59Z', 'Asia/Bishkek'), '2026-05-11T21:10:00.000Z');
  assert.equal(told(night, '2026-05-12T21:10:00Z', 'Asia/Bishkek'), '2026-05-12T21:10:00.000Z');
  assert.equal(told(night, '2026-05-12T23:30:00Z', 'UTC'), '2026-05-12T03:10:00.000Z');
});

// Troll moves its clocks by two hours, Lord Howe by half an hour: no zone that a campaign has, and every clock must survive them.
const changes: readonly (readonly [string, string, `${number}:${number}`, string, readonly string[]])[] = [
  ['an hour that is left out comes when the clock jumps', 'Europe/Berlin', '02:30', '2026-03-29', ['2026-03-29T01:30:00.000Z']],
  ['an hour that comes twice comes once', 'Europe/Berlin', '02:30', '2026-10-25', ['2026-10-25T00:30:00.000Z']],
  ['half an hour left out', 'Australia/Lord_Howe', '02:15', '2026-10-04', ['2026-10-03T15:45:00.000Z']],
  ['two hours left out', 'Antarctica/Troll', '02:00', '2026-03-29', ['2026-03-29T02:00:00.000Z']],
  ['a day that was left out whole', 'Pacific/Apia', '12:00', '2011-12-30', ['2011-12-30T22:00:00.000Z']],
];

for (const [what, zone, daily, day, expected] of changes) {
  test(`over a change of the zone ${what} (${zone})`, () => {
    const noon = at(`${day}T12:00:00Z`);
    const times = new Set<string>();
    // Every ten minutes of the day around the change, as a worker looks.
    for (let now = noon - 86_400_000; now <= noon + 86_400_000; now += 600_000)
      times.add(new Date(lastDue({ task: 'x', daily }, now, zone)).toISOString());
    for (const time of expected) assert.ok(times.has(time), [...times].join(' '));
    // A day apart, give or take the change: never twice in a night, never a night without.
    const gaps = [...times].map(at).toSorted((a, b) => a - b);
    for (const [index, time] of gaps.entries())
      if (index > 0) assert.ok(Math.abs(time - (gaps[index - 1] as number) - 86_400_000) <= 7_200_000);
  });
}

test('however many workers look, a line is handed out once; what was missed is handed out once', async () => {
  const line: TimetableLine = { task: 'note.hour', daily: '03:10' };
  const look = (now: string) => handOutDue(database, [line], at(now), 'Asia/Bishkek');
  const done: number[] = [];
  const jobs = await runJobs(database, { 'note.hour': async () => void done.push(1) }, pino({ level: 'silent' }));
  const settled = async (count: number) => {
    for (let tries = 0; tries < 100 && done.length < count; tries += 1) await pause(50);
    assert.equal(done.length, count);
  };
  await Promise.all(Array.from({ length: 8 }, () => look('2026-05-12T22:00:00Z')));
  await settled(1);
  await look('2026-05-13T20:00:00Z');
  await settled(1);
  // Nobody looked for three days.
  await Promise.all([look('2026-05-16T22:00:00Z'), look('2026-05-16T22:00:01Z')]);
  await settled(2);
  // A clock that went back hands nothing out again.
  await look('2026-05-12T22:00:00Z');
  await jobs.stop();
  assert.equal(done.length, 2);
});
