import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { addDays, dayOf } from '#domain/core/day.ts';
import { nameIn } from '#domain/core/language.ts';
import { segmentsText } from '#lib/segment-text.ts';
import { type Staff, staffOf } from '#simulators/population/staff.ts';
import { type Country, openCountry, type Traveller } from '#test/support/journey.ts';
import { actOfSaratov } from '#test/support/saratov.ts';

let country: Country;
let staff: Staff;
before(async () => {
  // Before families may claim one person is enough.
  country = await openCountry({ now: '2025-03-20T10:00' });
  const officer = staffOf(country.town.population).find(({ role }) => role === 'district');
  assert.ok(officer);
  staff = officer;
});
after(() => country.close());

/** Schools and streets of the officer's district, as the register names them in Russian. */
async function register(me: Traveller) {
  const district = Number(/districts\/(\d+)/.exec(me.page.url())?.[1]);
  const { schools, streets } = await country.town.composed.mektep.boundaryImport.names(district);
  return { district, schools: [...schools], streets: [...streets] };
}

async function signedIn(how: Parameters<Country['travel']>[0]): Promise<Traveller> {
  const me = await country.travel(how);
  await me.signIn(staff.adult, '/office');
  await me.page.getByRole('main').getByRole('link').first().waitFor();
  await me.page.goto(new URL(await districtLink(me), country.town.origin).href);
  await me.follow(me.t('import.title'));
  return me;
}

async function districtLink(me: Traveller): Promise<string> {
  const links = await me.page
    .locator('a[href^="/office/districts/"]')
    .evaluateAll((found) => found.map((each) => each.getAttribute('href') ?? ''));
  return links[0] ?? '';
}

async function send(me: Traveller, name: string, text: string | Buffer): Promise<void> {
  await me.page.getByLabel(me.t('import.file'), { exact: true }).setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
  await me.press(me.t('import.send'));
}

/** The page shows by itself that the worker is done, scripts or not. */
async function waitUntilRead(me: Traveller): Promise<void> {
  await me.page.getByRole('heading', { name: me.t('import.found') }).waitFor({ timeout: 120_000 });
  await me.look();
}

/** Where a publication is grave its numbers are ticked. */
async function confirmNumbers(me: Traveller): Promise<void> {
  if ((await me.page.locator('#sure').count()) > 0) await me.page.locator('#sure').check();
}

async function reads(me: Traveller, ...facts: readonly string[]): Promise<void> {
  const text = await me.text();
  for (const fact of facts) assert.ok(text.includes(fact), `“${fact}” is missing in: ${text}`);
}

const end = (number: number) => ({ number });
const odd = [{ kind: 'range', from: end(1), to: end(62), side: 'odd' }] as const;

const ways = [
  { language: 'ru', reads: 'Russian', script: false, width: 360 },
  { language: 'ky', reads: 'Kyrgyz', script: true, width: 1280 },
] as const;

