import { fail, redirect } from '@sveltejs/kit';
import { isSure } from '#domain/addition/grave.ts';
import { publishInput } from '#domain/catchment/input.ts';
import { nameIn } from '#domain/core/language.ts';
import { dayOf } from '#domain/core/day.ts';
import { schoolsOf } from '#lib/server/boundary-schools.ts';
import { directedSchool } from '#lib/server/directed-school.ts';
import { type Problem, readForm, type Sent } from '#lib/server/form.ts';
import { guarded } from '#lib/server/guard.ts';
import { restoredForm } from '#lib/server/kept-form.ts';
import { keepTyped } from '#lib/server/language.ts';
import type { PublishRefusal } from '#server/catchment/service-boundaries.ts';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

export const load = guarded('boundaries.edit_own', async (event: PageServerLoadEvent, who) => {
  const { locals, params, request, url } = event;
  const { mektep, language } = locals;
  const office = await directedSchool(mektep, who, params.school);
  const view = await mektep.boundaryEditor.look(office.id);
  if (view.difference.length === 0 && request.method !== 'POST') redirect(303, `/office/schools/${office.id}/boundaries`);
  const act = view.streets.find((street) => street.act !== null)?.act ?? null;
  // The former act is taken only by whoever asks for it: a new list does not rest on it by itself.
  const taken = url.searchParams.get('act') === 'same' ? act : null;
  const changed = new Set(view.difference.map(({ streetId }) => streetId));
  const conflicts = view.conflicts.filter(({ streetId }) => changed.has(streetId));
  return {
    office,
    view,
    conflicts,
    schools: await schoolsOf(mektep, conflicts),
    known: {
      key: crypto.randomUUID(),
      over: String(view.latest),
      from: dayOf(mektep.campaign.now()),
      actTitle: taken === null ? '' : nameIn(taken.title, language),
      actNumber: taken?.number ?? '',
      actDay: taken?.day ?? '',
      ground: '',
    },
    former: taken === null ? act : null,
    told: await mektep.boundaryEditor.told(office.id, dayOf(mektep.campaign.now())),
    restored: restoredForm(event, who),
    typedForm: 'publish',
  };
});

export const actions = {
  publish: guarded('boundaries.edit_own', async ({ locals, params, request }: RequestEvent, who) => {
    const { mektep } = locals;
    const office = await directedSchool(mektep, who, params.school);
    const form = await readForm(request, publishInput, 'publish');
    if (form.kind === 'wrong') return fail<Sent>(400, form);
    const { from, actTitle, actNumber, actDay, sure, ...asked } = form.value;
    if (!isSure(await mektep.boundaryEditor.told(office.id, dayOf(mektep.campaign.now())), sure))
      return fail<Sent>(409, { problems: [{ field: 'sure', code: 'not_sure' }], typed: withoutOver(form.value) });
    const { streets } = await mektep.boundaryEditor.look(office.id);
    const written = { number: actNumber, day: actDay };
    const before = streets.find(({ act }) => act !== null && act.number === written.number && act.day === written.day)?.act;
    // The same act keeps its title in every language it has one in.
    const isSame = before !== undefined && before !== null && nameIn(before.title, locals.language) === actTitle;
    const act = isSame ? before : { title: { ru: actTitle }, ...written };
    const published = await mektep.boundaryEditor.publish(`person:${who.person}`, { ...asked, school: office.id, fromDay: from, act });
    if (published.kind === 'refused')
      return fail<Sent>(409, { problems: published.refusals.map(problemOf), typed: withoutOver(form.value) });
    redirect(303, `/office/schools/${office.id}/boundaries?done=${published.kind}`);
  }),
  language: guarded('boundaries.edit_own', async (event: RequestEvent, who): Promise<Sent> => {
    await directedSchool(event.locals.mektep, who, event.params.school);
    return keepTyped(event);
  }),
} satisfies Actions;

function problemOf({ kind }: PublishRefusal): Problem {
  if (kind === 'past_day') return { field: 'from', code: 'day_past' };
  if (kind === 'not_agreed') return { field: 'publish', code: 'not_agreed' };
  return { field: 'publish', code: kind === 'changed_meanwhile' ? 'boundaries_changed' : 'street_unknown' };
}

/** What was typed; the version it is made over is the one that is shown now. */
function withoutOver({
  from,
  actTitle,
  actNumber,
  actDay,
  ground,
}: Readonly<Record<'from' | 'actTitle' | 'actNumber' | 'actDay' | 'ground', string>>) {
  return { from, actTitle, actNumber, actDay, ground };
}
