import { error, fail, redirect } from '@sveltejs/kit';
import { isSure } from '#domain/addition/grave.ts';
import { deleteFileInput, importPublishInput, takeBackInput } from '#domain/catchment/input.ts';
import { dayOf } from '#domain/core/day.ts';
import { asksOfColumns, columnsSaid } from '#lib/server/import-columns.ts';
import { districtOf, fileOf } from '#lib/server/import-office.ts';
import { type Problem, readForm, readKnown, readNamed, type Sent } from '#lib/server/form.ts';
import { guarded } from '#lib/server/guard.ts';
import { restoredForm } from '#lib/server/kept-form.ts';
import { keepTyped } from '#lib/server/language.ts';
import { tableProblems } from '#lib/server/import-problems.ts';
import type { Mektep } from '#server/compose.ts';
import type { ImportPublished, ImportRefusal } from '#server/catchment/service-imports.ts';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

export const load = guarded('boundaries.import', async (event: PageServerLoadEvent, who) => {
  const { locals, params, url, setHeaders } = event;
  const { mektep } = locals;
  const { id, name } = await districtOf(mektep, who, params.district);
  const asked = await mektep.boundaryImport.whenRead(id, params.file);
  if (asked === null) error(404);
  const head = await mektep.boundaryImport.head(asked.id);
  // A file whose beginning cannot be read is known to be so by now.
  const file = asked.state === 'columns' && head.sheets.length === 0 ? ((await mektep.boundaryImport.of(id, params.file)) ?? asked) : asked;
  // For whoever has just sent the file to be read, until she stops it: a page that changes by itself disturbs whoever listens to it.
  const isWatching = url.searchParams.has('watch');
  if (isWatching && file.state === 'reading') setHeaders({ refresh: '1' });
  return {
    district: { id, name },
    file,
    isWatching,
    head: file.state === 'columns' ? head : null,
    sheetsRead:
      file.columns === null || head.sheets.length < 2
        ? ''
        : (file.columns.sheets ?? [0]).map((place) => head.sheets[place]?.name ?? '').join(', '),
    refused: refusedBy(file),
    keptUntil: mektep.boundaryImport.keptUntil(file),
    today: dayOf(mektep.campaign.now()),
    proposals: await mektep.proposal.list({ file: file.id }),
    told: file.state === 'ready' ? await mektep.boundaryImport.told(file.id, dayOf(mektep.campaign.now())) : null,
    back: file.state === 'published' ? await backOf(mektep, id, file.id) : null,
    restored: restoredForm(event, who),
    typedForm: FORMS[file.state] ?? null,
  };
});

/** The form of a page whose fields are kept when the language is changed. */
const FORMS: Readonly<Record<string, string>> = { columns: 'columns', ready: 'publish', published: 'back' };

