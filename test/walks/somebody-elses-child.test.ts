import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { moment } from '#domain/core/day.ts';
import type { Spoken } from '#lib/messages.ts';
import { sendClaim } from '#test/support/claims.ts';
import { type Household, householdOf } from '#test/support/household.ts';
import { tableOf } from '#test/support/table.ts';
import { openTown, type Town } from '#test/support/town.ts';
import { pageRoutes, serverRoutes } from '../access/every-route.ts';
import { badValues } from './bad-values.ts';
import { type Ledger, openLedger } from './ledger.ts';
import { readPage } from './read-page.ts';
import { roughBrowser, type RoughBrowser } from './rough-browser.ts';

let town: Town;
let ledger: Ledger;
let mother: Household;
let stranger: Household;
let browser: RoughBrowser;
before(async () => {
  town = await openTown({ pages: 'build', env: { REGISTER_TIMEOUT_SECONDS: '20' } });
  ledger = await openLedger(town);
  mother = await householdOf(town, 'two_children');
  stranger = await householdOf(town, 'twins');
  browser = roughBrowser('ky');
  browser.setCookie(town.origin, 'mektep', stranger.token);
});
after(async () => {
  await ledger.close();
  await town.close();
});

const refusals = () =>
  ledger.count(`
    select (select count(*) from journal where act = 'draft.refused_to_stranger')
         + (select coalesce(sum(times), 0) from journal_tally where act like '%.refused_to_stranger') as count`);
const changes = () =>
  ledger.count('select (select count(*) from arrival) + (select count(*) from place) + (select count(*) from address_request) as count');

/** Everything the stranger's forms could send about a child that is not his. */
async function bodyAbout(): Promise<string> {
  const { enrolDraft, proposals } = await mother.page();
  const pool = proposals[0]?.pools[0]?.id;
  assert.ok(enrolDraft !== null && pool !== undefined);
  return new URLSearchParams({
    draft: enrolDraft,
    pool: String(pool),
    reason: 'leaving_country',
    understood: 'yes',
    confirm: 'yes',
  }).toString();
}

test('S18 on every page, form and route that takes a child, another’s child is not there, exactly as a child that does not exist, and each attempt is written down', async () => {
  const ways = [...(await pageRoutes()), ...serverRoutes(town), { name: 'GET /children/:child/confirmation.pdf' }].map(({ name }) => name);
  const about = ways.filter((name) => name.includes(':child') && !name.endsWith('?/language'));
  assert.ok(about.length >= 14, `${about.length} ways in`);
  const body = await bodyAbout();
  const ids = [mother.childId, mother.childId.toUpperCase(), badValues['uuid'] ?? '', '1', `${mother.childId}0`];
  for (const way of about) {
    const [method = '', pattern = ''] = way.split(' ');
    const seen: number[] = [];
    for (const id of ids) {
      const before = await refusals();
      const post = method === 'POST' ? { body, headers: { origin: town.origin, 'content-type': 'application/x-www-form-urlencoded' } } : {};
      const reply = (await browser.go({ method, url: town.origin + pattern.replace(':child', id), ...post })).at(-1);
      seen.push(reply?.status ?? 0);
      assert.equal(reply?.text.includes(mother.adult.name.surname), false, `${way}: names nobody`);
      if (id === mother.childId) assert.ok((await refusals()) > before, `${way} is written down`);
    }
    assert.deepEqual(
      seen,
      ids.map(() => 404),
      way,
    );
  }
  assert.equal(await changes(), 0);
});

