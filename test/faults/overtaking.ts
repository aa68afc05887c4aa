import type { ArrivalSeen } from './ledger.ts';

/** When the request of a key was read from the socket, as far as it is known: microseconds. More than one reading leaves it open which one counted. */
export type Read = { readonly fromUs: number; readonly toUs: number };

/** How often somebody who was read later got a seat that somebody read before was refused. */
export type Overtaken = {
  /** By one and the same process: never. */
  readonly atOneDoor: number;
  /** Between processes: who stands in the queue of one may be passed by a batch of another. */
  readonly betweenDoors: number;
  /** By how much, at most. */
  readonly betweenDoorsMaxMs: number;
  readonly unread: number;
  readonly examples: readonly string[];
};

/** Watches the order at the sockets against the outcomes. */
export type Overtaking = {
  /** Takes note of what the sockets of a life of a process have read. */
  read(life: string, lines: readonly string[]): void;
  /** The next arrival in the order of the numbers, and the life of the process that decided it. */
  decided(arrival: ArrivalSeen, life: string): void;
  result(): Overtaken;
};

type Latest = { readonly fromUs: number; readonly seq: number };

/**
 * Opens the watch. Whoever was refused a pool as full, by the numbers after somebody who got a seat of it, was overtaken when it had been read
 * before. What is not certain counts as in order.
 */
export function watchOvertaking(): Overtaking {
  const reads = new Map<string, Read>();
  const latest = new Map<string, Latest>();
  const examples: string[] = [];
  let [atOneDoor, betweenDoors, maxUs, unread] = [0, 0, 0, 0];

  function passed(arrival: ArrivalSeen, life: string, read: Read, pool: number): void {
    const here = latest.get(`${pool} ${life}`);
    if (here !== undefined && here.fromUs > read.toUs) {
      atOneDoor += 1;
      if (examples.length < 5)
        examples.push(
          `number ${arrival.seq} was read ${(here.fromUs - read.toUs) / 1000} ms before number ${here.seq} at ${life}, pool ${pool}`,
        );
      return;
    }
    const anywhere = latest.get(String(pool));
    if (anywhere === undefined || anywhere.fromUs <= read.toUs) return;
    betweenDoors += 1;
    maxUs = Math.max(maxUs, anywhere.fromUs - read.toUs);
  }

  return {
    read(life, lines) {
      for (const line of lines) {
        const [at, key] = line.split(' ') as [string, string];
        const us = Number(at);
        const known = reads.get(`${life} ${key}`);
        reads.set(`${life} ${key}`, { fromUs: Math.min(known?.fromUs ?? us, us), toUs: Math.max(known?.toUs ?? us, us) });
      }
    },
    decided(arrival, life) {
      if (arrival.act !== 'enrol') return;
      const read = reads.get(`${life} ${arrival.draft}`);
      if (read === undefined) {
        unread += 1;
        return;
      }
      const isFull = arrival.refused === 'no_places';
      const got = arrival.outcome === 'enrolled' ? arrival.pool_id : null;
      const full = isFull ? arrival.wishes : got === null ? [] : arrival.wishes.slice(0, Math.max(0, arrival.wishes.indexOf(got)));
      for (const pool of full) passed(arrival, life, read, pool);
      if (got === null) return;
      for (const at of [`${got} ${life}`, String(got)])
        if ((latest.get(at)?.fromUs ?? 0) < read.fromUs) latest.set(at, { fromUs: read.fromUs, seq: arrival.seq });
    },
    result: () => ({ atOneDoor, betweenDoors, betweenDoorsMaxMs: Math.round(maxUs / 100) / 10, unread, examples }),
  };
}
