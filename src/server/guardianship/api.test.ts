import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { after, before, test } from 'node:test';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { read } from '#server/db/transaction.ts';
import { openWeb } from '#server/web.ts';
import { pdf, svg, zip } from '#test/support/files.ts';
import { type GuardianForm, guardianFormBody, guardiansOf } from '#test/support/guardian.ts';
import { openTown, type Town } from '#test/support/town.ts';

let town: Town;
let guardians: ReturnType<typeof guardiansOf>;
before(async () => {
  town = await openTown();
  guardians = guardiansOf(town);
});
after(() => town.close());

test('KG25-3/guardians KG25-20/guardians-through-the-cabinet KG25-20/adoption-document a guardian applies with a document and sees the application, its state and the day of the answer', async () => {
  const sender = await guardians.signIn();
  const sent = await guardians.send(sender, guardians.whole());
  assert.deepEqual([sent.status, sent.location], [303, '/children/guardian/sent']);
  const { session, guardianship } = town.composed.mektep;
  const who = await session.who(sender.token);
  assert.ok(who);
  const [own, ...others] = await guardianship.mine(who);
  assert.equal(others.length, 0);
  assert.deepEqual(
    { ...own, id: '', at: own?.at.slice(0, 10) },
    {
      id: '',
      relation: 'guardian',
      nationalIdEnd: guardians.someChild().slice(-4),
      state: 'submitted',
      at: '2025-05-12',
      answerBy: '2025-05-21',
    },
  );
  const rows = await read(town.database, 'system', (reader) =>
    reader
      .selectFrom('journal')
      .select(['act', 'detail'])
      .where('subject', '=', own?.id ?? null)
      .execute(),
  );
  assert.deepEqual(
    rows.map(({ act }) => act),
    ['guardianship.submitted'],
  );
  assert.ok(!JSON.stringify(rows).includes(guardians.someChild()), 'the journal holds no national id');
});

for (const relation of ['adoptive_parent', 'guardian', 'trustee', 'child_protection_officer']) {
  test(`KG25-3/guardians an applicant who is ${relation} of the child may apply with a document`, async () => {
    const { status, body } = await guardians.sendJson(await guardians.signIn(), { ...guardians.whole(), relation });
    assert.deepEqual([status, body['relation'], body['state']], [201, relation, 'submitted']);
  });
}

const refused: readonly (readonly [string, () => GuardianForm, readonly string[]])[] = [
  ['has mistyped the child’s number', () => ({ ...guardians.whole(), pin: '123' }), ['pin_wrong']],
  ['enters a grown-up’s number', () => ({ ...guardians.whole(), pin: town.population.adults.at(-1)?.pin }), ['pin_age']],
  ['says to be the parent, whom the registry must know', () => ({ ...guardians.whole(), relation: 'parent' }), ['relation_missing']],
  ['has not said who they are', () => ({ pin: guardians.someChild(), file: pdf() }), ['relation_missing']],
  ['has chosen no file', () => ({ pin: guardians.someChild(), relation: 'guardian' }), ['file_missing']],
  ['has left everything empty', () => ({}), ['pin_wrong', 'relation_missing', 'file_missing']],
  ['attaches an empty file', () => ({ ...guardians.whole(), file: Buffer.alloc(0) }), ['file_missing']],
  [
    'attaches 6 MB',
    () => ({ ...guardians.whole(), file: Buffer.concat([pdf(), Buffer.alloc(6 * 1024 * 1024, 32), pdf()]) }),
    ['file_too_large'],
  ],
  ['attaches a drawing with a script', () => ({ ...guardians.whole(), file: svg(), name: 'order.svg' }), ['file_type']],
  ['attaches an archive named as a document', () => ({ ...guardians.whole(), file: zip() }), ['file_type']],
  ['attaches a document that is an archive, too', () => ({ ...guardians.whole(), file: Buffer.concat([pdf(), zip()]) }), ['file_type']],
];

