import { z } from 'zod';
import { type Day, parseDay } from '../core/day.ts';
import { line, lines } from '../core/input.ts';

/** What the forms of boundaries may send. The message of a wrong field is the code of its problem, which the page puts into words. */

const housesAtMost = 20_000;

const stamp = z
  .string()
  .regex(/^\d{0,15}$/)
  .catch('');

/** Houses of a street as a person writes them; `take` is the reading chosen for an item that waits, `<where it stands>.<which>`. */
export const housesInput = z.strictObject({
  houses: lines({ missing: 'houses_missing', long: 'houses_long', atMost: housesAtMost }),
  take: z
    .string()
    .regex(/^\d{1,6}\.\d{1,3}$/)
    .optional()
    .catch(undefined),
  stamp,
});

/** Which change of the street was shown: what is kept is kept over it. */
export const stampInput = z.strictObject({ stamp });

const dayField = (missing: string) =>
  z
    .string({ error: missing })
    .refine((text) => parseDay(text) !== null, missing)
    .transform((text) => text as Day);

const words = (missing: string, atMost: number) => line({ missing, long: missing, atMost });
/** Why something is done: a few sentences, in lines of their own where somebody likes that. */
const ground = lines({ missing: 'ground_missing', long: 'ground_missing', atMost: 1000 });

/** The numbers a grave act was confirmed with; empty where nothing was confirmed. */
const sure = z
  .string()
  .regex(/^[\d-]{0,60}$/)
  .catch('');

/** Lists that return rest on the acts they had: whoever returns them says so. */
const sameAct = z.literal('yes', { error: 'same_act_missing' });

const version = {
  key: z.uuid({ error: 'draft_missing' }),
  over: z
    .string({ error: 'draft_missing' })
    .regex(/^\d{1,6}$/, 'draft_missing')
    .transform(Number),
  ground,
  sure,
};

/** A list published: from what day, by what act, and why. KG25-18.4. */
export const publishInput = z.strictObject({
  ...version,
  from: dayField('day_missing'),
  actTitle: words('act_title_missing', 500),
  actNumber: words('act_number_missing', 100),
  actDay: dayField('act_day_missing'),
});

/** An older version's list published anew. */
export const backInput = z.strictObject({ ...version, sameAct });

const column = z
  .string({ error: 'column_missing' })
  .regex(/^\d{1,3}$/, 'column_missing')
  .transform(Number);

/**
 * Which column of a file is what, counted from 0; a file of one district names none. The school may stand in rows above its streets, or be the
 * sheet's name. `sheets` are their places, as the page ticks them; `unseen` and `fill` are said where the file asks.
 */
export const columnsInput = z
  .strictObject({
    district: z
      .string({ error: 'column_missing' })
      .regex(/^(\d{1,3})?$/, 'column_missing')
      .transform((text) => (text === '' ? null : Number(text))),
    school: z.string({ error: 'column_missing' }).regex(/^(\d{1,3}|rows|sheet)$/, 'column_missing'),
    street: column,
    houses: column,
    above: z
      .string({ error: 'above_wrong' })
      .trim()
      .regex(/^\d{1,4}$/, 'above_wrong')
      .transform(Number),
    sheets: z.array(z.number().int().min(0).max(999)).min(1, 'sheets_missing').optional(),
    unseen: z.enum(['read', 'leave'], { error: 'unseen_missing' }).optional(),
    fill: z.enum(['down', 'none'], { error: 'fill_missing' }).optional(),
  })
  .refine(({ school, street }) => school !== String(street), { path: ['street'], message: 'column_twice' })
  .refine(({ school, street, houses }) => houses !== street && String(houses) !== school, { path: ['houses'], message: 'column_twice' });

/** A file is deleted by somebody who has said so twice. */
export const deleteFileInput = z.strictObject({ sureDelete: z.literal('yes', { error: 'sure_missing' }) });

/** A file published: from what day, by what act, and why. KG25-18.4. */
export const importPublishInput = z.strictObject({
  actTitle: words('act_title_missing', 500),
  actNumber: words('act_number_missing', 100),
  actDay: dayField('act_day_missing'),
  from: dayField('day_missing'),
  ground: version.ground,
  sure,
});

/** Why a file that was published is taken back. */
export const takeBackInput = z.strictObject({ ground: version.ground, sure, sameAct });
