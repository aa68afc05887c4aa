import { z } from 'zod';

/**
 * The texts that people type. Whatever form they stand in they are read alike: spaces around are taken off, signs that no letter has and that a
 * database, a paper or a line of a log could not hold are refused beside the field, and a text of blanks alone is none.
 */

/** The code of what is wrong with a text of one line or of several: it is not there, or too long. */
export type TextRule = { readonly missing: string; readonly long: string; readonly atMost: number };

/** Code of the problem of a sign that cannot be written down. */
export const textSigns = 'text_signs';

/** A text of one line; its field must be there, and hold something unless it may be empty. */
export const line = (rule: TextRule & { readonly mayBeEmpty?: boolean }) =>
  z
    .string({ error: rule.missing })
    .transform(inOneLine)
    .pipe(
      z
        .string()
        .refine(isOneLine, textSigns)
        .min(rule.mayBeEmpty === true ? 0 : 1, rule.missing)
        .max(rule.atMost, rule.long),
    );

/** A text of several lines that must be there. */
export const lines = (rule: TextRule & { readonly atLeast?: number }) =>
  z
    .string({ error: rule.missing })
    .transform(inLines)
    .pipe(
      z
        .string()
        .refine(isWritable, textSigns)
        .min(rule.atLeast ?? 1, rule.missing)
        .max(rule.atMost, rule.long),
    );

/** A text of several lines that may be left empty, or out. */
export const linesOrNothing = (rule: Omit<TextRule, 'missing'>) =>
  z.string({ error: rule.long }).default('').transform(inLines).pipe(z.string().refine(isWritable, textSigns).max(rule.atMost, rule.long));

/** A tab comes with what is copied out of a table: in one line it is a space. */
function inOneLine(text: string): string {
  return text.replaceAll('\t', ' ').trim();
}

/** Browsers and editors end lines in their own ways. */
function inLines(text: string): string {
  return text.replace(/\r\n?/g, '\n').trim();
}

function isOneLine(text: string): boolean {
  return !/[\n\u2028\u2029]/.test(text) && isWritable(text);
}

/** Whether a text is of signs alone that can be kept and printed: no control characters but the ends of lines, no half of a pair. */
export function isWritable(text: string): boolean {
  return text.isWellFormed() && !/\p{Cc}/u.test(text.replace(/[\n\t]/g, ''));
}
