import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openTown } from './town.ts';

const listening = () => process.getActiveResourcesInfo().filter((resource) => resource === 'TCPServerWrap').length;

test('a town that breaks while it opens closes what it had opened of itself', async () => {
  const before = listening();
  await assert.rejects(openTown({ env: { MASTER_KEY: 'too short' } }), /MASTER_KEY/);
  assert.equal(listening(), before, 'the registers do not listen any more');
});

test('a town that is closed leaves nothing listening', async () => {
  const before = listening();
  const town = await openTown();
  assert.ok(listening() > before);
  await town.close();
  assert.equal(listening(), before);
});
