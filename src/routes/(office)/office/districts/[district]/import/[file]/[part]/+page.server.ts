import { error, fail, redirect } from '@sveltejs/kit';
import { choiceKey } from '#domain/catchment/import-choice.ts';
import { importParts, type ImportItems, type ImportPart, type PartFound } from '#domain/catchment/import-view.ts';
import { choicesIn, isChoiceField, withoutSeen } from '#lib/server/import-choices.ts';
import { fileOf } from '#lib/server/import-office.ts';
import { type Problem, readNamed, type Sent } from '#lib/server/form.ts';
import { guarded } from '#lib/server/guard.ts';
import { restoredForm } from '#lib/server/kept-form.ts';
import { keepTyped } from '#lib/server/language.ts';
import type { Mektep } from '#server/compose.ts';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

const shownPart = { school: 25, street: 25, reading: 25, line: 100 } as const satisfies Partial<Record<ImportPart, number>>;
const shownElse = 50;

export const load = guarded('boundaries.import', async (event: PageServerLoadEvent, who) => {
  const { locals, params, url } = event;
  const { mektep } = locals;
  const { district, file } = await fileOf(mektep, who, params);
  const part = partOf(params.part);
  const from = fromOf(url);
  const limit = part in shownPart ? shownPart[part as keyof typeof shownPart] : shownElse;
  const [{ schools, streets }, head, choices] = await Promise.all([
    mektep.boundaryImport.names(district.id),
    mektep.boundaryImport.head(file.id),
    mektep.boundaryImport.choices(file.id),
  ]);
  return {
    sheets: head.sheets.map(({ name }) => name),
    district: { id: district.id, name: district.name },
    file: { id: file.id, fileName: file.fileName, state: file.state },
    found: { part, items: await mektep.boundaryImport.items(file.id, part, { from, limit }) } as PartFound,
    from,
    limit,
    chosen: Object.fromEntries(choices.map((one) => [choiceKey(one), one.choice])),
    count: file.summary?.counts[part] ?? 0,
    schools: Object.fromEntries(schools),
    streets: Object.fromEntries(streets),
    restored: restoredForm(event, who),
    typedForm: 'choices',
  };
});

export const actions = {
  choose: guarded('boundaries.import', async ({ locals, params, request, url }: RequestEvent, who) => {
    const { mektep } = locals;
    const { district, file } = await fileOf(mektep, who, params);
    const part = partOf(params.part);
    const typed = await readNamed(request, isChoiceField);
    const names = await mektep.boundaryImport.names(district.id);
    const { choices, problems } = choicesIn(typed, { ...names, readings: await readingsOn(mektep, file.id, part, fromOf(url)) });
    if (problems.length > 0) return fail<Sent>(400, { problems, typed });
    const met = choices.length === 0 ? [] : await mektep.boundaryImport.choose(who, file.id, choices);
    if (met.length > 0) {
      // What stands now is drawn beside her own choice: sent again, hers is made over it.
      const told = met.map((one): Problem => ({ field: choiceKey(one), code: 'chosen_meanwhile' }));
      return fail<Sent>(409, { problems: told, typed: withoutSeen(typed) });
    }
    redirect(303, `/office/districts/${district.id}/import/${file.id}?watch=1`);
  }),
  language: guarded('boundaries.import', async (event: RequestEvent, who): Promise<Sent> => {
    await fileOf(event.locals.mektep, who, event.params);
    return keepTyped(event);
  }),
} satisfies Actions;

function partOf(text: string): Exclude<ImportPart, 'base'> {
  const part = importParts.find((each) => each === text);
  if (part === undefined || part === 'base') error(404);
  return part;
}

function fromOf(url: URL): number {
  const text = url.searchParams.get('from') ?? '';
  return /^\d{1,6}$/.test(text) ? Number(text) : 0;
}

/** How many readings each item on the page has. */
async function readingsOn(mektep: Mektep, id: string, part: ImportPart, from: number): Promise<ReadonlyMap<string, number>> {
  if (part !== 'reading') return new Map();
  const items: readonly ImportItems['reading'][] = await mektep.boundaryImport.items(id, 'reading', { from, limit: shownPart.reading });
  return new Map(items.map(({ row, at, readings }) => [`${row}:${at - 1}`, readings.length]));
}
