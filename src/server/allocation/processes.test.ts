import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { pino } from 'pino';
import { noAges } from '#server/ages.ts';
import { compose, type Composed } from '#server/compose.ts';
import { connect, type Database } from '#server/db/connect.ts';
import { asActor, crowdedPopulation, type Parent, parents, readyToEnrol } from '#test/support/crowd.ts';
import { openTown, type Town } from '#test/support/town.ts';

const seats = 20;
const { population, home } = crowdedPopulation(seats);
let town: Town;
let neighbour: { readonly composed: Composed; readonly database: Database };
before(async () => {
  town = await openTown({ population });
  // Another process over the same database: its own connections, its own memory of the pools.
  const database = connect(town.test.appUrl, { connections: 4, onLost: () => undefined });
  neighbour = { database, composed: await compose(town.config, database, pino({ level: 'silent' }), town.clock, noAges) };
});
after(async () => {
  await neighbour.composed.close();
  await neighbour.database.close();
  await town.close();
});

type Act = { readonly draft: string; readonly wishes: readonly number[] };
const enrolAt = (composed: Composed, parent: Parent, act: Act) => composed.mektep.application.enrol(parent.who, act);
const allArrivals = () => asActor(town, 'system', (tx) => tx.selectFrom('arrival').selectAll().orderBy('seq').execute());

test('two processes share one order: no number twice, no gap, no seat twice, whoever is asked', async () => {
  const families = await parents(town, home, 30);
  const acts: Act[] = [];
  for (const parent of families) acts.push(await readyToEnrol(town, parent));
  const [first, second] = [town.composed, neighbour.composed];
  // One after another, from door to door: each must see what the other has written.
  for (const [place, parent] of families.slice(0, 10).entries()) {
    const answer = await enrolAt(place % 2 === 0 ? first : second, parent, acts[place] as Act);
    assert.ok(answer.kind === 'answered');
    assert.deepEqual([answer.arrival.seq, answer.arrival.free_before], [place + 1, seats - place]);
  }
  // All at once, at both doors; the last ten press at both.
  const rest = families.slice(10).flatMap((parent, place) => {
    const act = acts[place + 10] as Act;
    return place < 10
      ? [enrolAt(place % 2 === 0 ? first : second, parent, act)]
      : [enrolAt(first, parent, act), enrolAt(second, parent, act)];
  });
  const answers = await Promise.all(rest);
  assert.ok(answers.every((answer) => answer.kind === 'answered'));
  const arrivals = await allArrivals();
  assert.deepEqual(
    arrivals.map(({ seq }) => seq),
    Array.from({ length: 30 }, (_, index) => index + 1),
  );
  assert.deepEqual(
    arrivals.map(({ outcome }) => outcome),
    Array.from({ length: 30 }, (_, place) => (place < seats ? 'enrolled' : 'refused')),
  );
  assert.deepEqual(
    arrivals.filter(({ outcome }) => outcome === 'enrolled').map((arrival) => arrival.free_before),
    Array.from({ length: seats }, (_, index) => seats - index),
  );
  for (const { batch, seq } of arrivals)
    assert.ok(
      arrivals.every((other) => other.seq <= seq || other.batch >= batch),
      'a later number stands in an earlier batch',
    );
});

test('a seat given back at one door is free at the other at once', async () => {
  const [parent] = (await parents(town, home, 1)) as [Parent];
  const [holder] = await asActor(town, 'system', (tx) =>
    tx.selectFrom('arrival').select(['child_id', 'person_id']).where('outcome', '=', 'enrolled').orderBy('seq').limit(1).execute(),
  );
  assert.ok(holder);
  // The second door has just refused somebody as full: its memory says so.
  const refused = await enrolAt(neighbour.composed, parent, await readyToEnrol(town, parent));
  assert.ok(refused.kind === 'answered' && refused.arrival.refusal?.kind === 'no_places');
  const page = await town.composed.mektep.application.child(
    { person: holder.person_id, name: { surname: '', given: '', patronymic: null }, tokenHash: Buffer.alloc(32), offices: [] },
    holder.child_id,
  );
  const declined = await town.composed.register.claim({
    draft: page?.declineDraft ?? '',
    act: 'decline',
    reason: 'private_school',
    by: { person: holder.person_id },
  });
  assert.ok(declined.kind === 'answered' && declined.arrival.outcome === 'declined');
  const enrolled = await enrolAt(neighbour.composed, parent, await readyToEnrol(town, parent));
  assert.ok(enrolled.kind === 'answered' && enrolled.arrival.outcome === 'enrolled');
});

test('a claim made the very moment another is answered is answered too', async () => {
  const [parent] = (await parents(town, home, 1)) as [Parent];
  const { draft } = await readyToEnrol(town, parent);
  const ask = () => town.composed.register.claim({ draft, act: 'enrol', wishes: [1], by: { session: parent.who.tokenHash } });
  // At whatever step after the answer the next claim comes, somebody must take it up.
  for (let steps = 0; steps < 12; steps += 1) {
    await ask();
    for (let step = 0; step < steps; step += 1) await Promise.resolve();
    const late = AbortSignal.timeout(2_000);
    const answer = await Promise.race([
      ask(),
      new Promise((_, reject) => late.addEventListener('abort', () => reject(new Error(`nobody answers, ${steps} steps later`)))),
    ]);
    assert.equal((answer as { kind: string }).kind, 'answered');
  }
});
