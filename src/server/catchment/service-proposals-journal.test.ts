import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { moment } from '#domain/core/day.ts';
import { actorOf, type Hands, openHands } from '#test/support/boundary-hands.ts';
import { asActor } from '#test/support/crowd.ts';
import { officer } from '#test/support/offices.ts';

let hands: Hands;
before(async () => {
  hands = await openHands();
});
after(() => hands.town.close());

/** What the journal holds of a proposal: who did what, in order, and with which words. */
const written = (proposal: string) =>
  asActor(hands.town, 'system', (tx) =>
    tx.selectFrom('journal').select(['actor', 'act', 'detail']).where('subject', '=', proposal).orderBy('seq').execute(),
  );

async function asked(houses: string, isOwn = true): Promise<string> {
  const answer = await hands.publish(hands.people.director, [...(await hands.current()), hands.line(houses, hands.streetOf(isOwn))]);
  assert.ok(answer.kind === 'waiting');
  return answer.proposal;
}

test('KG25-10 of a change that waits the journal says who asked and who agreed, was against, came too late, or took it back, each in the own name', async () => {
  const { director, district, ministry } = hands.people;
  const author = actorOf(director);
  const [agreed, late, against, back] = [await asked('921'), await asked('923'), await asked('925'), await asked('927')];
  assert.deepEqual(await hands.answer(district, agreed, 'second', hands.own.district), { kind: 'agreed' });
  assert.deepEqual(await hands.answer(ministry, late, 'second', hands.own.district), { kind: 'outdated' });
  assert.deepEqual(await hands.answer(district, against, 'second', hands.own.district, false), { kind: 'refused' });
  assert.ok(await hands.mektep.proposal.withdraw(director, hands.own.id, back));

  const ends = [
    [agreed, actorOf(district), 'boundaries.agreed', { author, versions: [await hands.newest()] }],
    [late, actorOf(ministry), 'boundaries.proposal_outdated', { author }],
    [against, actorOf(district), 'boundaries.not_agreed', { need: 'second', author }],
    [back, author, 'boundaries.proposal_withdrawn', {}],
  ] as const;
  for (const [proposal, actor, act, detail] of ends) {
    const [first, ...rest] = await written(proposal);
    assert.deepEqual([first?.actor, first?.act, first?.detail['schools']], [author, 'boundaries.proposed', [hands.own.id]]);
    assert.deepEqual(rest, [{ actor, act, detail }]);
  }
});

test('KG25-10 one yes of two is in the journal as a part, in the name of who said it', async () => {
  const foreignStreet = hands.streetOf(false);
  const { district: foreign } = await asActor(hands.town, 'system', (tx) =>
    tx.selectFrom('street').select('district_id as district').where('id', '=', foreignStreet).executeTakeFirstOrThrow(),
  );
  hands.town.setClock(moment('2025-05-12T10:00'));
  const { who } = await officer(hands.town, 6, { role: 'district', district: foreign });
  const proposal = await asked('все дома', false);
  assert.deepEqual(await hands.answer(who, proposal, 'ground', foreign), { kind: 'waits' });
  const [, part] = await written(proposal);
  const detail = { need: 'ground', author: actorOf(hands.people.director) };
  assert.deepEqual(part, { actor: actorOf(who), act: 'boundaries.partly_agreed', detail });
});
