import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { actRows } from '#lib/act-rows.ts';
import { confirmationRows } from '#lib/confirmation-sheet.ts';
import { spokenLanguages } from '#lib/messages.ts';
import { speechFor, spokenLaw } from '#lib/speech.ts';
import { policies } from '#domain/policy/registry.ts';
import { makePopulation } from '#simulators/population/make-population.ts';
import { householdOf } from '#test/support/household.ts';
import { openTown, type Town } from '#test/support/town.ts';

const policy = policies['kg-2022'];
let town: Town;
before(async () => {
  const made = makePopulation({ seed: 7, families: 60, campaign: policy });
  const schools = made.schools.map((school) => ({ ...school, seats: school.seats.map((seat) => ({ ...seat, seats: 0 })) }));
  town = await openTown({ policy, population: { ...made, schools } });
});
after(() => town.close());

test('KG22-4/all-of-the-microdistrict a child of the catchment is taken where no seat is left, and page, history and confirmation say that it is beyond the quota', async () => {
  const { page, who, childId } = await householdOf(town, 'one_child');
  const { enrolDraft, proposals } = await page();
  const { application, history, confirmation } = town.composed.mektep;
  await application.enrol(who, { draft: enrolDraft ?? '', wishes: [proposals[0]?.pools[0]?.id ?? 0] });
  const { place } = await page();
  assert.deepEqual([place?.overQuota, place?.freeBefore, place?.clause], [true, 0, 'stages']);
  const [act] = (await history.of(who, childId, null))?.acts ?? [];
  const paper = await confirmation.of(who, childId);
  assert.ok(act !== undefined && paper !== null && paper !== 'no_place');
  assert.deepEqual([act.overQuota, paper.place.overQuota], [true, true]);
  for (const language of spokenLanguages) {
    const speech = speechFor(language, spokenLaw(policy));
    const said = { term: speech.t('history.quota'), text: speech.t('child.over_quota') };
    for (const rows of [actRows(act, speech), confirmationRows(paper, speech)])
      assert.ok(
        rows.some(({ term, text }) => term === said.term && text === said.text),
        language,
      );
  }
});
