import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { appointIn } from '#test/support/offices.ts';
import { openTown, type Town } from '#test/support/town.ts';
import { until } from '#test/support/until.ts';
import { type Visitor, visitor } from '#test/support/visitor.ts';
import { readPage } from './read-page.ts';

/** Two officers say what a name of one file means, each on a page that was opened before the other saved. */
let town: Town;
let here: string;
let officers: readonly [Visitor, Visitor];
before(async () => {
  town = await openTown({ pages: 'build' });
  const district = town.population.districts[0]?.districtId ?? 0;
  const pins = [0, 1].map((place) => town.population.families[place]?.parents[0] ?? '');
  for (const pin of pins) await appointIn(town, { pin: pin as never }, { role: 'district', district });
  const enter = async (pin: string) => {
    const browser = visitor('ru');
    await browser.signIn(town.origin, pin);
    return browser;
  };
  officers = [await enter(pins[0] ?? ''), await enter(pins[1] ?? '')];
  const { boundaryImport, session } = town.composed.mektep;
  const who = await session.who(/mektep=([^;]+)/.exec(officers[0].cookieHeader(town.origin))?.[1] ?? '');
  assert.ok(who);
  const bytes = Buffer.from('школа;улица;дома\nШкола, которой нет;Улица, которой нет;1\n');
  const sent = await boundaryImport.send(who, district, { name: 'a.csv', bytes, isCut: false }, crypto.randomUUID());
  assert.ok(sent.kind === 'sent');
  await boundaryImport.confirmColumns(who, sent.id, (await boundaryImport.head(sent.id)).columns);
  here = `${town.origin}/office/districts/${district}/import/${sent.id}/school`;
});
after(() => town.close());

/** Opens the page once everything that was decided has been read. */
async function open(browser: Visitor): Promise<Drawn> {
  const [, district, file] = /districts\/(\d+)\/import\/([^/]+)/.exec(here) ?? [];
  await until('the file', async () => (await town.composed.mektep.boundaryImport.of(Number(district), file ?? ''))?.state === 'ready');
  return drawn(await browser.open(here));
}

type Drawn = { readonly status: number; readonly text: string; readonly fields: Readonly<Record<string, string>>; readonly field: string };

/** The form as a page draws it. */
function drawn({ status, text }: { readonly status: number; readonly text: string }): Drawn {
  const form = readPage(text).forms.find(({ id }) => id === 'choices');
  assert.ok(form, text.slice(0, 500));
  const was = form.fields.find(({ name }) => name.startsWith('was|'));
  assert.ok(was);
  return { status, text, fields: { [was.name]: was.value }, field: was.name.slice(4) };
}

const save = (browser: Visitor, { fields, field }: Drawn, choice: string) =>
  browser.post(`${here}?/choose`, { ...fields, [field]: choice }, { accept: 'text/html' });

test('what another officer chose meanwhile is shown beside one’s own choice, which is made over it when it is sent again', async () => {
  const [one, other] = officers;
  const [mine, theirs] = [await open(one), await open(other)];
  const { boundaryImport } = town.composed.mektep;
  const file = here.split('/').at(-2) ?? '';
  const standing = async () => (await boundaryImport.choices(file)).map(({ choice }) => choice);
  const [school = ''] = [...(await boundaryImport.names(town.population.districts[0]?.districtId ?? 0)).schools.keys()];
  assert.equal((await save(one, mine, 'out')).status, 200);
  assert.deepEqual(await standing(), ['out']);
  const met = await save(other, theirs, school);
  assert.equal(met.status, 409);
  assert.deepEqual(await standing(), ['out'], 'nothing was kept');
  const [problem] = readPage(met.text).problems;
  assert.match(problem?.text ?? '', /другой человек выбрал иначе/);
  assert.ok(problem?.leadsSomewhere && problem.beside === problem.text);
  assert.match(met.text, /Сейчас сохранено: Не брать из файла/);
  assert.equal((await save(other, drawn(met), school)).status, 200);
  assert.deepEqual(await standing(), [school]);
});

test('what is sent as the page showed it is nobody’s choice, and changes nobody’s', async () => {
  const [one, other] = officers;
  const mine = await open(one);
  const shown = mine.fields[`was|${mine.field}`] ?? '';
  assert.notEqual(shown, '');
  assert.equal((await save(other, await open(other), 'out')).status, 200);
  assert.equal((await save(one, mine, shown)).status, 200);
  const file = here.split('/').at(-2) ?? '';
  assert.deepEqual(
    (await town.composed.mektep.boundaryImport.choices(file)).map(({ choice }) => choice),
    ['out'],
  );
});
