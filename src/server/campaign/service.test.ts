import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { moment } from '#domain/core/day.ts';
import type { Policy } from '#domain/policy/policy.ts';
import { policies } from '#domain/policy/registry.ts';
import { campaignService, publishCampaign, publishedCampaign } from '#server/campaign/service.ts';
import { clockAhead, epochOf } from '#server/clock.ts';
import { connect, type Database } from '#server/db/connect.ts';
import { transact } from '#server/db/transaction.ts';
import { type TestDatabase, testDatabase } from '#test/support/database.ts';

const law: Policy = policies['kg-2025'];
const next: Policy = {
  ...law,
  code: 'kg-2025-moved',
  stages: law.stages.map((stage) =>
    stage.code === 'guaranteed' ? { ...stage, opens: '2025-03-10T08:00:00', closes: '2025-04-01T00:00:00' } : stage,
  ),
};

let place: TestDatabase;
let database: Database;
before(async () => {
  place = await testDatabase();
  database = connect(place.appUrl, { connections: 3, onLost: () => undefined });
});
after(async () => {
  await database.close();
  await place.close();
});

const at = (text: string) => {
  const offset = epochOf(moment(text), law.timeZone) - Date.now();
  return clockAhead(() => offset);
};

test('without a published campaign there is nothing to serve, and that is a fault', async () => {
  await assert.rejects(publishedCampaign(database, undefined), /No campaign is published/);
  await assert.rejects(publishedCampaign(database, 'kg-2025'), /No campaign kg-2025/);
});

test('KG25-26/per-campaign a campaign keeps the law it was published with, to the letter', async () => {
  await transact(database, 'system', (tx) => publishCampaign(tx, law.code, law, 'ministry', new Date()));
  const { policy } = await publishedCampaign(database, law.code);
  assert.deepEqual(policy, structuredClone(law));
});

test('KG25-26/start-and-end-of-registration KG25-26/per-campaign another campaign with other dates answers otherwise at the same moment', async () => {
  await transact(database, 'system', (tx) => publishCampaign(tx, next.code, next, 'ministry', new Date()));
  const [first, second] = [await publishedCampaign(database, law.code), await publishedCampaign(database, next.code)];
  const windowOf = (found: typeof first, text: string) => campaignService(found, at(text)).window();
  assert.deepEqual(windowOf(first, '2025-03-10T08:00:01'), { kind: 'not_open_yet', opensAt: '2025-04-01T09:00:00', clause: '21' });
  assert.deepEqual(windowOf(second, '2025-03-10T08:00:01'), {
    kind: 'open',
    stage: 'guaranteed',
    closes: '2025-04-01T00:00:00',
    clause: '21',
  });
  assert.equal(windowOf(second, '2025-05-12T10:00:00').kind, 'between');
  assert.equal((await publishedCampaign(database, undefined)).code, next.code, 'the newest is served when none is named');
});

test('a law published by an older version is read with what the engine has learnt to ask since; its own words stand', async () => {
  const { passport: _passport, ...older } = { ...law, country: 'older' };
  await transact(database, 'system', (tx) => publishCampaign(tx, 'older', older as Policy, 'ministry', new Date()));
  const { policy } = await publishedCampaign(database, 'older');
  assert.deepEqual([policy.passport, policy.country], [law.passport, 'older']);
});

test('the campaign’s clock is the wall clock of its zone', async () => {
  const campaign = campaignService(await publishedCampaign(database, law.code), at('2025-06-01T23:59:58'));
  assert.match(campaign.now(), /^2025-06-01T23:59:5[89]$/);
  assert.equal(campaign.momentOf(new Date('2025-06-02T02:59:59.999Z')), '2025-06-02T08:59:59');
  assert.equal(campaign.momentOf(new Date('2025-06-02T03:00:00Z')), '2025-06-02T09:00:00');
});

test('a campaign that switches the ratio on is neither published nor served: seats would go by arrival alone', async () => {
  const kz: Policy = policies['kz-2026'];
  const ratio = { ...(kz.ratio as NonNullable<Policy['ratio']>), active: true };
  await assert.rejects(
    transact(database, 'system', (tx) => publishCampaign(tx, 'kz-ratio', { ...kz, ratio }, 'test', new Date())),
    /by a ratio \(3 to 1\)/,
  );
  await transact(database, 'system', (tx) => publishCampaign(tx, 'kz-as-it-is', kz, 'test', new Date()));
  assert.equal((await publishedCampaign(database, 'kz-as-it-is')).policy.ratio?.active, false);
});
