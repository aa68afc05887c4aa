import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Answer, openRegister, type Register } from '#server/allocation/service.ts';
import { replayCampaign } from '#server/allocation/service-replay.ts';
import { asActor, crowdedPopulation, type Parent, parents, readyToEnrol } from '#test/support/crowd.ts';
import { type Hands, handsOf } from '#test/support/hands.ts';
import { openTown, type Town } from '#test/support/town.ts';
import { holdTurn, untilWaiting } from '#test/support/turn.ts';

const { population, home } = crowdedPopulation(100);
let town: Town;
let hands: Hands;
let register: Register;
const faults: unknown[] = [];
before(async () => {
  town = await openTown({ population });
  hands = handsOf(town);
  register = opened();
});
after(async () => {
  await register.close();
  await town.close();
});

/** Batches of two, so that one after another is on its way at once. */
const opened = () =>
  openRegister(town.database, {
    ...{ campaign: town.composed.mektep.campaign, clock: town.clock, queueLimit: 1_000, batchLimit: 2, patienceMs: 10_000 },
    onFault: (fault) => faults.push(fault),
  });

type Ready = { readonly parent: Parent; readonly draft: string; readonly wishes: readonly number[] };
const press = ({ parent, draft, wishes }: Ready) => register.claim({ draft, wishes, act: 'enrol', by: { session: parent.who.tokenHash } });

async function ready(count: number): Promise<readonly Ready[]> {
  const all: Ready[] = [];
  for (const parent of await parents(town, home, count)) all.push({ parent, ...(await readyToEnrol(town, parent)) });
  return all;
}

async function ownSchool(): Promise<string> {
  const [code = ''] = home.schoolIds.map(String);
  return asActor(
    town,
    'system',
    async (tx) => (await tx.selectFrom('school').select('id').where('code', '=', code).executeTakeFirstOrThrow()).id,
  );
}

function arrivalOf(answer: Answer) {
  assert.ok(answer.kind === 'answered', answer.kind);
  return answer.arrival;
}

test('KG25-18.4 I1 what one process has decided ahead of its turn is decided anew when a list is published in between', async () => {
  const families = await ready(14);
  for (const one of families.slice(0, 4)) assert.equal(arrivalOf(await press(one)).outcome, 'enrolled');
  const school = await ownSchool();
  // The first batch waits for the turn with another decided behind it; then somebody publishes, and has the turn between the two.
  const turn = await holdTurn(town);
  const asked = families.slice(4).map(press);
  await untilWaiting(town, 1);
  const publishing = hands.takeOut(school, home);
  await untilWaiting(town, 2);
  await turn.giveBack();
  const [answers, version] = [(await Promise.all(asked)).map(arrivalOf), await publishing];
  const { seq } = await asActor(town, 'system', (tx) =>
    tx.selectFrom('boundary_change').select('seq').where('version_id', '=', version.id).executeTakeFirstOrThrow(),
  );
  assert.ok(answers.some((arrival) => arrival.seq < seq) && answers.some((arrival) => arrival.seq > seq), 'it came in between');
  for (const arrival of answers)
    assert.equal(arrival.refusal?.kind ?? arrival.outcome, arrival.seq < seq ? 'enrolled' : 'school_not_offered');
  assert.equal((await replayCampaign(town.database, town.composed.mektep.campaign)).difference, null);
  assert.deepEqual(faults, []);
});

test('KG25-18.4 a process that was alone sees at once what is published, and what is taken back', async () => {
  const school = await ownSchool();
  await hands.goBack(school, 1);
  const [first, second, third] = (await ready(3)) as unknown as readonly [Ready, Ready, Ready];
  assert.equal(arrivalOf(await press(first)).outcome, 'enrolled');
  await hands.takeOut(school, home);
  assert.equal(arrivalOf(await press(second)).refusal?.kind, 'school_not_offered');
  await hands.goBack(school, 1);
  assert.equal(arrivalOf(await press(third)).outcome, 'enrolled');
});
