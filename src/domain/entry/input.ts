import { z } from 'zod';
import { parseDay } from '../core/day.ts';

const text = (most: number) =>
  z
    .string()
    .trim()
    .min(1, 'is empty')
    .max(most, `is longer than ${most} characters`)
    .regex(/^\P{Cc}*$/u, 'holds control characters');
const code = z
  .string()
  .trim()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}._/-]{0,39}$/u, 'is no code: letters, digits, “.”, “_”, “-”, “/”, at most 40');
const optional = (most: number) => z.union([z.literal('').transform(() => undefined), text(most)]).optional();
const whole = (from: number, to: number) =>
  z
    .string()
    .trim()
    .regex(/^\d{1,9}$/, 'is no whole number')
    .transform(Number)
    .refine((number) => number >= from && number <= to, `is not from ${from} to ${to}`);
const day = z
  .string()
  .trim()
  .refine((given) => parseDay(given) !== null, 'is no day (YYYY-MM-DD)');
const names = (prefix: string, most: number) => ({
  [`${prefix}_ru`]: text(most),
  [`${prefix}_ky`]: optional(most),
  [`${prefix}_kk`]: optional(most),
  [`${prefix}_en`]: optional(most),
});

/** The lists an installation begins with: the columns of each file, checked row by row. */
export const entryForms = {
  districts: z.strictObject({
    id: whole(1, 999_999_999),
    code,
    ...names('name', 200),
    region_id: whole(1, 999_999),
    ...names('region', 200),
  }),
  streets: z.strictObject({ id: whole(1, 999_999_999), district: code, ...names('name', 200) }),
  schools: z.strictObject({
    code,
    district: code,
    number: z.union([z.literal('').transform(() => null), whole(1, 99_999)]),
    kind: z.enum(['state', 'municipal', 'mixed', 'private', 'auxiliary', 'boarding_special', 'gifted'], 'is no kind of school'),
    ...names('name', 200),
    ...names('address', 300),
    director: text(200),
  }),
  quotas: z.strictObject({
    school: code,
    grade: whole(0, 12),
    language: z.enum(['ky', 'ru', 'kk', 'en', 'uz', 'tg'], 'is no language of teaching'),
    seats: whole(0, 2_000),
  }),
  boundaries: z.strictObject({
    school: code,
    street: whole(1, 999_999_999),
    houses: text(5_000),
    act_ru: text(300),
    act_ky: optional(300),
    act_number: text(40),
    act_day: day,
  }),
  days_off: z.strictObject({
    day,
    kind: z.enum(['off', 'working'], 'is neither “off” nor “working”'),
    act: text(300),
  }),
  appointments: z.strictObject({
    national_id: z.string().trim().min(1, 'is empty').max(40),
    role: z.enum(['director', 'district', 'ministry'], 'is neither director, district nor ministry'),
    office: z.string().trim().max(40),
  }),
} as const;

export type EntryForms = typeof entryForms;
/** A row of one of the lists, with its place in the file. */
export type EntryRow<Kind extends keyof EntryForms> = { readonly row: number; readonly given: EntryGiven[Kind] };

type Names<Prefix extends string> = Readonly<
  Record<`${Prefix}_ru`, string> & Partial<Record<`${Prefix}_ky` | `${Prefix}_kk` | `${Prefix}_en`, string>>
>;
export type EntryGiven = {
  readonly districts: { readonly id: number; readonly code: string; readonly region_id: number } & Names<'name'> & Names<'region'>;
  readonly streets: { readonly id: number; readonly district: string } & Names<'name'>;
  readonly schools: {
    readonly code: string;
    readonly district: string;
    readonly number: number | null;
    readonly kind: string;
    readonly director: string;
  } & Names<'name'> &
    Names<'address'>;
  readonly quotas: {
    readonly school: string;
    readonly grade: number;
    readonly language: 'ky' | 'ru' | 'kk' | 'en' | 'uz' | 'tg';
    readonly seats: number;
  };
  readonly boundaries: {
    readonly school: string;
    readonly street: number;
    readonly houses: string;
    readonly act_ru: string;
    readonly act_ky?: string;
    readonly act_number: string;
    readonly act_day: string;
  };
  readonly days_off: { readonly day: string; readonly kind: 'off' | 'working'; readonly act: string };
  readonly appointments: { readonly national_id: string; readonly role: 'director' | 'district' | 'ministry'; readonly office: string };
};

/** Checks a row; what is wrong with it, column by column. */
export function readEntryRow<Kind extends keyof EntryForms>(
  kind: Kind,
  cells: Readonly<Record<string, string>>,
): { readonly kind: 'read'; readonly given: EntryGiven[Kind] } | { readonly kind: 'wrong'; readonly why: readonly string[] } {
  const parsed = entryForms[kind].safeParse(cells);
  if (parsed.success) return { kind: 'read', given: parsed.data as unknown as EntryGiven[Kind] };
  return { kind: 'wrong', why: parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`) };
}

/** The columns of a list: those it must have, and all it may have. */
export function columnsOf(kind: keyof EntryForms): { readonly needed: readonly string[]; readonly known: readonly string[] } {
  const shape = Object.entries<z.ZodType>(entryForms[kind].shape);
  return {
    needed: shape.filter(([, type]) => !type.safeParse(undefined).success).map(([name]) => name),
    known: shape.map(([name]) => name),
  };
}
