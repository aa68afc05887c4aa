import { test } from 'node:test';
import { openTown } from '#test/support/town.ts';
test('x', async () => {
  const town = await openTown({ pages: 'none' });
  console.log(town.web.routes.map(r=>JSON.stringify(r)).join('\n'));
  await town.close();
});