test('S18 ids of other things in bodies: another’s draft, session and notice, changed or exchanged, do nothing', async () => {
  const { enrolDraft, declineDraft, proposals } = await mother.page();
  const pool = proposals[0]?.pools[0]?.id ?? 0;
  const before = await refusals();
  const claims = [
    { draft: enrolDraft, wishes: [pool] },
    { draft: declineDraft, reason: 'leaving_country' },
    { draft: enrolDraft, withdraw: true },
    { draft: badValues['uuid'], wishes: [pool] },
    { draft: mother.childId, wishes: [pool] },
  ];
  for (const body of claims) {
    const reply = await sendClaim(town.origin, { token: stranger.token, body, headers: { 'idempotency-key': String(body.draft) } });
    assert.equal(reply.status, 404, JSON.stringify(body));
  }
  assert.ok((await refusals()) >= before + 3);
  // A draft of one act does not serve another one, even for its owner.
  const swapped = await sendClaim(town.origin, {
    token: mother.token,
    body: { draft: declineDraft, wishes: [pool] },
    headers: { 'idempotency-key': String(declineDraft) },
  });
  assert.equal(swapped.status, 404);
  const sessions = await town.composed.mektep.device.mine(mother.who);
  for (const { id } of sessions)
    await browser.go({
      method: 'POST',
      url: `${town.origin}/me?/end`,
      body: `session=${id}`,
      headers: { origin: town.origin, 'content-type': 'application/x-www-form-urlencoded' },
    });
  assert.notEqual(await town.composed.mektep.session.who(mother.token), null, 'the mother is still signed in');
  assert.equal(await changes(), 0);
});

const foreign: readonly Readonly<Record<string, string>>[] = [
  { origin: 'http://evil.example' },
  { origin: 'null' },
  { origin: 'http://evil.example', 'sec-fetch-site': 'cross-site' },
];

test('S38 a page of another site gets nothing done, by any form', async () => {
  const own = roughBrowser('ru');
  own.setCookie(town.origin, 'mektep', mother.token);
  const body = await bodyAbout();
  const forms = (await pageRoutes()).map(({ name }) => name).filter((name) => name.startsWith('POST'));
  for (const way of [...forms, 'POST /api/v1/claims', 'POST /api/v1/guardianships', 'POST /auth/end']) {
    for (const headers of foreign) {
      const url = town.origin + (way.split(' ')[1] ?? '').replace(':child', mother.childId);
      const reply = await own.send({
        method: 'POST',
        url,
        body,
        headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
      });
      assert.ok([403, 415, 303].includes(reply.status), `${way} → ${reply.status}`);
      if (reply.status === 303) assert.equal(reply.headers.location, '/', way);
    }
  }
  assert.notEqual(await town.composed.mektep.session.who(mother.token), null, 'nobody was signed out');
  assert.equal(await changes(), 0);
});

/** When a form that was opened in stage 1 is sent, and what the family reads: the clause, and the next day on which something opens. */
const windows = `
  2025-03-31T12:00 → 425, 2025-жылдын 1-апрели, саат 9:00, 21
  2025-06-02T00:00 → 425, 2025-жылдын 2-июну, саат 9:00, 21
  2025-06-02T08:59 → 425, 2025-жылдын 2-июну, саат 9:00, 21
  2025-08-16T09:00 → 425, 2025-жылдын 1-сентябры, 30
`;

test('KG25-21.1/until-1-june KG25-26/start-and-end-of-registration S26 outside its window every act on a seat is refused with the clause and the day it opens, by page and by API, and nothing arrives', async () => {
  const language: Spoken = 'ky';
  const own = roughBrowser(language);
  own.setCookie(town.origin, 'mektep', mother.token);
  const { enrolDraft: draft, proposals } = await mother.page();
  const wishes = [proposals[0]?.pools[0]?.id ?? 0];
  const body = new URLSearchParams({ draft: draft ?? '', pool: String(wishes[0]) }).toString();
  for (const { given, expected } of tableOf(windows)) {
    town.setClock(moment(given));
    const [status, ...words] = expected.split(', ');
    const opens = words.slice(0, -1).join(', ');
    const headers = { origin: town.origin, 'content-type': 'application/x-www-form-urlencoded' };
    const reply = await own.send({ method: 'POST', url: `${town.origin}/children/${mother.childId}?/enrol`, body, headers });
    const page = readPage(reply.text);
    assert.equal(reply.status, Number(status), given);
    assert.ok(page.texts.join(' ').includes(opens), `${given}: ${opens} in ${page.texts.join(' ')}`);
    assert.ok(page.links.includes(`/acts/${words.at(-1)}`), `${given}: clause ${words.at(-1)}`);
    const claim = await sendClaim(town.origin, {
      token: mother.token,
      body: { draft, wishes },
      headers: { 'idempotency-key': draft ?? '' },
    });
    assert.deepEqual([claim.status, (claim.body as { type: string }).type], [425, 'urn:mektep:not_open_yet'], given);
  }
  assert.equal(await changes(), 0);
  town.setClock(moment('2025-05-12T10:00'));
});
