/** `npm run faults:descriptors [-- --limit 256]`: a server that may open few files meets more connections than that, and is there for the next one. */
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { openGround, runFault, timed } from './one-fault.ts';

const { values } = parseArgs({ options: { limit: { type: 'string', default: '256' } } });
const limit = Number(values.limit);

await runFault('descriptors', async (scene) => {
  const { serve } = await openGround(scene);
  // The limit is set by the process itself before it does anything else: the shell's would not reach the program through Node's start.
  const server = await serve({}, [
    '--import',
    `data:text/javascript,import{execFileSync}from'node:child_process';execFileSync('prlimit',['--pid',String(process.pid),'--nofile=${limit}:${limit}'])`,
  ]);
  const { port, hostname } = new URL(server.origin);
  const sockets: Socket[] = [];
  let cut = 0;
  for (let opened = 0; opened < limit * 2; opened += 1) {
    const socket = connect(Number(port), hostname);
    socket.on('error', () => undefined).on('close', () => (cut += 1));
    sockets.push(socket);
  }
  await pause(2_000);
  const meanwhile = await timed(`${server.origin}/healthz`, {}, 10);
  for (const socket of sockets) socket.destroy();
  await pause(1_000);
  const afterwards = await Promise.all(
    ['/healthz', '/', '/schools', '/api/v1/clock'].map((path) => timed(`${server.origin}${path}`, {}, 20)),
  );
  for (const { status } of afterwards) if (status !== 200) scene.violation(`afterwards an answer was ${status}`);
  const code = await Promise.race([server.ended, pause(0).then(() => 'runs')]);
  if (code !== 'runs') scene.violation(`the process ended with ${code}`);
  return { limit, connections: sockets.length, cut, meanwhile: meanwhile.status, afterwards: afterwards.map(({ status }) => status) };
});
