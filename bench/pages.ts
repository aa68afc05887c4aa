/** What a page weighs and how many a second are drawn, against a bare answer of the same size in the same run. */
import { parseArgs } from 'node:util';
import { withTown } from './pages/bench-town.ts';
import { bareAnswer, perSecond } from './pages/load.ts';
import { weigh } from './pages/weight.ts';

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false }, seconds: { type: 'string', default: '3' } } });
const seconds = Number(values.seconds);
const log = (line: string) => process.stderr.write(`${line}\n`);

await withTown(log, async ({ origin, publicPaths, familyPaths, cookie }) => {
  const pages: object[] = [];
  for (const path of publicPaths) pages.push(await measure(origin, path, ''));
  for (const path of familyPaths) pages.push(await measure(origin, path, cookie));
  if (values.json) process.stdout.write(`${JSON.stringify({ pages })}\n`);
  else console.table(pages);
});

async function measure(origin: string, path: string, cookie: string): Promise<object> {
  log(path);
  const { firstViewBytes, totalBytes, requests, htmlBytes } = await weigh(origin, path, cookie);
  const bare = await bareAnswer(htmlBytes);
  const [ours, theirs] = [await perSecond(`${origin}${path}`, cookie, seconds), await perSecond(bare.url, '', seconds)];
  await bare.close();
  return {
    path,
    firstViewBytes,
    totalBytes,
    requests,
    pagesPerSecond: Math.round(ours),
    ratioToBareHttp: Math.round((ours / theirs) * 1000) / 1000,
  };
}