export const actions = {
  columns: guarded('boundaries.import', async ({ locals, params, request, url }: RequestEvent, who) => {
    const { file } = await fileOf(locals.mektep, who, params);
    const head = await locals.mektep.boundaryImport.head(file.id);
    const form = columnsSaid(await readNamed(request, (name) => asksOfColumns(name, head.sheets.length)), head);
    if (form.kind === 'wrong') return fail<Sent>(400, form);
    await locals.mektep.boundaryImport.confirmColumns(who, file.id, form.value);
    redirect(303, `${url.pathname}?watch=1`);
  }),
  again: guarded('boundaries.import', async ({ locals, params, request, url }: RequestEvent, who) => {
    const { file } = await fileOf(locals.mektep, who, params);
    await readKnown(request, []);
    await locals.mektep.boundaryImport.readAgain(who, file.id);
    redirect(303, `${url.pathname}?watch=1`);
  }),
  publish: guarded('boundaries.import', async ({ locals, params, request, url }: RequestEvent, who) => {
    const { file } = await fileOf(locals.mektep, who, params);
    const form = await readForm(request, importPublishInput, 'publish');
    if (form.kind === 'wrong') return fail<Sent>(400, form);
    const { from, actTitle, actNumber, actDay, ground, sure } = form.value;
    if (!isSure(await locals.mektep.boundaryImport.told(file.id, dayOf(locals.mektep.campaign.now())), sure))
      return fail<Sent>(409, { problems: [{ field: 'sure', code: 'not_sure' }], typed: form.value });
    const act = { title: { ru: actTitle }, number: actNumber, day: actDay };
    const published = await locals.mektep.boundaryImport.publish(who, file.id, { fromDay: from, act, ground });
    if (published.kind === 'refused') return fail<Sent>(409, { problems: problemsOf(published), typed: form.value });
    redirect(303, url.pathname);
  }),
  delete: guarded('boundaries.import', async ({ locals, params, request }: RequestEvent, who) => {
    const { district, file } = await fileOf(locals.mektep, who, params);
    const form = await readForm(request, deleteFileInput, 'delete');
    if (form.kind === 'wrong') return fail<Sent>(400, form);
    await locals.mektep.boundaryImport.remove(who, file.id);
    redirect(303, `/office/districts/${district.id}/import`);
  }),
  back: guarded('boundaries.import', async ({ locals, params, request, url }: RequestEvent, who) => {
    const { file } = await fileOf(locals.mektep, who, params);
    const form = await readForm(request, takeBackInput, 'back');
    if (form.kind === 'wrong') return fail<Sent>(400, form);
    const { ground, sure } = form.value;
    const taken = await locals.mektep.boundaryImport.takeBack(who, file.id, { ground, sure });
    // The numbers are others now: they are confirmed anew.
    if (taken.kind === 'refused') return fail<Sent>(409, { problems: problemsOf(taken), typed: { ground, sameAct: 'yes' } });
    redirect(303, url.pathname);
  }),
  language: guarded('boundaries.import', async (event: RequestEvent, who): Promise<Sent> => {
    await fileOf(event.locals.mektep, who, event.params);
    return keepTyped(event);
  }),
} satisfies Actions;

/** Why a file could not be read, in the words in which it would have been refused when it was sent. */
function refusedBy({ state, refused }: { readonly state: string; readonly refused: string | null }): Problem['code'] | null {
  if (state !== 'failed') return null;
  return tableProblems[(refused ?? '') as keyof typeof tableProblems] ?? 'table_broken';
}

/** What taking the file back would do, with names: streets that return, and those somebody has changed since. */
async function backOf(mektep: Mektep, district: number, file: string) {
  const { schools, ...told } = await mektep.boundaryImport.takingBack(file);
  const names = await mektep.boundaryImport.names(district);
  const streetOf = (id: number) => names.streets.get(id) ?? { ru: String(id) };
  return {
    told,
    schools: schools.map(({ school, difference, left, later }) => ({
      name: names.schools.get(school) ?? { ru: '' },
      difference: difference.slice(0, streetsShown).map((one) => ({ ...one, street: streetOf(one.streetId) })),
      more: Math.max(0, difference.length - streetsShown),
      left: left.map(streetOf),
      later,
    })),
  };
}

const streetsShown = 50;

/** One problem for each kind: a file of many schools would repeat itself. */
function problemsOf({ refusals }: Extract<ImportPublished, { kind: 'refused' }>): readonly Problem[] {
  return [...new Set(refusals.map(({ kind }) => kind))].map((kind) => PROBLEMS[kind]);
}

const PROBLEMS = {
  past_day: { field: 'from', code: 'day_past' },
  changed_meanwhile: { field: 'publish', code: 'import_changed' },
  unknown_school: { field: 'publish', code: 'import_not_ready' },
  unknown_street: { field: 'publish', code: 'import_not_ready' },
  not_ready: { field: 'publish', code: 'import_not_ready' },
  undecided: { field: 'publish', code: 'import_undecided' },
  nothing: { field: 'publish', code: 'import_nothing' },
  not_agreed: { field: 'publish', code: 'not_agreed' },
  not_sure: { field: 'sure', code: 'not_sure' },
} as const satisfies Readonly<Record<ImportRefusal['kind'], Problem>>;
