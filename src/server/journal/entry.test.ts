import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Actor } from '#server/db/transaction.ts';
import { canonical, hashOf } from '#server/journal/entry.ts';
import { asActor, crowdedPopulation, pageOf, type Parent, parents, readyToEnrol } from '#test/support/crowd.ts';
import { openTown, type Town } from '#test/support/town.ts';
import { visitor } from '#test/support/visitor.ts';

const { population, home } = crowdedPopulation(3);
let town: Town;
before(async () => {
  town = await openTown({ population });
});
after(() => town.close());

test('every line of the journal, read back, has the hash of its content', async () => {
  await visitor().signIn(town.origin, population.families[0]?.parents[0] ?? '');
  const families = await parents(town, home, 5);
  for (const parent of families) await town.composed.mektep.application.enrol(parent.who, await readyToEnrol(town, parent));
  const [holder, stranger] = families as unknown as [Parent, Parent];
  const { declineDraft } = await pageOf(town, holder);
  assert.ok(declineDraft);
  await town.composed.register.claim({
    draft: declineDraft.toUpperCase(),
    act: 'decline',
    reason: 'next_year',
    by: { person: stranger.who.person },
  });
  await town.composed.mektep.application.decline(holder.who, { draft: declineDraft, reason: 'next_year' });
  await town.composed.mektep.application.child(stranger.who, holder.child);
  await town.composed.mektep.session.end(holder.token);

  const lines = await asActor(town, 'system', (tx) => tx.selectFrom('journal').selectAll().orderBy('seq').execute());
  for (const { at, actor, act, campaign_id, subject, detail, hash } of lines) {
    const entry = { at, actor: actor as Actor, act, campaign: campaign_id, subject, detail };
    assert.deepEqual(hash, hashOf(entry), act);
    assert.notDeepEqual(hash, hashOf({ ...entry, act: `${act}.changed` }));
  }
  const acts = new Set(lines.map(({ act }) => act));
  for (const act of [
    'campaign.published',
    'session.begun',
    'session.ended',
    'seats.decided',
    'draft.refused_to_stranger',
    'child.refused_to_stranger',
  ]) {
    assert.ok(acts.has(act), `${act} is written down`);
  }
});

test('the same content has one canonical form, whatever the order of its members', () => {
  assert.equal(canonical({ b: [1, { d: null, c: 'é' }], a: undefined }), '{"b":[1,{"c":"é","d":null}]}');
  assert.equal(canonical({ x: 1, y: 2 }), canonical({ y: 2, x: 1 }));
  assert.notEqual(canonical({ x: [1, 2] }), canonical({ x: [2, 1] }));
});
