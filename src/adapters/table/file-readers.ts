import type { FileReaders } from '#server/ports.ts';
import { type ProcessLimits, runApart } from './own-process.ts';

/** What a process that reads one file needs to know; it is written to its standard input, where nobody else sees it. */
export type ReadingOrder = {
  readonly databaseUrl: string;
  readonly campaign: string | null;
  readonly offsetMs: number;
  readonly id: string;
  readonly turn: number;
};

const program = new URL('../../cli/read-boundary-file.ts', import.meta.url);
const usualLimits: ProcessLimits = { heapMb: 640, timeMs: 150_000 };

export type FileReaderParts = {
  readonly databaseUrl: string;
  readonly campaign: string | undefined;
  /** How far the campaign's clock runs ahead. */
  readonly offsetMs: () => number;
  readonly limits?: ProcessLimits;
};

/** Reads files that were sent, each in a process of its own: what it holds ends with it. */
export function createFileReaders({ databaseUrl, campaign, offsetMs, limits = usualLimits }: FileReaderParts): FileReaders {
  const ending = new AbortController();
  return {
    async read(id, turn) {
      const order: ReadingOrder = { databaseUrl, campaign: campaign ?? null, offsetMs: offsetMs(), id, turn };
      const { end, output } = await runApart({ program, input: Buffer.from(JSON.stringify(order)), limits, until: ending.signal });
      // It tells a fault in order when it is its neighbours', not the file's.
      if (end === 'ended' && output.length > 0) throw new Error(output.toString().slice(0, 500));
      return end;
    },
    close() {
      ending.abort();
      return Promise.resolve();
    },
  };
}
