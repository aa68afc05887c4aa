import { z } from 'zod';
import { refusalReasons } from './addition.ts';

const wordsAtMost = 1000;

/** A director's refusal: a reason of the list, and words for the family. The messages are codes of problems. */
export const refusalInput = z.object({
  reason: z.enum(refusalReasons, { error: 'refusal_reason_missing' }),
  words: z
    .string({ error: 'refusal_words_missing' })
    .trim()
    .min(10, { error: 'refusal_words_missing' })
    .max(wordsAtMost, { error: 'words_too_long' }),
});

/** The district's word on a change of boundaries. A complaint says what is complained of. */
export const reviewInput = z
  .object({
    verdict: z.enum(['reviewed', 'complaint'], { error: 'verdict_missing' }),
    note: z.string().trim().max(wordsAtMost, { error: 'words_too_long' }).catch(''),
    key: z.uuid({ error: 'verdict_missing' }),
  })
  .refine(({ verdict, note }) => verdict === 'reviewed' || note.length >= 10, { error: 'complaint_words_missing', path: ['note'] });
