/** What a page weighs and how many a second are drawn, against a bare answer of the same size in the same run. */
import { parseArgs } from 'node:util';
import { ensureBuilt } from '#tools/build.ts';
import { inData } from '#tools/project.ts';
import { removeCluster, startCluster } from '#tools/postgres/cluster.ts';
import { visitor } from '#test/support/visitor.ts';
import { openTown } from '#test/support/town.ts';
import { templateFor } from './pages/template.ts';
import { bareAnswer, perSecond } from './pages/load.ts';
import { weigh } from './pages/weight.ts';

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false }, seconds: { type: 'string', default: '3' } } });
const seconds = Number(values.seconds);
const log = (line: string) => process.stderr.write(`${line}\n`);

await ensureBuilt({ log });
const dir = inData(`bench-${process.pid}`);
const cluster = await startCluster({ dir, log: () => undefined });
try {
  await templateFor(cluster);
  const town = await openTown({ pages: 'build' });
  const parent = visitor('ky');
  await parent.signIn(town.origin, town.population.families[0]?.parents[0] ?? '');
  const cookie = parent.cookieHeader(town.origin);
  const child = /href="(\/children\/[0-9a-f-]{36})/.exec((await parent.open(`${town.origin}/children`)).text)?.[1] ?? '/children';
  const school = /href="(\/schools\/[0-9a-f-]{36})/.exec((await parent.open(`${town.origin}${child}`)).text)?.[1];
  const paths = [
    '/',
    '/sign-in',
    '/help',
    '/guide',
    '/acts',
    '/acts/21',
    '/documents',
    '/schools',
    '/address',
    ...(school === undefined ? [] : [school]),
  ];
  const pages: object[] = [];
  for (const path of paths) pages.push(await measure(town.origin, path, ''));
  for (const path of ['/children', child, `${child}/decline`, `${child}/history`, '/me', '/notices'])
    pages.push(await measure(town.origin, path, cookie));
  await town.close();
  if (values.json) process.stdout.write(`${JSON.stringify({ pages })}\n`);
  else console.table(pages);
} finally {
  await cluster.stop();
  await removeCluster(dir);
}

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
