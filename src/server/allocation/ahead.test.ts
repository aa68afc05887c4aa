import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { policies } from '#domain/policy/registry.ts';
import { type Answer, openRegister, type Register } from '#server/allocation/service.ts';
import { asActor, crowdedPopulation, pageOf, type Parent, parents, readyToEnrol } from '#test/support/crowd.ts';
import { openTown, type Town } from '#test/support/town.ts';
import { holdTurn, untilWaiting } from '#test/support/turn.ts';
import { replayCampaign } from './service-replay.ts';

const seats = 60;
const { population, home } = crowdedPopulation(seats);
const policy = policies['kg-2025'];
let town: Town;
let register: Register;
const faults: unknown[] = [];
before(async () => {
  town = await openTown({ population });
  register = opened();
});
after(async () => {
  await register.close();
  await town.close();
});

/** Batches of two, so that one after another is on its way at once. */
const opened = () =>
  openRegister(town.database, {
    campaign: { id: town.composed.mektep.campaign.id, policy },
    clock: town.clock,
    ...{ queueLimit: 1_000, batchLimit: 2, patienceMs: 10_000, onFault: (fault: unknown) => faults.push(fault) },
  });

type Act = { readonly draft: string; readonly wishes: readonly number[] };
const enrol = (at: Register, parent: Parent, act: Act) => at.claim({ ...act, act: 'enrol', by: { session: parent.who.tokenHash } });

async function ready(count: number): Promise<readonly (readonly [Parent, Act])[]> {
  const families: (readonly [Parent, Act])[] = [];
  for (const parent of await parents(town, home, count)) families.push([parent, await readyToEnrol(town, parent)]);
  return families;
}

function seqOf(answer: Answer | undefined): number {
  assert.ok(answer?.kind === 'answered', answer?.kind);
  return answer.arrival.seq;
}

async function isIdentical(): Promise<void> {
  const { difference } = await replayCampaign(town.database, { id: town.composed.mektep.campaign.id, policy });
  assert.equal(difference, null);
}

test('I1 I2 I5 claims decided ahead keep their order, and a draft pressed again in the next batch gets the first answer', async () => {
  const families = await ready(40);
  // Every family presses, and presses again a few claims later: in a batch that is decided before the first answer is there.
  const asked = families.flatMap((family, place) => {
    const again = families[place - 1];
    return again === undefined ? [family] : [family, again];
  });
  const answers = await Promise.all(asked.map(([parent, act]) => enrol(register, parent, act)));
  const first = new Map<string, Answer>();
  asked.forEach(([, { draft }], place) => {
    const answer = answers[place] as Answer;
    assert.deepEqual(answer, first.get(draft) ?? answer);
    first.set(draft, answer);
  });
  assert.deepEqual(
    families.map(([, { draft }]) => seqOf(first.get(draft))),
    families.map((_, place) => place + 1),
  );
  assert.deepEqual(faults, []);
  await isIdentical();
});

test('KG25-21.13/free-places-only a seat given back in one batch is free in the next, though neither is written yet', async () => {
  const holders = await asActor(town, 'system', (tx) =>
    tx.selectFrom('arrival').select(['child_id', 'person_id']).orderBy('seq').execute(),
  );
  const claims = await ready(seats - holders.length + 12);
  const full = await Promise.all(claims.slice(0, seats - holders.length).map(([parent, act]) => enrol(register, parent, act)));
  assert.ok(full.every((answer) => answer.kind === 'answered' && answer.arrival.outcome === 'enrolled'));
  const leaving: (() => Promise<Answer>)[] = [];
  for (const { person_id: person, child_id: child } of holders.slice(0, 6)) {
    const draft = (await pageOf(town, { who: { person }, child } as Parent)).declineDraft ?? '';
    leaving.push(() => register.claim({ draft, act: 'decline', reason: 'private_school', by: { person } }));
  }
  const waiting = claims.slice(seats - holders.length).map(
    ([parent, act]) =>
      () =>
        enrol(register, parent, act),
  );
  // One too many, then one leaves, then the next comes: each of them in another batch than some of the others.
  const steps = leaving.flatMap((leave, place) => [
    ...waiting.slice(place * 2, place * 2 + 1),
    leave,
    ...waiting.slice(place * 2 + 1, place * 2 + 2),
  ]);
  const answers = await Promise.all(steps.map((step) => step()));
  assert.deepEqual(
    answers.map((answer) => answer.kind === 'answered' && answer.arrival.outcome),
    Array.from({ length: 6 }, () => ['refused', 'declined', 'enrolled']).flat(),
  );
  await isIdentical();
});

test('I1 I2 another process that writes in between overtakes what was decided ahead; all of it is decided again, in its order', async () => {
  const other = opened();
  const families = await ready(20);
  const press = (at: Register, [parent, act]: readonly [Parent, Act]) => enrol(at, parent, act);
  await press(other, families[0] as readonly [Parent, Act]);
  for (const family of families.slice(1, 5)) await press(register, family);
  // The first batch waits for the turn, the second is sent behind it; then somebody else asks for the turn, and has it between the two.
  const turn = await holdTurn(town);
  const asked = families.slice(5, 14).map((family) => press(register, family));
  await untilWaiting(town, 1);
  const elsewhere = families.slice(14).map((family) => press(other, family));
  await untilWaiting(town, 2);
  await turn.giveBack();
  assert.ok(seqOf(await elsewhere[0]) < seqOf(await asked.at(-1)), 'the other process was in between');
  for (const answers of [await Promise.all(asked), await Promise.all(elsewhere)]) {
    const numbers = answers.map(seqOf);
    assert.deepEqual(
      numbers,
      numbers.toSorted((a, b) => a - b),
    );
  }
  await other.close();
  await isIdentical();
  assert.deepEqual(faults, []);
});
