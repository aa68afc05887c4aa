import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { moment } from '#domain/core/day.ts';
import { messagesFor } from '#lib/messages.ts';
import { claimSeat, sendClaim } from '#test/support/claims.ts';
import { type Household, householdOf, signInAs } from '#test/support/household.ts';
import { pdf } from '#test/support/files.ts';
import { familyOf, schoolsFor } from '#test/support/journey.ts';
import { openTown, type Town } from '#test/support/town.ts';
import { type Ledger, openLedger } from './ledger.ts';

let town: Town;
let ledger: Ledger;
before(async () => {
  town = await openTown({ pages: 'build', env: { REGISTER_TIMEOUT_SECONDS: '20' } });
  ledger = await openLedger(town);
});
after(async () => {
  await ledger.holds();
  await ledger.close();
  await town.close();
});

const arrivalsOf = (child: string) => ledger.count('select count(*) from arrival where child_id = $1', [child]);
const placesOf = (child: string) => ledger.count('select count(*) from place where child_id = $1 and pool_id is not null', [child]);
const takenIn = (pool: number) => ledger.count('select taken as count from pool where id = $1', [pool]);
const page = (child: string) => `${town.origin}/children/${child}`;

/** What the button on the child's page sends. */
async function buttonOf(parent: Household, place = 0): Promise<{ readonly draft: string; readonly pool: number }> {
  const { enrolDraft: draft, proposals } = await parent.page();
  const pool = proposals.flatMap(({ pools }) => pools)[place]?.id;
  assert.ok(draft !== null && pool !== undefined, 'the button is there');
  return { draft, pool };
}

test('KG25-21.6/press whoever presses twice, goes back and presses again, in two tabs at once, holds one place by one arrival', async () => {
  const mother = await householdOf(town, 'two_schools');
  const { draft, pool } = await buttonOf(mother);
  const before = await takenIn(pool);
  const press = () => mother.browser.post(`${page(mother.childId)}?/enrol`, { draft, pool: String(pool) }, { accept: 'text/html' });
  const replies = await Promise.all([press(), press(), press(), press(), press(), press()]);
  replies.push(await press());
  assert.deepEqual([...new Set(replies.map(({ status, url }) => `${status} ${url}`))], [`200 ${page(mother.childId)}`]);
  assert.deepEqual([await arrivalsOf(mother.childId), await placesOf(mother.childId), await takenIn(pool)], [1, 1, before + 1]);
});

test('KG25-21.6/press both parents at once, each for another school: the first arrival holds, the other reads it, and the child has one place', async () => {
  const [mother, father] = [await householdOf(town, 'three_schools', 0), await householdOf(town, 'three_schools', 1)];
  const wishes = [await buttonOf(mother, 0), await buttonOf(father, 2)] as const;
  assert.equal(wishes[0].draft, wishes[1].draft, 'one draft for both parents');
  const taken = async () => (await takenIn(wishes[0].pool)) + (await takenIn(wishes[1].pool));
  const before = await taken();
  const replies = await Promise.all(
    [mother, father].map(({ token }, place) =>
      claimSeat(town.origin, token, { draft: wishes[place]?.draft ?? '', wishes: [wishes[place]?.pool ?? 0] }),
    ),
  );
  assert.deepEqual(replies.map(({ status }) => status).sort(), [200, 422]);
  const late = replies.find(({ status }) => status === 422)?.body as { type: string; answer: { outcome: string } };
  assert.deepEqual([late.type, late.answer.outcome], ['urn:mektep:draft_reused', 'enrolled']);
  assert.deepEqual([await arrivalsOf(mother.childId), await placesOf(mother.childId), await taken()], [1, 1, before + 1]);
  for (const parent of [mother, father]) assert.notEqual((await parent.page()).place, null);
});

test('KG25-21.6/press one draft through the page and through the API, with another body each, in any order: one effect, and both ways tell it', async () => {
  const { mother: adult } = familyOf(town.population, 'second_grader', 0, (child) =>
    schoolsFor(town.population, child).some(({ languages }) => languages.length > 1),
  );
  const mother = await signInAs(town, adult.pin);
  const [first, second] = [await buttonOf(mother, 0), await buttonOf(mother, 1)];
  const before = (await takenIn(first.pool)) + (await takenIn(second.pool));
  const [reply, shown] = await Promise.all([
    claimSeat(town.origin, mother.token, { draft: first.draft, wishes: [first.pool] }),
    mother.browser.post(`${page(mother.childId)}?/enrol`, { draft: second.draft, pool: String(second.pool) }, { accept: 'text/html' }),
  ]);
  assert.ok([200, 422].includes(reply.status), String(reply.status));
  assert.equal(shown.status, 200);
  const again = await claimSeat(town.origin, mother.token, { draft: first.draft, wishes: [first.pool] });
  assert.equal(again.status, reply.status, 'who asks again gets the first answer');
  assert.deepEqual([await arrivalsOf(mother.childId), await placesOf(mother.childId)], [1, 1]);
  assert.equal((await takenIn(first.pool)) + (await takenIn(second.pool)), before + 1);
});

