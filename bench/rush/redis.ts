import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createClient } from '@redis/client';
import type { Country } from './country.ts';

const waitingAtOnce = 1024;
const program = 'redis-server';

// One claim: an answer given before, or a seat if one is free, kept with what was asked. As much as it can do for the rules a store does not know.
const script = `
local before = redis.call('hget', KEYS[2], ARGV[1])
if before then return before end
local outcome = 'refused'
if redis.call('hincrby', KEYS[1], 'taken', 1) <= tonumber(ARGV[4]) then
  outcome = 'enrolled'
  redis.call('hset', KEYS[3], ARGV[2], ARGV[5])
else
  redis.call('hincrby', KEYS[1], 'taken', -1)
end
local seq = redis.call('incr', KEYS[4])
redis.call('hset', KEYS[2], ARGV[1], outcome)
redis.call('rpush', KEYS[5], seq .. ' ' .. ARGV[1] .. ' ' .. ARGV[2] .. ' ' .. ARGV[3] .. ' ' .. ARGV[5] .. ' ' .. outcome)
return outcome`;

/** Whether Redis is installed here. */
export function hasRedis(): boolean {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0;
}

/** Claims a second by Redis, each on disk before it is answered (AOF, always), 1,024 waiting. Nothing is looked up about families, law or session. */
export async function throughRedis({ wishes }: Country, seats: number): Promise<number> {
  const dir = await mkdtemp(path.join(tmpdir(), 'mektep-redis-'));
  const socket = path.join(dir, 'redis.sock');
  const settings = ['--port', '0', '--unixsocket', socket, '--dir', dir, '--appendonly', 'yes', '--appendfsync', 'always', '--save', ''];
  const server = spawn(program, settings, { stdio: 'ignore' });
  try {
    const client = createClient({ socket: { path: socket, tls: false }, RESP: 3 });
    client.on('error', () => undefined);
    await reached(client, server);
    const loaded = await client.scriptLoad(script);
    const claim = ({ draft, child, person, pool }: Country['wishes'][number]) =>
      client.evalSha(loaded, {
        keys: [`pool:${pool}`, 'drafts', 'places', 'seq', 'arrivals'],
        arguments: [draft, child, person, String(seats), String(pool)],
      });
    let next = 0;
    const began = performance.now();
    await Promise.all(
      Array.from({ length: waitingAtOnce }, async () => {
        for (let at = next++; at < wishes.length; at = next++) await claim(wishes[at] as Country['wishes'][number]);
      }),
    );
    const seconds = (performance.now() - began) / 1000;
    client.destroy();
    return Math.round(wishes.length / seconds);
  } finally {
    server.kill('SIGKILL');
    await rm(dir, { recursive: true, force: true });
  }
}

async function reached(client: { connect(): Promise<unknown> }, server: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 50; tries += 1) {
    if (server.exitCode !== null) throw new Error(`${program} ended with ${server.exitCode}`);
    try {
      await client.connect();
      return;
    } catch {
      await pause(100);
    }
  }
  throw new Error(`${program} does not answer`);
}
