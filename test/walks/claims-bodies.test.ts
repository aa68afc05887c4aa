import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sendClaim } from '#test/support/claims.ts';
import { type Household, householdOf } from '#test/support/household.ts';
import { openTown, type Town } from '#test/support/town.ts';
import { badValues } from './bad-values.ts';
import { type Ledger, openLedger } from './ledger.ts';

let town: Town;
let ledger: Ledger;
let mother: Household;
before(async () => {
  town = await openTown({ env: { REGISTER_TIMEOUT_SECONDS: '20' } });
  ledger = await openLedger(town);
  mother = await householdOf(town, 'two_schools');
});
after(async () => {
  await ledger.close();
  await town.close();
});

const arrivals = () => ledger.count('select count(*) from arrival');
const odd = [
  ...Object.values(badValues),
  'a\u0000b',
  'half \ud83d',
  '\udc00',
  '\u0000',
  1,
  -1,
  0.5,
  1e21,
  true,
  null,
  [],
  {},
  [[1]],
  { $ne: 1 },
];

test('S24 S36 a claim of whatever does not look like a claim is refused at once, and nothing arrives', async () => {
  const { enrolDraft: draft, proposals } = await mother.page();
  assert.ok(draft);
  const pool = proposals[0]?.pools[0]?.id;
  const bodies = [
    ...odd.map((value) => ({ draft: value, wishes: [pool] })),
    ...odd.map((value) => ({ draft, wishes: value })),
    ...odd.filter((value) => value !== 1).map((value) => ({ draft, wishes: [value, pool] })),
    ...odd.map((value) => ({ draft, withdraw: value === true ? 1 : value })),
    ...['status', 'seat', 'priority', 'school_id', 'approved_by', 'person', 'toString'].map((name) => ({
      draft,
      wishes: [pool],
      [name]: 1,
    })),
    { draft },
    { draft, wishes: [pool], reason: 'private_school' },
    { draft, wishes: Array.from({ length: 11 }, () => pool) },
  ].map((body) => JSON.stringify(body));
  const texts = [
    `{"draft":"${draft}","wishes":[${pool}],"wishes":[1]}`,
    `{"draft":"${draft}","__proto__":{"wishes":[${pool}]}}`,
    `{"draft":"${draft}","wishes":[1e400]}`,
    `{"draft":"${draft}","wishes":[${pool}]}}`,
    '[',
    '"',
    '['.repeat(4000),
    '',
  ];
  for (const body of [...bodies, ...texts]) {
    const reply = await sendClaim(town.origin, { token: mother.token, body, headers: { 'idempotency-key': draft } });
    assert.ok([400, 413, 422].includes(reply.status), `${body.slice(0, 200)} → ${reply.status}`);
  }
  assert.equal(await arrivals(), 0);
});

test('S24 S36 a reason to decline that no law names is refused by the law at once, whatever its letters are', async () => {
  for (const value of odd.filter((one) => typeof one === 'string')) {
    const { declineDraft: draft } = await mother.page();
    assert.ok(draft);
    const startedMs = performance.now();
    const reply = await sendClaim(town.origin, {
      token: mother.token,
      body: { draft, reason: value },
      headers: { 'idempotency-key': draft },
    });
    assert.ok(
      [400, 413, 422].includes(reply.status),
      `${JSON.stringify(value).slice(0, 100)} → ${reply.status} after ${performance.now() - startedMs} ms`,
    );
  }
  await ledger.holds();
});
