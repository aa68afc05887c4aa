import { error, fail, redirect } from '@sveltejs/kit';
import { isSure } from '#domain/addition/grave.ts';
import { backInput } from '#domain/catchment/input.ts';
import type { BoundaryAct } from '#domain/catchment/resolve.ts';
import { directedSchool, directs } from '#lib/server/directed-school.ts';
import { readForm, type Sent } from '#lib/server/form.ts';
import { guarded } from '#lib/server/guard.ts';
import { restoredForm } from '#lib/server/kept-form.ts';
import { keepTyped } from '#lib/server/language.ts';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

export const load = guarded('boundaries.read_office', async (event: PageServerLoadEvent, who) => {
  const { locals, params } = event;
  const { staff, boundaries, boundaryEditor, campaign } = locals.mektep;
  const office = await staff.school(who, params.school);
  if (office === null) error(404);
  const number = numberIn(params.number);
  const list = await boundaryEditor.list(office.id, number);
  if (list === null) error(404);
  const { version } = list;
  const [authors, current, latest, difference] = await Promise.all([
    boundaryEditor.authors([version]),
    boundaries.current(office.id),
    boundaries.versions(office.id, 1),
    boundaryEditor.difference(office.id, version.follows, number),
  ]);
  return {
    office,
    list,
    difference,
    at: campaign.momentOf(version.publishedAt),
    author: authors.get(version.publishedBy) ?? null,
    isCurrent: current?.number === number,
    mayGoBack: directs(who, office.id) && current?.number !== number,
    told: current?.number === number ? null : await boundaryEditor.toldOfBack(office.id, number),
    fromCurrent:
      current === null || current.number === number ? [] : ((await boundaryEditor.difference(office.id, current.number, number)) ?? []),
    acts: actsIn(list.streets.flatMap(({ act }) => (act === null ? [] : [act]))),
    known: { key: crypto.randomUUID(), over: String(latest[0]?.number ?? 0), ground: '' },
    restored: restoredForm(event, who),
    typedForm: 'back',
  };
});

export const actions = {
  back: guarded('boundaries.edit_own', async ({ locals, params, request }: RequestEvent, who) => {
    const office = await directedSchool(locals.mektep, who, params.school);
    const form = await readForm(request, backInput, 'back');
    if (form.kind === 'wrong') return fail<Sent>(400, form);
    const number = numberIn(params.number);
    const { sure, sameAct: _same, ...given } = form.value;
    const told = await locals.mektep.boundaryEditor.toldOfBack(office.id, number);
    if (told === null) error(404);
    const typed = { ground: given.ground, sameAct: 'yes' };
    if (!isSure(told, sure)) return fail<Sent>(409, { problems: [{ field: 'sure', code: 'not_sure' }], typed });
    const asked = { ...given, actor: `person:${who.person}` as const, school: office.id, number };
    const answer = await locals.mektep.boundaries.goBack(asked);
    if (answer === null) error(404);
    if (answer.kind === 'refused') {
      const code = answer.refusals.some(({ kind }) => kind === 'not_agreed') ? 'not_agreed' : 'boundaries_changed';
      return fail<Sent>(409, { problems: [{ field: 'back', code }], typed });
    }
    redirect(303, `/office/schools/${office.id}/boundaries?done=${answer.kind === 'waiting' ? 'waiting' : 'back'}`);
  }),
  language: guarded('boundaries.edit_own', async (event: RequestEvent, who): Promise<Sent> => {
    await directedSchool(event.locals.mektep, who, event.params.school);
    return keepTyped(event);
  }),
} satisfies Actions;

/** The acts a list rests on, each once. */
function actsIn(acts: readonly BoundaryAct[]): readonly BoundaryAct[] {
  return [...new Map(acts.map((act) => [`${act.number} ${act.day}`, act])).values()];
}

function numberIn(text: string): number {
  return /^[1-9]\d{0,5}$/.test(text) ? Number(text) : error(404);
}
