/** When a parent on a slow network and a slow phone sees the main part of each page, on a first visit and when the style is already kept. */
import { parseArgs } from 'node:util';
import type { Browser, BrowserContext } from 'playwright-core';
import { openBrowser } from '#test/support/browser.ts';
import { withTown } from './pages/bench-town.ts';
import { slowDown, slowPhone } from './pages/slow-phone.ts';

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
const log = (line: string) => process.stderr.write(`${line}\n`);

await withTown(log, async ({ origin, publicPaths, familyPaths, cookie }) => {
  const browser = await openBrowser();
  const pages: object[] = [];
  for (const path of publicPaths) pages.push(await measure(browser, origin, path, ''));
  for (const path of familyPaths) pages.push(await measure(browser, origin, path, cookie));
  await browser.close();
  if (values.json) process.stdout.write(`${JSON.stringify({ ...slowPhone, pages })}\n`);
  else console.table(pages);
});

async function measure(browser: Browser, origin: string, path: string, cookie: string): Promise<object> {
  log(path);
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, locale: 'ky-KG' });
  const cookies = cookie.split('; ').filter((pair) => pair !== '');
  await context.addCookies(cookies.map((pair) => ({ name: nameOf(pair), value: pair.slice(nameOf(pair).length + 1), url: origin })));
  const firstMs = await largestPaintMs(context, origin + path);
  const againMs = await largestPaintMs(context, origin + path);
  await context.close();
  return { path, lcpMs: firstMs, lcpWithStyleKeptMs: againMs };
}

function nameOf(pair: string): string {
  return pair.split('=', 1)[0] ?? '';
}

/** Milliseconds from asking for a page to the painting of its largest part. */
async function largestPaintMs(context: BrowserContext, url: string): Promise<number> {
  const page = await context.newPage();
  await slowDown(page);
  await page.goto(url);
  const ms = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        new PerformanceObserver((list) => resolve(list.getEntries().at(-1)?.startTime ?? Number.NaN)).observe({
          type: 'largest-contentful-paint',
          buffered: true,
        });
      }),
  );
  await page.close();
  return Math.round(ms);
}
