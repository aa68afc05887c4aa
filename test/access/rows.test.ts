import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { asActor, crowdedPopulation, pageOf, type Parent, readyToEnrol, settle } from '#test/support/crowd.ts';
import { openTown, type Town } from '#test/support/town.ts';

const { population, home } = crowdedPopulation(9);
let town: Town;
let families: readonly (readonly [Parent, Parent])[];
before(async () => {
  town = await openTown({ population });
  families = (await settle(town, home, 3, { parents: 2 })) as unknown as typeof families;
  for (const [mother] of families) {
    await town.composed.mektep.application.enrol(mother.who, await readyToEnrol(town, mother));
    await pageOf(town, mother);
  }
});
after(() => town.close());

/** Tables under row-level security, but for those that everybody may read, with the columns that say whose a row is. */
async function guardedTables() {
  const { rows } = await sql<{ name: string; columns: string[] }>`
    select c.relname as name, array_agg(a.attname::text) as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relrowsecurity
      and not exists (select 1 from pg_policy y where y.polrelid = c.oid and pg_get_expr(y.polqual, y.polrelid) = 'true') group by 1 order by 1`.execute(
    town.database.kysely,
  );
  return rows;
}

test('every table that holds a person or a child is under row-level security', async () => {
  const { rows } = await sql<{ name: string }>`
    select distinct c.relname as name
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and not c.relrowsecurity
      and a.attname ~ '(^|_)(person|child|national_id|surname|given|birth|phone|email|passport|applicant|cipher)(_|$)'`.execute(
    town.database.kysely,
  );
  assert.deepEqual(rows, []);
  const names = (await guardedTables()).map(({ name }) => name);
  for (const name of [
    'person',
    'child',
    'family_link',
    'preschool_list',
    'session',
    'sign_in_return',
    'notice',
    'draft',
    'offer',
    'arrival',
    'place',
    'journal',
  ])
    assert.ok(names.includes(name), name);
});

test('without an actor, or as one nobody knows, nothing personal is seen or written', async () => {
  for (const { name, columns } of await guardedTables()) {
    for (const actor of ['', 'nobody', 'person:', 'systems']) {
      const seen = await town.database.kysely
        .transaction()
        .execute(async (tx) => {
          if (actor !== '') await sql`select set_config('mektep.actor', ${actor}, true)`.execute(tx);
          return (await sql`select 1 from ${sql.table(name)}`.execute(tx)).rows.length;
        })
        .catch((fault: Error) => fault);
      if (seen instanceof Error) assert.match(seen.message, /invalid input syntax for type uuid|permission denied/);
      else assert.equal(seen, 0, `${actor || 'nobody'} sees ${name}`);
    }
    const [column = ''] = columns;
    const written = await town.database.kysely
      .transaction()
      .execute((tx) => sql`update ${sql.table(name)} set ${sql.ref(column)} = ${sql.ref(column)}`.execute(tx))
      .catch((fault: Error) => fault);
    if (!(written instanceof Error)) assert.equal(written.numAffectedRows, 0n, name);
  }
});

test('a parent sees her own rows and her child’s, and no row of another family, in any table', async () => {
  let seenAtAll = 0;
  for (const { name } of await guardedTables()) {
    for (const family of families) {
      const ownIds = new Set(family.flatMap(({ who, child }) => [who.person, child]));
      const others = families
        .filter((other) => other !== family)
        .flatMap((other) => other.flatMap(({ who, child }) => [who.person, child]));
      for (const { who } of family) {
        const { rows } = await asActor(town, `person:${who.person}`, (tx) => sql`select * from ${sql.table(name)}`.execute(tx));
        seenAtAll += rows.length;
        const text = JSON.stringify(rows);
        for (const id of others) assert.ok(!text.includes(id), `${name} shows a stranger`);
        if (rows.length > 0 && name !== 'offer')
          assert.ok(
            [...ownIds].some((id) => text.includes(id)),
            `${name} shows rows of nobody`,
          );
      }
    }
  }
  assert.ok(seenAtAll > 30, 'there was something to see');
});

test('of what is the other parent’s alone, a parent sees nothing: record, session, offers, notices', async () => {
  for (const [mother, father] of families) {
    for (const [table, column] of [
      ['person', 'id'],
      ['session', 'person_id'],
      ['offer', 'person_id'],
      ['notice', 'person_id'],
    ] as const) {
      const { rows } = await asActor(town, `person:${father.who.person}`, (tx) =>
        sql`select 1 from ${sql.table(table)} where ${sql.ref(column)} = ${mother.who.person}`.execute(tx),
      );
      assert.equal(rows.length, 0, table);
    }
  }
});

test('a parent changes no row of another family, in any table', async () => {
  const [[mother], [stranger]] = families as unknown as [readonly [Parent, Parent], readonly [Parent, Parent]];
  for (const { name, columns } of await guardedTables()) {
    for (const column of columns.filter((candidate) => ['id', 'person_id', 'child_id'].includes(candidate))) {
      for (const id of [stranger.who.person, stranger.child]) {
        const changed = await asActor(town, `person:${mother.who.person}`, (tx) =>
          sql`update ${sql.table(name)} set ${sql.ref(column)} = ${sql.ref(column)} where ${sql.ref(column)} = ${id}`.execute(tx),
        ).catch((fault: Error) => fault);
        if (changed instanceof Error) assert.match(changed.message, /permission denied|row-level security/, `${name}.${column}`);
        else assert.equal(changed.numAffectedRows, 0n, `${name}.${column}`);
      }
    }
  }
});

test('the application’s role owns nothing, makes nothing and cannot switch the guard off', async () => {
  for (const statement of [
    sql`create table mine ()`,
    sql`alter table person disable row level security`,
    sql`drop policy person_own on person`,
    sql`set role mektep_owner`,
    sql`alter role mektep_app bypassrls`,
  ]) {
    await assert.rejects(
      asActor(town, 'system', (tx) => statement.execute(tx)),
      /permission denied|must be owner/,
    );
  }
});
