import { z } from 'zod';
import { wishesAtMost } from '../allocation/input.ts';
import { isWritable, line, textSigns } from '../core/input.ts';
import { asTyped } from '../core/typed.ts';
import type { Policy } from '../policy/policy.ts';
import { mailAddress } from './mail-address.ts';
import { seriesTyped } from './series-typed.ts';

/**
 * What a family's forms may send. The message of a wrong field is the code of its problem, which the page puts into words.
 * Nothing here asks for knowledge, tests or papers that the law does not name (KG25-28, KG25-22.2).
 */

/** «Записать»: one seat of one pool; the draft is the key that makes pressing twice safe. KG25-21.6. */
export const enrolInput = z.strictObject({
  draft: z.uuid({ error: 'draft_missing' }),
  pool: z
    .string({ error: 'pool_missing' })
    .regex(/^\d{1,9}$/, 'pool_missing')
    .transform(Number),
});

/** Wishes as an address and a form write them: numbers of pools in order, «12-45». What is no number, stands twice or is too much is left out. */
export function wishesIn(text: string): readonly number[] {
  const pools = text.split('-').flatMap((part) => (/^\d{1,9}$/.test(part) ? [Number(part)] : []));
  return [...new Set(pools)].slice(0, wishesAtMost);
}

/** «Записать по этому списку»: several seats in order, as many as a program may ask for; the first one that is free is given. KG25-21.6, KG25-21.13. */
export const wishesInput = z.strictObject({
  draft: z.uuid({ error: 'draft_missing' }),
  wishes: z
    .string({ error: 'pool_missing' })
    .max(wishesAtMost * 10, 'pool_missing')
    .transform(wishesIn)
    .refine((wishes) => wishes.length > 0, 'pool_missing'),
});

/** «Отменить запись»: a reason, and that the warning was understood. KG25-21.9, KG25-21.10. */
export const declineInput = z.strictObject({
  draft: z.uuid({ error: 'draft_missing' }),
  reason: z.string({ error: 'reason_missing' }).min(1, 'reason_missing').max(60, 'reason_missing'),
  understood: z.literal('yes', { error: 'understood_missing' }),
  /** The page it was sent from, where that was the second. */
  step: z.literal('confirm', { error: 'form_unknown' }).optional(),
  /** Pressed on the second page, which says what a preference would cost; see `forfeitsForPreference`. */
  confirm: z
    .string({ error: 'form_unknown' })
    .optional()
    .transform((text) => text === 'yes'),
});

/** «Отозвать заявление»: the draft alone says which. KZA-9. */
export const withdrawInput = z.strictObject({ draft: z.uuid({ error: 'draft_missing' }) });

const phone = typed('phone_wrong', (text) => asTyped(text, 'any')).pipe(
  z
    .string()
    .max(30, 'phone_wrong')
    .refine((text) => text === '' || /^\+?[\d\s().-]{6,}$/.test(text), 'phone_wrong')
    .transform((text) => (text === '' ? null : text)),
);

/** The applicant's contacts; any may be empty. KG25-8.2. */
export const contactsInput = z.strictObject({
  phone,
  workPhone: phone,
  email: line({ missing: 'email_wrong', long: 'email_wrong', atMost: 254, mayBeEmpty: true }).transform((text, issues) => {
    const seen = asTyped(text, 'any');
    const address = seen === '' ? null : mailAddress(seen);
    if (address !== undefined) return address;
    issues.addIssue({ code: 'custom', message: 'email_wrong' });
    return z.NEVER;
  }),
});

/** The passport the applicant asks the passport service to confirm; its number has so many digits under the campaign's law. KG25-8.3. */
export const passportInput = ({ series: issued, digits }: Pick<Policy['passport'], 'series' | 'digits'>) =>
  z.strictObject({
    series: typed('series_wrong', (text) => seriesTyped(text, issued)).pipe(z.string().regex(/^[A-ZА-Я]{1,3}$/, 'series_wrong')),
    number: typed('number_wrong', (text) => asTyped(text, 'any').replace(/[\s№.-]/g, '')).pipe(
      z.string().refine((text) => /^\d+$/.test(text) && text.length === digits, 'number_wrong'),
    ),
  });

/** A text of a form, read as it looks. What is pasted may hold signs that cannot be seen. */
function typed(problem: string, read: (text: string) => string) {
  return z.string({ error: problem }).max(200, problem).refine(isWritable, textSigns).transform(read);
}
