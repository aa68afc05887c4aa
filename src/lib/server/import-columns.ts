import type { ImportHead } from '#domain/catchment/import-head.ts';
import type { Columns } from '#domain/catchment/import-table.ts';
import { columnsInput } from '#domain/catchment/input.ts';
import type { Problem, ProblemCode, Reading, Typed } from './form.ts';

const sheetField = /^sheet-(\d{1,3})$/;

/** Whether the form that asks about a file of so many sheets has a field of this name. */
export function asksOfColumns(name: string, sheets: number): boolean {
  const place = Number(sheetField.exec(name)?.[1] ?? NaN);
  return place < sheets || ['district', 'school', 'street', 'houses', 'above', 'unseen', 'fill'].includes(name);
}

/** What a person said of the columns and sheets of a file. What the file asks about must be answered; one problem for each field. */
export function columnsSaid(typed: Typed, head: Pick<ImportHead, 'asks' | 'sheets' | 'main'>): Reading<Columns> {
  const { sheets, ...said } = fieldsOf(typed, head);
  const parsed = columnsInput.safeParse(sheets === undefined ? said : { ...said, sheets });
  const problems = new Map<string, Problem>();
  for (const { path, message } of parsed.success ? [] : parsed.error.issues) {
    const field = String(path[0]);
    if (!problems.has(field)) problems.set(field, { field, code: message as ProblemCode });
  }
  if (head.asks.unseen && said.unseen === undefined) problems.set('unseen', { field: 'unseen', code: 'unseen_missing' });
  if (head.asks.fill && said.fill === undefined && !/^(rows|sheet)$/.test(said.school ?? ''))
    problems.set('fill', { field: 'fill', code: 'fill_missing' });
  if (!parsed.success || problems.size > 0) return { kind: 'wrong', problems: [...problems.values()], typed };
  const { school, sheets: chosen, unseen, fill, ...rest } = parsed.data;
  const schoolIn = school === 'rows' || school === 'sheet' ? school : null;
  return {
    kind: 'read',
    value: {
      ...{ ...rest, school: schoolIn === null ? Number(school) : 0 },
      ...(schoolIn !== null && { schoolIn }),
      ...(chosen !== undefined && { sheets: chosen }),
      ...(unseen !== undefined && { unseen }),
      ...(fill !== undefined && { fill }),
    },
  };
}

function fieldsOf(typed: Typed, { sheets, main }: Pick<ImportHead, 'sheets' | 'main'>) {
  const ticked = Object.keys(typed).flatMap((field) => {
    const place = Number(sheetField.exec(field)?.[1] ?? NaN);
    return place < sheets.length ? [place] : [];
  });
  // The rows above the first that counts are those of the sheet that was shown: it stands first.
  const chosen = ticked.toSorted((a, b) => Number(b === main) - Number(a === main) || a - b);
  const { district = '', school, street, houses, above, unseen, fill } = typed;
  return {
    district,
    school,
    street,
    houses,
    above,
    unseen: unseen || undefined,
    fill: fill || undefined,
    sheets: sheets.length > 1 ? chosen : undefined,
  };
}
