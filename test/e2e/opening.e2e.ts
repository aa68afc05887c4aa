import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { moment } from '#domain/core/day.ts';
import { epochOf } from '#server/clock.ts';
import { arrivalsOf, idOnPage, isEnrolled, words } from '#test/support/journey-facts.ts';
import { type Country, familyOf, nameOf, openCountry, schoolsFor, type Traveller } from '#test/support/journey.ts';
import { holdTurn } from '#test/support/turn.ts';

const opens = moment('2025-04-01T09:00');
let country: Country;
before(async () => {
  country = await openCountry({ now: '2025-04-01T08:58:00' });
});
after(() => country.close());
afterEach(() => country.town.setClock(moment('2025-04-01T08:58:00')));

const family = (place: number) => familyOf(country.town.population, 'one_child', place);
const button = (me: Traveller) => me.page.getByRole('button', { name: words[me.language].enrol, exact: true });
const opensAt = { ru: '1 апреля 2025 года, 9:00', ky: '2025-жылдын 1-апрели, саат 9:00' } as const;

async function reads(me: Traveller, ...facts: readonly string[]): Promise<void> {
  const text = await me.text();
  for (const fact of facts) assert.ok(text.includes(fact), `“${fact}” is missing in: ${text}`);
}

/** Signs in, opens the child's page and prepares the claim for the first language offered. */
async function prepare(me: Traveller, place: number): Promise<string> {
  const { mother, child } = family(place);
  await me.signIn(mother);
  await me.openChild(child);
  const id = idOnPage(me);
  await me.follow(new RegExp(`^${me.t('opening.prepare')}`));
  assert.match(me.page.url(), /\/prepared\?pool=\d+(&problem=\w+)?$/);
  return id;
}

/** What is left on the page is what was left by the town's clock while the page came and was read, however long that took. */
async function countsRightly({ page }: Traveller, come: () => Promise<unknown>): Promise<void> {
  const { clock, composed } = country.town;
  const leftSeconds = () => (epochOf(opens, composed.mektep.campaign.policy.timeZone) - clock.now()) / 1000;
  const most = leftSeconds();
  await come();
  const shown = await page.getByRole('timer').innerText();
  const least = leftSeconds();
  const [minutes = NaN, seconds = NaN] = shown.split(':').map(Number);
  const left = minutes * 60 + seconds;
  // The way to the server and back is not known to the page, and seconds are whole.
  assert.ok(left <= most + 1 && left >= least - (most - least) - 1, `${shown} was shown while ${most} to ${least} seconds were left`);
}

/** Waits until the script lets the button be pressed. */
async function untilOpen(me: Traveller): Promise<void> {
  await me.page.locator('[data-opening][data-open]').waitFor();
}

const said = (me: Traveller, text: string) => me.page.getByRole('status').getByText(text).waitFor();

/** The machine wakes up, or the network comes back: the page looks at the server's clock anew. */
const wake = (me: Traveller) => me.page.evaluate(() => void dispatchEvent(new Event('online')));

for (const [place, language] of (['ru', 'ky'] as const).entries()) {
  const speaks = { ru: 'Russian', ky: 'Kyrgyz' }[language];

  test(`KG25-21.1/confirm-proposed-school a family that reads ${speaks} prepares before the opening, counts down by the server’s clock and presses once`, async () => {
    const { town } = country;
    const me = await country.travel({ language, script: true });
    // This phone believes it is 1970, and its clock stands still.
    await me.context.addInitScript('Date.now = () => 0');
    town.setClock(moment('2025-03-31T20:00'));
    const id = await prepare(me, place);
    const { child } = family(place);
    await reads(me, nameOf(child), schoolsFor(town.population, child)[0]?.name[language] ?? '?', opensAt[language]);
    await reads(me, me.t('opening.order_luck'), me.t('opening.order_once'), me.t('opening.no_hold'), me.t('opening.button_later'));
    assert.equal(await button(me).count(), 0, 'the day before there is nothing to press');

    town.setClock(moment('2025-04-01T08:50:00'));
    await countsRightly(me, async () => {
      await me.page.reload();
      await me.look();
    });
    assert.equal(await button(me).getAttribute('aria-disabled'), 'true');
    await button(me).click({ force: true });
    await said(me, me.t('opening.say_early', { at: opensAt[language] }));
    assert.equal(await arrivalsOf(town, id), 0, 'pressed early is not queued');
    // A reload loses nothing.
    await countsRightly(me, () => me.page.reload());

    town.setClock(moment('2025-04-01T08:59:57'));
    await wake(me);
    await untilOpen(me);
    const lateMs = town.clock.now() - epochOf(opens, town.composed.mektep.campaign.policy.timeZone);
    assert.ok(lateMs >= 0, `the button opened ${-lateMs} ms before the opening`);
    await me.look();
    await button(me).click();
    await me.page.waitForURL(`${town.origin}/children/${id}`);
    await me.look();
    assert.ok(await isEnrolled(me));
    await reads(me, me.t('child.number'));
    assert.equal(await arrivalsOf(town, id), 1);
    await me.close();
  });

  test(`KG25-21.1/confirm-proposed-school a family that reads ${speaks} without scripts reads the time left, presses early in vain, and again when it is open`, async () => {
    const { town } = country;
    const me = await country.travel({ language, script: false, width: 320 });
    const id = await prepare(me, 2 + place);
    town.setClock(moment('2025-04-01T08:59:30'));
    await countsRightly(me, () => me.page.reload());
    await me.look();
    const asOf = RegExp(me.t('opening.as_of', { at: opensAt[language].replace('9:00', '8:59:##') }).replace('##', '[345]\\d'));
    assert.match(await me.text(), asOf);
    assert.equal(await me.press(words[language].enrol), 425);
    await reads(me, me.t('early.title'), me.t('opening.say_early', { at: opensAt[language] }));
    assert.ok(await button(me).isVisible(), 'the button is there to be pressed again');
    assert.equal(await arrivalsOf(town, id), 0);

    await me.page.getByRole('heading', { name: me.t('opening.open_title') }).waitFor();
    assert.ok(town.clock.now() >= epochOf(opens, town.composed.mektep.campaign.policy.timeZone), 'it turned by itself, after the opening');
    await me.look();
    assert.equal(await me.press(words[language].enrol), 200);
    assert.ok(await isEnrolled(me));
    assert.equal(await arrivalsOf(town, id), 1);
    await me.close();
  });
}

