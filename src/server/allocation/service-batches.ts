import type { Database } from '../db/connect.ts';
import { isClaim, type Waiting } from './service-claim.ts';
import type { Memory } from './service-memory.ts';
import { decideAhead, decideUnderTurn, lookAhead, type Looked, type Seat, type Sent } from './service-turn.ts';
import { ownConnection, type Turn } from './store-turn.ts';

/**
 * What became of the acts taken from a queue, and those that were not written, in their order. `overtaken`: another process wrote first, they may be
 * decided again at once. `not_writable`: one of them holds what the database cannot keep.
 */
export type Written = { readonly outcome: 'written' | 'overtaken' | 'failed' | 'not_writable'; readonly left: readonly Waiting[] };

/** Writes what waits, batch after batch, over connections of its own. */
export type Batches = {
  /** Takes from the head of the queue until it is empty or something fails. */
  write(queue: Waiting[]): Promise<Written>;
  /** The acts of the batches that are being read, decided or written. */
  inHand(): readonly Waiting[];
  disconnect(): void;
};

/** A batch on its way: sent, and answered as soon as it is durable. */
type Flight = { readonly batch: readonly Waiting[]; readonly landed: Promise<boolean> };

const everythingWritten: Written = { outcome: 'written', left: [] };
/** How many batches in a row must have been this process's own before it decides ahead of its turn. */
const aloneAtLeast = 2;
/** Batches at the database at once: one that is written, and one behind it, so that it never waits for us. */
const flightsAtMost = 2;

/**
 * Where several processes write, each batch is read and decided under the turn. A process that is alone decides the next one on what it remembers
 * while the database writes the one before: what the claims rest on is read beside that, over a second connection, and the guard of the turn shows
 * that nobody wrote in between.
 */
export function batchesOf(
  database: Database,
  campaign: Seat,
  options: { readonly batchLimit: number; readonly onFault: (fault: unknown) => void },
): Batches {
  let memory: Memory | null = null;
  let writing: Turn | null = null;
  let reading: Turn | null = null;
  let flights: Flight[] = [];
  let looked: Looked | null = null;
  let deciding: readonly Waiting[] = [];
  // Where something is under way already, a few wait for more to come: each batch costs a commit.
  const fewest = Math.ceil(options.batchLimit / 8);

  const inHand = () => [...flights.flatMap(({ batch }) => batch), ...deciding, ...(looked?.batch ?? [])];

  async function write(queue: Waiting[]): Promise<Written> {
    try {
      for (;;) {
        const ended = await goOn(queue);
        if (ended !== null) return ended;
      }
    } catch (fault) {
      options.onFault(fault);
      const settled = await Promise.allSettled(flights.map(({ landed }) => landed));
      flights = flights.filter((_, place) => settled[place]?.status !== 'fulfilled' || settled[place].value !== true);
      const left = inHand();
      // The connections' state is unknown: they are closed, and the server rolls back what was not committed. A draft answered by a commit whose
      // answer was lost is found on the next attempt: deciding again is safe.
      disconnect();
      return { outcome: isNotWritable(fault) ? 'not_writable' : 'failed', left };
    }
  }

  /** Sends the next batch, or waits for the oldest that was sent; `null` when there is more to do. */
  async function goOn(queue: Waiting[]): Promise<Written | null> {
    // Who stands in line is read under the turn.
    if (memory === null || memory.alone < aloneAtLeast || campaign.policy.waitingList.active) {
      deciding = looked?.batch ?? takeFrom(queue);
      looked = null;
      return deciding.length === 0 ? everythingWritten : writeUnderTurn();
    }
    looked ??= await lookInto(queue, flights.length === 0 ? 1 : fewest, memory);
    if (looked === null) return flights.length === 0 ? everythingWritten : oldestLanded();
    const current = looked;
    deciding = current.batch;
    looked = await lookInto(queue, fewest, memory);
    if (current.batch.every(isClaim) && (await writeAhead(current, memory))) return flights.length < flightsAtMost ? null : oldestLanded();
    // With nothing on its way, under the turn.
    while (flights.length > 0) {
      const ended = await oldestLanded();
      if (ended !== null) return ended;
    }
    return writeUnderTurn();
  }

  function takeFrom(queue: Waiting[]): readonly Waiting[] {
    return queue.splice(0, options.batchLimit);
  }

  async function lookInto(queue: Waiting[], atLeast: number, known: Memory): Promise<Looked | null> {
    if (queue.length < atLeast) return null;
    reading ??= await database.open(ownConnection);
    return lookAhead(reading, campaign, known, takeFrom(queue));
  }

  async function writeUnderTurn(): Promise<Written | null> {
    writing ??= await database.open(ownConnection);
    const sent = await decideUnderTurn(writing, campaign, memory, deciding);
    memory = sent.memory;
    if (!(await sent.kept)) return forgotten('failed');
    sent.give();
    deciding = [];
    return null;
  }

  /** Whether it could be decided on what was read ahead. */
  async function writeAhead(current: Looked, known: Memory): Promise<boolean> {
    writing ??= await database.open(ownConnection);
    const before = flights.at(-1)?.landed ?? Promise.resolve(true);
    const sent = await decideAhead(writing, campaign, known, current, before);
    if (sent === null) return false;
    memory = sent.memory;
    const landed = landing(sent);
    // Seen by whoever waits for the oldest of them first.
    landed.catch(() => undefined);
    flights.push({ batch: deciding, landed });
    deciding = [];
    return true;
  }

  async function landing({ kept, give }: Sent): Promise<boolean> {
    const held = await kept;
    if (held) give();
    return held;
  }

  /** If a guard did not hold, somebody else wrote, and what was sent behind it is void too. */
  async function oldestLanded(): Promise<Written | null> {
    const held = await flights[0]?.landed;
    if (held === true) {
      flights.shift();
      return null;
    }
    await Promise.allSettled(flights.map(({ landed }) => landed));
    return forgotten('overtaken');
  }

  function forgotten(outcome: 'overtaken' | 'failed'): Written {
    const left = inHand();
    forget();
    return { outcome, left };
  }

  function forget(): void {
    memory = null;
    looked = null;
    flights = [];
    deciding = [];
  }

  function disconnect(): void {
    forget();
    for (const broken of [writing, reading]) broken?.end().catch(() => undefined);
    writing = null;
    reading = null;
  }

  return { write, inHand, disconnect };
}

/** A value that PostgreSQL will never take, however often it is sent: class 22 of its codes. */
function isNotWritable(fault: unknown): boolean {
  const code = typeof fault === 'object' && fault !== null && 'code' in fault ? String(fault.code) : '';
  return code.startsWith('22');
}
