import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { moment } from '#domain/core/day.ts';
import { read } from '#server/db/transaction.ts';
import type { FamilyTag } from '#simulators/population/family-plans.ts';
import { claimSeat } from '#test/support/claims.ts';
import { asActor } from '#test/support/crowd.ts';
import { householdOf } from '#test/support/household.ts';
import { openTown, type Town } from '#test/support/town.ts';

let town: Town;
before(async () => {
  // No page waits long, and what failed may be asked again at once.
  town = await openTown({
    env: {
      REGISTER_TIMEOUT_SECONDS: '30',
      REGISTER_WAIT_SECONDS: '8',
      REGISTER_FAILURES: '1000',
      CHILDREN_FRESH_DAYS: '7',
      ADDRESS_FRESH_DAYS: '7',
    },
  });
});
beforeEach(() => control('mode', { service: '*', mode: 'ok' }));
after(() => town.close());

async function control(path: 'mode' | 'link' | 'unlink' | 'act' | 'address', body: object): Promise<void> {
  const answer = await fetch(`${town.xroadUrl}/control/${path}`, { method: 'POST', body: JSON.stringify(body) });
  assert.equal(answer.status, 200, await answer.text());
}

async function asked(service: string): Promise<number> {
  const { calls } = (await (await fetch(`${town.xroadUrl}/control/log`)).json()) as { calls: Readonly<Record<string, number>> };
  return calls[service] ?? 0;
}

const family = (tag: FamilyTag) => town.population.families.find((candidate) => candidate.tag === tag) ?? assert.fail(tag);
const journal = (person: string) =>
  read(town.database, 'system', (reader) =>
    reader.selectFrom('journal').select(['act', 'actor', 'detail']).where('subject', '=', person).orderBy('seq').execute(),
  );

test('KG25-21.7 a parent whom the address bureau has not answered reads that it is not known yet; when it answers, a school is proposed', async () => {
  await control('mode', { service: 'asbAddress', mode: 'down' });
  const mother = await householdOf(town, 'two_children');
  const page = await mother.page();
  assert.deepEqual([page.outage, page.registered.kind, page.address, page.enrolDraft], ['address_bureau', 'unknown', null, null]);
  assert.deepEqual([page.refusal?.kind, page.refusal?.remedy], ['not_known_yet', 'ask_again']);
  const missing = await town.composed.mektep.addressRequest.of(mother.who, mother.childId);
  assert.deepEqual([missing?.registered.kind, missing?.isMissing], ['unknown', false]);
  const profile = await town.composed.mektep.person.profile(mother.who.person);
  assert.equal(profile.registered, 'unknown');
  await control('mode', { service: '*', mode: 'ok' });
  assert.deepEqual(await town.composed.mektep.person.refresh(mother.who.person), { outage: null });
  const then = await mother.page();
  assert.deepEqual([then.registered.kind, then.refusal, then.proposals.length > 0], ['address', null, true]);
});

test('KG25-21.8 an address whose house has no number is shown as it is, with whom to see; nobody reads of silence or of “no address”', async () => {
  const mother = await householdOf(town, 'twins');
  const { home, pin } = mother.adult;
  await control('address', { pin, address: { ...home.address, house: '', flat: null } });
  await town.composed.mektep.person.refresh(mother.who.person);
  const page = await mother.page();
  assert.deepEqual([page.outage, page.refusal?.kind, page.refusal?.remedy], [null, 'address_unusable', 'correct_address']);
  assert.ok(page.registered.kind === 'unusable' && page.registered.given[0]?.street !== null);
  const missing = await town.composed.mektep.addressRequest.of(mother.who, mother.childId);
  assert.deepEqual([missing?.registered.kind, missing?.request], ['unusable', null]);
  await control('address', { pin, address: { ...home.address, house: 'угловой дом', flat: null } });
  await town.composed.mektep.person.refresh(mother.who.person);
  assert.equal((await mother.page()).refusal?.kind, 'address_unusable', 'nor is a house that no list can hold');
});

