import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { claimSeat } from '#test/support/claims.ts';
import { signInAs } from '#test/support/household.ts';
import { startServer } from '#test/support/server-process.ts';
import { openTown, type Town } from '#test/support/town.ts';
import { visitor } from '#test/support/visitor.ts';
import { freePort } from '#tools/free-port.ts';
import { withClient } from '#tools/postgres/bootstrap.ts';

let town: Town;
before(async () => {
  town = await openTown();
});
after(() => town.close());

/** Everything the database holds, of every schema and table, as text. */
async function everythingStored(): Promise<string> {
  const admin = new URL(process.env['MEKTEP_TEST_ADMIN_URL'] ?? '');
  admin.pathname = new URL(town.test.appUrl).pathname;
  return withClient(admin.href, async (client) => {
    const { rows: tables } = await client.query<{ name: string }>(
      "select format('%I.%I', table_schema, table_name) as name from information_schema.tables where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')",
    );
    const parts: string[] = [];
    for (const { name } of tables) {
      const { rows } = await client.query<{ line: string }>(`select t::text as line from ${name} t`);
      parts.push(...rows.map(({ line }) => line));
    }
    return parts.join('\n');
  });
}

/** The ways a number could stand there readable: as it is, and as the bytes of its text. */
const spellings = (number: string) => [
  number,
  Buffer.from(number).toString('hex'),
  Buffer.from(number).toString('base64').replace(/=+$/, ''),
];

test('after a family’s whole errand no national id, passport or certificate number stands readable in any table', async () => {
  const tags = ['two_children', 'twins', 'prepared', 'no_birth_act', 'older_than_8'] as const;
  const numbers: string[] = [];
  for (const tag of tags) {
    const family = town.population.families.find((candidate) => candidate.tag === tag) ?? assert.fail(tag);
    const household = await signInAs(town, family.parents[0] ?? '');
    const { passport } = household.adult;
    if (passport !== null)
      assert.equal(
        (await town.composed.mektep.person.confirmPassport(household.who.person, passport.series, passport.number)).kind,
        'confirmed',
      );
    const page = household.childId === '' ? null : await household.page();
    if (page?.enrolDraft)
      await claimSeat(town.origin, household.token, { draft: page.enrolDraft, wishes: [page.proposals[0]?.pools[0]?.id ?? 0] });
    const children = town.population.children.filter(({ pin }) => family.children.includes(pin));
    numbers.push(
      household.adult.pin,
      passport?.number ?? '',
      ...children.flatMap(({ pin, certificate }) => [pin, certificate?.number ?? '']),
    );
  }
  // A child the preparation class lists, whose parents never came.
  numbers.push(...town.population.children.map(({ pin }) => pin));
  const stored = await everythingStored();
  assert.ok(stored.includes('arrivals') && stored.length > 20_000, 'the whole database was read');
  for (const number of numbers.filter(Boolean))
    for (const spelling of spellings(number)) assert.ok(!stored.includes(spelling), `${number} stands in the database`);
});

test('the server’s log, however talkative, names no national id, no name, no token and no code', async () => {
  const port = await freePort();
  const server = await startServer(town, { PORT: String(port), PUBLIC_ORIGIN: town.origin, LOG_LEVEL: 'debug' });
  const household = await signInAs(town, town.population.families[1]?.parents[0] ?? '');
  const page = await household.page();
  await fetch(`${server.origin}/auth/callback?code=secret-code&state=secret-state`, { redirect: 'manual' });
  await fetch(`${server.origin}/auth/start?to=/children`, { redirect: 'manual' });
  await fetch(`${server.origin}/api/v1/nothing?pin=${household.adult.pin}`);
  await claimSeat(server.origin, household.token, { draft: page.enrolDraft ?? '', wishes: [page.proposals[0]?.pools[0]?.id ?? 0] });
  await visitor().open(`${server.origin}/healthz`);
  assert.equal(await server.stop(), 0);
  const said = server.said();
  assert.match(said, /auth\/callback/, 'it was talkative');
  for (const { pin, name } of [household.adult, ...town.population.children]) {
    assert.ok(!said.includes(pin), 'a national id is in the log');
    assert.ok(!said.includes(name.surname), 'a surname is in the log');
  }
  for (const secret of [
    household.token,
    'secret-code',
    'secret-state',
    page.enrolDraft ?? '-',
    town.config.MASTER_KEY,
    town.config.OIDC_CLIENT_SECRET,
  ])
    assert.ok(!said.includes(secret));
});
