import { addDays, type Day } from '../core/day.ts';
import type { DayOff } from '../core/working-days.ts';

/** The days off a country has published, to begin its table with; a day of the moon's calendar is entered when it is announced. */
export function daysOffOf(country: string): readonly DayOff[] {
  return (published[country] ?? []).flatMap(({ act, from, to }) =>
    daysBetween(from, to).map((day) => ({ day, kind: 'off' as const, act })),
  );
}

type Rest = { readonly from: Day; readonly to: Day; readonly act: string };

// From 2025 a day off that meets a Saturday or Sunday is not moved, and 23 February, 7 April and 7–8 November are working days.
const labourCode = 'Трудовой кодекс Кыргызской Республики 2025 года';
const list2026 = 'Нерабочие праздничные дни на 2026 год, министерство труда Кыргызской Республики';
const kazakhList2026 = 'Производственный календарь Республики Казахстан на 2026 год';

const published: Readonly<Record<string, readonly Rest[]>> = {
  KG: [
    { from: '2025-01-01', to: '2025-01-01', act: labourCode },
    { from: '2025-01-07', to: '2025-01-07', act: labourCode },
    { from: '2025-03-08', to: '2025-03-08', act: labourCode },
    { from: '2025-03-21', to: '2025-03-21', act: labourCode },
    { from: '2025-05-01', to: '2025-05-09', act: labourCode },
    { from: '2025-08-31', to: '2025-08-31', act: labourCode },
    { from: '2026-01-01', to: '2026-01-07', act: list2026 },
    { from: '2026-03-08', to: '2026-03-09', act: list2026 },
    { from: '2026-03-20', to: '2026-03-21', act: list2026 },
    { from: '2026-05-01', to: '2026-05-09', act: list2026 },
    { from: '2026-05-27', to: '2026-05-27', act: list2026 },
    { from: '2026-08-31', to: '2026-08-31', act: list2026 },
  ],
  KZ: [
    { from: '2026-01-01', to: '2026-01-02', act: kazakhList2026 },
    { from: '2026-01-07', to: '2026-01-07', act: kazakhList2026 },
    { from: '2026-03-09', to: '2026-03-09', act: kazakhList2026 },
    { from: '2026-03-21', to: '2026-03-25', act: kazakhList2026 },
    { from: '2026-05-01', to: '2026-05-01', act: kazakhList2026 },
    { from: '2026-05-07', to: '2026-05-07', act: kazakhList2026 },
    { from: '2026-05-11', to: '2026-05-11', act: kazakhList2026 },
    { from: '2026-05-27', to: '2026-05-27', act: kazakhList2026 },
    { from: '2026-07-06', to: '2026-07-06', act: kazakhList2026 },
    { from: '2026-10-26', to: '2026-10-26', act: kazakhList2026 },
    { from: '2026-12-16', to: '2026-12-16', act: kazakhList2026 },
  ],
};

function daysBetween(from: Day, to: Day): readonly Day[] {
  const days: Day[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day);
  return days;
}
