import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { arrivalsOf, idOnPage, isEnrolled, words } from '#test/support/journey-facts.ts';
import { type Country, familyOf, openCountry, type Traveller } from '#test/support/journey.ts';
import { withClient } from '#tools/postgres/bootstrap.ts';

let country: Country;
before(async () => {
  country = await openCountry({ now: '2025-04-01T09:00:10' });
});
after(() => country.close());

/** Cuts every connection to the town's database and lets nobody back in, or opens it again. */
async function database(reachable: boolean): Promise<void> {
  const name = new URL(country.town.test.appUrl).pathname.slice(1);
  await withClient(process.env['MEKTEP_TEST_ADMIN_URL'] ?? '', async (client) => {
    await client.query(`alter database "${name}" allow_connections ${String(reachable)}`);
    if (!reachable) await client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
  });
}

async function toPrepared(me: Traveller, place: number): Promise<string> {
  const { mother } = familyOf(country.town.population, 'second_grader', place);
  await me.signIn(mother);
  await me.page.getByRole('article').getByRole('link').first().click();
  const id = idOnPage(me);
  const pool = await me.page.getByRole('radio').first().getAttribute('value');
  await me.go(`/children/${id}/prepared?pool=${pool}`);
  return id;
}

test('the database is gone as two families press: one page waits and tells, the other turns by itself, and both come to the truth', async () => {
  const { town } = country;
  const [scripted, plain] = [await country.travel({ script: true }), await country.travel({ language: 'ky', script: false })];
  const [one, other] = [await toPrepared(scripted, 0), await toPrepared(plain, 1)];
  await scripted.page.locator('[data-opening][data-open]').waitFor();
  await database(false);
  try {
    await scripted.page.getByRole('button', { name: words.ru.enrol, exact: true }).click();
    await plain.page.getByRole('button', { name: words.ky.enrol, exact: true }).click();
    await plain.page.getByRole('heading', { level: 1 }).waitFor();
    await scripted.page.getByRole('status').getByText(scripted.t('opening.say_unknown')).waitFor();
    assert.equal(await plain.page.locator('meta[http-equiv="refresh"]').count(), 1, 'it looks again by itself');
  } finally {
    await database(true);
  }
  await scripted.page.waitForURL(`${town.origin}/children/${one}`);
  assert.ok(await isEnrolled(scripted));
  // The press of the other never reached the register: the form is there again, or the answer.
  await plain.page.getByRole('navigation', { name: plain.t('site.sections'), exact: true }).waitFor();
  const answered = await arrivalsOf(town, other);
  if (answered === 0) assert.equal(await plain.press(words.ky.enrol), 200);
  assert.ok(await isEnrolled(plain));
  assert.deepEqual([await arrivalsOf(town, one), await arrivalsOf(town, other)], [1, 1]);
  await Promise.all([scripted.close(), plain.close()]);
});
