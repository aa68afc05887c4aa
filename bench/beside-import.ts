/** How long other visitors wait while the largest files of boundaries are read, against the same visitors without the file. */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { ensureBuilt } from '#tools/build.ts';
import { largestTable, largeTables } from '#test/support/large-tables.ts';
import { inProject } from '#tools/project.ts';
import { heldMb, watchReaders } from './beside-import/processes.ts';
import { p99, pagesPerSecond, visit } from './beside-import/visitors.ts';

type Town = { readonly origin: string; readonly cookie: string; readonly district: number };
type Shape = {
  readonly shape: string;
  readonly p99AloneMs: number;
  readonly p99BesideMs: number;
  readonly ratio: number;
  readonly answers: string;
};

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false }, seconds: { type: 'string', default: '8' } } });
const seconds = Number(values.seconds);
const log = (line: string) => process.stderr.write(`${line}\n`);
/** A school's page of the public: drawn, and asked for by everybody. */
const page = '/schools';

await ensureBuilt({ log });
const child = spawn(process.execPath, [inProject('bench', 'beside-import', 'town-process.ts')], { stdio: ['pipe', 'pipe', 'inherit'] });
try {
  const town = await townOf();
  const url = `${town.origin}${page}`;
  await pagesPerSecond(url, 2);
  const rate = (await pagesPerSecond(url, 3)) / 2;
  log(`${Math.round(rate)} pages a second, half of what this machine serves now`);
  const files = {
    ...Object.fromEntries(Object.entries(largeTables).map(([name, { make }]) => [name, make])),
    'the largest table that is taken': largestTable,
  };
  const readers = watchReaders(child.pid ?? 0);
  await besides(town, url, rate, 'one small table, to warm up', Buffer.from('Школа;Улица;Дома\n1;Абая;1\n'));
  const before = heldMb(child.pid ?? 0);
  const shapes: Shape[] = [];
  for (const [name, make] of Object.entries(files)) shapes.push(await besides(town, url, rate, name, make()));
  await pause(2000);
  const worst = shapes.toSorted((a, b) => b.ratio - a.ratio)[0];
  const result = {
    ...{ p99AloneMs: worst?.p99AloneMs, p99BesideMs: worst?.p99BesideMs, ratio: worst?.ratio },
    ...{ workerPeakMb: readers.peakMb(), webGrowthMb: Math.round(heldMb(child.pid ?? 0) - before) },
  };
  readers.stop();
  if (!values.json) console.table(shapes);
  process.stdout.write(`${JSON.stringify(result)}\n`);
} finally {
  child.stdin.end();
  if (child.exitCode === null) await once(child, 'exit');
}
process.exit(0);

async function townOf(): Promise<Town> {
  for await (const line of createInterface({ input: child.stdout })) return JSON.parse(line) as Town;
  throw new Error('the town did not open');
}

/** Visitors alone, then the same visitors while the file is sent and read again and again for as long. */
async function besides(town: Town, url: string, rate: number, shape: string, bytes: Buffer): Promise<Shape> {
  const alone = await visit(url, rate, lasting());
  const until = lasting();
  const answers = new Set<string>();
  let reading = true;
  const files = (async () => {
    do answers.add(await sendAndRead(town, bytes));
    while (!until());
    reading = false;
  })();
  const beside = await visit(url, rate, () => !reading);
  await files;
  const [p99AloneMs, p99BesideMs] = [alone, beside].map((waits) => Math.round(p99(waits) * 10) / 10) as [number, number];
  const ratio = Math.round((p99BesideMs / p99AloneMs) * 100) / 100;
  log(`${shape}: alone ${p99AloneMs} ms, beside ${p99BesideMs} ms, ${[...answers].join(', ')}`);
  return { shape, p99AloneMs, p99BesideMs, ratio, answers: [...answers].join(', ') };
}

function lasting(): () => boolean {
  const end = performance.now() + seconds * 1000;
  return () => performance.now() > end;
}

/** Sends a file as an officer's program does; one that is taken is read to its end. What became of it. */
async function sendAndRead({ origin, cookie, district }: Town, bytes: Buffer): Promise<string> {
  const form = new FormData();
  form.set('key', randomUUID());
  form.set('file', new Blob([new Uint8Array(bytes)]), 'границы.xlsx');
  const headers = { cookie, origin, accept: 'application/json' };
  const sent = await fetch(`${origin}/api/v1/districts/${district}/boundary-imports`, { method: 'POST', headers, body: form });
  const answer = (await sent.json()) as { readonly id?: string; readonly kind?: string; readonly type?: string };
  if (answer.id === undefined) return `${sent.status} ${answer.kind ?? answer.type ?? ''}`;
  const at = `${origin}/office/districts/${district}/import/${answer.id}`;
  const body = new URLSearchParams({ district: '', school: '0', street: '1', houses: '2', above: '1', fill: 'none' });
  await fetch(`${at}?/columns`, { method: 'POST', headers: { cookie, origin }, body, redirect: 'manual' });
  for (;;) {
    const shown = await (await fetch(at, { headers: { cookie, 'accept-language': 'ru' } })).text();
    if (!shown.includes('<progress')) return '201, read';
  }
}
