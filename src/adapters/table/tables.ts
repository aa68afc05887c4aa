import type { Tables, TableHead } from '#server/ports.ts';
import { type ProcessLimits, runApart } from './own-process.ts';
import { readTable } from './read-table.ts';

const program = new URL('./head-program.ts', import.meta.url);
const usualLimits: ProcessLimits = { heapMb: 320, timeMs: 30_000 };

/** Reads CSV and xlsx; the head of a file that comes from outside in a process of its own. */
export function createTables(limits: ProcessLimits = usualLimits): Tables {
  return {
    async head(bytes, until) {
      const { end, output } = await runApart({ program, input: bytes, limits, until });
      if (end === 'done') return JSON.parse(output.toString()) as TableHead;
      return { kind: 'refused', because: end === 'took_too_long' || end === 'stopped' ? 'took_too_long' : 'too_large' };
    },
    read: (bytes) => readTable(bytes),
  };
}
