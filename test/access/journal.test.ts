import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { connect, type Database } from '#server/db/connect.ts';
import { type Actor, transact } from '#server/db/transaction.ts';
import { append } from '#server/journal/store.ts';
import { type TestDatabase, testDatabase } from '#test/support/database.ts';

let place: TestDatabase;
let database: Database;
before(async () => {
  place = await testDatabase();
  database = connect(place.appUrl, { connections: 3, onLost: () => undefined });
});
after(async () => {
  await database.close();
  await place.close();
});

const [mother, stranger] = [randomUUID(), randomUUID()];
const parts = ['register', 'worker', 'sign_in', 'registry', 'system'] as const satisfies readonly Actor[];

const sign = (as: Actor, actor: Actor, act: string, subject: string | null = null) =>
  transact(database, as, (tx) => append(tx, [{ at: new Date(), actor, act, campaign: null, subject, detail: {} }]));
const isRefused = (line: Promise<void>) => assert.rejects(line, /row-level security policy for table "journal"/);

for (const actor of [...parts, `person:${mother}`] as const) {
  test(`${actor.replace(mother, 'a parent')} signs in the journal with the own name`, () => sign(actor, actor, 'thing.happened'));
}

test('nobody signs for somebody else: not a parent for another, not a parent for the office, not one part of the system for another', async () => {
  await isRefused(sign(`person:${mother}`, `person:${stranger}`, 'thing.happened'));
  for (const part of parts) {
    await isRefused(sign(`person:${mother}`, part, 'thing.happened'));
    await isRefused(sign(part, `person:${mother}`, 'thing.happened', mother));
    for (const other of parts.filter((name) => name !== part)) await isRefused(sign(part, other, 'thing.happened'));
  }
});

test('the register writes down the stranger whose draft it refused, and nothing else in a person’s name', async () => {
  await sign('register', `person:${stranger}`, 'draft.refused_to_stranger');
  await isRefused(sign('register', 'system', 'draft.refused_to_stranger'));
  await isRefused(sign('register', `person:${stranger}`, 'seats.decided'));
  await isRefused(sign('worker', `person:${stranger}`, 'draft.refused_to_stranger'));
});

test('the sign-in writes down whose session begins or ends, and that of nobody else', async () => {
  for (const act of ['session.begun', 'session.ended']) {
    await sign('sign_in', `person:${mother}`, act, mother);
    await isRefused(sign('sign_in', `person:${mother}`, act, stranger));
    await isRefused(sign('sign_in', `person:${mother}`, act));
  }
  await isRefused(sign('sign_in', `person:${mother}`, 'staff.appointed', mother));
});
