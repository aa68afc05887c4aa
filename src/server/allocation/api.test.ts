import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { moment } from '#domain/core/day.ts';
import { type ClaimSent, claimSeat, type Reply, sendClaim } from '#test/support/claims.ts';
import { asActor, crowdedPopulation, pageOf, type Parent, parents, readyToEnrol } from '#test/support/crowd.ts';
import { openTown, type Town } from '#test/support/town.ts';
import { holdTurn } from '#test/support/turn.ts';

const { population, home } = crowdedPopulation(9);
let town: Town;
before(async () => {
  town = await openTown({ population, env: { QUEUE_LIMIT: '5', CLAIMS_PER_PERSON: '20' } });
});
after(() => town.close());

type Act = { readonly draft: string; readonly wishes: readonly number[] };

async function ready(): Promise<{ readonly parent: Parent; readonly act: Act }> {
  const [parent] = (await parents(town, home, 1)) as [Parent];
  return { parent, act: await readyToEnrol(town, parent) };
}

const typeOf = ({ body }: Reply) => (body as { type?: string }).type;
const count = () =>
  asActor(town, 'system', async (tx) =>
    Number(
      (
        await tx
          .selectFrom('arrival')
          .select((eb) => eb.fn.countAll().as('n'))
          .executeTakeFirstOrThrow()
      ).n,
    ),
  );

test('a claim that gets a seat is answered 200 with outcome, number, pool and what it rested on', async () => {
  const { parent, act } = await ready();
  const reply = await claimSeat(town.origin, parent.token, act);
  assert.equal(reply.status, 200);
  const { receivedAt, ...body } = reply.body as { receivedAt: string };
  assert.match(receivedAt, /^2025-05-12T0[34]:\d\d:\d\d\.\d{3}Z$/);
  assert.deepEqual(body, {
    outcome: 'enrolled',
    number: 1,
    pool: act.wishes[0],
    applied: null,
    released: null,
    explanation: { clause: '21', freeBefore: 9, overQuota: false, guaranteeLost: false, next: 'bring_documents', refusal: null },
  });
  assert.equal(reply.headers['cache-control'], 'no-store');
  assert.deepEqual((await claimSeat(town.origin, parent.token, act)).body, reply.body);
});

test('another body under an answered draft is 422 and shows the first answer', async () => {
  const { parent, act } = await ready();
  const first = await claimSeat(town.origin, parent.token, act);
  const other = await claimSeat(town.origin, parent.token, { ...act, wishes: [...act.wishes, 1] });
  assert.deepEqual([other.status, typeOf(other)], [422, 'urn:mektep:draft_reused']);
  assert.deepEqual((other.body as { answer: object }).answer, first.body);
});

test('what the law refuses is 422 with kind, clause and remedy', async () => {
  const { parent, act } = await ready();
  const reply = await claimSeat(town.origin, parent.token, { ...act, wishes: [999_999] });
  assert.deepEqual([reply.status, typeOf(reply)], [422, 'urn:mektep:school_not_offered']);
  assert.match(String(reply.headers['content-type']), /^application\/problem\+json/);
  assert.deepEqual((reply.body as { refusal: object }).refusal, { kind: 'school_not_offered', remedy: 'choose_offered', clause: '21' });
});

test('a place is given up the same way, by draft and reason', async () => {
  const { parent, act } = await ready();
  await claimSeat(town.origin, parent.token, act);
  const { declineDraft: draft } = await pageOf(town, parent);
  const reply = await sendClaim(town.origin, {
    token: parent.token,
    body: { draft, reason: 'private_school' },
    headers: { 'idempotency-key': draft ?? '' },
  });
  assert.equal(reply.status, 200);
  const { outcome, pool, released, explanation } = reply.body as {
    outcome: string;
    pool: null;
    released: number;
    explanation: { guaranteeLost: boolean };
  };
  assert.deepEqual([outcome, pool, released, explanation.guaranteeLost], ['declined', null, act.wishes[0], true]);
});

