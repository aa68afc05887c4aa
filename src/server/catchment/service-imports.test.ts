import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { after, before, test } from 'node:test';
import { sureText } from '#domain/addition/grave.ts';
import { addDays, type Day, dayOf } from '#domain/core/day.ts';
import { printHouses } from '#domain/catchment/print-houses.ts';
import type { ImportPart } from '#domain/catchment/import-view.ts';
import type { SignedIn } from '#server/session/service.ts';
import { staffOf } from '#simulators/population/staff.ts';
import { asActor } from '#test/support/crowd.ts';
import { signInAs } from '#test/support/household.ts';
import { openTown, type Town } from '#test/support/town.ts';
import { until } from '#test/support/until.ts';
import { withClient } from '#tools/postgres/bootstrap.ts';
import { inProject } from '#tools/project.ts';

let town: Town;
let officer: SignedIn;
let district: number;
before(async () => {
  // Before families may claim one person is enough.
  town = await openTown({ now: '2025-03-20T10:00' });
  const staff = staffOf(town.population).find(({ role }) => role === 'district');
  assert.ok(staff);
  officer = (await signInAs(town, staff.adult.pin)).who;
  district = officer.offices.flatMap((office) => (office.role === 'district' ? [office.district] : []))[0] ?? 0;
  // Families the system knows: everybody who has signed in once.
  for (const { parents } of town.population.families.slice(0, 12)) await signInAs(town, parents[0] ?? '');
});
after(() => town.close());

const imports = () => town.composed.mektep.boundaryImport;
const items = <Part extends ImportPart>(id: string, part: Part) => imports().items(id, part, { from: 0, limit: 1000 });
const today = () => dayOf(town.composed.mektep.campaign.now());

/** The district's schools and streets as the register names them. */
async function register() {
  const { schools, streets } = await imports().names(district);
  return {
    schools: [...schools].map(([id, name]) => ({ id, name: name.ru })),
    streets: [...streets].map(([id, name]) => ({ id, name: name.ru })),
  };
}

async function send(text: string | Buffer, key: string = randomUUID()): Promise<string> {
  const sent = await imports().send(officer, district, { name: 'границы.csv', bytes: Buffer.from(text), isCut: false }, key);
  assert.ok(sent.kind === 'sent', JSON.stringify(sent));
  return sent.id;
}

function settled(id: string) {
  return until('what was read of the file', async () => {
    const file = await imports().of(district, id);
    return file?.state !== 'reading' && file;
  });
}

async function readFile(text: string | Buffer) {
  const id = await send(text);
  const { columns } = await imports().head(id);
  assert.ok(await imports().confirmColumns(officer, id, columns));
  return { id, file: await settled(id) };
}

const act = { title: { ru: 'Решение о границах' }, number: '12', day: '2025-04-01' as Day };

test('KG25-18.4/streets-with-houses a district publishes a file: every school at once from a day, and takes it back in one act', async () => {
  const { schools, streets } = await register();
  const [a, b] = schools as unknown as [{ id: string; name: string }, { id: string; name: string }];
  const [first, second] = streets as unknown as [{ id: number; name: string }, { id: number; name: string }];
  const was = await town.composed.mektep.boundaries.current(a.id);
  const text = `дома;улица;школа\n1-99 (нечётная сторона);${first.name};${a.name}\nвсе дома;${second.name};${a.name}\n2-98;${first.name};${b.name}\n`;
  const { id, file } = await readFile(text);
  assert.equal(file.state, 'ready');
  assert.deepEqual(file.columns, { district: null, school: 2, street: 1, houses: 0, above: 1 });
  assert.deepEqual([file.summary?.tokens, file.summary?.understood, file.summary?.schools, file.summary?.asks.schools], [3, 3, 2, 0]);
  const from = addDays(today(), 3);
  for (const again of [1, 2])
    assert.deepEqual(
      await imports().publish(officer, id, { fromDay: from, act, ground: 'новый учебный год' }),
      { kind: 'published' },
      `${again}`,
    );
  const { boundaries } = town.composed.mektep;
  assert.equal((await boundaries.current(a.id))?.number, was?.number, 'until the day the old ones hold');
  const now = await boundaries.current(a.id, from);
  assert.deepEqual(
    now?.lines.map(({ streetId, houses }) => [streetId, houses]),
    [
      [first.id, '1-99 (нечётная сторона)'],
      [second.id, 'все дома'],
    ],
  );
  assert.deepEqual([now?.source, now?.ground, now?.lines[0]?.act.number], ['import', 'новый учебный год', '12']);
  assert.equal((await boundaries.versions(a.id)).length, (was?.number ?? 0) + 1, 'pressed twice, published once');

  town.setClock(`${from}T10:00:00` as never);
  const sure = sureText(await imports().takingBack(id));
  assert.deepEqual(await imports().takeBack(officer, id, { ground: 'ошибка в файле', sure }), { kind: 'published' });
  const back = await boundaries.current(a.id);
  assert.deepEqual(back?.lines.map(({ houses }) => houses).toSorted(), was?.lines.map(({ houses }) => houses).toSorted());
  assert.equal(back?.source, 'back');
});

