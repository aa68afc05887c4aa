import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { pino } from 'pino';
import { upkeepJobs } from '#server/upkeep/jobs.ts';
import { asActor } from '#test/support/crowd.ts';
import { openTown, type Town } from '#test/support/town.ts';
import { visitor } from '#test/support/visitor.ts';
import { withClient } from '#tools/postgres/bootstrap.ts';

let town: Town;
let said = '';
const log = pino({ level: 'error' }, { write: (line: string) => void (said += line) });
before(async () => {
  town = await openTown();
});
after(() => town.close());

const upkeep = () => upkeepJobs(town.database, { sessionsKeptDays: 90, draftsKeptDays: 400, clockOffSeconds: 30, log });
const asOwner = (statement: string, values: readonly unknown[] = []) =>
  withClient(town.test.ownerUrl, (client) => client.query(statement, [...values]));

test('a session is forgotten so many days after its end, not before, and nobody loses the one in use', async () => {
  const pin = town.population.families[0]?.parents[0] as string;
  await visitor().signIn(town.origin, pin);
  const { rows } = await asOwner('select person_id from session');
  const [{ person_id: person } = { person_id: '' }] = rows as readonly { readonly person_id: string }[];
  const keep = (days: number, ended: boolean) =>
    asOwner(
      `insert into session (token_hash, person_id, created_at, last_seen_at, expires_at, ended_at, user_agent)
       values ($1, $2, now() - interval '200 days', now(), now() - make_interval(days => $3), case when $4 then now() - make_interval(days => $3) end, $5)`,
      [randomBytes(32), person, days, ended, `${days} days`],
    );
  for (const [days, ended] of [
    [89, true],
    [91, true],
    [91, false],
    [200, true],
  ] as const)
    await keep(days, ended);
  // A parent forgets nothing, her own sessions neither.
  await asActor(town, `person:${person}`, async (tx) => {
    assert.equal((await tx.deleteFrom('session').execute())[0]?.numDeletedRows, 0n);
    assert.equal((await tx.deleteFrom('offer').execute())[0]?.numDeletedRows, 0n);
  });
  await upkeep()['retention.sessions']();
  const left = await asOwner("select user_agent from session where user_agent like '% days'");
  assert.deepEqual(left.rows, [{ user_agent: '89 days' }]);
  assert.equal((await asOwner('select from session where ended_at is null and expires_at > now()')).rowCount, 1);
  const journal = await asOwner("select actor, detail from journal where act = 'retention.forgotten'");
  assert.deepEqual(journal.rows, [{ actor: 'worker', detail: { what: 'sessions', count: 3, days: 90 } }]);
});

test('what was prepared and never sent is forgotten long after its campaign, what was sent stays', async () => {
  const campaign = town.composed.mektep.campaign.id;
  const { rows } = await asOwner('select id from school limit 1');
  const [{ id: school } = { id: '' }] = rows as readonly { readonly id: string }[];
  for (const [days, street] of [
    [399, 1],
    [401, 2],
  ] as const)
    await asOwner(
      `insert into boundary_draft (campaign_id, school_id, street_id, changed_at, changed_by)
       values ($1, $2, (select id from street order by id offset $3 limit 1), now() - make_interval(days => $4), 'somebody')`,
      [campaign, school, street, days],
    );
  const old = await asOwner(
    `insert into campaign (code, policy, policy_hash, version, published_by)
     select 'long-ago', jsonb_set(policy, '{stages}', '[{"closes": "2019-06-01T00:00:00"}]'), policy_hash, 1, 'test' from campaign where id = $1 returning id`,
    [campaign],
  );
  const child = randomUUID();
  await asOwner(
    `insert into child (id, country, national_id_cipher, national_id_index, surname, given, sex, birth_date, checked_at)
     values ($1, 'KG', '\\x00', $2, 'x', 'x', 'female', '2019-01-01', now())`,
    [child, randomBytes(32)],
  );
  const draft = (of: string, generation: number) =>
    asOwner(`insert into draft (campaign_id, child_id, act, generation) values ($1, $2, 'enrol', $3)`, [of, child, generation]);
  await draft((old.rows as readonly { readonly id: string }[])[0]?.id ?? '', 1);
  await draft(campaign, 1);
  await upkeep()['retention.drafts']();
  assert.deepEqual((await asOwner('select campaign_id from draft where child_id = $1', [child])).rows, [{ campaign_id: campaign }]);
  assert.equal((await asOwner('select from boundary_draft')).rowCount, 1);
});

test('jobs that were given up are told in the log again and again, by number and never by what they hold', async () => {
  await upkeep()['alarm.jobs']();
  assert.equal(said, '');
  await asOwner('select graphile_worker.add_job(\'note\', \'{"secret": "do not tell"}\')');
  await asOwner('update graphile_worker._private_jobs set attempts = max_attempts');
  await upkeep()['alarm.jobs']();
  assert.match(said, /"alarm":"jobs_given_up","count":1/);
  assert.doesNotMatch(said, /do not tell/);
});
