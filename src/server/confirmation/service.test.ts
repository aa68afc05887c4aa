import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Confirmation } from '#domain/application/confirmation.ts';
import { moment } from '#domain/core/day.ts';
import { asActor } from '#test/support/crowd.ts';
import { type Household, householdOf } from '#test/support/household.ts';
import { openTown, type Town } from '#test/support/town.ts';

let town: Town;
before(async () => {
  town = await openTown();
});
after(() => town.close());

const service = () => town.composed.mektep.confirmation;

async function enrol(home: Household): Promise<Confirmation> {
  const page = await home.page();
  const answer = await town.composed.mektep.application.enrol(home.who, {
    draft: page.enrolDraft ?? '',
    wishes: [page.proposals[0]?.pools[0]?.id ?? 0],
  });
  assert.ok(answer.kind === 'answered' && answer.arrival.outcome === 'enrolled');
  return confirmed(home);
}

async function confirmed(home: Household): Promise<Confirmation> {
  const found = await service().of(home.who, home.childId);
  assert.ok(found !== null && found !== 'no_place', 'the place is confirmed');
  return found;
}

test('KG25-21.6/message a place held is confirmed to both parents with one code, and whoever has the code reads that it holds', async () => {
  const mother = await householdOf(town, 'one_child', 0);
  assert.equal(await service().of(mother.who, mother.childId), 'no_place', 'there is nothing to confirm yet');
  const found = await enrol(mother);
  const { place } = await mother.page();
  assert.deepEqual([found.place.number, found.place.school.id, found.place.at], [place?.number, place?.school.id, place?.at]);
  assert.equal(found.address, `${town.origin}/verify/${found.code}`);
  assert.match(found.code, new RegExp(`^${found.place.number}-[0-9a-z]{26}$`));
  assert.equal((await confirmed(await householdOf(town, 'one_child', 1))).code, found.code);
  const verified = await service().verify(found.code);
  assert.deepEqual(
    [verified?.holds, verified?.number, verified?.school.id, verified?.grade],
    ['holds', found.place.number, found.place.school.id, found.place.grade],
  );
});

test('of the child, whoever checks a paper learns the initials and the year of birth, and nothing else', async () => {
  const home = await householdOf(town, 'second_grader');
  const { code, child } = await enrol(home);
  const verified = await service().verify(code);
  assert.deepEqual(Object.keys(verified ?? {}).sort(), ['at', 'birthYear', 'grade', 'holds', 'initials', 'language', 'number', 'school']);
  assert.match(verified?.initials ?? '', /^\p{Lu}\.( \p{Lu}\.){1,2}$/u);
  assert.equal(verified?.birthYear, child.birthDate.slice(0, 4));
  const said = JSON.stringify(verified);
  for (const secret of [child.id, child.name.surname, child.name.given, child.birthDate, home.who.person, home.adult.pin])
    assert.ok(!said.includes(secret), secret);
});

test('a code with any letter changed, or with the number of another application, is not ours', async () => {
  const home = await householdOf(town, 'two_children');
  const { code, place } = await enrol(home);
  const letters = code.indexOf('-') + 1;
  for (let at = letters; at < code.length; at += 1) {
    const changed = code.slice(0, at) + (code[at] === '0' ? '1' : '0') + code.slice(at + 1);
    assert.equal(await service().verify(changed), null, changed);
  }
  const other = place.number - 1;
  assert.equal(await service().verify(`${other}-${code.slice(letters)}`), null);
  for (const text of ['', String(place.number), `${place.number}-`, '%00', 'x'.repeat(200)])
    assert.equal(await service().verify(text), null, text);
});

test('KG25-21.9/button when the place is given up the paper says so, and nothing is confirmed any more', async () => {
  const home = await householdOf(town, 'three_schools');
  const { code } = await enrol(home);
  const { declineDraft } = await home.page();
  await town.composed.mektep.application.decline(home.who, { draft: declineDraft ?? '', reason: 'leaving_country' });
  assert.equal((await service().verify(code))?.holds, 'given_up');
  assert.equal(await service().of(home.who, home.childId), 'no_place');
});

test('KG25-21.13/another-school when the child moves to another school the old paper says that it was replaced', async () => {
  const home = await householdOf(town, 'two_schools');
  const old = await enrol(home);
  town.setClock(moment('2025-06-03T10:00'));
  const { application, school } = town.composed.mektep;
  const target = (await school.freeSeats()).schools.find(
    ({ school: view, pools }) => view.id !== old.place.school.id && pools.some(({ grade }) => grade === old.place.grade),
  );
  const page = await application.choose(home.who, home.childId, {
    grade: null,
    region: null,
    district: null,
    school: target?.school.id ?? '',
  });
  assert.ok(page?.choice?.step === 'language');
  const answer = await application.enrol(home.who, { draft: page.draft ?? '', wishes: [page.choice.pools[0]?.id ?? 0] });
  town.setClock(moment('2025-05-12T10:00'));
  assert.ok(answer.kind === 'answered' && answer.arrival.outcome === 'enrolled');
  assert.equal((await service().verify(old.code))?.holds, 'replaced');
  const now = await confirmed(home);
  assert.notEqual(now.code, old.code);
  assert.equal((await service().verify(now.code))?.holds, 'holds');
});

test('another family’s confirmation is not there, and asking for it is written down', async () => {
  const [owner, stranger] = [await householdOf(town, 'twins'), await householdOf(town, 'foreign_mother')];
  await enrol(owner);
  assert.equal(await service().of(stranger.who, owner.childId), null);
  const lines = await asActor(town, 'system', (tx) =>
    tx.selectFrom('journal').select('actor').where('act', '=', 'child.refused_to_stranger').where('subject', '=', owner.childId).execute(),
  );
  assert.deepEqual(lines, [{ actor: `person:${stranger.who.person}` }]);
});
