import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { asActor } from '#test/support/crowd.ts';
import { appointIn } from '#test/support/offices.ts';
import { openTown, type Town } from '#test/support/town.ts';
import { type Visitor, visitor } from '#test/support/visitor.ts';
import { readPage } from './read-page.ts';

/** What who works here had typed when her session ended is there again when she is back: on its own page, for her alone, once. */
let town: Town;
let pin: string;
let otherPin: string;
let here: string;
let streets: readonly number[];
before(async () => {
  town = await openTown({ pages: 'build' });
  pin = town.population.families[0]?.parents[0] ?? '';
  otherPin = town.population.families[1]?.parents[0] ?? '';
  const lines = await asActor(town, 'system', (tx) =>
    tx.selectFrom('boundary').select(['school_id as school', 'street_id as street']).orderBy('school_id').execute(),
  );
  const school = lines[0]?.school ?? '';
  streets = [...new Set(lines.filter((line) => line.school === school).map(({ street }) => street))];
  assert.ok(streets.length > 1, 'a school with two streets');
  for (const person of [pin, otherPin]) await appointIn(town, { pin: person as never }, { role: 'director', school });
  here = `${town.origin}/office/schools/${school}/boundaries/street`;
});
after(() => town.close());

/** What the page shows in the field of houses; every page asked here has it. */
function housesOn(text: string): string {
  const shown = readPage(text)
    .forms.find(({ id }) => id === 'houses-form')
    ?.fields.find(({ name }) => name === 'houses')?.value;
  assert.ok(shown !== undefined, 'the field of houses');
  return shown.trim();
}

async function enter(as: string): Promise<Visitor> {
  const browser = visitor('ru');
  await browser.signIn(town.origin, as);
  return browser;
}

/** Her session ends while the form is open: from another device, as a person ends those she has forgotten. */
async function endSessions(as: Visitor): Promise<void> {
  const { device, session } = town.composed.mektep;
  const token = (browser: Visitor) => /mektep=([^;]+)/.exec(browser.cookieHeader(town.origin))?.[1] ?? '';
  const ended = await session.who(token(as));
  const elsewhere = await session.who(token(await enter(pin)));
  assert.ok(ended && elsewhere);
  await device.endOthers(elsewhere);
}

const long = Array.from({ length: 400 }, (_, place) => `${place * 2 + 1}${['', 'а', '/2'][place % 3] ?? ''}`).join(', ');

test('what a director typed of a street outlives the session: on that street’s page, once, however long the list is', async () => {
  const browser = await enter(pin);
  const [street, other] = streets;
  const page = await browser.open(`${here}?id=${street}`);
  const stamp = readPage(page.text)
    .forms.find(({ id }) => id === 'houses-form')
    ?.fields.find(({ name }) => name === 'stamp')?.value;
  await endSessions(browser);
  const told = await browser.post(`${here}?/keep&id=${street}`, { stamp: stamp ?? '', houses: long }, { accept: 'text/html' });
  assert.match(told.url, /\/sign-in\?.*problem=kept/);
  await browser.signIn(town.origin, pin);
  const elsewhere = await browser.open(`${here}?id=${other}`);
  assert.notEqual(housesOn(elsewhere.text), long, 'the page of another street');
  const again = await browser.open(`${here}?id=${street}`);
  assert.equal(housesOn(again.text), long);
  assert.match(again.text, /Это ещё не сохранено/);
  const once = await browser.open(`${here}?id=${street}`);
  assert.notEqual(housesOn(once.text), long, 'a second time');
});

test('who signs in at that browser instead of her reads nothing of it', async () => {
  const browser = await enter(pin);
  const [street] = streets;
  await browser.open(`${here}?id=${street}`);
  await endSessions(browser);
  const told = await browser.post(`${here}?/keep&id=${street}`, { stamp: '', houses: '1-9' }, { accept: 'text/html' });
  assert.match(told.url, /problem=kept/);
  await browser.signIn(town.origin, otherPin);
  const page = await browser.open(`${here}?id=${street}`);
  assert.equal(page.status, 200);
  assert.notEqual(housesOn(page.text), '1-9');
});
