import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type CampaignDates, datesFor, datesTroubles, underDates } from '#domain/policy/dates.ts';
import { campaignDatesSchema } from '#domain/policy/input.ts';
import { policies } from '#domain/policy/registry.ts';

for (const pack of Object.values(policies)) {
  test(`KG25-26 the dates of ${pack.code} are read back to the letter, and change nothing`, () => {
    const dates = datesFor(pack, pack.code, pack.year);
    assert.deepEqual(campaignDatesSchema.parse(structuredClone(dates)), dates);
    assert.deepEqual(datesTroubles(pack, dates), []);
    assert.deepEqual(underDates(pack, dates), pack);
  });

  test(`${pack.code} is moved to another year with every day that goes with the year`, () => {
    const moved = underDates(pack, datesFor(pack, 'next', pack.year + 1));
    assert.deepEqual(datesTroubles(pack, datesFor(pack, 'next', pack.year + 1)), []);
    const days = (policy: object) =>
      [...JSON.stringify(policy).matchAll(/"(?:opens|closes|bornFrom|bornTo|asOf|onDay)":"(\d{4})/g)].map(([, year]) => Number(year));
    assert.deepEqual(
      days(moved),
      days(pack).map((year) => year + 1),
    );
  });
}

const pack = policies['kg-2026'];
const dates = datesFor(pack, 'kg-2027', 2027);
const [first, second] = dates.stages;
assert.ok(first && second);

const wrong: readonly (readonly [string, Partial<CampaignDates>, RegExp])[] = [
  ['a stage is missing', { stages: dates.stages.slice(1) }, /the stages must be those of kg-2026, in their order: /],
  ['a stage is of another name', { stages: [{ ...first, code: 'first' }, ...dates.stages.slice(1)] }, /the stages must be those/],
  [
    'a stage closes before it opens',
    { stages: [{ ...first, closes: '2027-03-01T00:00:00' }, ...dates.stages.slice(1)] },
    /closes .* before it opens/,
  ],
  [
    'a stage is of another year',
    { stages: [{ ...first, opens: '2025-04-01T10:00:00' }, ...dates.stages.slice(1)] },
    /opens in 2025, and the campaign is of 2027/,
  ],
  [
    'two stages are open at once',
    { stages: [{ ...first, closes: '2027-06-02T00:00:00' }, ...dates.stages.slice(1)] },
    /are open at the same time/,
  ],
  [
    'a cohort ends before it begins',
    { cohorts: [{ grade: 1, bornFrom: '2021-12-31', bornTo: '2020-01-01' }] },
    /of grade 1 the last birthday/,
  ],
];

for (const [what, change, words] of wrong) {
  test(`a campaign is not published when ${what}`, () => {
    assert.match(datesTroubles(pack, { ...dates, ...change }).join('\n'), words);
  });
}

test('a law with the ratio switched on is refused, for nothing applies it', () => {
  const active = { ...pack, ratio: { ...(pack.ratio ?? {}), active: true } } as unknown as typeof pack;
  assert.match(datesTroubles(active, dates).join(), /ratio/);
});

test('what is no date, or a name nobody knows, is refused by the form', () => {
  for (const change of [
    { stages: [{ ...first, opens: '2027-02-30T10:00:00' }] },
    { cohorts: [{ grade: 1, bornFrom: '2020-1-1', bornTo: '2020-12-31' }] },
    { seats: 5 },
    { code: 'Kg 2027' },
  ])
    assert.equal(campaignDatesSchema.safeParse({ ...dates, ...change }).success, false);
});
