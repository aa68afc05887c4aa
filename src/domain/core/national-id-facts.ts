import { type Day, parseDay } from './day.ts';
import type { NationalId } from './national-id.ts';

/** How a national number is written, where it says something of its holder: sex and day of birth first, or the day first and a digit for century and sex behind it. */
export type NationalIdWriting = 'sex_day_month_year' | 'year_month_day_century_sex';

export type NationalIdFacts = { readonly sex: 'female' | 'male'; readonly birthDate: Day };

/**
 * What a number says of its holder. `unreal` when it names a day that no calendar has; `silent` when its digits say nothing we could rely on, as those
 * of a number given without a known day.
 */
export function factsIn(id: NationalId, writing: NationalIdWriting): NationalIdFacts | 'unreal' | 'silent' {
  const { year, month, day, sex } = parts[writing](id);
  if (year === null || sex === null) return 'silent';
  const birthDate = parseDay(`${year}-${month}-${day}`);
  return birthDate === null ? 'unreal' : { sex, birthDate };
}

type Parts = { readonly year: string | null; readonly month: string; readonly day: string; readonly sex: NationalIdFacts['sex'] | null };

const parts: Readonly<Record<NationalIdWriting, (id: string) => Parts>> = {
  sex_day_month_year: (id) => ({
    sex: id[0] === '1' ? 'female' : id[0] === '2' ? 'male' : null,
    day: id.slice(1, 3),
    month: id.slice(3, 5),
    year: id.slice(5, 9),
  }),
  year_month_day_century_sex: (id) => {
    const digit = Number(id[6]);
    const century = digit >= 1 && digit <= 6 ? 18 + Math.floor((digit - 1) / 2) : null;
    return {
      sex: century === null ? null : digit % 2 === 0 ? 'female' : 'male',
      day: id.slice(4, 6),
      month: id.slice(2, 4),
      year: century === null ? null : `${century}${id.slice(0, 2)}`,
    };
  },
};
