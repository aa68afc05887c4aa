import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { type CampaignDates, underDates } from '#domain/policy/dates.ts';
import { policies } from '#domain/policy/registry.ts';
import { momentAt } from '#server/clock.ts';
import { makePopulation } from '#simulators/population/make-population.ts';
import type { Population, School } from '#simulators/population/population.ts';
import { visitor } from '#test/support/visitor.ts';
import { asOwner, type Installation, openInstallation, type Ran } from './installation.ts';

const pack = policies['kg-2025'];
const dayMs = 86_400_000;
let place: Installation;
let population: Population;
let dates: CampaignDates;
before(async () => {
  const now = Date.now();
  const at = (days: number) => momentAt(now + days * dayMs, pack.timeZone);
  const opens = [-1, 30, 60].map((days) => ({ opens: at(days), closes: at(days + 29) }));
  dates = {
    code: 'kg-first',
    pack: pack.code,
    year: new Date(now).getFullYear(),
    title: pack.title,
    stages: pack.stages.map(({ code }, index) => ({ code, ...(opens[index] as { opens: never; closes: never }) })),
    cohorts: pack.cohorts.map(({ grade, bornFrom, bornTo }) => ({ grade, bornFrom, bornTo })),
  };
  population = makePopulation({ seed: 7, families: 40, campaign: underDates(pack, dates) });
  place = await openInstallation(population);
});
after(() => place.close());

const hand = ['--by', 'A. Operator', '--ground', 'order 1 of the ministry'];
const file = (name: string) => path.join(place.folder, name);

function well({ code, out, err }: Ran): string {
  assert.equal(code, 0, err || out);
  return out;
}

/** Refused in plain words, without a stack. */
function refused({ code, out, err }: Ran, words: RegExp): void {
  assert.equal(code, 1, out);
  assert.match(`${out}${err}`, words);
  assert.doesNotMatch(err, /\n\s+at /);
}

async function list(name: string, rows: readonly Readonly<Record<string, string | number | undefined>>[]): Promise<string> {
  const columns = Object.keys(rows[0] ?? {});
  const cells = rows.map((row) => columns.map((column) => `"${String(row[column] ?? '').replaceAll('"', '""')}"`).join(';'));
  await writeFile(file(name), [columns.join(';'), ...cells].join('\n'));
  return file(name);
}

/** A list that is entered once; the same again changes nothing. */
async function entered(command: readonly string[], at: string, count: number): Promise<void> {
  assert.match(well(await place.mektep([...command, at, ...hand])), new RegExp(`^${count} entered, 0 brought up to date, 0 as they were`));
  assert.match(well(await place.mektep([...command, at, ...hand])), new RegExp(`^0 entered, 0 brought up to date, ${count} as they were`));
}

const doctor = async () => (await place.mektep(['doctor'])).out;
const schoolRow = ({ id, districtCode, number, name, director }: School) => ({
  ...{ code: id, district: districtCode, number, kind: 'state', name_ru: name.ru, name_ky: name.ky },
  ...{ address_ru: `${name.ru}, 1`, director: `${director.surname} ${director.given}` },
});

test('an empty database is migrated by its owner alone', async () => {
  refused(await place.mektep(['migrate']), /DATABASE_OWNER_URL must name the owner’s account/);
  assert.match(well(await place.mektep(['migrate'], { env: { DATABASE_OWNER_URL: place.ownerUrl } })), /Applied \d+/);
  assert.match(await doctor(), /WRONG\s+campaign\s+none is published: next: npm run mektep -- campaign publish/);
});

test('KG25-26 the ministry’s dates are drafted from a pack, set, and published once, frozen with their hash', async () => {
  const at = file('campaign.json');
  well(await place.mektep(['campaign', 'draft', at, '--pack', pack.code, '--code', dates.code, '--year', String(dates.year)]));
  refused(await place.mektep(['campaign', 'draft', at, '--pack', pack.code, '--code', 'x-1', '--year', '2027']), /is there already/);
  const drafted = JSON.parse(await readFile(at, 'utf8')) as CampaignDates;
  assert.deepEqual([drafted.code, drafted.pack, drafted.stages.length], [dates.code, pack.code, pack.stages.length]);
  await writeFile(at, JSON.stringify({ ...dates, stages: dates.stages.toReversed() }));
  refused(await place.mektep(['campaign', 'publish', at, ...hand]), /the stages must be those of kg-2025/);
  await writeFile(at, JSON.stringify(dates));
  refused(await place.mektep(['campaign', 'publish', at, ...hand]), /these stages have opened: .*--already-open/);
  assert.match(
    well(await place.mektep(['campaign', 'publish', at, ...hand, '--already-open'])),
    /kg-first is published under kg-2025, hash [0-9a-f]{64}/,
  );
  assert.match(
    well(await place.mektep(['campaign', 'publish', at, ...hand, '--already-open'])),
    /published already, with these very rules/,
  );
  await writeFile(at, JSON.stringify({ ...dates, title: { ru: 'Другие правила' } }));
  refused(await place.mektep(['campaign', 'publish', at, ...hand, '--already-open']), /published already, with other rules/);
  assert.match(well(await place.mektep(['campaign', 'show'])), /kg-first: kg-2025, \d{4}, published by A\. Operator at /);
});

