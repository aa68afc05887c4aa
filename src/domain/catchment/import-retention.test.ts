import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isToBeErased, keptUntil } from './import-retention.ts';

/** Sent, published, for how many days → erased from. */
const KEPT = [
  ['2025-03-01', null, 30, '2025-03-31'],
  ['2025-03-01', '2025-03-20', 30, '2025-04-19'],
  ['2025-03-01', '2025-02-01', 30, '2025-03-31'],
] as const;

for (const [sentOn, publishedOn, days, until] of KEPT)
  test(`a file sent on ${sentOn}${publishedOn === null ? '' : `, published on ${publishedOn},`} is kept for ${days} days, until ${until}`, () => {
    assert.equal(keptUntil({ sentOn, publishedOn }, days), until);
    assert.equal(isToBeErased({ sentOn, publishedOn }, until, days), true);
    assert.equal(isToBeErased({ sentOn, publishedOn }, '2025-03-30', days), false);
  });
