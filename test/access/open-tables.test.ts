import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { asActor } from '#test/support/crowd.ts';
import { guardiansOf } from '#test/support/guardian.ts';
import { type Household, householdOf } from '#test/support/household.ts';
import { officer } from '#test/support/offices.ts';
import { openTown, type Town } from '#test/support/town.ts';
import { withClient } from '#tools/postgres/bootstrap.ts';

/** Tables without row security: nothing in them is of a person, or only an office writes it. A new table is guarded, or has its reason here. */
const unguarded: Readonly<Record<string, string>> = {
  boundary: 'the streets of schools, which anybody may read',
  boundary_alias: 'how districts write streets',
  boundary_change: 'which list a school has, since when and by which officer',
  boundary_draft: 'streets that a school is about to publish',
  boundary_flag: 'numbers of arrivals after a publication, without names',
  boundary_import: 'files of districts with streets',
  boundary_import_choice: 'answers about streets',
  boundary_import_finding: 'what was found in a file with streets',
  boundary_proposal: 'changes of streets that wait for a second officer',
  boundary_proposal_ask: 'which officers a change of streets waits for, and what they answered',
  boundary_proposal_list: 'the streets that such a change would set',
  boundary_review: 'what a district made of a publication',
  boundary_version: 'published lists of streets',
  campaign: 'the law of a campaign',
  data_key: 'keys that only the master key opens',
  day_off: 'the calendar',
  demo_clock: 'the demo’s clock',
  district: 'districts',
  job_death: 'how many processes ended with a job in hand: numbers of jobs',
  migration: 'names of migrations',
  readiness_check: 'what directors checked off',
  register: 'the turn: a counter for each campaign',
  school: 'schools',
  school_document: 'documents of schools, for everybody',
  school_place: 'where schools stand',
  street: 'streets',
  street_place: 'where streets lie',
  timetable: 'until when the work of each hour and day is done',
};

/** Policies that let everybody do something, each with its reason. */
const open: Readonly<Record<string, string>> = {
  'capacity_change_read SELECT using': 'how many seats there are is everybody’s to know',
  'pool_read SELECT using': 'how many seats are free is everybody’s to know',
  'pool_change UPDATE using': 'what may be changed is said by its check: the register alone',
};

let town: Town;
let own: Household;
let strangers: readonly (readonly [who: string, person: string])[];

before(async () => {
  town = await openTown();
  own = await householdOf(town, 'no_school', 0);
  await town.composed.mektep.addressRequest.send(own.who, own.childId);
  const guardians = guardiansOf(town);
  const sender = { cookie: own.browser.cookieHeader(town.origin), token: own.token, person: own.who.person };
  assert.equal((await guardians.send(sender, guardians.whole())).status, 303);
  const [asked] = await asActor(town, 'system', (tx) =>
    tx
      .selectFrom('address_request_school as a')
      .innerJoin('school as s', 's.id', 'a.school_id')
      .select(['s.id', 's.district_id'])
      .execute(),
  );
  const [other] = await asActor(town, 'system', (tx) =>
    tx
      .selectFrom('school')
      .select(['id', 'district_id'])
      .where('district_id', '!=', asked?.district_id ?? 0)
      .execute(),
  );
  const signedIn = [
    ['the parent of another child', await householdOf(town, 'one_child', 0)],
    ['the director of another school', await officer(town, 1, { role: 'director', school: other?.id ?? '' })],
    ['an officer of another district', await officer(town, 2, { role: 'district', district: other?.district_id ?? 0 })],
  ] as const;
  strangers = [
    ['somebody the registers do not know', randomUUID()],
    ...signedIn.map(
      ([
        who,
        {
          who: { person },
        },
      ]) => [who, person] as const,
    ),
  ];
});
after(() => town.close());

async function ask<Row extends object>(text: string): Promise<readonly Row[]> {
  return withClient(town.test.ownerUrl, async (client) => (await client.query<Row>(text)).rows);
}

const guarded = async () =>
  (
    await ask<{ name: string }>(
      "select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and relrowsecurity order by 1",
    )
  ).map(({ name }) => name);