test('districts, streets, schools and seats are entered from lists: all of a list or nothing, and what is wrong is told by row', async () => {
  const { districts, streets, schools } = population;
  const districtRows = districts.map(({ districtId, code, name, regionId, region }) => ({
    ...{ id: districtId, code, name_ru: name.ru, name_ky: name.ky, region_id: regionId, region_ru: region.ru, region_ky: region.ky },
  }));
  refused(
    await place.mektep(['schools', 'import', await list('early.csv', schools.map(schoolRow)), ...hand]),
    /row 2: district .* is not entered; enter the districts first/,
  );
  await entered(['districts', 'import'], await list('districts.csv', districtRows), districts.length);
  const streetRows = streets.map(({ id, districtCode, name }) => ({ id, district: districtCode, name_ru: name.ru, name_ky: name.ky }));
  const wrong = [
    ...streetRows.slice(0, 3),
    { ...streetRows[0], id: 'seven', district: 'nowhere' },
    streetRows[1] as (typeof streetRows)[number],
  ];
  refused(
    await place.mektep(['streets', 'import', await list('wrong.csv', wrong), ...hand]),
    /row 5: id is no whole number[^]*Nothing was entered/,
  );
  assert.equal((await asOwner(place, 'select from street')).rowCount, 0);
  await entered(['streets', 'import'], await list('streets.csv', streetRows), streets.length);
  const rows = schools.map(schoolRow);
  await entered(['schools', 'import'], await list('schools.csv', rows), schools.length);
  const moved = [{ ...(rows[0] as (typeof rows)[number]), director: 'Новый Директор' }, ...rows.slice(1)];
  assert.match(
    well(await place.mektep(['schools', 'import', await list('moved.csv', moved), ...hand])),
    /^0 entered, 1 brought up to date/,
  );
  const quotas = schools.flatMap(({ id, seats }) => seats.map((seat) => ({ school: id, ...seat })));
  await entered(['quota', 'import'], await list('quotas.csv', quotas), quotas.length);
  const more = quotas.map((quota, index) => (index === 0 ? { ...quota, seats: quota.seats + 1 } : quota));
  refused(
    await place.mektep(['quota', 'import', await list('more.csv', more), ...hand]),
    /row 2: .* is entered already, and otherwise: seats is \d+, not \d+; change it with `quota set`/,
  );
  refused(
    await place.mektep(['schools', 'import', await list('columns.csv', [{ code: 'x', colour: 'red' }]), ...hand]),
    /lacks district.*has the unknown colour/,
  );
});

test('the first boundaries are entered from the acts; a list that is not understood to the last house is refused', async () => {
  const rows = population.schools.flatMap(({ id, catchment, act }) =>
    catchment.map(({ streetId, houses }) => ({
      school: id,
      street: streetId,
      houses,
      act_ru: act.title.ru,
      act_number: act.number,
      act_day: act.day,
    })),
  );
  const [first] = rows;
  assert.ok(first);
  refused(
    await place.mektep(['boundaries', 'enter', await list('unclear.csv', [{ ...first, houses: '1, около рынка' }]), ...hand]),
    /row 2: “.*” is not understood/,
  );
  const understood = await place.mektep(['boundaries', 'enter', await list('boundaries.csv', rows), ...hand]);
  // What the acts leave to a person is told by row; the rows that are clear are entered without them.
  const unclear = new Set([...understood.out.matchAll(/^row (\d+):/gm)].map(([, row]) => Number(row)));
  const clear = rows.filter((_, index) => !unclear.has(index + 2));
  if (unclear.size > 0) assert.match(well(await place.mektep(['boundaries', 'enter', await list('clear.csv', clear), ...hand])), /entered/);
  refused(await place.mektep(['boundaries', 'enter', await list('again.csv', clear), ...hand]), /has its boundaries already/);
});

