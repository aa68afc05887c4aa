import { z } from 'zod';
import { parseDay, type Day } from '#domain/core/day.ts';
import { parseNationalId, type NationalId } from '#domain/core/national-id.ts';
import { RegisterOutage, type RegisterName } from '#server/ports.ts';

/** A text that must be there. Line breaks and other control characters are no part of one. */
export const requiredText = z
  .string()
  .trim()
  .min(1)
  .regex(/^\P{Cc}*$/u);

/** A text that may be absent, empty or a dash: `null` then. */
export const optionalText = z
  .string()
  .trim()
  .regex(/^\P{Cc}*$/u)
  .transform((text) => (/^[-–—]*$/.test(text) ? null : text))
  .nullish()
  .transform((text) => text ?? null);

/** What no decision needs: whatever is not as it should be is left out. */
export function ornament<T>(schema: z.ZodType<T>) {
  return schema.nullable().catch(null);
}

/** A national number written as the one that was asked about is: a register speaks of one country's people. */
export function numberLike(asked: NationalId) {
  return z.string().transform((text, context): NationalId => {
    const parsed = parseNationalId(text, { digits: asked.length });
    if (parsed !== null) return parsed;
    context.addIssue({ code: 'custom', message: 'not a PIN' });
    return z.NEVER;
  });
}

/** A key of one of the bureau's own registers. */
export const key = z
  .string()
  .trim()
  .regex(/^\d{1,10}$/)
  .transform(Number);

/** A key that may be absent or empty. */
export const optionalKey = z
  .union([key, z.literal('').transform(() => null)])
  .nullish()
  .transform((value) => value ?? null);

/**
 * A day as the services write it: DD-MM-YYYY, DD.MM.YYYY or an `xs:date`, YYYY-MM-DD with or without a zone (XML Schema 2, 3.3.9). The zone
 * says where the day was written, not which day it was, and is left out; so is a time of day after it.
 */
export const writtenDay = z.string().transform((text, context): Day => {
  const bare = text
    .trim()
    .replace(/[T\s].*$/, '')
    .replace(/(?<=\d{4}-\d{2}-\d{2})(Z|[+-]\d{2}:\d{2})$/, '');
  const dayFirst = /^(\d{2})[-.](\d{2})[-.](\d{4})$/.exec(bare);
  const parsed = parseDay(dayFirst ? `${dayFirst[3]}-${dayFirst[2]}-${dayFirst[1]}` : bare);
  // The year 0 is a year of ISO 8601 and of no register.
  if (parsed !== null && !parsed.startsWith('0000')) return parsed;
  context.addIssue({ code: 'custom', message: 'not a day' });
  return z.NEVER;
});

/** Checks a response against what the service is known to answer; throws {@link RegisterOutage} naming the fields that are wrong, never their values. */
export function mapped<T>(register: RegisterName, schema: z.ZodType<T>, response: unknown): T {
  const result = schema.safeParse(response);
  if (result.success) return result.data;
  const fields = result.error.issues.map((issue) => issue.path.filter((part) => typeof part === 'string').join('.') || 'response');
  throw new RegisterOutage(register, 'nonsense', `unexpected ${[...new Set(fields)].slice(0, 5).join(', ')}`);
}

/** One element or several of the same name as a list; an absent or empty one as none. */
export function listOf(node: unknown): readonly unknown[] {
  if (node === undefined || node === '') return [];
  return Array.isArray(node) ? node : [node];
}
