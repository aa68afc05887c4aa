/** `npm run faults:slow-uploads [-- --count 60 --seconds 8]`: many send the largest file allowed, slowly; what others feel, what it costs, what is left. */
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { fileAtMostBytes } from '#domain/document/acceptance.ts';
import { openGround, percentile, runFault, timed } from './one-fault.ts';

const { values } = parseArgs({ options: { count: { type: 'string', default: '60' }, seconds: { type: 'string', default: '8' } } });
const [count, seconds] = [Number(values.count), Number(values.seconds)];
const pieces = 40;
const growthAtMostMb = 600;

await runFault('slow-uploads', async (scene) => {
  const { country, serve } = await openGround(scene);
  const server = await serve();
  const { port, hostname, origin } = new URL(server.origin);
  const before = residentMb(server.pid);
  let most = before;
  const tokens = country.families.flatMap(({ parents }) => parents.map(({ token }) => token));
  const file = Buffer.alloc(Math.floor(fileAtMostBytes / pieces), 'x');
  const answers: string[] = [];
  const sending = Array.from({ length: count }, (_, place) => send(tokens[place % tokens.length] as string));
  const others: number[] = [];
  const asking = (async () => {
    const until = performance.now() + seconds * 1000;
    while (performance.now() < until) {
      const { status, ms } = await timed(`${origin}/schools`);
      if (status !== 200) scene.violation(`somebody else was answered ${status}`);
      others.push(ms);
      most = Math.max(most, residentMb(server.pid));
      await pause(50);
    }
  })();
  await Promise.all([...sending, asking]);
  const [healthy] = await Promise.all([timed(`${origin}/healthz`)]);
  if (healthy.status !== 200) scene.violation(`afterwards /healthz is ${healthy.status}`);
  if (answers.some((answer) => /^5/.test(answer) && answer !== '503'))
    scene.violation(`uploads were answered ${[...new Set(answers)].join(', ')}`);
  if (most - before > growthAtMostMb) scene.violation(`the process grew by ${Math.round(most - before)} MB`);
  return {
    count,
    seconds,
    answers: Object.fromEntries([...new Set(answers)].map((answer) => [answer, answers.filter((one) => one === answer).length])),
    othersP99Ms: percentile(others, 0.99),
    grewMb: Math.round(most - before),
  };

  /** One form with one file, a piece at a time. */
  async function send(token: string): Promise<void> {
    const socket = connect(Number(port), hostname);
    let said = '';
    const ended = new Promise<void>((resolve) => socket.on('close', () => resolve()).on('error', () => undefined));
    socket.on('data', (chunk: Buffer) => {
      said += chunk.toString('latin1');
      if (said.includes('\r\n\r\n')) socket.end();
    });
    const head = `--b\r\ncontent-disposition: form-data; name="file"; filename="order.pdf"\r\ncontent-type: application/pdf\r\n\r\n%PDF-1.4\n`;
    const tail = '\r\n--b--\r\n';
    const length = head.length + file.length * pieces + tail.length;
    socket.write(
      `POST /api/v1/guardianships HTTP/1.1\r\nhost: ${hostname}:${port}\r\norigin: ${origin}\r\ncookie: mektep=${token}\r\naccept: application/json\r\ncontent-type: multipart/form-data; boundary=b\r\ncontent-length: ${length}\r\nconnection: close\r\n\r\n${head}`,
    );
    for (let piece = 0; piece < pieces && socket.writable; piece += 1) {
      socket.write(file);
      await pause((seconds * 1000) / pieces);
    }
    if (socket.writable) socket.write(tail);
    await Promise.race([ended, pause(60_000)]);
    answers.push(/^HTTP\/1\.1 (\d{3})/.exec(said)?.[1] ?? 'none');
  }
});

function residentMb(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
