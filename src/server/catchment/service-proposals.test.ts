import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { moment } from '#domain/core/day.ts';
import { asActor } from '#test/support/crowd.ts';
import { actorOf, type Hands, openHands } from '#test/support/boundary-hands.ts';
import { officer } from '#test/support/offices.ts';

let hands: Hands;
before(async () => {
  hands = await openHands();
});
after(() => hands.town.close());

test('KG22-9 while families may claim, a director’s change waits for a second person; nobody agrees to her own, and a no leaves everything as it was', async () => {
  const [lines, count, street] = [await hands.current(), await hands.published(), hands.streetOf(true)];
  const key = randomUUID();
  const ask = () =>
    hands.mektep.boundaries.publish({
      ...{
        actor: actorOf(hands.people.director),
        school: hands.own.id,
        fromDay: hands.today(),
        lines: [...lines, hands.line('901', street)],
      },
      ...{ source: 'editor', ground: 'новый дом', key },
    });
  const asked = await ask();
  assert.equal(asked.kind, 'waiting');
  assert.deepEqual(await ask(), asked, 'sent twice, it waits once');
  assert.deepEqual([await hands.published(), await hands.current()], [count, lines]);
  const [proposal] = await hands.waitingAt({ district: hands.own.district });
  assert.ok(proposal);
  assert.deepEqual(
    proposal.asks.map(({ need, district, answer: given }) => [need, district, given]),
    [['second', hands.own.district, null]],
  );
  for (const who of [hands.people.director, hands.people.neighbour])
    assert.equal(await hands.answer(who, proposal.id, 'second', hands.own.district), null);
  assert.deepEqual(await hands.answer(hands.people.district, proposal.id, 'second', hands.own.district, false), { kind: 'refused' });
  assert.deepEqual([await hands.published(), await hands.current()], [count, lines]);
  assert.deepEqual(await hands.answer(hands.people.colleague, proposal.id, 'second', hands.own.district), { kind: 'decided_before' });
  assert.equal((await ask()).kind, 'refused', 'the very act was not agreed to');
});

test('KG22-9 with the second’s yes it is in force in its author’s name; over a change that came between it is not published', async () => {
  const [lines, street] = [await hands.current(), hands.streetOf(true)];
  await hands.publish(hands.people.director, [...lines, hands.line('903', street)]);
  await hands.publish(hands.people.director, [...lines, hands.line('905', street)]);
  const [later, first] = await hands.waitingAt({ school: hands.own.id });
  assert.ok(first && later);
  const both = await Promise.all([
    hands.answer(hands.people.district, first.id, 'second', hands.own.district),
    hands.answer(hands.people.ministry, first.id, 'second', hands.own.district),
  ]);
  assert.deepEqual(both.map((one) => one?.kind).toSorted(), ['agreed', 'decided_before'], 'agreed to by two at once, it is one version');
  const version = await hands.mektep.boundaries.current(hands.own.id);
  assert.deepEqual([version?.publishedBy, version?.lines.at(-1)?.houses], [actorOf(hands.people.director), '903']);
  assert.deepEqual(await hands.answer(hands.people.district, later.id, 'second', hands.own.district), { kind: 'outdated' });
  assert.equal((await hands.current()).at(-1)?.houses, '903');
  const journal = await asActor(hands.town, 'system', (tx) =>
    tx.selectFrom('journal').select(['actor', 'detail']).where('act', '=', 'boundaries.agreed').where('subject', '=', first.id).execute(),
  );
  assert.equal(journal.length, 1);
  assert.equal(journal[0]?.detail['author'], actorOf(hands.people.director));
  assert.notEqual(journal[0]?.actor, actorOf(hands.people.director));
});

test('KG22-9 going back, a change dated into the stage before it opens, and an officer who directs a school too need another person all the same', async () => {
  const [lines, street] = [await hands.current(), hands.streetOf(true)];
  const latest = (await hands.mektep.boundaries.versions(hands.own.id, 1))[0]?.number ?? 0;
  const back = await hands.mektep.boundaries.goBack({
    ...{ actor: actorOf(hands.people.director), school: hands.own.id, number: 1, ground: 'ошибка', key: randomUUID(), over: latest },
  });
  assert.equal(back?.kind, 'waiting');
  hands.town.setClock(moment('2025-03-25T10:00'));
  assert.equal(
    (await hands.publish(hands.people.director, [...lines, hands.line('907', street)], '2025-04-10')).kind,
    'waiting',
    'it takes effect in the stage',
  );
  hands.town.setClock(moment('2025-05-12T10:00'));
  await officer(hands.town, 5, { role: 'director', school: hands.own.id });
  const { who } = await officer(hands.town, 5, { role: 'district', district: hands.own.district });
  const asked = await hands.publish(who, [...lines, hands.line('909', street)]);
  assert.ok(asked.kind === 'waiting');
  assert.equal(await hands.answer(who, asked.proposal, 'second', hands.own.district), null, 'both offices are one person');
  for (const { id } of await hands.waitingAt({ district: hands.own.district }))
    await hands.answer(hands.people.ministry, id, 'second', hands.own.district, false);
});

