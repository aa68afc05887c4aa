import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { sureText } from '#domain/addition/grave.ts';
import { addDays, moment } from '#domain/core/day.ts';
import type { SignedIn } from '#server/session/service.ts';
import { actorOf, type Hands, openHands } from '#test/support/boundary-hands.ts';
import { withClient } from '#tools/postgres/bootstrap.ts';

let hands: Hands;
before(async () => {
  hands = await openHands();
});
after(() => hands.town.close());

test('KG25-18.4 two who save one street meet as two versions: the second reads what the first kept, and hers is not lost', async () => {
  const [street, editor] = [hands.streetOf(true), hands.mektep.boundaryEditor];
  const [one, other] = [actorOf(hands.people.director), actorOf(hands.people.both)];
  const stampOf = async () => (await editor.look(hands.own.id)).streets.find((each) => each.street.id === street)?.stamp ?? '';
  const before = await stampOf();
  assert.deepEqual(await editor.keep(one, hands.own.id, street, '51, 53', before), { kind: 'kept' });
  const met = await editor.keep(other, hands.own.id, street, '51, 55', before);
  assert.deepEqual([met.kind, met.kind === 'kept_meanwhile' && met.houses], ['kept_meanwhile', '51, 53']);
  assert.deepEqual(await editor.keep(other, hands.own.id, street, '51, 53', before), { kind: 'kept' }, 'the same words are no quarrel');
  assert.equal((await editor.keep(other, hands.own.id, street, null, before)).kind, 'kept_meanwhile', 'taking the street out');
  assert.equal((await editor.forget(other, hands.own.id, street, before)).kind, 'kept_meanwhile', 'forgetting it');
  assert.ok(met.kind === 'kept_meanwhile');
  assert.deepEqual(await editor.keep(other, hands.own.id, street, '51, 53, 55', met.stamp), { kind: 'kept' }, 'knowing of it');
  const at = await stampOf();
  const both = await Promise.all(['51', '55'].map((houses) => editor.keep(one, hands.own.id, street, houses, at)));
  assert.deepEqual(both.map(({ kind }) => kind).toSorted(), ['kept', 'kept_meanwhile'], 'at one moment');
  await editor.forget(one, hands.own.id, street, await stampOf());
});

test('KG25-18.4 KG25-21.4 families whose school changes or goes are told while a stage is open, and a director whose list somebody replaced', async () => {
  hands.town.setClock(moment('2025-05-22T10:00'));
  const family = await hands.parent();
  const lines = await hands.current();
  const kinds = async (who: SignedIn, count: number) => {
    for (let tries = 0; tries < 100; tries += 1) {
      const { notices } = await hands.mektep.notice.inbox(who, null);
      if (notices.length >= count) return notices.map(({ kind }) => kind);
      await pause(50);
    }
    throw new Error('no notice came');
  };
  const gone = await hands.mektep.boundaries.publish({
    ...{ actor: 'system', school: hands.own.id, fromDay: hands.today(), source: 'import', ground: '', key: randomUUID() },
    lines: lines.filter(({ streetId }) => streetId !== hands.home.address.streetId),
  });
  assert.ok(gone.kind === 'published');
  const [kind] = await kinds(family.who, 1);
  assert.ok(kind === 'school_gone' || kind === 'school_changed', kind);
  await hands.town.composed.tasks['boundaries_began']?.({ campaign: hands.mektep.campaign.id, versions: [gone.version.id] });
  assert.equal((await kinds(family.who, 1)).length, 1, 'once, and once only when the job runs again');
  // A list that begins later tells on its day.
  await hands.publish('system', lines, addDays(hands.today(), 2));
  assert.equal((await kinds(family.who, 1)).length, 1);
  await withClient(hands.town.test.ownerUrl, (client) =>
    client.query('update boundary_version set published_by = $1 where id = $2', [actorOf(hands.people.district), gone.version.id]),
  );
  await hands.town.composed.tasks['boundaries_replaced']?.({ campaign: hands.mektep.campaign.id, versions: [gone.version.id] });
  assert.ok((await kinds(hands.people.director, 1)).includes('list_replaced'));
  hands.town.setClock(moment('2025-05-12T10:00'));
});

test('KG25-18.4 what publishing would do is told in numbers before it', async () => {
  const told = await hands.mektep.boundaryEditor.toldOfBack(hands.own.id, 1);
  assert.ok(told !== null && told.streetsBefore > 0);
  assert.match(sureText(told), /^\d+-\d+-\d+-\d+$/);
});