test('a family that loses the connection as it presses reads so, and the page goes on by itself when the connection is back', async () => {
  const { town } = country;
  const me = await country.travel({ language: 'ky', script: true });
  const id = await prepare(me, 4);
  town.setClock(moment('2025-04-01T09:00:01'));
  await wake(me);
  await untilOpen(me);
  await me.context.setOffline(true);
  await button(me).click();
  await said(me, me.t('opening.say_lost'));
  await me.look();
  await me.context.setOffline(false);
  await me.page.waitForURL(`${town.origin}/children/${id}`);
  assert.ok(await isEnrolled(me));
  assert.equal(await arrivalsOf(town, id), 1);
  await me.close();
});

test('an answer lost on the way back is asked for again with the same draft: one application, the first number', async () => {
  const { town } = country;
  const me = await country.travel({ script: true });
  const id = await prepare(me, 5);
  town.setClock(moment('2025-04-01T09:00:01'));
  await wake(me);
  await untilOpen(me);
  const keys: (string | undefined)[] = [];
  await me.context.route('**/api/v1/claims', async (route) => {
    keys.push(route.request().headers()['idempotency-key']);
    if (keys.length === 1) return route.fulfill({ status: 503, headers: { 'retry-after': '1' }, json: { type: 'urn:mektep:busy' } });
    if (keys.length === 2) {
      await route.fetch();
      return route.abort('connectionreset');
    }
    return route.continue();
  });
  await button(me).click();
  await said(me, me.t('opening.say_busy'));
  await said(me, me.t('opening.say_lost'));
  await me.page.waitForURL(`${town.origin}/children/${id}`);
  assert.ok(await isEnrolled(me));
  assert.deepEqual([keys.length, new Set(keys).size, await arrivalsOf(town, id)], [3, 1, 1]);
  await me.close();
});

test('a turn nobody gives back: with a script and without the family reads “not known yet”, and comes to the truth without pressing in fear', async () => {
  const { town } = country;
  const [scripted, plain] = [await country.travel({ script: true }), await country.travel({ language: 'ky', script: false })];
  const [one, other] = [await prepare(scripted, 6), await prepare(plain, 7)];
  town.setClock(moment('2025-04-01T09:00:01'));
  await Promise.all([wake(scripted), plain.page.reload()]);
  await untilOpen(scripted);
  const turn = await holdTurn(town);
  await button(scripted).click();

  assert.equal(await plain.press(words.ky.enrol), 503);
  await reads(plain, plain.t('unknown.title'), plain.t('unknown.text'), plain.t('unknown.safe'));
  await scripted.page.getByRole('status').getByText(scripted.t('opening.say_unknown')).waitFor();
  await turn.giveBack();
  await scripted.page.waitForURL(`${town.origin}/children/${one}`);
  assert.ok(await isEnrolled(scripted));
  await plain.page.waitForURL(`${town.origin}/children/${other}`);
  assert.deepEqual([await arrivalsOf(town, one), (await arrivalsOf(town, other)) <= 1], [1, true]);
  await Promise.all([scripted.close(), plain.close()]);
});

test('a session that ends while the family waits is noticed before the opening, and nothing prepared is lost', async () => {
  const me = await country.travel({ script: true, width: 1280 });
  await prepare(me, 8);
  await me.context.clearCookies();
  await button(me).click({ force: true });
  country.town.setClock(moment('2025-04-01T09:00:01'));
  await wake(me);
  await untilOpen(me);
  await button(me).click();
  await me.page.waitForURL(/\/sign-in\?to=/);
  assert.match(decodeURIComponent(me.page.url()), /\/prepared\?pool=\d+(&problem=\w+)?$/, 'signing in leads back to the claim');
  await me.close();
});
