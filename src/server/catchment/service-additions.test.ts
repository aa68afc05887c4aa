import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { moment } from '#domain/core/day.ts';
import { type Hands, openHands } from '#test/support/boundary-hands.ts';

let hands: Hands;
before(async () => {
  hands = await openHands();
});
after(() => hands.town.close());

const flagged = async (version: string) => (await hands.mektep.addition.one(hands.own.district, version))?.touched;

test('KG22-9 a decision is pointed out if it would differ by the version before, within fourteen days after a version began or ended, gave or took', async () => {
  const lines = await hands.current();
  const without = lines.filter(({ streetId }) => streetId !== hands.home.address.streetId);
  // Dated ahead: published on the 12th, from the 14th; a claim on the 14th comes more than a day after it was published.
  hands.town.setClock(moment('2025-05-12T10:00'));
  await hands.publish('system', without);
  const taken = await hands.newest();
  hands.town.setClock(moment('2025-05-12T10:01'));
  await hands.publish('system', lines, '2025-05-14');
  const given = await hands.newest();
  const enrolled = await hands.decided(await hands.parent(), '2025-05-14T09:00:00');
  await hands.look(enrolled);
  assert.deepEqual(await flagged(given), { gave: 1, took: 0 });
  assert.deepEqual(await flagged(taken), { gave: 0, took: 1 }, 'what took the house was in force until it began, and ended that day');
  // Refused while it was out: it took.
  const refused = await hands.decided(await hands.parent(), '2025-05-13T09:00:00', { outcome: 'refused' });
  await hands.look(refused);
  assert.deepEqual(await flagged(taken), { gave: 0, took: 2 });
  // The same job again says nothing new.
  await hands.look(refused);
  assert.deepEqual(await flagged(taken), { gave: 0, took: 2 });
  // On the 28th, fourteen days after, and on the 30th.
  await hands.look(await hands.decided(await hands.parent(), '2025-05-27T23:00:00'));
  assert.deepEqual(await flagged(given), { gave: 2, took: 0 });
  await hands.look(await hands.decided(await hands.parent(), '2025-05-30T09:00:00'));
  assert.deepEqual(await flagged(given), { gave: 2, took: 0 });
  hands.town.setClock(moment('2025-05-14T10:00'));
});

test('KG22-9 taken in and out again within a minute, both versions stand on the district’s and the ministry’s page until somebody else has reviewed them', async () => {
  hands.town.setClock(moment('2025-05-20T10:00'));
  const lines = await hands.current();
  await hands.publish(
    'system',
    lines.filter(({ streetId }) => streetId !== hands.home.address.streetId),
  );
  const out = await hands.newest();
  hands.town.setClock(moment('2025-05-20T10:00:30'));
  await hands.publish('system', lines);
  const back = await hands.newest();
  const family = await hands.parent();
  await hands.look(await hands.decided(family, '2025-05-20T10:01:00'));
  const ofDistrict = async () => (await hands.mektep.addition.ofDistrict(hands.own.district)).changes;
  const ofCountry = async () => (await hands.mektep.addition.ofCountry()).changes;
  for (const version of [out, back]) {
    assert.ok(
      (await ofDistrict()).some((one) => one.version === version),
      'the district',
    );
    assert.ok(
      (await ofCountry()).some((one) => one.version === version),
      'the ministry',
    );
  }
  const seen = (await ofDistrict()).find(({ version }) => version === out);
  const street = seen?.changes.find(({ gone }) => gone.length > 0);
  assert.ok(street && street.children > 0, 'what was taken is there, with the children who live there');
  const shared = hands.population.schools.filter(({ catchment }) =>
    catchment.some(({ streetId }) => streetId === hands.home.address.streetId),
  ).length;
  assert.equal(street.unserved === 'street', shared === 1, 'a street that no school had any more is marked');
  // However many came after.
  for (const at of Array.from({ length: 32 }, (_, place) => place)) {
    hands.town.setClock(moment(`2025-05-21T10:${String(at).padStart(2, '0')}:00`));
    await hands.publish('system', [...lines, hands.line(`${2000 + at}`, hands.streetOf(true))]);
  }
  assert.ok(
    (await ofDistrict()).slice(0, 6).some(({ version }) => version === out),
    'what touched a decision stands first',
  );
  const review = (seenReview: string) => ({ verdict: 'reviewed' as const, note: '', key: randomUUID(), seen: seenReview });
  const first = review('');
  assert.equal(await hands.mektep.addition.review(hands.people.district, hands.own.district, out, first), 'kept');
  assert.equal(await hands.mektep.addition.review(hands.people.district, hands.own.district, out, first), 'kept');
  assert.equal(await hands.mektep.addition.review(hands.people.colleague, hands.own.district, out, review('')), 'reviewed_meanwhile');
  assert.ok(!(await ofCountry()).some((one) => one.version === out));
  assert.ok(
    (await ofCountry()).some((one) => one.version === back),
    'nobody has reviewed the other',
  );
});

test('KG25-18.8 what was changed before the first stage is listed from the day the boundaries are fixed, and the public count says the same', async () => {
  const [school] = hands.others.filter(({ district }) => district === hands.own.district);
  assert.ok(school);
  const lines = await hands.current(school.id);
  hands.town.setClock(moment('2025-03-14T10:00'));
  await hands.publish(hands.people.director, [...lines, hands.line('1', hands.streetOf(true))], '2025-03-14', school.id);
  hands.town.setClock(moment('2025-03-16T10:00'));
  await hands.publish(hands.people.director, [...lines, hands.line('3', hands.streetOf(true))], '2025-03-16', school.id);
  hands.town.setClock(moment('2025-05-12T10:00'));
  const pages = await Promise.all([0, 30, 60].map((from) => hands.mektep.addition.ofDistrict(hands.own.district, from)));
  const listed = pages.flatMap(({ changes }) => changes).filter((one) => one.school.id === school.id);
  assert.equal(listed.length, 1);
  assert.deepEqual(await hands.mektep.addition.added(school.id), { changes: 1, requested: 0 });
});

test('nobody reviews her own publication', async () => {
  hands.town.setClock(moment('2025-03-16T11:00'));
  await hands.publish(hands.people.both, [...(await hands.current()), hands.line('913', hands.streetOf(true))]);
  const version = await hands.newest();
  hands.town.setClock(moment('2025-05-12T10:00'));
  const review = { verdict: 'reviewed' as const, note: '', key: randomUUID(), seen: '' };
  assert.equal(await hands.mektep.addition.review(hands.people.both, hands.own.district, version, review), 'own');
  assert.equal(await hands.mektep.addition.review(hands.people.colleague, hands.own.district, version, review), 'kept');
});
