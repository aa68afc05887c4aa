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
    /** The latest word on it that was shown; empty where there was none. */
    seen: z.uuid().or(z.literal('')).catch(''),
  })
  .refine(({ verdict, note }) => verdict === 'reviewed' || note.length >= 10, { error: 'complaint_words_missing', path: ['note'] });

/** A yes or a no to what somebody else wants to publish. A no says why. */
export const agreementInput = z
  .strictObject({
    need: z.enum(['second', 'ground'], { error: 'agreement_missing' }),
    answer: z.enum(['yes', 'no'], { error: 'agreement_missing' }),
    words: linesOrNothing({ long: 'words_too_long', atMost: wordsAtMost }),
  })
  .refine(({ answer, words }) => answer === 'yes' || words.length >= 10, { error: 'not_agreed_words_missing', path: ['words'] });