test('KG25-18.4 words that move no house, and days when nobody may claim, need one person', async () => {
  const lines = await hands.current();
  assert.equal(
    (
      await hands.publish(
        hands.people.director,
        lines.map((one) => ({ ...one, act: hands.act })),
      )
    ).kind,
    'published',
    'another act, the same houses',
  );
  hands.town.setClock(moment('2025-03-25T10:00'));
  assert.equal(
    (await hands.publish(hands.people.director, [...(await hands.current()), hands.line('911', hands.streetOf(true))])).kind,
    'published',
  );
  hands.town.setClock(moment('2025-05-12T10:00'));
});

test('KG25-18.4 a street of another district serves nobody before that district’s own officer has agreed, whenever it is taken in or out', async () => {
  const [street, ms] = [hands.streetOf(false), moment('2025-03-25T11:00')];
  hands.town.setClock(ms);
  const lines = await hands.current();
  const asked = await hands.publish(hands.people.director, [...lines, hands.line('все дома', street)]);
  assert.ok(asked.kind === 'waiting');
  const districts = await asActor(hands.town, 'system', (tx) =>
    tx.selectFrom('street').select('district_id as district').where('id', '=', street).executeTakeFirstOrThrow(),
  );
  const foreign = districts.district;
  for (const district of [hands.own.district, foreign]) {
    const seen = await hands.mektep.proposal.one(district, asked.proposal);
    assert.deepEqual(
      seen?.changes[0]?.difference.map(({ isForeign }) => isForeign),
      [true],
      `both districts see it: ${district}`,
    );
  }
  assert.deepEqual(await hands.current(), lines);
  assert.equal(
    await hands.answer(hands.people.district, asked.proposal, 'ground', foreign),
    null,
    'the school’s own district cannot say it for the other',
  );
  assert.equal(await hands.answer(hands.people.ministry, asked.proposal, 'ground', foreign), null);
  const { who } = await officer(hands.town, 6, { role: 'district', district: foreign });
  assert.deepEqual(await hands.answer(who, asked.proposal, 'ground', foreign, false), { kind: 'refused' });
  assert.deepEqual(await hands.current(), lines);
  const again = await hands.publish(hands.people.director, [...lines, hands.line('все дома', street)]);
  assert.ok(again.kind === 'waiting');
  // The stage has opened meanwhile: now a second person is asked for as well.
  hands.town.setClock(moment('2025-05-12T10:00'));
  const may = await hands.current();
  assert.deepEqual(await hands.answer(who, again.proposal, 'ground', foreign), { kind: 'waits' });
  // Another list has begun since March: what was made from the former one is not published over it.
  assert.deepEqual(await hands.answer(hands.people.colleague, again.proposal, 'second', hands.own.district), { kind: 'outdated' });
  assert.deepEqual(await hands.current(), may);
  const anew = await hands.publish(hands.people.director, [...may, hands.line('все дома', street)]);
  assert.ok(anew.kind === 'waiting');
  assert.deepEqual(await hands.answer(who, anew.proposal, 'ground', foreign), { kind: 'waits' });
  assert.deepEqual(await hands.answer(hands.people.colleague, anew.proposal, 'second', hands.own.district), { kind: 'agreed' });
  assert.equal((await hands.current()).at(-1)?.streetId, street);
  const page = await hands.mektep.addition.ofDistrict(foreign);
  assert.ok(
    page.changes.some(({ school, changes }) => school.id === hands.own.id && changes.some(({ came }) => came.length > 0)),
    'the street’s district has it on its page',
  );
  const out = await hands.publish(hands.people.director, may);
  assert.ok(out.kind === 'waiting', 'taking it out is asked, too');
  assert.deepEqual(
    (await hands.mektep.proposal.one(foreign, out.proposal))?.asks.map(({ need }) => need),
    ['second', 'ground'],
  );
  await hands.answer(hands.people.ministry, out.proposal, 'second', hands.own.district, false);
});
