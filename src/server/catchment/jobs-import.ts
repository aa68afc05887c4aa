import { z } from 'zod';
import type { ImportReadingService } from './service-import-reading.ts';

const readSchema = z.object({ import: z.uuid(), turn: z.number().int() });
const effectSchema = z.object({ import: z.uuid() });

export type ImportJobParts = {
  /** Reads a file in a process of its own. */
  readonly attempts: Pick<ImportReadingService, 'read'>;
  readonly reading: Pick<ImportReadingService, 'journalEffect'>;
  readonly erase: () => Promise<void>;
};

/** Files of boundaries are read beside the pages, who moves by them is written into the journal, and by the clock their bytes are erased. */
export function importJobs({ attempts, reading, erase }: ImportJobParts) {
  return {
    boundary_import: async (payload: unknown): Promise<void> => {
      const { import: id, turn } = readSchema.parse(payload);
      await attempts.read(id, turn);
    },
    boundary_effect: (payload: unknown): Promise<void> => reading.journalEffect(effectSchema.parse(payload).import),
    erase_boundary_files: (): Promise<void> => erase(),
  };
}
