import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, open, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Database } from './db/connect.ts';
import { databaseClockMs } from './db/role.ts';
import { appliedMigrations, compareMigrations, readMigrationFiles } from './db/migration-state.ts';

/** Something a process must not start with; the message says what to do, for whoever runs it. */
export class StartTrouble extends Error {
  override readonly name = 'StartTrouble';
}

const migrationsFolder = path.join(import.meta.dirname, '../../db/migrations');

/** Refuses tables that are not those of this program: older, newer, or made from other files. */
export async function refuseOtherTables(database: Database, folder = migrationsFolder): Promise<void> {
  const [files, applied] = await Promise.all([readMigrationFiles(folder), appliedMigrations(database.pool)]);
  const { pending, changed, ahead } = compareMigrations(files, applied);
  if (changed.length > 0)
    throw new StartTrouble(
      `The database was built from other files than these: ${changed.join(', ')} changed after being applied. Restore the files of the version that runs here.`,
    );
  if (ahead.length > 0)
    throw new StartTrouble(
      `The database is ahead of this program: it has ${ahead.join(', ')}, which this version does not know. Start the newer version.`,
    );
  if (pending.length > 0)
    throw new StartTrouble(
      `The database lacks ${pending.join(', ')}. Run \`npm run mektep -- migrate\` with DATABASE_OWNER_URL, then start again.`,
    );
}

/** Refuses a clock that is far from the database's: a stage would open at another moment for whoever meets this process. */
export async function refuseFarClock(database: Database, limitSeconds: number, now: () => number = Date.now): Promise<void> {
  const off = await secondsOff(database, now);
  if (Math.abs(off) > limitSeconds)
    throw new StartTrouble(
      `The clock of this machine is ${Math.round(Math.abs(off))} seconds ${off > 0 ? 'ahead of' : 'behind'} the database’s, more than CLOCK_OFF_SECONDS (${limitSeconds}). Set both by NTP.`,
    );
}

/** Seconds this machine's clock is ahead of the database's; what the question took is in nobody's favour. */
export async function secondsOff(database: Database, now: () => number = Date.now): Promise<number> {
  const before = now();
  const ms = await databaseClockMs(database);
  const after = now();
  return (ms < before ? before - ms : ms > after ? after - ms : 0) / 1000;
}

/** Refuses a folder for attached files in which nothing can be kept. */
export async function refuseUnwritableFolder(folder: string): Promise<void> {
  const probe = path.join(folder, `.written-at-start-${randomUUID()}`);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const handle = await open(probe, 'wx', 0o600);
    try {
      await handle.writeFile('kept');
      await handle.sync();
    } finally {
      await handle.close();
      await rm(probe, { force: true });
    }
  } catch (fault) {
    const why = (fault as NodeJS.ErrnoException).code ?? String(fault);
    throw new StartTrouble(
      `FILES_DIR: nothing can be kept in ${folder} (${why}). Make the folder, give it to the account of the server, and see that there is room.`,
    );
  }
}

/** Refuses to answer without pages. */
export function refuseUnbuiltPages(folder: string): void {
  if (!existsSync(path.join(folder, 'handler.js')))
    throw new StartTrouble(`The pages are not built: ${folder} holds no handler.js. Run \`npm run build\` first.`);
}

/** What ended the start, in words for whoever runs it; `null` for a fault that has no other words than its own. */
export function inWords(fault: unknown, { HOST, PORT }: { readonly HOST?: string; readonly PORT?: number } = {}): string | null {
  const { code, message = '' } = fault as { readonly code?: string; readonly message?: string };
  const sentence = message.replace(/\.?$/, '.');
  if (fault instanceof StartTrouble) return fault.message;
  if (code === 'EADDRINUSE') return `PORT: ${HOST}:${PORT} is in use by another program.`;
  if (code === 'EACCES' && /listen/.test(message)) return `PORT: this account may not listen on ${HOST}:${PORT}.`;
  if (code === '28P01' || code === '28000') return `DATABASE_URL: PostgreSQL does not let this role in: ${sentence}`;
  if (code === '3D000') return `DATABASE_URL: ${sentence}`;
  if (code === 'ECONNREFUSED' || code === '57P03') return `DATABASE_URL: the database does not answer: ${sentence || code}`;
  return null;
}
