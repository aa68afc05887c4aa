import { z } from 'zod';

/** The texts of a legal representative's form. What was left out is read as empty and judged with the rest; an unknown `key` is no key. */
export const guardianshipInput = z.object({
  pin: z.string().max(200).catch(''),
  relation: z.string().max(60).catch(''),
  /** Drawn by the form when it was shown: the same form sent twice is one application. */
  key: z.uuid().nullable().catch(null),
});
