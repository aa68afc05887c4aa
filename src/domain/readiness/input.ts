import { z } from 'zod';
import { line } from '../core/input.ts';
import { readinessParts } from './readiness.ts';

/** One part, as it was shown to the director. */
export const readinessInput = z.strictObject({
  part: z.enum(readinessParts, { error: 'draft_missing' }),
  print: line({ missing: 'draft_missing', long: 'draft_missing', atMost: 100 }),
});
