import type { Database } from '../db/connect.ts';
import { transact } from '../db/transaction.ts';
import type { FileReaders, ReadingEnd } from '../ports.ts';
import { askLater, noteAlive, noteClosed, noteGone, noteOpened, noteRefused } from './store-import-files.ts';

/** A file whose process ended this often in a way nobody foresaw is not opened again. */
const openedAtMost = 2;
const aliveEveryMs = 5_000;

const REFUSED: Readonly<Partial<Record<ReadingEnd, string>>> = { took_too_long: 'took_too_long', too_large: 'too_large' };

/**
 * Has a file read in a process of its own. That it is opened is written down before, so that a file that ends whoever opens it is opened twice at
 * most, whichever worker takes up the job of a dead one.
 */
export function importAttempts(database: Database, files: FileReaders) {
  return {
    async read(id: string, turn: number): Promise<void> {
      const opened = await transact(database, 'worker', (tx) => noteOpened(tx, id, { turn }));
      if (opened === null) return;
      if (opened === 'busy') return transact(database, 'worker', (tx) => askLater(tx, id, turn));
      if (opened > openedAtMost) return transact(database, 'worker', (tx) => noteRefused(tx, id, 'ended', { turn }));
      const stillThere = setInterval(
        () => void transact(database, 'worker', (tx) => noteAlive(tx, id)).catch(() => undefined),
        aliveEveryMs,
      );
      const reading = files.read(id, turn).finally(() => clearInterval(stillThere));
      const end = await reading.catch(async (fault: unknown) => {
        // A fault told in order is not the file's.
        await transact(database, 'worker', (tx) => noteClosed(tx, id));
        throw fault;
      });
      if (end === 'done') return;
      const because = REFUSED[end];
      if (because !== undefined) return transact(database, 'worker', (tx) => noteRefused(tx, id, because, { turn }));
      await transact(database, 'worker', (tx) => (end === 'stopped' ? noteClosed(tx, id) : noteGone(tx, id)));
      throw new Error(`the reading of a file ${end === 'stopped' ? 'was stopped' : 'ended before its end'}; it is begun again`);
    },
  };
}
