import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import lighthouse from 'lighthouse';
import { freePort } from '#tools/free-port.ts';
import { openBrowser } from '#test/support/browser.ts';
import { openTown, type Town } from '#test/support/town.ts';

let town: Town;
let port: number;
let browser: Awaited<ReturnType<typeof openBrowser>>;
before(async () => {
  port = await freePort();
  [town, browser] = await Promise.all([openTown({ pages: 'build' }), openBrowser([`--remote-debugging-port=${port}`])]);
});
after(async () => {
  await browser.close();
  await town.close();
});

for (const path of ['/', '/schools', '/address', '/acts/21', '/search?q=прописка']) {
  test(`Lighthouse gives ${path} 100 for accessibility and for best practices`, async () => {
    const result = await lighthouse(`${town.origin}${path}`, {
      port,
      output: 'json',
      logLevel: 'silent',
      onlyCategories: ['accessibility', 'best-practices'],
    });
    const categories = result?.lhr.categories ?? {};
    const failed = Object.values(result?.lhr.audits ?? {}).filter(
      (audit) => audit.score !== null && audit.score < 1 && audit.scoreDisplayMode === 'binary',
    );
    const scores = Object.fromEntries(Object.entries(categories).map(([name, category]) => [name, category.score]));
    assert.deepEqual(scores, { accessibility: 1, 'best-practices': 1 }, failed.map((audit) => `${audit.id}: ${audit.title}`).join('; '));
  });
}