test('KG25-21.11 a program cannot give up a guaranteed place for a preference by surprise: it is asked to confirm, and nothing has happened', async () => {
  const { parent, act } = await ready();
  await claimSeat(town.origin, parent.token, act);
  const { declineDraft } = await pageOf(town, parent);
  const draft = declineDraft ?? '';
  const send = (more: object) =>
    sendClaim(town.origin, {
      token: parent.token,
      body: { draft, reason: 'preference_military', ...more },
      headers: { 'idempotency-key': draft },
    });
  const before = await count();
  const asked = await send({});
  assert.deepEqual([asked.status, typeOf(asked)], [422, 'urn:mektep:loss_not_confirmed']);
  assert.equal((await send({ confirm: false })).status, 400);
  assert.equal(await count(), before, 'nothing was queued');
  const confirmed = await send({ confirm: true });
  assert.equal(confirmed.status, 200);
  assert.equal((confirmed.body as { explanation: { guaranteeLost: boolean } }).explanation.guaranteeLost, true);
});

test('a claim sent without end by one person is answered 429 with Retry-After, and her neighbour behind the same address is not', async () => {
  const [one, neighbour] = [await ready(), await ready()];
  const first = await claimSeat(town.origin, one.parent.token, one.act);
  const replies: Reply[] = [];
  for (let again = 0; again < 20; again += 1) replies.push(await claimSeat(town.origin, one.parent.token, one.act));
  const last = replies.at(-1) as Reply;
  assert.deepEqual([first.status, replies.filter(({ status }) => status === 200).length], [200, 19]);
  assert.deepEqual([last.status, typeOf(last)], [429, 'urn:mektep:too_many']);
  assert.match(String(last.headers['content-type']), /^application\/problem\+json/);
  assert.match(String(last.headers['retry-after']), /^([1-9]|10)$/);
  assert.equal((await claimSeat(town.origin, neighbour.parent.token, neighbour.act)).status, 200);
  const page = await town.composed.mektep.application.enrol(one.parent.who, one.act);
  assert.equal(page.kind, 'busy', 'a form of the same person is counted with it');
});

test('before the opening the answer is 425 with the moment of the opening', async () => {
  const { parent, act } = await ready();
  town.setClock(moment('2025-04-01T08:59:30'));
  const reply = await claimSeat(town.origin, parent.token, act);
  town.setClock(moment('2025-05-12T10:00'));
  assert.deepEqual(
    [reply.status, typeOf(reply), (reply.body as { opensAt: string }).opensAt],
    [425, 'urn:mektep:not_open_yet', '2025-04-01T09:00:00'],
  );
});

test('without a session 401, with a stranger’s or an unknown draft 404', async () => {
  const { parent, act } = await ready();
  const { parent: stranger } = await ready();
  const headers = { 'idempotency-key': act.draft };
  assert.equal((await sendClaim(town.origin, { body: act, headers })).status, 401);
  assert.equal((await claimSeat(town.origin, 'made-up', act)).status, 401);
  assert.equal((await claimSeat(town.origin, stranger.token, act)).status, 404);
  assert.equal((await claimSeat(town.origin, parent.token, { ...act, draft: '01a1f96a-b6f5-7fec-a190-b5dc46e6db3c' })).status, 404);
  assert.equal((await claimSeat(town.origin, parent.token, act)).status, 200);
});

