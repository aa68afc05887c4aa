import { z } from 'zod';
import { lines, linesOrNothing } from '../core/input.ts';
import { refusalReasons } from './addition.ts';

const wordsAtMost = 1000;

/** A director's refusal: a reason of the list, and words for the family. The messages are codes of problems. */
export const refusalInput = z.strictObject({
  reason: z.enum(refusalReasons, { error: 'refusal_reason_missing' }),
  words: lines({ missing: 'refusal_words_missing', long: 'words_too_long', atLeast: 10, atMost: wordsAtMost }),
});

/** The district's word on a change of boundaries. A complaint says what is complained of. */
export const reviewInput = z
  .strictObject({
    verdict: z.enum(['reviewed', 'complaint'], { error: 'verdict_missing' }),
    note: linesOrNothing({ long: 'words_too_long', atMost: wordsAtMost }),
    key: z.uuid({ error: 'verdict_missing' }),
  })
  .refine(({ verdict, note }) => verdict === 'reviewed' || note.length >= 10, { error: 'complaint_words_missing', path: ['note'] });
