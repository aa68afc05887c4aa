import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { asActor } from '#test/support/crowd.ts';
import { householdOf } from '#test/support/household.ts';
import { openTown, type Town } from '#test/support/town.ts';

let town: Town;
before(async () => {
  town = await openTown({ env: { REGISTER_TIMEOUT_SECONDS: '1' } });
});
after(() => town.close());

/** Turns a switch of the state's registers. */
async function control(path: 'mode' | 'link' | 'address', body: object): Promise<void> {
  const answer = await fetch(`${town.xroadUrl}/control/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  assert.equal(answer.status, 200, await answer.text());
}

const family = (tag: string) => town.population.families.find((candidate) => candidate.tag === tag) ?? assert.fail(tag);
const childrenOf = (tag: string) =>
  family(tag).children.map((pin) => town.population.children.find((child) => child.pin === pin) ?? assert.fail(pin));

test('KG25-8.1/name-in-parts KG25-8.1/sex KG25-8.1/date-of-birth KG25-8.1/certificate-issuer KG25-8.1/certificate-date KG25-8.1/certificate-series-and-number a child’s record holds what the civil registry holds: name, sex, day of birth, birth certificate', async () => {
  const { who } = await householdOf(town, 'two_children');
  const known = await town.composed.mektep.person.family(who.person);
  const told = await Promise.all(
    known.children.map(async ({ id, name, sex, birthDate, nationalIdEnd }) => ({
      name,
      sex,
      birthDate,
      certificate: await town.composed.mektep.person.certificate(who.person, id),
      nationalIdEnd,
    })),
  );
  const truth = childrenOf('two_children').map(({ name, sex, birthDate, certificate, pin }) => ({
    name,
    sex,
    birthDate,
    certificate,
    nationalIdEnd: pin.slice(-4),
  }));
  const byDay = (a: { birthDate: string }, b: { birthDate: string }) => (a.birthDate < b.birthDate ? -1 : 1);
  assert.deepEqual(told.toSorted(byDay), truth.toSorted(byDay));
});

test('KG25-8.2/name-in-parts KG25-8.2/sex KG25-8.2/date-of-birth KG25-8.2/registered-address the applicant’s record holds name, sex, day of birth, registered address, passport and contacts', async () => {
  const { who, adult } = await householdOf(town, 'two_children');
  const { person } = town.composed.mektep;
  await person.family(who.person);
  await person.changeContacts(who.person, { phone: '+996700112233', workPhone: '+996312998877', email: 'mother@example.org' });
  const { series, number, issued, expires, issuer } = adult.passport ?? assert.fail('no passport');
  assert.deepEqual(await person.confirmPassport(who.person, series, number), { kind: 'confirmed' });
  const profile = await person.profile(who.person);
  assert.deepEqual(
    [profile.name, profile.sex, profile.birthDate, profile.citizenship, profile.nationalIdEnd],
    [adult.name, adult.sex, adult.birthDate, adult.citizenship, adult.pin.slice(-4)],
  );
  assert.deepEqual([profile.phone, profile.workPhone, profile.email], ['+996700112233', '+996312998877', 'mother@example.org']);
  const { house } = adult.home.address;
  assert.ok(profile.address !== null && profile.address.house === house);
  assert.deepEqual(profile.passport, {
    masked: `${series} ••••${number.slice(-3)}`,
    issued,
    expires,
    issuer,
    checkedOn: '2025-05-12',
    isOld: false,
  });
});

test('KG25-8.3/passport-register what the passport service does not know is not believed', async () => {
  const { who } = await householdOf(town, 'twins');
  assert.deepEqual(await town.composed.mektep.person.confirmPassport(who.person, 'ID', '0000000'), { kind: 'not_found' });
  assert.equal((await town.composed.mektep.person.profile(who.person)).passport, null);
});

test('KG25-21.3/linked-children a parent is shown the children the civil registry links to her, and no others', async () => {
  for (const tag of ['two_children', 'twins', 'mother_alone'] as const) {
    const { who } = await householdOf(town, tag);
    const shown = (await town.composed.mektep.application.family(who)).children;
    assert.deepEqual(
      shown.map(({ name }) => name.given).toSorted(),
      childrenOf(tag)
        .map(({ name }) => name.given)
        .toSorted(),
      tag,
    );
  }
});

test('KG25-21.7/refreshes to a parent of no linked child none is shown; when the service centre has linked it and she refreshes, it is there', async () => {
  const { who, adult, family: page } = await householdOf(town, 'no_child_shown');
  assert.deepEqual((await page()).children, []);
  const [child] = childrenOf('no_child_shown');
  await control('link', { parent: adult.pin, child: child?.pin });
  assert.deepEqual((await page()).children, [], 'not before she asks');
  assert.deepEqual(await town.composed.mektep.person.refresh(who.person), { outage: null });
  assert.deepEqual(
    (await page()).children.map(({ name }) => name),
    [child?.name],
  );
});

test('a child without a birth act cannot be named, and the page says how many there are', async () => {
  const { family: page } = await householdOf(town, 'no_birth_act');
  const { children, withoutAct } = await page();
  assert.deepEqual([children, withoutAct], [[], 1]);
});

test('a register that is down, slow, faulty or talks nonsense costs the family nothing: what was known stays, and the page names it', async () => {
  const { who, family: page } = await householdOf(town, 'second_grader');
  const known = (await page()).children;
  assert.equal(known.length, 1);
  for (const mode of ['down', 'fault', 'nonsense', 'truncated', 'wrong_child', 'garbled_encoding', 'slow'] as const) {
    await control('mode', { service: 'zagsPinBirthAct', mode, slowMs: 3_000 });
    assert.deepEqual(await town.composed.mektep.person.refresh(who.person), { outage: 'civil_registry' }, mode);
    assert.deepEqual((await page()).children, known, mode);
  }
  await control('mode', { service: '*', mode: 'ok' });
  assert.deepEqual(await town.composed.mektep.person.refresh(who.person), { outage: null });
});

test('a family that comes for the first time while a register is silent reads that it is silent, not that it has no children', async () => {
  await control('mode', { service: 'zagsChildren', mode: 'down' });
  const { who, family: page } = await householdOf(town, 'foreign_mother');
  const first = await page();
  assert.deepEqual([first.children, first.outage, first.checkedAt], [[], 'civil_registry', null]);
  await control('mode', { service: '*', mode: 'ok' });
  assert.equal((await page()).outage, 'civil_registry', 'the next page does not wait for it again so soon');
  await town.composed.mektep.person.refresh(who.person);
  const then = await page();
  assert.deepEqual([then.children.length, then.outage], [1, null]);
});

test('a link the civil registry does not name any more is ended at the next refresh, and the child is gone from the page', async () => {
  const [household, other] = [await householdOf(town, 'one_child'), await householdOf(town, 'two_schools')];
  const { application, person } = town.composed.mektep;
  // As if the registry had once linked another family's child to her.
  await asActor(town, 'registry', (tx) =>
    tx
      .insertInto('family_link')
      .values({
        person_id: household.who.person,
        child_id: other.childId,
        relation: 'parent',
        source: 'civil_registry',
        checked_at: new Date(),
      })
      .execute(),
  );
  assert.equal((await household.family()).children.length, 2);
  assert.deepEqual(await person.refresh(household.who.person), { outage: null });
  assert.deepEqual(
    (await household.family()).children.map(({ id }) => id),
    [household.childId],
  );
  assert.equal(await application.child(household.who, other.childId), null);
  assert.ok(await application.child(other.who, other.childId), 'its own family keeps it');
});