test('KG25-18.8/boundaries-checked nothing is published while the meaning of a name is not said; a name is suggested, never taken for granted', async () => {
  const { schools, streets } = await register();
  const [a] = schools as unknown as [{ id: string; name: string }];
  const [first] = streets as unknown as [{ id: number; name: string }];
  const misspelt = `${first.name.slice(0, -1)}ъ`;
  const text = `школа;улица;дома\n${a.name};${misspelt};2-10\nШкола, которой нет;${first.name};1\n`;
  const { id, file } = await readFile(text);
  assert.deepEqual([file.summary?.asks.schools, file.summary?.asks.streets], [1, 1]);
  const [street] = await items(id, 'street');
  assert.ok(street?.match.kind === 'asks' && street.match.candidates[0] === first.id, 'the likest street is offered first');
  assert.deepEqual(await imports().publish(officer, id, { fromDay: today(), act, ground: '' }), {
    kind: 'refused',
    refusals: [{ kind: 'undecided' }],
  });
  const school = (await items(id, 'school')).find(({ match }) => match.kind === 'asks');
  assert.ok(school);
  await imports().choose(officer, id, [
    { kind: 'street', subject: street.key, choice: String(first.id), was: null },
    { kind: 'school', subject: school.key, choice: 'out', was: null },
  ]);
  const chosen = await settled(id);
  assert.deepEqual([chosen.summary?.asks.schools, chosen.summary?.asks.streets, chosen.summary?.schools], [0, 0, 1]);

  const next = await readFile(`школа;улица;дома\n${a.name};${misspelt};4\n`);
  assert.equal((await items(next.id, 'street'))[0]?.match.kind, 'known', 'the next file is not asked again');
});

test('KG25-15.2/microdistrict-addresses what waits is read as a person chose, and the choice stays when the file is read again', async () => {
  const { schools, streets } = await register();
  const text = `школа;улица;дома\n${schools[0]?.name};${streets[0]?.name};1-62, 7.11, с по 12\n`;
  const { id, file } = await readFile(text);
  assert.deepEqual([file.summary?.tokens, file.summary?.understood, file.summary?.asks.readings], [3, 1, 1]);
  const [waiting] = await items(id, 'reading');
  assert.ok(waiting);
  assert.deepEqual(
    (await items(id, 'unresolved')).map(({ row, column, at, token, reason }) => [row, column, at, token, reason]),
    [
      [2, 3, 6, '7.11', 'date'],
      [2, 3, 12, 'с по 12', 'range_broken'],
    ],
  );
  await imports().choose(officer, id, [{ kind: 'reading', subject: `${waiting.row}:${waiting.at - 1}`, choice: '2', was: null }]);
  await settled(id);
  await imports().readAgain(officer, id);
  await settled(id);
  const [line] = await items(id, 'line');
  assert.equal((await items(id, 'reading'))[0]?.choice, 2);
  assert.equal(printHouses(line?.reading ?? []), 'с 1 по 62 (чётная сторона)');
  assert.equal(line?.houses, 'с 1 по 62 (чётная сторона); 7.11; с по 12', 'what was not read stays in the act’s words');
});