test('KG25-21.3 KG25-21.7 one child’s spoilt record costs that child alone: brothers and sisters are shown, and an empty issuer costs nobody', async () => {
  const [spoilt, whole] = family('two_children').children;
  await control('act', { child: spoilt ?? '', changed: { certificate: { issuer: '' } } });
  const mother = await householdOf(town, 'two_children');
  await town.composed.mektep.person.refresh(mother.who.person);
  assert.equal((await mother.family()).children.length, 2, 'who issued a certificate decides nothing');

  await control('act', { child: whole ?? '', changed: { name: { surname: '', given: '' } } });
  const father = await householdOf(town, 'two_children', 1);
  const page = await father.family();
  assert.deepEqual([page.children.length, page.unread, page.withoutAct], [1, 1, 0]);
  assert.deepEqual([page.outage, page.isUnread], ['civil_registry', true]);
  await control('act', { child: whole ?? '', changed: {} });
  await town.composed.mektep.person.refresh(father.who.person);
  assert.deepEqual([(await father.family()).children.length, (await father.family()).unread], [2, 0]);
});

test('KG25-21.3 a child whom the registry lists for somebody its act does not name is not hers: not shown, and counted', async () => {
  const stranger = family('one_child').children[0];
  const mother = await householdOf(town, 'mother_alone');
  const before = (await mother.family()).children.map(({ id }) => id);
  await control('link', { parent: mother.adult.pin, child: stranger });
  assert.deepEqual(await town.composed.mektep.person.refresh(mother.who.person), { outage: null });
  const page = await mother.family();
  assert.deepEqual(
    page.children.map(({ id }) => id),
    before,
  );
  assert.deepEqual([page.withoutAct, page.otherParents], [1, 1]);
});

test('KG25-21.7 an enrolled child whom the registry leaves out once stays in sight with its place, and is asked about again', async () => {
  const mother = await householdOf(town, 'second_grader');
  const page = await mother.page();
  const pool = page.proposals[0]?.pools[0]?.id ?? 0;
  await claimSeat(town.origin, mother.token, { draft: page.enrolDraft ?? '', wishes: [pool] });
  const child = family('second_grader').children[0] ?? '';
  await control('unlink', { parent: mother.adult.pin, child });
  assert.deepEqual(await town.composed.mektep.person.refresh(mother.who.person), { outage: null });
  const doubted = await mother.page();
  assert.ok(doubted.doubtfulSince !== null && doubted.place !== null);
  assert.ok(await town.composed.mektep.confirmation.of(mother.who, mother.childId), 'the confirmation is still hers');
  assert.ok((await mother.family()).children[0]?.doubtfulSince);

  await town.composed.mektep.person.refresh(mother.who.person);
  assert.ok((await mother.family()).children.length > 0, 'a second answer at once ends nothing');
  await control('link', { parent: mother.adult.pin, child });
  await town.composed.mektep.person.refresh(mother.who.person);
  assert.equal((await mother.page()).doubtfulSince, null, 'listed again, it is as it was');

  await control('unlink', { parent: mother.adult.pin, child });
  await town.composed.mektep.person.refresh(mother.who.person);
  town.setClock(moment('2025-05-14T10:00'));
  await town.composed.mektep.person.refresh(mother.who.person);
  assert.deepEqual((await mother.family()).children, [], 'left out again two days later, the link has ended');
  const told = (await journal(mother.who.person)).filter(({ act }) => act === 'family.refreshed').at(-1);
  assert.deepEqual((told?.detail as { ended: unknown }).ended, [{ because: 'not_listed', child: mother.childId }]);
  town.setClock(moment('2025-05-12T10:00'));
});

test('KG25-21.3 a parent whom the act names no more loses the child at once', async () => {
  const father = await householdOf(town, 'twins', 1);
  const [child] = family('twins').children;
  const count = (await father.family()).children.length;
  await control('act', { child: child ?? '', changed: { fatherPin: null } });
  await town.composed.mektep.person.refresh(father.who.person);
  assert.equal((await father.family()).children.length, count - 1);
});

test('KG25-8.3 KG25-21.3 in the next campaign nobody is decided on last year’s address or custody: asked anew, and while a register is silent not known yet', async () => {
  const mother = await householdOf(town, 'prepared');
  const { who } = mother;
  assert.ok((await mother.page()).enrolDraft, 'everything is known, and can be pressed');
  const lastYear = new Date('2024-06-01T00:00:00Z');
  await ageFacts(who.person, lastYear);
  await control('mode', { service: '*', mode: 'down' });
  const page = await mother.page();
  assert.deepEqual([page.refusal?.kind, page.enrolDraft, page.registered.kind], ['not_known_yet', null, 'unknown']);
  assert.equal((await mother.family()).children.length, 1, 'the child stays in sight');
  await control('mode', { service: '*', mode: 'ok' });
  await town.composed.mektep.person.refresh(who.person);
  assert.ok((await mother.page()).enrolDraft);
});