test('KG25-10 the first officer is appointed by the national id, which no command line shows, once, on record', async () => {
  const appoint = ['staff', 'appoint', '--role', 'ministry', ...hand];
  refused(await place.mektep(appoint, { input: '123' }), /does not have 14 digits/);
  refused(await place.mektep([...appoint, '--office', 'x'], { input: officer() }), /the ministry has no office code/);
  assert.match(well(await place.mektep(appoint, { input: officer() })), /1 appointed/);
  assert.match(well(await place.mektep(appoint, { input: `${officer()}\n` })), /0 appointed, 1 held that office already/);
  const [school] = population.schools;
  const directors = await list('directors.csv', [{ national_id: director(), role: 'director', office: school?.id ?? '' }]);
  assert.match(well(await place.mektep(['staff', 'import', directors, ...hand])), /1 appointed/);
  refused(
    await place.mektep(['staff', 'import', await list('none.csv', [{ national_id: '1', role: 'director', office: 'none' }]), ...hand]),
    /row 2: the national id does not have[^]*row 2: school none is not entered/,
  );
  const { rows } = await asOwner(place, "select actor, detail from journal where act = 'staff.appointed' order by seq");
  const [written] = rows as readonly { readonly actor: string; readonly detail: Readonly<Record<string, string>> }[];
  assert.deepEqual(
    [written?.actor, written?.detail['role'], written?.detail['by'], written?.detail['ground']],
    ['system', 'ministry', 'A. Operator', 'order 1 of the ministry'],
  );
  assert.doesNotMatch(JSON.stringify(rows), new RegExp(officer()));
  assert.match(well(await place.mektep(['staff', 'list'])), /ministry, by A\. Operator on .*, has not signed in yet/);
});

const officer = () => population.families.at(-1)?.parents[0] as string;
const director = () => population.families.at(-2)?.parents[0] as string;

test('the real server starts on it; the officer signs in through the identity provider and enters the ministry; a child is enrolled', async () => {
  const server = await place.start();
  const ministry = visitor();
  await ministry.signIn(place.origin, officer());
  const office = await ministry.open(`${place.origin}/office`);
  assert.equal(office.status, 200);
  for (const { name } of population.districts) assert.ok(office.text.includes(name.ru), name.ru);
  const school = visitor();
  await school.signIn(place.origin, director());
  const home = await school.open(`${place.origin}/office`);
  assert.ok(plain(home.text).includes(plain(population.schools[0]?.name.ru ?? '')));

  const enrolled = await enrolSomebody();
  assert.ok(enrolled, 'a family whose address the boundaries hold has enrolled its child');
  assert.equal((await asOwner(place, 'select from place where pool_id is not null')).rowCount, 1);
  assert.match(well(await place.mektep(['replay'])), /identical/);
  const said = await doctor();
  assert.doesNotMatch(
    said.replace(/^.*(Node|disk|pages).*$/gm, ''),
    /WRONG\s+(campaign|districts|streets|schools|seats|ministry|migrations|role|keys|jobs|clock)/,
    said,
  );

  // The appointment ends while she is signed in: the next page is closed to her.
  const id = /^(\S+) {2}ministry/m.exec(well(await place.mektep(['staff', 'list'])))?.[1] ?? '';
  well(await place.mektep(['staff', 'end', id, ...hand]));
  assert.match(well(await place.mektep(['staff', 'end', id, ...hand])), /nothing was changed/);
  assert.notEqual((await ministry.open(`${place.origin}/office`)).text.includes(population.districts[0]?.name.ru ?? ''), true);
  assert.equal(await server.stop(), 0);
});

/** A page breaks no line between a sign and its number. */
const plain = (text: string) => text.replaceAll('\u00a0', ' ');

/** Goes from family to family as each would: signs in, opens the child, presses the button; until one has a place. */
async function enrolSomebody(): Promise<boolean> {
  for (const { parents, tag } of population.families.filter((family) => family.tag === 'one_child')) {
    const mother = visitor();
    const home = await mother.signIn(place.origin, parents[0] ?? '');
    const child = /href="(\/children\/[0-9a-f-]{36})"/.exec(home.text)?.[1];
    if (child === undefined) continue;
    const page = await mother.open(`${place.origin}${child}`);
    const form = /<form[^>]+action="(\?\/enrol[^"]*)"[^]*?<\/form>/.exec(page.text);
    if (form === null) continue;
    const fields: Record<string, string> = {};
    for (const [input] of form[0].matchAll(/<input[^>]*>/g)) {
      const [name, value] = ['name', 'value'].map((attribute) => new RegExp(` ${attribute}="([^"]*)"`).exec(input)?.[1]);
      if (name !== undefined && value !== undefined && fields[name] === undefined) fields[name] = value;
    }
    const answer = await mother.post(`${place.origin}${child}${form[1]?.replaceAll('&amp;', '&') ?? ''}`, fields);
    assert.ok(answer.status < 500, tag);
    if ((await asOwner(place, 'select from place where pool_id is not null')).rowCount === 1) return true;
  }
  return false;
}
