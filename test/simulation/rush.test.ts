import assert from 'node:assert/strict';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { after, before, test } from 'node:test';
import { claimSeat, type Reply } from '#test/support/claims.ts';
import { asActor, crowdedPopulation, type Parent, parents, readyToEnrol } from '#test/support/crowd.ts';
import { openTown, type Town } from '#test/support/town.ts';

const seats = 30;
const families = 200;
const { population, home } = crowdedPopulation(seats);
let town: Town;
before(async () => {
  town = await openTown({ population });
});
after(() => town.close());

type Ready = { readonly parent: Parent; readonly act: { readonly draft: string; readonly wishes: readonly number[] } };

async function everybodyReady(): Promise<readonly Ready[]> {
  const ready: Ready[] = [];
  const crowd = await parents(town, home, families);
  // The pages are opened beforehand, eight at a time.
  for (let start = 0; start < crowd.length; start += 8) {
    ready.push(
      ...(await Promise.all(crowd.slice(start, start + 8).map(async (parent) => ({ parent, act: await readyToEnrol(town, parent) })))),
    );
  }
  return ready;
}

/** Writes down the drafts in the order in which the server reads their requests from the sockets. */
async function inOrderOfTheSocket<T>(work: () => Promise<T>): Promise<{ readonly drafts: readonly string[]; readonly result: T }> {
  const drafts: string[] = [];
  const note = (message: unknown) => void drafts.push(String((message as { request: IncomingMessage }).request.headers['idempotency-key']));
  subscribe('http.server.request.start', note);
  try {
    return { result: await work(), drafts };
  } finally {
    unsubscribe('http.server.request.start', note);
  }
}

test('200 parallel claims for 30 seats: exactly 30 are enrolled, the first 30 at the socket, and every other answer says why', async () => {
  const ready = await everybodyReady();
  // Who presses first is chance: not the order in which the drafts were made.
  const pressing = ready.toSorted((a, b) => (a.parent.token < b.parent.token ? -1 : 1));
  const { drafts, result } = await inOrderOfTheSocket(() =>
    Promise.all(pressing.map(({ parent, act }) => claimSeat(town.origin, parent.token, act))),
  );
  assert.equal(drafts.length, families);
  const replyOf = new Map(pressing.map(({ act }, place) => [act.draft, result[place] as Reply]));

  const enrolled = drafts.filter((draft) => replyOf.get(draft)?.status === 200);
  assert.deepEqual(enrolled, drafts.slice(0, seats), 'somebody was overtaken');
  for (const draft of drafts.slice(seats)) {
    const reply = replyOf.get(draft) as Reply;
    const { type, refusal, number, explanation } = reply.body as {
      type: string;
      refusal: object;
      number: number;
      explanation: { freeBefore: number };
    };
    assert.deepEqual([reply.status, type, explanation.freeBefore], [422, 'urn:mektep:no_places', 0]);
    assert.deepEqual(refusal, { kind: 'no_places', opensAt: '2025-06-02T09:00:00', remedy: 'other_school', clause: '21' });
    assert.ok(number > seats);
  }
  const numbers = drafts.map((draft) => (replyOf.get(draft)?.body as { number: number }).number);
  assert.deepEqual(
    numbers,
    drafts.map((_, place) => place + 1),
    'numbers follow the order of arrival',
  );
});

test('after the rush the register, the places and the journal tell the same story', async () => {
  const [pools, places, arrivals, lines] = await asActor(town, 'system', async (tx) => [
    await tx.selectFrom('pool').select(['taken', 'capacity']).where('taken', '>', 0).execute(),
    await tx.selectFrom('place').select('child_id').where('pool_id', 'is not', null).execute(),
    await tx.selectFrom('arrival').select(['seq', 'received_at']).orderBy('seq').execute(),
    await tx.selectFrom('journal').select('detail').where('act', '=', 'seats.decided').execute(),
  ]);
  assert.deepEqual(pools, [{ taken: seats, capacity: seats }]);
  assert.equal(new Set(places.map(({ child_id }) => child_id)).size, seats);
  // Each line of the journal vouches for the numbers of one batch.
  const vouchedFor = lines.map(({ detail }) => Number(detail['to']) - Number(detail['from']) + 1).reduce((sum, count) => sum + count, 0);
  assert.deepEqual([arrivals.length, vouchedFor], [families, families]);
  const stamps = arrivals.map(({ received_at }) => received_at.getTime());
  assert.deepEqual(
    stamps,
    stamps.toSorted((a, b) => a - b),
  );
});
