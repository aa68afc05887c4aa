import { z } from 'zod';
import { type Day, type Moment, moment, parseDay } from '../core/day.ts';
import type { CampaignDates } from './dates.ts';

const day = z.string().refine((text) => parseDay(text) !== null, 'is no day (YYYY-MM-DD)') as unknown as z.ZodType<Day>;
const at = z
  .string()
  .refine(isMoment, 'is no moment (YYYY-MM-DDTHH:MM:SS)')
  .transform((text) => moment(text)) as unknown as z.ZodType<Moment>;
const name = z.string().trim().min(1).max(200);

/** A campaign as the ministry writes it down: a pack, and the dates of one year. */
export const campaignDatesSchema = z.strictObject({
  code: z.string().regex(/^[a-z0-9][a-z0-9-]{1,39}$/, 'is of small letters, digits and dashes'),
  pack: z.string().min(1),
  year: z.number().int().min(2020).max(2100),
  title: z.strictObject({ ru: name, ky: name.optional(), kk: name.optional(), en: name.optional() }),
  stages: z
    .array(z.strictObject({ code: z.string(), opens: at, closes: at }))
    .min(1)
    .max(20),
  cohorts: z
    .array(z.strictObject({ grade: z.number().int().min(0).max(12), bornFrom: day, bornTo: day }))
    .min(1)
    .max(40),
}) as unknown as z.ZodType<CampaignDates>;

function isMoment(text: string): boolean {
  try {
    moment(text);
    return true;
  } catch {
    return false;
  }
}
