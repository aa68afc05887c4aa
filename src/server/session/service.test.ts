import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { withClient } from '#tools/postgres/bootstrap.ts';
import { asActor, crowdedPopulation, type Parent, parents } from '#test/support/crowd.ts';
import { openTown, type Town } from '#test/support/town.ts';

const { population, home } = crowdedPopulation(9);
const idleSeconds = 600;
const absoluteSeconds = 3_600;
let town: Town;
before(async () => {
  town = await openTown({ population, env: { SESSION_IDLE_SECONDS: String(idleSeconds), SESSION_SECONDS: String(absoluteSeconds) } });
});
after(() => town.close());

const who = (parent: Parent) => town.composed.mektep.session.who(parent.token);
const secondsAgo = (seconds: number) => new Date(Date.now() - seconds * 1000);

/** Sets the times of a session as if it had been used that long ago. */
async function lived(parent: Parent, times: { readonly begunSecondsAgo: number; readonly seenSecondsAgo: number }): Promise<void> {
  const seen = secondsAgo(times.seenSecondsAgo);
  const ends = Math.min(seen.getTime() + idleSeconds * 1000, secondsAgo(times.begunSecondsAgo).getTime() + absoluteSeconds * 1000);
  // The application may not move the beginning of a session; only the owner's hand in a test can.
  await withClient(town.test.ownerUrl, (client) =>
    client.query('update session set created_at = $2, last_seen_at = $3, expires_at = $4 where person_id = $1', [
      parent.who.person,
      secondsAgo(times.begunSecondsAgo),
      seen,
      new Date(ends),
    ]),
  );
}

const expiryOf = async (parent: Parent) =>
  (
    await asActor(town, 'sign_in', (tx) =>
      tx.selectFrom('session').select('expires_at').where('person_id', '=', parent.who.person).executeTakeFirstOrThrow(),
    )
  ).expires_at;

test('a session ends after so much silence', async () => {
  const [parent] = (await parents(town, home, 1)) as [Parent];
  await lived(parent, { begunSecondsAgo: 900, seenSecondsAgo: idleSeconds - 5 });
  assert.ok(await who(parent));
  await lived(parent, { begunSecondsAgo: 900, seenSecondsAgo: idleSeconds + 1 });
  assert.equal(await who(parent), null);
});

test('using a session moves the end of silence on, but never the end of all', async () => {
  const [parent] = (await parents(town, home, 1)) as [Parent];
  await lived(parent, { begunSecondsAgo: 100, seenSecondsAgo: 90 });
  assert.ok(await who(parent));
  assert.ok(Math.abs((await expiryOf(parent)).getTime() - Date.now() - idleSeconds * 1000) < 5_000);
  await lived(parent, { begunSecondsAgo: absoluteSeconds - 30, seenSecondsAgo: 90 });
  assert.ok(await who(parent));
  assert.ok((await expiryOf(parent)).getTime() - Date.now() < 31_000);
  await lived(parent, { begunSecondsAgo: absoluteSeconds + 1, seenSecondsAgo: 0 });
  assert.equal(await who(parent), null);
});

test('a session that ended by silence claims no seat either', async () => {
  const [parent] = (await parents(town, home, 1)) as [Parent];
  await lived(parent, { begunSecondsAgo: 900, seenSecondsAgo: idleSeconds + 1 });
  const draft = '01a1f96a-b6f5-7fec-a190-b5dc46e6db3c';
  const answer = await town.composed.register.claim({ draft, act: 'enrol', wishes: [1], by: { session: parent.who.tokenHash } });
  assert.deepEqual(answer, { kind: 'not_signed_in' });
});

test('a token nobody was given is nobody’s', async () => {
  for (const token of ['', 'x', 'A'.repeat(43), "' or 1=1 --"]) assert.equal(await town.composed.mektep.session.who(token), null);
});
