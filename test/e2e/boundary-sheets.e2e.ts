import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Staff, staffOf } from '#simulators/population/staff.ts';
import { type Country, openCountry, type Traveller } from '#test/support/journey.ts';
import { bookOf, rowsOf, zip } from '#test/support/workbook.ts';

let country: Country;
let staff: Staff;
before(async () => {
  country = await openCountry();
  const officer = staffOf(country.town.population).find(({ role }) => role === 'district');
  assert.ok(officer);
  staff = officer;
});
after(() => country.close());

async function reads(me: Traveller, ...facts: readonly string[]): Promise<void> {
  const text = await me.text();
  for (const fact of facts) assert.ok(text.includes(fact), `“${fact}” is missing in: ${text}`);
}

async function importPage(how: Parameters<Country['travel']>[0]) {
  const me = await country.travel(how);
  await me.signIn(staff.adult, '/office');
  await me.page.getByRole('main').getByRole('link').first().waitFor();
  const links = await me.page
    .locator('a[href^="/office/districts/"]')
    .evaluateAll((all) => all.map((each) => each.getAttribute('href') ?? ''));
  const district = Number(/districts\/(\d+)/.exec(links[0] ?? '')?.[1]);
  await me.go(`/office/districts/${district}/import`);
  const { schools, streets } = await country.town.composed.mektep.boundaryImport.names(district);
  return { me, district, school: [...schools.values()][0]?.ru ?? '', streets: [...streets.values()].map(({ ru }) => ru) };
}

const ways = [
  { language: 'ru', script: false, width: 360 },
  { language: 'ky', script: true, width: 1280 },
] as const;

for (const how of ways)
  test(`KG25-18.4 an officer (${how.language}, ${how.width}) is asked what her workbook leaves open, sees what was not read, takes the file back out and deletes it`, async () => {
    const { me, district, school, streets } = await importPage(how);
    const heading = ['Школа', 'Улица', 'Дома'];
    const [first = '', second = '', third = ''] = streets;
    const hidden = (row: number) => (row === 4 ? 'hidden="1"' : '');
    const book = zip(
      bookOf([
        { name: 'Обложка', rows: rowsOf([['Границы района']]) },
        { name: 'А-М', rows: rowsOf([['Приложение'], heading, [school, first, '1-25 (нечетные)'], ['', second, '7']], hidden) },
        { name: 'Н-Я', rows: rowsOf([heading, [school, third, 'все дома'], ['Итого', '', '3']]) },
      ]),
    );
    await me.page
      .getByLabel(me.t('import.file'), { exact: true })
      .setInputFiles({ name: 'границы.xlsx', mimeType: 'application/zip', buffer: book });
    await me.press(me.t('import.send'));
    await reads(me, me.t('import.columns_title'), me.t('import_sheets.title'), 'А-М', me.t('import_unseen.title'));
    await me.press(me.t('import.confirm_columns'));
    await reads(me, me.t('problem.unseen_missing'), me.t('problem.fill_missing'));
    await me.choose(me.t('import_unseen.read'));
    await me.choose(me.t('import_fill.down'));
    await me.press(me.t('import.confirm_columns'));
    await me.page.getByRole('heading', { name: me.t('import.found') }).waitFor({ timeout: 120_000 });
    await me.look();
    await reads(me, me.t('import.sheets_read'), 'А-М, Н-Я');
    await me.follow(me.t('import_part.left_out'));
    await reads(me, 'Обложка', me.t('import_left_out.total', { count: 1 }), me.t('import_left_out.above', { count: 1 }));
    await me.page.goBack();
    await me.follow(me.t('import_part.line'));
    await reads(me, `${school} (${me.t('import.rows', { rows: me.t('import.row_on_sheet', { row: '4', sheet: 'А-М' }) })})`);
    await me.page.goBack();
    const download = me.page.waitForEvent('download');
    await me.page.getByRole('link', { name: me.t('import.download') }).click();
    assert.match((await download).suggestedFilename(), /^boundaries-[0-9a-f]{12}\.xlsx$/);
    await me.press(me.t('import.delete'));
    await reads(me, me.t('problem.sure_missing'));
    await me.page.getByLabel(me.t('import.delete_sure')).check();
    await me.press(me.t('import.delete'));
    assert.equal(new URL(me.page.url()).pathname, `/office/districts/${district}/import`);
    assert.ok(!(await me.text()).includes('границы.xlsx'));
    await me.close();
  });

test('a file that is more than a table may be is refused with what to do, and its row', async () => {
  const { me } = await importPage({ language: 'ru' });
  const buffer = Buffer.from(`Школа;Улица;Дома\n№ 1;Абая;${'1, '.repeat(20_000)}\n`);
  await me.page.getByLabel(me.t('import.file'), { exact: true }).setInputFiles({ name: 'a.csv', mimeType: 'text/csv', buffer });
  await me.press(me.t('import.send'));
  await reads(me, me.t('problem.table_too_long'), me.t('import.refused_row', { row: '2' }));
  await me.close();
});