test('the same address at two schools, a house against “all houses”, a street twice and a gap are told', async () => {
  const { schools, streets } = await register();
  const [a, b] = schools.map(({ name }) => name);
  const [first, second, third] = streets.map(({ name }) => name);
  const rows = [
    [a, first, '1, 3, 5'],
    [b, first, '5, 7'],
    [a, second, 'все дома'],
    [b, second, '12'],
    [a, third, 'с 2 по 20'],
    [b, third, 'с 30 по 40'],
    [b, third, '25'],
    // Every other school is in the file too, so that none of its present houses fills the gap.
    ...schools.slice(2).map(({ name }, place) => [name, first, String(9000 + place)]),
  ];
  const { id } = await readFile(`школа;улица;дома\n${rows.map((row) => row.join(';')).join('\n')}\n`);
  const conflicts = await items(id, 'conflict');
  const ofFile = conflicts.filter(({ claims }) => claims.every(({ row }) => row > 0));
  assert.deepEqual(
    ofFile.map(({ kind, houses, claims }) => [kind, houses, claims.map(({ row }) => row)]),
    [
      ['sameHouse', '5', [2, 3]],
      ['houseVersusWhole', '12', [4, 5]],
    ],
  );
  assert.deepEqual(
    (await items(id, 'twice')).map(({ rows: own }) => own),
    [[7, 8]],
  );
  const gap = (await items(id, 'gap')).find(({ street }) => street === third);
  assert.deepEqual([gap?.side, gap?.from, gap?.to], ['even', 22, 28]);
});

test('who would move is counted by pairs of schools; the journal alone learns the children', async () => {
  const { schools, streets } = await register();
  const known = await asActor(town, 'system', (tx) =>
    tx
      .selectFrom('person as p')
      .innerJoin('family_link as l', 'l.person_id', 'p.id')
      .select(['p.address', 'l.child_id'])
      .where('l.ended_at', 'is', null)
      .execute(),
  );
  const home = known.find(
    ({ address }) => address !== null && streets.some(({ id }) => id === address.streetId) && /^\d+$/.test(address.house),
  );
  assert.ok(home?.address, 'a family of the district has signed in');
  const { streetId, house } = home.address;
  const street = streets.find(({ id }) => id === streetId)?.name ?? '';
  const [serving] = await schoolsOf(home.address);
  const other = schools.find(({ id }) => id !== serving);
  // The serving school keeps only another house; another one takes the street.
  const keeper = schools.find(({ id }) => id === serving);
  const rows = [...(keeper === undefined ? [] : [[keeper.name, street, '9999']]), [other?.name, street, 'все дома']];
  const { id, file } = await readFile(`школа;улица;дома\n${rows.map((row) => row.join(';')).join('\n')}\n`);
  assert.ok((file.summary?.moving ?? 0) > 0);
  const moves = await items(id, 'move');
  assert.ok(moves.some(({ after: is, children }) => is.includes(other?.id ?? '') && children > 0));
  assert.ok(!JSON.stringify(moves).includes(home.child_id), 'no child is named on the page');
  await imports().publish(officer, id, { fromDay: today(), act, ground: '' });
  const journaled = async () =>
    asActor(town, 'system', (tx) =>
      tx.selectFrom('journal').select(['detail']).where('act', '=', 'boundaries.moves').where('subject', '=', id).execute(),
    );
  await until('the line in the journal', async () => (await journaled()).length > 0);
  assert.ok(JSON.stringify(await journaled()).includes(home.child_id), `${house} moved, and the journal says who`);
});

