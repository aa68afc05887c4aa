/**
 * A process that answers claims over HTTP by one of three designs: the register, a row lock for every claim, or nothing at all. Started by the
 * bench with the settings in its environment; says its port, and when asked what it saw.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { claimsHandler, claimsRoute } from '#server/allocation/api.ts';
import { sessionHolders } from '#server/allocation/service-holders.ts';
import { claimLimit } from '#server/allocation/service-limit.ts';
import type { Answer, ArrivalAnswered, Claim, Register } from '#server/allocation/service.ts';
import { hashOfToken } from '#server/session/service.ts';
import { judge, type Told } from './order.ts';
import { openRowLocks } from './row-locks.ts';
import { openCountry } from './through-register.ts';

export type ServerAsked = { readonly design: 'register' | 'row_lock' | 'empty'; readonly url: string; readonly campaign: string };
/** What the server saw: in the order in which claims were read from their sockets. */
export type ServerSaw = { readonly outOfOrder: number; readonly lost: number; readonly rssMb: number };

const asked = JSON.parse(process.env['RUSH_SERVER'] ?? '{}') as ServerAsked;
const told: Told[] = [];
let rssMb = 0;
setInterval(() => (rssMb = Math.max(rssMb, Math.round(process.memoryUsage.rss() / 1e6))), 100).unref();

const { claim, close } = design();
const handle = claimsHandler({
  register: { claim: watched } as Register,
  limit: claimLimit({
    atOnce: 20,
    seconds: 10,
    peopleAtMost: 200_000,
    unmetAtOnce: 512,
    // Everybody here has one session.
    holders: sessionHolders({
      find: (sessions) => Promise.resolve(new Map(sessions.map((one) => [one.toString('latin1'), one.toString('hex')]))),
      atMost: 400_000,
      waitingAtMost: 20_000,
    }),
  }),
  forfeits: () => false,
  before: () => Promise.resolve([]),
  sessionCookie: 'mektep',
  hashOfToken,
  publicOrigin: 'http://127.0.0.1',
  bodyMs: 10_000,
  onFault: (fault) => process.stderr.write(`${String(fault)}\n`),
});
const nothing = Buffer.from(JSON.stringify({ outcome: 'enrolled', number: 0, pool: 0, applied: null, released: null, explanation: {} }));
// As the product's server: a parent who is connected at half past eight is connected at nine.
const server = createServer({ keepAliveTimeout: 75_000 }, (request, response) => {
  if (asked.design !== 'empty' && request.url === claimsRoute.path) return handle(request, response);
  request.resume();
  request.on('end', () => response.writeHead(200, { 'content-type': 'application/json', 'content-length': nothing.length }).end(nothing));
});
server.listen(0, '127.0.0.1', 4096, () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.on('message', () => {
  const saw: ServerSaw = { ...judge(told), rssMb };
  server.closeAllConnections();
  void close().then(() => process.send?.(saw, () => process.exit(0)));
});

async function watched(given: Claim): Promise<Answer> {
  const place = told.push({ pool: given.act === 'enrol' ? (given.wishes[0] as number) : 0, outcome: null }) - 1;
  const answer = await claim(given);
  if (answer.kind === 'answered') told[place] = { ...(told[place] as Told), outcome: answer.arrival.outcome };
  return answer;
}

function design(): { claim(given: Claim): Promise<Answer>; close(): Promise<void> } {
  if (asked.design === 'register') {
    const { register, close } = openCountry(asked.url, asked.campaign);
    return { claim: (given) => register.claim(given), close };
  }
  if (asked.design === 'empty')
    return { claim: () => Promise.reject(new Error('nothing is claimed here')), close: () => Promise.resolve() };
  const locks = openRowLocks(asked.url, asked.campaign);
  return {
    async claim(given) {
      const { draft } = given;
      const pool = given.act === 'enrol' ? (given.wishes[0] as number) : 0;
      // This design looks nothing up, neither the session nor whose child it is: all the better for it.
      const outcome = await locks.claim({ draft, child: draft, person: draft, token: '', pool });
      return { kind: 'answered', sameBody: true, arrival: { ...blank, draft, outcome, pool_id: pool } };
    },
    close: () => locks.close(),
  };
}

const blank = {
  ...{ seq: 1, child_id: '', wishes: [], reason: null, applied_pool_id: null, released_id: null, free_before: 0, over_quota: false },
  ...{ guarantee_lost: false, refusal: null, clause: '21', next_step: 'bring_documents', received_at: new Date() },
} as unknown as ArrivalAnswered;