test('KG25-21.10/cannot-claim-again giving up twice at once costs one place, and the button for enrolling, pressed from an old page, does not bring it back', async () => {
  const mother = await householdOf(town, 'one_child');
  const { draft, pool } = await buttonOf(mother);
  await claimSeat(town.origin, mother.token, { draft, wishes: [pool] });
  const before = await takenIn(pool);
  const { declineDraft } = await mother.page();
  assert.ok(declineDraft);
  const body = { draft: declineDraft, reason: 'private_school' };
  const decline = () => sendClaim(town.origin, { token: mother.token, body, headers: { 'idempotency-key': declineDraft } });
  const replies = await Promise.all([decline(), decline(), decline()]);
  assert.deepEqual(
    replies.map(({ status }) => status),
    [200, 200, 200],
  );
  assert.equal(new Set(replies.map((reply) => JSON.stringify(reply.body))).size, 1);
  const old = await mother.browser.post(`${page(mother.childId)}?/enrol`, { draft, pool: String(pool) }, { accept: 'text/html' });
  assert.equal(old.status, 200);
  assert.deepEqual([await arrivalsOf(mother.childId), await placesOf(mother.childId), await takenIn(pool)], [2, 0, before - 1]);
});

test('KG25-21.9/reason-mandatory two parents who give up with different reasons: the first reason stands, and the second parent is told so on the page', async () => {
  const [mother, father] = [await householdOf(town, 'prepared', 0), await householdOf(town, 'prepared', 1)];
  const { declineDraft: draft } = await mother.page();
  assert.ok(draft !== null && draft === (await father.page()).declineDraft, 'one draft for both parents');
  const giveUp = (parent: Household, reason: string) =>
    parent.browser.post(`${page(mother.childId)}/decline?/decline`, { draft, reason, understood: 'yes' }, { accept: 'text/html' });
  assert.equal((await giveUp(mother, 'leaving_country')).url, page(mother.childId));
  const second = await giveUp(father, 'private_school');
  assert.deepEqual([second.status, second.url], [200, `${page(mother.childId)}?earlier`]);
  assert.ok(second.text.includes(messagesFor('ru')('child.earlier')) || second.text.includes(messagesFor('ky')('child.earlier')));
  assert.equal((await giveUp(father, 'leaving_country')).url, page(mother.childId), 'who repeats the first answer reads it');
  assert.equal(await ledger.count("select count(*) from arrival where draft = $1 and reason = 'leaving_country'", [draft]), 1);
});

test('KG22-1/move-to-free-places two parents who move at once to different schools: one seat is given, one given back, and the earlier place is nobody’s twice', async () => {
  const [mother, father] = [await householdOf(town, 'twins', 0), await householdOf(town, 'twins', 1)];
  const { draft, pool } = await buttonOf(mother);
  await claimSeat(town.origin, mother.token, { draft, wishes: [pool] });
  town.setClock(moment('2025-06-10T12:00'));
  const total = () => ledger.count('select sum(taken) as count from pool');
  const before = await total();
  const free = await ledger.count('select count(*) from pool where taken < capacity');
  assert.ok(free > 2);
  const { choice, draft: move } = await moving(mother);
  assert.ok(move, 'the button for moving is there');
  const [one, other] = choice.filter((id) => id !== pool);
  assert.ok(one !== undefined && other !== undefined);
  const replies = await Promise.all([
    claimSeat(town.origin, mother.token, { draft: move, wishes: [one] }),
    claimSeat(town.origin, father.token, { draft: move, wishes: [other] }),
  ]);
  assert.deepEqual(replies.map(({ status }) => status).sort(), [200, 422]);
  assert.deepEqual([await total(), await placesOf(mother.childId), await arrivalsOf(mother.childId)], [before, 1, 2]);
  town.setClock(moment('2025-05-12T10:00'));
});

/** The draft of moving, and general pools of the child's grade in the country, for both parents. */
async function moving(parent: Household): Promise<{ readonly choice: readonly number[]; readonly draft: string | null }> {
  const { application, school } = town.composed.mektep;
  const { schools } = await school.freeSeats();
  const chosen = schools.find(({ pools }) => pools.some(({ grade, free }) => grade === 1 && free > 0));
  assert.ok(chosen);
  const step = { grade: 1, region: chosen.region.key, district: chosen.district.key, school: chosen.school.id };
  const page = await application.choose(parent.who, parent.childId, step);
  const father = await householdOf(town, 'twins', 1);
  await application.choose(father.who, father.childId, step);
  const pools = schools.flatMap((one) => one.pools.filter(({ grade, free }) => grade === 1 && free > 0));
  return { choice: pools.map(({ id }) => id), draft: page?.draft ?? null };
}

test('KG25-20/guardians-through-the-cabinet the same application of a guardian sent by a double click is one application', async () => {
  const guardian = await householdOf(town, 'no_school');
  const key = crypto.randomUUID();
  const pin = town.population.children.at(-1)?.pin ?? '';
  const send = () => {
    const body = new FormData();
    for (const [name, value] of Object.entries({ pin, relation: 'guardian', key })) body.set(name, value);
    body.set('file', new Blob([Buffer.from(pdf())]), 'order.pdf');
    return fetch(`${town.origin}/api/v1/guardianships`, {
      method: 'POST',
      body,
      redirect: 'manual',
      headers: { cookie: guardian.browser.cookieHeader(town.origin), origin: town.origin, accept: 'application/json' },
    });
  };
  const replies = await Promise.all([send(), send(), send()]);
  assert.deepEqual(
    replies.map(({ status }) => status),
    [201, 201, 201],
  );
  assert.equal(await ledger.count('select count(*) from guardianship where person_id = $1', [guardian.who.person]), 1);
});
