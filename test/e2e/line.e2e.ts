import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { moment } from '#domain/core/day.ts';
import type { Policy } from '#domain/policy/policy.ts';
import { policies } from '#domain/policy/registry.ts';
import { makePopulation } from '#simulators/population/make-population.ts';
import { pageOf, type Parent, parents, readyToEnrol } from '#test/support/crowd.ts';
import { idOnPage, isEnrolled, words } from '#test/support/journey-facts.ts';
import { type Country, familyOf, openCountry, schoolsFor, type Traveller } from '#test/support/journey.ts';
import { until } from '#test/support/until.ts';

const law: Policy = { ...policies['kg-2025'], waitingList: { active: true, clause: '21' } };
const whole = makePopulation({ seed: 7, families: 60 });
/** Every school has one seat of grade 1: who comes second stands in line. */
const population = {
  ...whole,
  schools: whole.schools.map((school) => ({
    ...school,
    languages: ['ky' as const],
    seats: [{ grade: 1 as const, language: 'ky' as const, seats: 1 }],
  })),
};
const family = (place: number) => familyOf(population, 'one_child', place, (child) => schoolsFor(population, child).length === 1);

let country: Country;
before(async () => {
  country = await openCountry({ population, policy: law });
});
after(() => country.close());

const application = () => country.town.composed.mektep.application;

async function claim(parent: Parent): Promise<string> {
  const answer = await application().enrol(parent.who, await readyToEnrol(country.town, parent));
  return answer.kind === 'answered' ? answer.arrival.outcome : answer.kind;
}

/** A family has the one seat of a child's school, another stands in line for it. */
async function crowdAt(place: number): Promise<{ readonly holder: Parent; readonly ahead: Parent }> {
  const [holder, ahead] = (await parents(country.town, family(place).child.home, 2)) as [Parent, Parent];
  assert.deepEqual([await claim(holder), await claim(ahead)], ['enrolled', 'queued']);
  return { holder, ahead };
}

async function readsAll(me: Traveller, ...facts: readonly string[]): Promise<void> {
  const text = await me.text();
  for (const fact of facts) assert.ok(text.includes(fact), `“${fact}” is missing in: ${text}`);
}

const placeInLine = (me: Traveller, count: number, place: number) => {
  const [school] = schoolsFor(population, family(place).child);
  return me.t('line.before', { school: school?.name[me.language] ?? '?', grade: 1, language: me.t('taught.ky'), before: count });
};

for (const [place, language] of (['ru', 'ky'] as const).entries()) {
  const reads = { ru: 'Russian', ky: 'Kyrgyz' }[language];
  test(`KG25-21.13/free-places-only a family that reads ${reads} stands in line without scripts, another gives its seat up, and the child is enrolled and told`, async () => {
    const { holder, ahead } = await crowdAt(place);
    const { mother, child } = family(place);
    const me = await country.travel({ language, width: 360 });
    await me.signIn(mother);
    await me.openChild(child);
    await readsAll(me, me.t('line.length', { count: 1 }), me.t('line.choose'));
    assert.equal(await me.press(me.t('line.stand')), 200);
    await readsAll(me, me.t('line.title'), placeInLine(me, 1, place), me.t('line.text'), me.t('clause.link', { clause: '21' }));
    assert.equal(await me.page.getByRole('button', { name: me.t('line.stand') }).count(), 0, 'there is nothing to press again');

    assert.equal(await me.page.getByRole('link', { name: me.t('confirmation.link') }).count(), 0, 'there is no place to confirm yet');
    await me.follow(me.t('line.leave'));
    await readsAll(me, me.t('withdraw.in_line'));
    await me.follow(me.t('withdraw.stay'));
    const id = idOnPage(me);
    await me.go('/children');
    await readsAll(me, me.t('state.in_line'), placeInLine(me, 1, place));

    await application().withdraw(ahead.who, { draft: (await pageOf(country.town, ahead)).withdrawDraft ?? '' });
    await me.go(`/children/${id}`);
    await readsAll(me, placeInLine(me, 0, place));
    await application().decline(holder.who, { draft: (await pageOf(country.town, holder)).declineDraft ?? '', reason: 'private_school' });
    await me.go(`/children/${id}`);
    assert.ok(await isEnrolled(me));
    await readsAll(me, me.t('line.given'));
    await me.follow(me.t('confirmation.link'));
    await readsAll(me, me.t('confirmation.verify'));
    await me.go(`/children/${id}`);
    await me.follow(me.t('history.link'));
    await readsAll(me, me.t('act.advanced'), me.t('act_by.system'), me.t('act.queued'));
    const told = me.t('notice.advanced', { child: '', school: 'none', at: '', number: '' }).split('.')[1]?.trim() ?? '?';
    // The worker writes the notice after the answer.
    await until('the notice', async () => (await me.go('/notices')) === 200 && (await me.text()).includes(told));
    await readsAll(me, words[language].enrolled, told);
    await me.close();
  });
}

test('a family leaves the line when it likes, and the line that nobody was served by ends with its stage', async () => {
  const place = 2;
  await crowdAt(place);
  const { mother, child } = family(place);
  const me = await country.travel({ language: 'ru' });
  await me.signIn(mother);
  await me.openChild(child);
  await me.press(me.t('line.stand'));
  await me.follow(me.t('line.leave'));
  await me.press(me.t('line.leave'));
  await readsAll(me, me.t('line.stand'));
  await me.go('/children');
  await readsAll(me, me.t('state.withdrawn'));
  await me.openChild(child);
  await me.press(me.t('line.stand'));
  const id = idOnPage(me);
  country.town.setClock(moment('2025-06-03T10:00'));
  await me.go(`/children/${id}`);
  await readsAll(me, me.t('line.ended'), me.t('choose.begin'));
  await me.follow(me.t('choose.begin'));
  await readsAll(me, me.t('line.choose'));
  country.town.setClock(moment('2025-05-12T10:00'));
  await me.close();
});

test('the guide of a campaign with a waiting list tells how it works', async () => {
  const me = await country.travel({ language: 'ru' });
  await me.go('/guide');
  await readsAll(me, me.t('guide.line'), me.t('line.stand'), me.t('line.leave'));
  await me.close();
});