test('KG25-3 a guardian’s own number and her own child’s are refused, and the number stands in no address', async () => {
  const familyOf = (pin: string) => town.population.families.find(({ parents }) => parents.some((one) => one === pin));
  let sender = await guardians.signIn();
  // Not of every family has the registry the acts of birth.
  while (familyOf(sender.pin)?.tag !== 'one_child') sender = await guardians.signIn();
  const { application } = town.composed.mektep;
  const who = await town.composed.mektep.session.who(sender.token);
  assert.ok(who);
  // The registry has been asked whose parent she is.
  await application.family(who);
  const family = familyOf(sender.pin);
  for (const [pin, problem] of [
    [sender.pin, 'pin_own'],
    [family?.children[0], 'pin_parent'],
  ] as const) {
    const sent = await guardians.send(sender, { ...guardians.whole(), pin });
    assert.deepEqual([sent.status, sent.location], [422, null], 'the form is drawn again in this very answer');
    assert.deepEqual((await guardians.sendJson(sender, { ...guardians.whole(), pin })).body['problems'], [problem]);
  }
});

test('a guardian whose session ended while she filled in the form reads that it was not sent, and what she typed waits for her', async () => {
  const sender = await guardians.signIn();
  await town.composed.mektep.session.end(sender.token);
  const sent = await guardians.send(sender, guardians.whole());
  assert.deepEqual([sent.status, sent.location], [303, '/sign-in?to=/children/guardian&problem=kept']);
  const sealed = /^mektep-kept=([^;]+)/.exec(sent.cookies[0] ?? '')?.[1] ?? '';
  assert.equal(town.composed.mektep.kept.open(sealed, sender.person, '/children/guardian')?.['pin'], guardians.someChild());
  assert.equal((await guardians.held(sender.person)).applications.length, 0);
});

test('KG25-20/guardians-through-the-cabinet whoever sends a form that cannot be taken is led back to it with the reasons, and nothing is kept', async (t) => {
  const sender = await guardians.signIn();
  const before = (await guardians.filesOnDisk()).length;
  for (const [what, form, problems] of refused) {
    await t.test(`a guardian who ${what}`, async () => {
      const page = await guardians.send(sender, form());
      assert.deepEqual([page.status, page.location], [422, null]);
      const api = await guardians.sendJson(sender, form());
      assert.deepEqual([api.status, api.body['type'], api.body['problems']], [422, `urn:mektep:${problems[0]}`, problems]);
    });
  }
  assert.deepEqual(await guardians.held(sender.person), { applications: [], documents: [] });
  assert.equal((await guardians.filesOnDisk()).length, before);
});

test('a form sent five times at once is one application with one file, and every answer says so', async () => {
  const sender = await guardians.signIn();
  const before = (await guardians.filesOnDisk()).length;
  const form = { ...guardians.whole(), key: crypto.randomUUID() };
  const answers = await Promise.all(Array.from({ length: 5 }, () => guardians.sendJson(sender, form)));
  assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([201]));
  assert.equal(new Set(answers.map(({ body }) => body['id'])).size, 1);
  const { applications, documents } = await guardians.held(sender.person);
  assert.deepEqual([applications.length, documents.length, (await guardians.filesOnDisk()).length], [1, 1, before + 1]);
});

test('a form without a key sent again is the same application; with another document it is refused', async () => {
  const sender = await guardians.signIn();
  const [first, again] = [await guardians.sendJson(sender, guardians.whole()), await guardians.sendJson(sender, guardians.whole())];
  assert.equal(again.body['id'], first.body['id']);
  const other = await guardians.sendJson(sender, { ...guardians.whole(), file: pdf('another order') });
  assert.deepEqual([other.status, other.body['problems']], [422, ['already_sent']]);
  assert.equal((await guardians.held(sender.person)).documents.length, 1);
});

test('a guardian of two children who goes back and changes the number sends two applications', async () => {
  const sender = await guardians.signIn();
  const key = crypto.randomUUID();
  const answers = [
    await guardians.sendJson(sender, { ...guardians.whole(), key }),
    await guardians.sendJson(sender, { ...guardians.whole(), key, pin: guardians.someChild(1) }),
  ];
  assert.deepEqual(
    answers.map(({ status }) => status),
    [201, 201],
  );
  assert.equal((await guardians.held(sender.person)).applications.length, 2);
});

