import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { moment } from '#domain/core/day.ts';
import type { Answer } from '#server/allocation/service.ts';
import { asActor, crowdedPopulation, pageOf, type Parent, parents, readyToEnrol, settle } from '#test/support/crowd.ts';
import { openTown, type Town } from '#test/support/town.ts';
import { holdTurn, untilWaiting } from '#test/support/turn.ts';

const { population, home } = crowdedPopulation(200);
let town: Town;
before(async () => {
  town = await openTown({ population });
});
after(() => town.close());

const enrol = (parent: Parent, act: { readonly draft: string; readonly wishes: readonly number[] }) =>
  town.composed.mektep.application.enrol(parent.who, act);
const arrivalsOf = (child: string) =>
  asActor(town, 'system', (tx) => tx.selectFrom('arrival').selectAll().where('child_id', '=', child).orderBy('seq').execute());

function arrivalOf(answer: Answer) {
  assert.equal(answer.kind, 'answered');
  return answer.arrival;
}

test('the same draft pressed fifty times at once has one effect and one answer, and so does pressing again later', async () => {
  const [parent] = (await parents(town, home, 1)) as [Parent];
  const act = await readyToEnrol(town, parent);
  const answers = await Promise.all(Array.from({ length: 50 }, () => enrol(parent, act)));
  const again = await enrol(parent, act);
  for (const answer of [...answers, again]) assert.deepEqual(answer, answers[0]);
  assert.deepEqual([arrivalOf(again).outcome, again.kind === 'answered' && again.sameBody], ['enrolled', true]);
  assert.equal((await arrivalsOf(parent.child)).length, 1);
});

test('a draft answered before keeps its first answer when it comes with another body', async () => {
  const [parent] = (await parents(town, home, 1)) as [Parent];
  const act = await readyToEnrol(town, parent);
  const first = await enrol(parent, act);
  const other = await enrol(parent, { ...act, wishes: [...act.wishes, ...act.wishes] });
  assert.ok(other.kind === 'answered' && !other.sameBody);
  assert.deepEqual(other.arrival, arrivalOf(first));
  assert.equal((await arrivalsOf(parent.child)).length, 1);
});

test('two bodies of one draft in one batch: the first counts, the second is told so', async () => {
  const [parent] = (await parents(town, home, 1)) as [Parent];
  const { draft, wishes } = await readyToEnrol(town, parent);
  const [first, second] = await Promise.all([enrol(parent, { draft, wishes }), enrol(parent, { draft, wishes: [99_999] })]);
  assert.ok(first.kind === 'answered' && first.sameBody && first.arrival.outcome === 'enrolled');
  assert.ok(second.kind === 'answered' && !second.sameBody);
  assert.equal(second.arrival.seq, first.arrival.seq);
});

test('both parents hold one draft: the child is enrolled once, and both read the same number', async () => {
  const [[mother, father]] = (await settle(town, home, 1, { parents: 2 })) as unknown as [[Parent, Parent]];
  const [hers, his] = [await readyToEnrol(town, mother), await readyToEnrol(town, father)];
  assert.deepEqual(hers, his);
  const [first, second] = await Promise.all([enrol(mother, hers), enrol(father, his)]);
  assert.deepEqual(first, second);
  assert.equal((await arrivalsOf(mother.child)).length, 1);
  assert.equal((await pageOf(town, father)).state, 'enrolled');
});

test('a stranger’s draft does not exist for him, is written down, and stays open for its family', async () => {
  const [owner, stranger] = (await parents(town, home, 2)) as [Parent, Parent];
  const act = await readyToEnrol(town, owner);
  const before = await strangers(act.draft);
  assert.deepEqual(await enrol(stranger, act), { kind: 'unknown_draft' });
  // The way of partners and scripts, past the pages.
  assert.deepEqual(await town.composed.register.claim({ ...act, act: 'enrol', by: { session: stranger.who.tokenHash } }), {
    kind: 'unknown_draft',
  });
  const written = (await strangers(act.draft)).slice(before.length);
  assert.deepEqual(
    written.map(({ actor, act: what }) => `${actor} ${what}`),
    Array.from({ length: 2 }, () => `person:${stranger.who.person} draft.refused_to_stranger`),
  );
  assert.equal((await arrivalsOf(owner.child)).length, 0);
  assert.equal(arrivalOf(await enrol(owner, act)).outcome, 'enrolled');
});