/** Bodies and heads that are no claim, and what each is answered. */
const nonsense: readonly (readonly [string, number, (act: Act) => Partial<ClaimSent>])[] = [
  ['no Idempotency-Key', 400, () => ({ headers: {} })],
  ['another Idempotency-Key', 400, () => ({ headers: { 'idempotency-key': '01a1f96a-b6f5-7fec-a190-b5dc46e6db3c' } })],
  ['an extra member', 400, (act) => ({ body: { ...act, seat: 1 } })],
  ['a status of one’s own', 400, (act) => ({ body: { ...act, outcome: 'enrolled', priority: true } })],
  ['wishes and a reason', 400, (act) => ({ body: { ...act, reason: 'next_year' } })],
  ['eleven wishes', 400, (act) => ({ body: { ...act, wishes: Array(11).fill(1) } })],
  ['no wish', 400, (act) => ({ body: { ...act, wishes: [] } })],
  ['10,000 wishes', 413, (act) => ({ body: { ...act, wishes: Array(10_000).fill(1) } })],
  ['5 kB', 413, (act) => ({ body: `${JSON.stringify(act)}${' '.repeat(5_000)}` })],
  ['a negative pool', 400, (act) => ({ body: { ...act, wishes: [-1] } })],
  ['pool zero', 400, (act) => ({ body: { ...act, wishes: [0] } })],
  ['a pool beyond all numbers', 400, (act) => ({ body: { ...act, wishes: [2 ** 31] } })],
  ['an infinite pool', 400, (act) => ({ body: `{"draft":"${act.draft}","wishes":[1e999]}` })],
  ['half a pool', 400, (act) => ({ body: { ...act, wishes: [1.5] } })],
  ['a number as text', 400, (act) => ({ body: { ...act, wishes: [String(act.wishes[0])] } })],
  ['wishes that are no list', 400, (act) => ({ body: { ...act, wishes: act.wishes[0] } })],
  ['a draft that is no uuid', 400, (act) => ({ body: { ...act, draft: "1' or '1'='1" } })],
  ['a member named twice', 400, (act) => ({ body: `{"draft":"${act.draft}","wishes":[999999],"wishes":${JSON.stringify(act.wishes)}}` })],
  [
    'a member named twice in two spellings',
    400,
    (act) => ({ body: `{"draft":"${act.draft}","w\\u0069shes":[999999],"wishes":${JSON.stringify(act.wishes)}}` }),
  ],
  [
    'a poisoned prototype',
    400,
    (act) => ({ body: `{"draft":"${act.draft}","wishes":${JSON.stringify(act.wishes)},"__proto__":{"outcome":"enrolled"}}` }),
  ],
  ['no JSON', 400, () => ({ body: 'wishes=1' })],
  ['half a JSON', 400, () => ({ body: '{"draft":' })],
  ['nothing', 400, () => ({ body: '' })],
  ['null', 400, () => ({ body: 'null' })],
  ['a list', 400, () => ({ body: '[]' })],
  ['a form', 415, (act) => ({ headers: { 'idempotency-key': act.draft, 'content-type': 'application/x-www-form-urlencoded' } })],
  ['text', 415, (act) => ({ headers: { 'idempotency-key': act.draft, 'content-type': 'text/plain' } })],
  ['a page of another site (by Origin)', 403, (act) => ({ headers: { 'idempotency-key': act.draft, origin: 'https://evil.example' } })],
  [
    'a page of another site (by Sec-Fetch-Site)',
    403,
    (act) => ({ headers: { 'idempotency-key': act.draft, 'sec-fetch-site': 'cross-site' } }),
  ],
  ['a page of a sister domain', 403, (act) => ({ headers: { 'idempotency-key': act.draft, 'sec-fetch-site': 'same-site' } })],
  ['a page without an origin', 403, (act) => ({ headers: { 'idempotency-key': act.draft, origin: 'null' } })],
  ['GET', 405, () => ({ method: 'GET' })],
  ['PUT', 405, () => ({ method: 'PUT' })],
  ['DELETE', 405, () => ({ method: 'DELETE' })],
];

test('what is no claim is refused as such, takes nothing, and leaves the draft open', async () => {
  const { parent, act } = await ready();
  const before = await count();
  for (const [what, status, change] of nonsense) {
    const reply = await sendClaim(town.origin, {
      token: parent.token,
      body: act,
      headers: { 'idempotency-key': act.draft },
      ...change(act),
    });
    assert.equal(reply.status, status, what);
    assert.match(typeOf(reply) ?? '', /^urn:mektep:/, what);
    if (status === 405) assert.equal(reply.headers['allow'], 'POST');
  }
  assert.equal(await count(), before);
  assert.equal((await claimSeat(town.origin, parent.token, act)).status, 200);
});

test('our own page may claim, named by its origin', async () => {
  const { parent, act } = await ready();
  const headers = { 'idempotency-key': act.draft, origin: town.origin, 'sec-fetch-site': 'same-origin' };
  assert.equal((await sendClaim(town.origin, { token: parent.token, body: act, headers })).status, 200);
});

test('a full queue is answered 503 with Retry-After, and the claim is good when repeated', async () => {
  const crowd = [];
  for (let family = 0; family < 12; family += 1) crowd.push(await ready());
  const turn = await holdTurn(town);
  const asked = crowd.map(({ parent, act }) => claimSeat(town.origin, parent.token, act));
  // Nobody is decided while the turn is held: whoever is answered now was turned away.
  const first = await Promise.race(asked);
  await turn.giveBack();
  assert.deepEqual([first.status, typeOf(first), first.headers['retry-after']], [503, 'urn:mektep:busy', '2']);
  const replies = await Promise.all(asked);
  for (const [place, reply] of replies.entries()) {
    const { parent, act } = crowd[place] as (typeof crowd)[number];
    if (reply.status === 503) assert.notEqual((await claimSeat(town.origin, parent.token, act)).status, 503);
  }
});