test('whoever is not signed in is sent to sign in; a page of another site is turned away', async () => {
  const nobody = await guardians.send(null, guardians.whole());
  assert.deepEqual([nobody.status, nobody.location], [303, '/sign-in?to=/children/guardian&problem=unsaved']);
  const sender = await guardians.signIn();
  const foreign: readonly Readonly<Record<string, string>>[] = [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { origin: 'https://evil.example', 'x-forwarded-host': new URL(town.origin).host },
  ];
  for (const headers of foreign) {
    assert.equal((await guardians.send(sender, guardians.whole(), headers)).status, 403);
  }
  assert.equal((await guardians.held(sender.person)).applications.length, 0);
});

test('a body that is no such form is answered as invalid, not as a fault', async () => {
  const sender = await guardians.signIn();
  const post = async (type: string, body: string) => {
    const response = await fetch(`${town.origin}/api/v1/guardianships`, {
      method: 'POST',
      redirect: 'manual',
      body,
      headers: { cookie: sender.cookie, 'content-type': type },
    });
    await response.body?.cancel();
    return response.status;
  };
  assert.equal(await post('application/json', '{}'), 415);
  assert.equal(await post('multipart/form-data', 'x'), 400);
  assert.equal(await post('multipart/form-data; boundary=x', '--x\r\nContent-Disposition: form-data; name="pin"\r\n\r\n1'), 400);
  const crowd = Array.from({ length: 20 }, (_, at) => `--x\r\nContent-Disposition: form-data; name="f${at}"\r\n\r\n1\r\n`).join('');
  assert.equal(await post('multipart/form-data; boundary=x', `${crowd}--x--\r\n`), 400);
});

test('a body without end is cut, whether it says its length or not', async () => {
  const { cookie } = await guardians.signIn();
  const type = 'multipart/form-data; boundary=x';
  const begin = (headers: Readonly<Record<string, string>>) =>
    request(`${town.origin}/api/v1/guardianships`, { method: 'POST', headers: { cookie, 'content-type': type, ...headers } });

  const said = begin({ 'content-length': String(65 * 1024 * 1024) });
  said.flushHeaders();
  const [answer] = (await once(said, 'response')) as [IncomingMessage];
  assert.equal(answer.statusCode, 413);
  said.destroy();

  const endless = begin({});
  const piece = Buffer.alloc(1024 * 1024, 32);
  let sentPieces = 0;
  const cut = new Promise((resolve) => endless.on('error', resolve));
  endless.write('--x\r\nContent-Disposition: form-data; name="file"; filename="order.pdf"\r\n\r\n');
  const pour = () => {
    sentPieces += 1;
    if (!endless.destroyed && sentPieces < 1000) endless.write(piece, pour);
  };
  pour();
  await cut;
  assert.ok(sentPieces >= 60 && sentPieces < 200, `${sentPieces} MB were read`);
});

test('neither the child’s number nor the document’s name comes into the log, whatever happens', async () => {
  const lines: string[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString());
      done();
    },
  });
  const web = await openWeb(town.config, town.composed, town.database, pino({ level: 'trace' }, sink), 'none');
  const sender = await guardians.signIn();
  const inject = async (form: GuardianForm) => {
    const sent = new Request(town.origin, { method: 'POST', body: guardianFormBody(form) });
    const headers = { cookie: sender.cookie, 'content-type': sent.headers.get('content-type') as string };
    return web.app.inject({ method: 'POST', url: '/api/v1/guardianships', headers, payload: Buffer.from(await sent.arrayBuffer()) });
  };
  const pin = guardians.someChild(2);
  const form = { ...guardians.whole(), pin, name: 'Bermet.pdf' };
  assert.equal((await inject(form)).statusCode, 303);
  assert.equal((await inject({ ...form, file: svg() })).statusCode, 422);
  assert.equal((await inject({ ...form, pin: `${pin}${pin}` })).statusCode, 422);
  await web.close();
  assert.ok(lines.length > 3, 'something was logged');
  assert.ok(!lines.some((line) => line.includes(pin) || line.includes('Bermet')), 'but nothing personal');
});
