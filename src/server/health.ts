import type { Database } from './db/connect.ts';
import type { Jobs } from './jobs.ts';

/** How each part of this process is: `null` for one it does not have. */
export type Health = { readonly database: boolean; readonly jobs: boolean | null; readonly register: boolean | null };

export type HealthParts = {
  readonly database: Database;
  /** The job runner of this process; none in one that only answers requests. */
  readonly jobs: () => Jobs | null;
  /** Whether the register could take its turn; none in one that only runs jobs. */
  readonly register: (() => Promise<boolean>) | null;
};

const patienceMs = 5_000;

/** Looks at every part. Alive means that a write reaches the database: a server that only answers pings may have lost its disk. */
export async function healthOf({ database, jobs, register }: HealthParts): Promise<Health> {
  const [writes, turn] = await Promise.all([
    inTime(database.pool.query('select pg_current_xact_id()').then(() => true)),
    register === null ? null : inTime(register()),
  ]);
  return { database: writes, jobs: jobs()?.isAlive() ?? null, register: turn };
}

/** Whether every part a process has is well. */
export function isWell(health: Health): boolean {
  return Object.values(health).every((part) => part !== false);
}

async function inTime(asked: Promise<boolean>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => (timer = setTimeout(() => resolve(false), patienceMs)));
  try {
    return await Promise.race([asked, late]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
