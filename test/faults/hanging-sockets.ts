/** `npm run faults:hanging-sockets [-- --seconds 20]`: the wire to PostgreSQL says nothing and is not cut; everybody is answered in the end, and it comes back by itself. */
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { openGround, percentile, runFault, timed } from './one-fault.ts';
import { openProxy } from './proxy.ts';

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '20' } } });
const seconds = Number(values.seconds);
const paths = ['/', '/schools', '/api/v1/session', '/children', '/healthz'];
/** The longest of the waits that the server sets itself, and a little. */
const answeredWithinMs = 30_000;

await runFault('hanging-sockets', async (scene) => {
  const { postgres, serve } = await openGround(scene);
  const proxy = await openProxy(() => postgres.port());
  scene.opened.defer(() => proxy.close());
  const url = new URL(postgres.appUrl());
  url.port = String(proxy.port);
  const server = await serve({ DATABASE_URL: url.href });
  const ask = () => Promise.all(paths.map((path) => timed(`${server.origin}${path}`, { headers: { cookie: 'mektep=nobody' } }, 60)));
  await ask();
  proxy.holdThenCut(seconds * 1000);
  const meanwhile = await ask();
  for (const [place, { status, ms }] of meanwhile.entries()) {
    if (status === 0) scene.violation(`${paths[place]} was never answered`);
    if (ms > answeredWithinMs + seconds * 1000) scene.violation(`${paths[place]} took ${Math.round(ms)} ms`);
  }
  let back = -1;
  const began = performance.now();
  for (let tries = 0; tries < 60 && back < 0; tries += 1) {
    const answers = await ask();
    if (answers.every(({ status }) => status > 0 && status < 500)) back = Math.round(performance.now() - began);
    else await pause(500);
  }
  if (back < 0) scene.violation('it did not come back');
  return {
    seconds,
    meanwhile: meanwhile.map(({ status }) => status),
    slowestMs: percentile(
      meanwhile.map(({ ms }) => ms),
      1,
    ),
    backMs: back,
  };
});
