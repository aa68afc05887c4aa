import { z } from 'zod';
import type { ImportReadingService } from './service-import-reading.ts';

const readSchema = z.object({ import: z.uuid(), turn: z.number().int() });
const effectSchema = z.object({ import: z.uuid() });

/** Files of boundaries are read beside the pages, and who moves by them is written into the journal. */
export function importJobs(reading: ImportReadingService) {
  return {
    boundary_import: async (payload: unknown): Promise<void> => {
      const { import: id, turn } = readSchema.parse(payload);
      await reading.read(id, turn);
    },
    boundary_effect: (payload: unknown): Promise<void> => reading.journalEffect(effectSchema.parse(payload).import),
  };
}