test('a reading that was killed, or overtaken, leaves nothing of its own', async () => {
  const { schools, streets } = await register();
  const id = await send(`школа;улица;дома\n${schools[0]?.name};${streets[0]?.name};2-10\n`);
  const { columns } = await imports().head(id);
  await imports().confirmColumns(officer, id, columns);
  await settled(id);
  await imports().readAgain(officer, id);
  await settled(id);
  const { turn } = (await imports().of(district, id)) ?? { turn: 0 };
  const run = town.composed.tasks['boundary_import'];
  assert.ok(run);
  // As the queue does after a worker was killed: the same job once more, and one that was overtaken.
  await Promise.all([run({ import: id, turn }), run({ import: id, turn: turn - 1 }), run({ import: id, turn })]);
  assert.equal((await items(id, 'line')).length, 1);
  // A worker killed in the middle leaves the file in reading; the next one does it whole.
  await withClient(town.test.ownerUrl, (client) =>
    client.query("update boundary_import set state = 'reading', progress = 1 where id = $1", [id]),
  );
  await Promise.all([run({ import: id, turn }), run({ import: id, turn })]);
  assert.equal((await imports().of(district, id))?.state, 'ready');
  assert.equal((await items(id, 'line')).length, 1);
});

test('a worker killed in the middle of a reading leaves what was found before; the next one reads it whole', async () => {
  const { schools, streets } = await register();
  const rows = Array.from(
    { length: 3000 },
    (_, place) => `${schools[place % 5]?.name}${place};${streets[0]?.name};${place + 1}, ${place + 2}-60`,
  );
  const { id } = await readFile(`школа;улица;дома\n${rows.join('\n')}\n`);
  const before = await items(id, 'line');
  // Nobody else knows of this turn: it is not in the queue.
  const { turn } = await withClient(town.test.ownerUrl, async (client) => {
    const asked = "update boundary_import set state = 'reading', progress = 0, turn = turn + 1 where id = $1 returning turn";
    return (await client.query<{ turn: number }>(asked, [id])).rows[0] ?? { turn: 0 };
  });
  const worker = spawn(process.execPath, [inProject('test', 'support', 'read-import.ts'), town.test.appUrl, id, String(turn)], {
    stdio: 'ignore',
  });
  const ended = once(worker, 'exit');
  while (worker.exitCode === null && (await imports().of(district, id))?.progress === 0) await pause(5);
  worker.kill('SIGKILL');
  await ended;
  const left = await imports().of(district, id);
  assert.deepEqual([left?.state, (left?.progress ?? 0) > 0], ['reading', true], 'it was killed in the middle');
  assert.deepEqual(await items(id, 'line'), before);
  await town.composed.tasks['boundary_import']?.({ import: id, turn });
  assert.equal((await imports().of(district, id))?.state, 'ready');
  assert.deepEqual(await items(id, 'line'), before);
});

test('what is no table is refused in so many words; the same key is the same file', async () => {
  const refusal = async (bytes: Buffer) => imports().send(officer, district, { name: 'x', bytes, isCut: false }, randomUUID());
  const told = async (bytes: Buffer) => {
    const sent = await refusal(bytes);
    return sent.kind === 'refused' ? sent.because : sent.kind;
  };
  assert.equal(await told(Buffer.from('')), 'empty');
  assert.equal(await told(Buffer.from(' \n')), 'empty');
  assert.equal(await told(Buffer.from('%PDF-1.7')), 'pdf');
  assert.equal(await told(Buffer.from('PK\u0003\u0004rest')), 'broken');
  assert.equal(await told(Buffer.from([0xd0, 0xcf, 0x11, 0xe0])), 'old_or_locked');
  assert.equal(await told(Buffer.from([0x80, 0x81, 0x82, 0xff, 0x41])), 'encoding');
  const key = randomUUID();
  const text = 'a;b;c\n1;2;3\n';
  assert.equal(await send(text, key), await send(text, key));
  assert.equal(await imports().of(district + 1, await send(text, key)), null, 'a file is of its district');
});

async function schoolsOf(address: { streetId: number | null; house: string; flat: string | null }): Promise<readonly string[]> {
  const { resolution } = await town.composed.mektep.catchment.resolve(address);
  return resolution.kind === 'found' ? resolution.matches.map(({ schoolId }) => schoolId) : [];
}