test('KG25-8.3 an old answer of this campaign holds, is said to be old, and is asked again in the background', async () => {
  const mother = await householdOf(town, 'foreign_mother');
  await ageFacts(mother.who.person, new Date('2025-04-20T00:00:00Z'));
  const before = await asked('asbAddress');
  const page = await mother.page();
  assert.ok(page.registered.kind === 'address' && page.registered.isOld && page.enrolDraft !== null);
  await town.composed.mektep.person.idle();
  assert.equal((await asked('asbAddress')) - before, 1);
  const then = await mother.page();
  assert.ok(then.registered.kind === 'address' && !then.registered.isOld && then.registered.at.startsWith('2025-05-1'));
});

test('KG25-8.3 a slow registry costs a family one short wait: further pages are drawn at once, share its one question, and its answer is kept when it comes', async () => {
  const mother = await householdOf(town, 'one_child');
  await ageFacts(mother.who.person, null);
  const before = await asked('zagsChildren');
  await control('mode', { service: 'zagsChildren', mode: 'slow', slowMs: 12_000 });
  const pages = await Promise.all([mother.family(), mother.family(), town.composed.mektep.person.family(mother.who.person)]);
  for (const { outage } of pages) assert.equal(outage, 'civil_registry');
  for (let count = 0; count < 20; count += 1) assert.equal((await mother.family()).outage, 'civil_registry');
  assert.equal((await asked('zagsChildren')) - before, 1, 'twenty-three pages asked once');
  await town.composed.mektep.person.idle();
  const then = await mother.family();
  assert.deepEqual([then.outage, then.children.length], [null, 1]);
});

test('what a family’s program reads names of a national id and of a birth certificate the end alone', async () => {
  const mother = await householdOf(town, 'mother_alone');
  const [pin] = family('mother_alone').children;
  const child = town.population.children.find((one) => one.pin === pin) ?? assert.fail('no child');
  const { certificate } = await town.composed.mektep.application
    .child(mother.who, mother.childId)
    .then((page) => page?.child ?? assert.fail());
  assert.equal(certificate?.numberEnd, child.certificate?.number.slice(-3));
  for (const path of ['children', `children/${mother.childId}`, `children/${mother.childId}/choice`]) {
    const answer = await (
      await fetch(`${town.origin}/api/v1/${path}`, { headers: { cookie: mother.browser.cookieHeader(town.origin) } })
    ).text();
    assert.ok(answer.length > 10);
    for (const secret of [child.pin, mother.adult.pin, child.certificate?.number ?? '', mother.adult.passport?.number ?? ''])
      assert.ok(secret === '' || !answer.includes(secret), path);
  }
});

test('what the registers said, and that a passport was confirmed, is written down: whose, by whom, and nothing of what was said', async () => {
  const mother = await householdOf(town, 'mother_alone');
  const { person } = town.composed.mektep;
  await person.refresh(mother.who.person);
  const { series, number } = mother.adult.passport ?? assert.fail('no passport');
  await person.confirmPassport(mother.who.person, series, number);
  const acts = await journal(mother.who.person);
  const refreshed = acts.filter(({ act }) => act === 'family.refreshed').at(-1);
  assert.deepEqual(
    [refreshed?.actor, Object.keys(refreshed?.detail as object).toSorted()],
    ['registry', ['children', 'doubtful', 'ended', 'otherParents', 'unread', 'withoutAct']],
  );
  const confirmed = acts.filter(({ act }) => act === 'applicant.passport_confirmed');
  assert.deepEqual(
    confirmed.map(({ actor, detail }) => ({ actor, detail })),
    [{ actor: `person:${mother.who.person}`, detail: {} }],
  );
  assert.deepEqual(acts.filter(({ act }) => act === 'address.answered').at(-1)?.detail, { answer: 'address' });
});

/** As if the registers had answered at another time, or never. */
async function ageFacts(person: string, at: Date | null): Promise<void> {
  await town.composed.mektep.person.idle();
  await asActor(town, 'system', async (tx) => {
    await tx.updateTable('person').set({ address_checked_at: at, children_checked_at: at }).where('id', '=', person).execute();
    if (at !== null) await tx.updateTable('family_link').set({ checked_at: at }).where('person_id', '=', person).execute();
  });
}
