import { z } from 'zod';
import { asTyped } from '../core/typed.ts';
import type { Policy } from '../policy/policy.ts';
import { seriesTyped } from './series-typed.ts';

/**
 * What a family's forms may send. The message of a wrong field is the code of its problem, which the page puts into words.
 * Nothing here asks for knowledge, tests or papers that the law does not name (KG25-28, KG25-22.2).
 */

/** «Записать»: one seat of one pool; the draft is the key that makes pressing twice safe. KG25-21.6. */
export const enrolInput = z.object({
  draft: z.uuid({ error: 'draft_missing' }),
  pool: z
    .string({ error: 'pool_missing' })
    .regex(/^\d{1,9}$/, 'pool_missing')
    .transform(Number),
});

/** «Отменить запись»: a reason, and that the warning was understood. KG25-21.9, KG25-21.10. */
export const declineInput = z.object({
  draft: z.uuid({ error: 'draft_missing' }),
  reason: z.string({ error: 'reason_missing' }).min(1, 'reason_missing').max(60, 'reason_missing'),
  understood: z.literal('yes', { error: 'understood_missing' }),
  /** Pressed on the second page, which says what a preference would cost; see `forfeitsForPreference`. */
  confirm: z
    .string()
    .optional()
    .transform((text) => text === 'yes'),
});

/** «Отозвать заявление»: the draft alone says which. KZA-9. */
export const withdrawInput = z.object({ draft: z.uuid({ error: 'draft_missing' }) });

const phone = typed('phone_wrong', (text) => asTyped(text, 'any')).pipe(
  z
    .string()
    .max(30, 'phone_wrong')
    .refine((text) => text === '' || /^\+?[\d\s().-]{6,}$/.test(text), 'phone_wrong')
    .transform((text) => (text === '' ? null : text)),
);

/** The applicant's contacts; any may be empty. KG25-8.2. */
export const contactsInput = z.object({
  phone,
  workPhone: phone,
  email: z
    .string({ error: 'email_wrong' })
    .trim()
    .max(254, 'email_wrong')
    .refine((text) => text === '' || z.email().safeParse(text).success, 'email_wrong')
    .transform((text) => (text === '' ? null : text)),
});

/** The passport the applicant asks the passport service to confirm; its number has so many digits under the campaign's law. KG25-8.3. */
export const passportInput = ({ series: issued, digits }: Pick<Policy['passport'], 'series' | 'digits'>) =>
  z.object({
    series: typed('series_wrong', (text) => seriesTyped(text, issued)).pipe(z.string().regex(/^[A-ZА-Я]{1,3}$/, 'series_wrong')),
    number: typed('number_wrong', (text) => asTyped(text, 'any').replace(/[\s№.-]/g, '')).pipe(
      z.string().refine((text) => /^\d+$/.test(text) && text.length === digits, 'number_wrong'),
    ),
  });

/** A text of a form, read as it looks. What is pasted may hold signs that cannot be seen. */
function typed(problem: string, read: (text: string) => string) {
  return z.string({ error: problem }).max(200, problem).transform(read);
}
