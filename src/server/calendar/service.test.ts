import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { moment } from '#domain/core/day.ts';
import { asActor } from '#test/support/crowd.ts';
import { guardiansOf } from '#test/support/guardian.ts';
import { householdOf } from '#test/support/household.ts';
import { officer } from '#test/support/offices.ts';
import { openTown, type Town } from '#test/support/town.ts';

// The law rests from the first to the ninth of May: what is sent on the last of April is counted from the twelfth.
let town: Town;
before(async () => {
  town = await openTown({ now: '2025-04-30T10:00' });
});
after(() => town.close());

test('KG25-3 a guardian who applies before the May holidays is answered by a day that does not count them', async () => {
  const guardians = guardiansOf(town);
  const sender = await guardians.signIn();
  await guardians.send(sender, guardians.whole());
  const { applications } = await guardians.held(sender.person);
  assert.deepEqual(
    applications.map(({ answer_by: day }) => day),
    ['2025-05-20'],
  );
});

test('KG25-21.8 a school asked for a missing address before the May holidays has its days after them, and its director is told so', async () => {
  town.setClock(moment('2025-04-30T10:00'));
  const home = await householdOf(town, 'no_school', 0);
  await town.composed.mektep.addressRequest.send(home.who, home.childId);
  const [request] = await asActor(town, 'system', (tx) =>
    tx
      .selectFrom('address_request as r')
      .innerJoin('address_request_school as s', 's.request_id', 'r.id')
      .select(['r.answer_by', 's.school_id'])
      .where('r.child_id', '=', home.childId)
      .execute(),
  );
  assert.equal(request?.answer_by, '2025-05-14');
  town.setClock(moment('2025-05-05T10:00'));
  const director = await officer(town, 0, { role: 'director', school: request.school_id });
  const [open] = await town.composed.mektep.addressAnswer.openOfSchool(director.who, request.school_id);
  assert.deepEqual([open?.clock?.answerBy, open?.clock?.workingDaysLeft], ['2025-05-14', 3]);
});