for (const [place, { reads: spoken, ...how }] of ways.entries()) {
  test(`KG25-18.4/streets-with-houses an officer who reads ${spoken} sends a file, decides what is open, publishes and takes it back`, async () => {
    const me = await signedIn(how);
    const { district, schools, streets } = await register(me);
    const [[school, schoolName] = ['', { ru: '' }], [, otherSchool] = ['', { ru: '' }]] = schools;
    const [[, street] = [0, { ru: '' }], [, otherStreet] = [0, { ru: '' }]] = streets.slice(place * 2);
    const rows = [
      ['дома', 'улица', 'школа'],
      ['1-62, 7.11', street.ru, schoolName.ru],
      ['все дома', `${otherStreet.ru.slice(0, -1)}ъ`, schoolName.ru],
      ['5', street.ru, otherSchool.ru],
    ];
    await send(me, 'границы.csv', rows.map((row) => row.join(';')).join('\n'));
    await reads(me, me.t('import.columns_title'));
    await me.press(me.t('import.confirm_columns'));
    await waitUntilRead(me);
    await reads(me, me.t('import.undecided', { count: 1 }));

    await me.follow(me.t('import_part.unresolved'));
    await reads(me, '7.11', me.t('unread.date'), '7/11');
    await me.page.goBack();
    await me.follow(me.t('import_part.street'));
    await me.press(me.t('import.accept', { count: 1 }));
    await waitUntilRead(me);
    await me.follow(me.t('import_part.reading'));
    await me.choose(segmentsText(odd, me.t));
    await me.press(me.t('import.save_choices'));
    await waitUntilRead(me);
    for (const part of ['line', 'difference', 'conflict'] as const) {
      await me.page.getByRole('link', { name: me.t(`import_part.${part}`), exact: true }).click();
      await me.look();
      await me.page.goBack();
    }

    await me.press(me.t('boundaries.publish'));
    await reads(me, me.t('problem.act_title_missing'), me.t('problem.ground_missing'));
    const today = dayOf(country.town.composed.mektep.campaign.now());
    await me.page.getByLabel(me.t('boundaries.act_title'), { exact: true }).fill('Решение о границах');
    await me.page.getByLabel(me.t('boundaries.act_number'), { exact: true }).fill('17');
    await me.page.getByLabel(me.t('boundaries.act_day'), { exact: true }).fill(addDays(today, -30));
    await me.page.getByLabel(me.t('boundaries.ground'), { exact: true }).fill('Новый учебный год');
    await confirmNumbers(me);
    await me.press(me.t('boundaries.publish'));
    await reads(me, me.t('import_state.published'));
    const { boundaries } = country.town.composed.mektep;
    const now = await boundaries.current(school);
    assert.deepEqual(
      now?.lines.map(({ houses, act }) => [houses, act.number]),
      [
        ['с 1 по 62 (нечётная сторона); 7.11', '17'],
        ['все дома', '17'],
      ],
    );
    await me.page.getByLabel(me.t('boundaries.ground'), { exact: true }).fill('Ошибка');
    assert.equal(await me.press(me.t('import.back')), 400);
    await reads(me, me.t('problem.same_act_missing'));
    await me.page.locator('#sameAct').check();
    await confirmNumbers(me);
    assert.equal(await me.press(me.t('import.back')), 200);
    await reads(me, me.t('import_state.taken_back'));
    assert.equal((await boundaries.current(school))?.source, 'back');
    assert.equal(await me.go(`/office/districts/${district}/import/${crypto.randomUUID()}`), 404);
    await me.close();
  });
}

test('a file that is no table is refused in words, beside its field', async () => {
  const me = await signedIn({ language: 'ru' });
  await send(me, 'act.pdf', '%PDF-1.7');
  await reads(me, me.t('problem.table_pdf'));
  await send(me, 'empty.csv', ' ');
  await reads(me, me.t('problem.table_empty'));
  await me.close();
});

test('another district’s officer, a director and a parent find no such section', async () => {
  const director = staffOf(country.town.population).find(({ role }) => role === 'director');
  assert.ok(director);
  const me = await signedIn({ language: 'ru' });
  const { district } = await register(me);
  assert.equal(await me.go(`/office/districts/${district + 1}/import`), 404);
  await me.close();
  const other = await country.travel({ language: 'ru' });
  await other.signIn(director.adult, '/office');
  assert.equal(await other.go(`/office/districts/${district}/import`), 404);
  await other.close();
});

test('the act of a real city is read whole, and shows what must be decided', { skip: !existsSync(actOfSaratov) }, async () => {
  const { readFileSync } = await import('node:fs');
  const me = await signedIn({ language: 'ru' });
  await send(me, 'saratov-2025.csv', readFileSync(actOfSaratov));
  await me.press(me.t('import.confirm_columns'));
  await waitUntilRead(me);
  const text = await me.text();
  const [, understood, tokens] = /(\d+) из (\d+) поняты/.exec(text)?.map(Number) ?? [];
  assert.ok(understood !== undefined && tokens !== undefined && understood / tokens > 0.995, text);
  await me.follow(me.t('import_part.unresolved'));
  await me.page.goBack();
  await me.follow(me.t('import_part.school'));
  assert.ok(nameIn({ ru: await me.text() }, 'ru').includes('СОШ'));
  await me.close();
});