const strangers = (draft: string) =>
  asActor(town, 'system', (tx) =>
    tx
      .selectFrom('journal')
      .select(['actor', 'act', 'hash'])
      .where('act', '=', 'draft.refused_to_stranger')
      .where('subject', '=', draft)
      .execute(),
  );

// What a claim rests on may have been read half a second before its turn; whoever waits longer is looked at again.
const longWait = () => pause(600);

test('a session ended between the press and the decision takes the claim with it', async () => {
  const [parent] = (await parents(town, home, 1)) as [Parent];
  const act = await readyToEnrol(town, parent);
  const turn = await holdTurn(town);
  const pressed = enrol(parent, act);
  await untilWaiting(town, 1);
  await town.composed.mektep.session.end(parent.token);
  await longWait();
  await turn.giveBack();
  assert.deepEqual(await pressed, { kind: 'not_signed_in' });
  assert.equal((await arrivalsOf(parent.child)).length, 0);
});

test('a link the civil registry ended between the press and the decision takes the claim with it', async () => {
  const [parent] = (await parents(town, home, 1)) as [Parent];
  const act = await readyToEnrol(town, parent);
  const turn = await holdTurn(town);
  const pressed = enrol(parent, act);
  await untilWaiting(town, 1);
  await asActor(town, 'registry', (tx) =>
    tx.updateTable('family_link').set({ ended_at: new Date() }).where('child_id', '=', parent.child).execute(),
  );
  await longWait();
  await turn.giveBack();
  assert.deepEqual(await pressed, { kind: 'unknown_draft' });
  assert.equal((await arrivalsOf(parent.child)).length, 0);
  assert.equal(await town.composed.mektep.application.child(parent.who, parent.child), null);
});

test('before the opening nothing queues and nothing is numbered; the same draft is good when it opens', async () => {
  const [parent] = (await parents(town, home, 1)) as [Parent];
  const act = await readyToEnrol(town, parent);
  const turn = await holdTurn(town);
  town.setClock(moment('2025-04-01T08:59:50'));
  // The turn is not given: an answer now is one that did not wait for it.
  assert.deepEqual(await enrol(parent, act), { kind: 'not_open_yet', opensAt: '2025-04-01T09:00:00', clause: '21' });
  town.setClock(moment('2025-06-02T08:59:00'));
  assert.deepEqual(await enrol(parent, act), { kind: 'not_open_yet', opensAt: '2025-06-02T09:00:00', clause: '21' });
  await turn.giveBack();
  assert.equal((await arrivalsOf(parent.child)).length, 0);
  town.setClock(moment('2025-05-12T10:00'));
  assert.equal(arrivalOf(await enrol(parent, act)).outcome, 'enrolled');
});

test('a draft of one act does not serve another', async () => {
  const [parent] = (await parents(town, home, 1)) as [Parent];
  const { draft } = await readyToEnrol(town, parent);
  assert.deepEqual(await town.composed.mektep.application.decline(parent.who, { draft, reason: 'next_year' }), { kind: 'unknown_draft' });
  assert.equal((await arrivalsOf(parent.child)).length, 0);
});

test('the counters, the places and the arrivals tell one story after all of this', async () => {
  const { rows } = await asActor(town, 'system', (tx) =>
    sql<{ id: number; taken: number; held: number; arrived: number }>`
      select p.id, p.taken, (select count(*)::int from place where pool_id = p.id) as held,
             (select count(*) filter (where outcome = 'enrolled' and pool_id = p.id) - count(*) filter (where released_id = p.id) from arrival)::int as arrived
      from pool p where p.taken > 0`.execute(tx),
  );
  assert.ok(rows.length > 0);
  for (const { taken, held, arrived } of rows) assert.deepEqual([held, arrived], [taken, taken]);
});
