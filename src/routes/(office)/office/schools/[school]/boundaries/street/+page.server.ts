import { error, fail, redirect } from '@sveltejs/kit';
import { housesInput, stampInput } from '#domain/catchment/input.ts';
import { typedText } from '#domain/core/typed-text.ts';
import { schoolsOf } from '#lib/server/boundary-schools.ts';
import { directedSchool } from '#lib/server/directed-school.ts';
import { readForm, readKnown, type Sent } from '#lib/server/form.ts';
import { guarded } from '#lib/server/guard.ts';
import { restoredForm } from '#lib/server/kept-form.ts';
import { keepTyped } from '#lib/server/language.ts';
import type { Kept } from '#server/catchment/service-editor.ts';
import type { Named } from '#domain/core/language.ts';
import type { OfficeSchool } from '#server/staff/service.ts';
import type { SignedIn } from '#server/session/service.ts';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

export const load = guarded('boundaries.edit_own', async (event: PageServerLoadEvent, who) => {
  const { locals, params, url } = event;
  const { mektep } = locals;
  const office = await directedSchool(mektep, who, params.school);
  const query = typedText(url.searchParams.get('street'), 100);
  const id = streetIn(url);
  if (id === null) {
    const streets = query === '' ? null : await mektep.streetRegister.find(office.districtId, query);
    return { office, query, streets, edited: null, restored: null, typedForm: 'street' };
  }
  const { place } = await mektep.catchment.resolve({ streetId: id, house: '1', flat: null });
  if (place.street === null) error(404);
  const { streets } = await mektep.boundaryEditor.look(office.id);
  const known = streets.find(({ street }) => street.id === id) ?? null;
  const looked = await look(locals.mektep, office.id, id, known?.houses ?? '');
  return {
    office,
    query,
    streets: null,
    edited: { id, name: place.street, foreign: foreignTo(office, place.district), known, looked, as: url.searchParams.get('as') ?? '' },
    restored: restoredForm(event, who),
    typedForm: 'houses-form',
  };
});

/** The district of a street that is not the school's own. */
function foreignTo({ district }: Pick<OfficeSchool, 'district'>, of: Named | null): Named | null {
  return of === null || of.ru === district.ru ? null : of;
}

type Met = Extract<Kept, { kind: 'kept_meanwhile' }>;
type StreetSent = Sent & { readonly looked?: Awaited<ReturnType<typeof look>>; readonly met?: Met };

export const actions = {
  /** Shows what is understood; choosing a reading writes it down. Nothing is kept. */
  look: guarded('boundaries.edit_own', async (event: RequestEvent, who) => {
    const { office, street, form } = await sentBy(event, who);
    if (form.kind === 'wrong') return fail<StreetSent>(400, form);
    const looked = await look(event.locals.mektep, office.id, street, form.value.houses, form.value.take);
    return { problems: [], typed: { houses: looked.houses, stamp: form.value.stamp }, looked } satisfies StreetSent;
  }),
  keep: guarded('boundaries.edit_own', async (event: RequestEvent, who) => {
    const { office, street, form } = await sentBy(event, who);
    if (form.kind === 'wrong') return fail<StreetSent>(400, form);
    const { houses, stamp } = form.value;
    const kept = await event.locals.mektep.boundaryEditor.keep(`person:${who.person}`, office.id, street, houses, stamp);
    if (kept.kind === 'kept_meanwhile') return meeting(kept, { houses });
    const as = typedText(event.url.searchParams.get('as'), 100);
    if (as !== '') await event.locals.mektep.streetRegister.remember(`person:${who.person}`, office.districtId, as, street);
    redirect(303, `/office/schools/${office.id}/boundaries?done=${kept.kind}`);
  }),
  remove: guarded('boundaries.edit_own', async (event: RequestEvent, who) => {
    const office = await directedSchool(event.locals.mektep, who, event.params.school);
    const { stamp } = stampInput.parse(await readKnown(event.request, ['stamp']));
    const kept = await event.locals.mektep.boundaryEditor.keep(`person:${who.person}`, office.id, streetOf(event.url), null, stamp);
    if (kept.kind === 'kept_meanwhile') return meeting(kept, {});
    redirect(303, `/office/schools/${office.id}/boundaries?done=kept`);
  }),
  forget: guarded('boundaries.edit_own', async (event: RequestEvent, who) => {
    const office = await directedSchool(event.locals.mektep, who, event.params.school);
    const { stamp } = stampInput.parse(await readKnown(event.request, ['stamp']));
    const kept = await event.locals.mektep.boundaryEditor.forget(`person:${who.person}`, office.id, streetOf(event.url), stamp);
    if (kept.kind === 'kept_meanwhile') return meeting(kept, {});
    redirect(303, `/office/schools/${office.id}/boundaries?done=forgotten`);
  }),
  language: guarded('boundaries.edit_own', async (event: RequestEvent, who): Promise<StreetSent> => {
    await directedSchool(event.locals.mektep, who, event.params.school);
    return keepTyped(event);
  }),
} satisfies Actions;

/** Somebody kept other houses meanwhile: both are shown, what was typed stays in the form, and is kept over theirs when it is sent again. */
function meeting(met: Met, typed: Sent['typed']) {
  return fail<StreetSent>(409, { problems: [{ field: 'houses', code: 'kept_meanwhile' }], typed: { ...typed, stamp: met.stamp }, met });
}

async function look(mektep: App.Locals['mektep'], school: string, street: number, houses: string, take?: string) {
  const understood = await mektep.boundaryEditor.understand(school, street, houses, take);
  return { ...understood, schools: await schoolsOf(mektep, understood.conflicts) };
}

async function sentBy(event: RequestEvent, who: SignedIn) {
  const office = await directedSchool(event.locals.mektep, who, event.params.school);
  const street = streetOf(event.url);
  return { office, street, form: await readForm(event.request, housesInput, 'houses-form') };
}

/** The street's key in the address bureau; there is no such page without one. */
function streetOf(url: URL): number {
  return streetIn(url) ?? error(404);
}

function streetIn(url: URL): number | null {
  const text = url.searchParams.get('id') ?? '';
  return /^\d{1,9}$/.test(text) ? Number(text) : null;
}