test('KG25-10 each table without row security is known and has its reason', async () => {
  const found = await ask<{ name: string }>(
    "select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and not relrowsecurity order by 1",
  );
  assert.deepEqual(
    found.map(({ name }) => name),
    Object.keys(unguarded).sort(),
  );
});

test('KG25-10 no policy lets everybody read or write but those of the list', async () => {
  const found = await ask<{ open: string }>(`
    select policyname || ' ' || cmd || ' using' as open from pg_policies where schemaname = 'public' and qual = 'true'
    union all select policyname || ' ' || cmd || ' check' from pg_policies where schemaname = 'public' and with_check = 'true' order by 1`);
  assert.deepEqual(found.map((row) => row.open).sort(), Object.keys(open).sort());
});

test('KG25-10 of a family’s rows nobody else sees, changes or removes one, in any guarded table, whatever her office elsewhere', async () => {
  const seen = new Set<string>();
  for (const table of await guarded()) {
    const isOwn = sql`to_jsonb(t)::text ~ ${`${own.who.person}|${own.childId}`}`;
    const rows = await asActor(town, `person:${own.who.person}`, (tx) =>
      sql`select 1 from ${sql.table(table)} t where ${isOwn}`.execute(tx),
    );
    if (rows.rows.length > 0) seen.add(table);
    const columns = await ask<{ name: string }>(
      `select attname as name from pg_attribute where attrelid = '${table}'::regclass and attnum > 0 and not attisdropped`,
    );
    for (const [who, person] of strangers) {
      const as = <T>(statement: ReturnType<typeof sql<T>>) =>
        asActor(town, `person:${person}`, (tx) => statement.execute(tx)).catch((fault: Error) => fault);
      const found = await as(sql`select 1 from ${sql.table(table)} t where ${isOwn}`);
      if (found instanceof Error) assert.match(found.message, /permission denied/, table);
      else assert.equal(found.rows.length, 0, `${who} sees ${table}`);
      const changes = [
        sql`delete from ${sql.table(table)} t where ${isOwn}`,
        ...columns.map(({ name }) => sql`update ${sql.table(table)} t set ${sql.ref(name)} = t.${sql.ref(name)} where ${isOwn}`),
      ];
      for (const change of changes) {
        const done = await as(change);
        if (done instanceof Error) assert.match(done.message, /permission denied|row-level security|can only be updated to DEFAULT/, table);
        else assert.equal(done.numAffectedRows, 0n, `${who} changes ${table}`);
      }
    }
  }
  for (const table of ['person', 'session', 'family_link', 'child', 'guardianship', 'document', 'address_request'])
    assert.ok(seen.has(table), `the family has a row of ${table} that somebody else could have seen`);
});

test('KG25-10 nobody writes a row in the name of a family: a copy of any row of theirs is turned away', async () => {
  // What is written down about everybody may be written by everybody, in her own name: the journal is only added to.
  const addedByEverybody = ['journal', 'capacity_change', 'pool'];
  for (const table of (await guarded()).filter((name) => !addedByEverybody.includes(name))) {
    const columns = (
      await ask<{ name: string }>(
        `select attname as name from pg_attribute where attrelid = '${table}'::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
      )
    ).map(({ name }) => sql.ref(name));
    const [row] = await ask<{ row: object }>(
      `select to_jsonb(t) as row from ${table} t where to_jsonb(t)::text ~ '${own.who.person}|${own.childId}' limit 1`,
    );
    if (row === undefined) continue;
    for (const [who, person] of strangers) {
      const tried = await asActor(town, `person:${person}`, (tx) =>
        sql`insert into ${sql.table(table)} (${sql.join(columns)}) overriding system value
            select ${sql.join(columns)} from jsonb_populate_record(null::${sql.table(table)}, ${JSON.stringify(row.row)}::jsonb)`.execute(
          tx,
        ),
      ).catch((fault: Error) => fault);
      assert.ok(tried instanceof Error, `${who} writes ${table}`);
      assert.match(tried.message, /permission denied|row-level security/, `${who} writes ${table}`);
    }
  }
});
