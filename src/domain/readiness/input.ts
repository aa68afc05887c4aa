import { z } from 'zod';
import { readinessParts } from './readiness.ts';

/** One part, as it was shown to the director. */
export const readinessInput = z.object({
  part: z.enum(readinessParts, { error: 'draft_missing' }),
  print: z.string().min(1, { error: 'draft_missing' }).max(100, { error: 'draft_missing' }),
});
