import { error, fail, redirect } from '@sveltejs/kit';
import { reviewInput } from '#domain/addition/input.ts';
import { readForm, type Sent } from '#lib/server/form.ts';
import { guarded } from '#lib/server/guard.ts';
import { restoredForm } from '#lib/server/kept-form.ts';
import { keepTyped } from '#lib/server/language.ts';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

export const load = guarded('address.review', async (event: PageServerLoadEvent, who) => {
  const { locals, params } = event;
  const { staff, addition } = locals.mektep;
  const district = await staff.district(who, params.district);
  if (district === null) error(404);
  const found = await addition.one(district.id, params.version);
  if (found === null) error(404);
  return {
    district: { id: district.id, name: district.name },
    addition: found,
    isOwn: found.publishedBy === `person:${who.person}`,
    key: crypto.randomUUID(),
    restored: restoredForm(event, who),
    typedForm: 'review',
  };
});

export const actions = {
  review: guarded('address.review', async ({ locals, params, request }: RequestEvent, who) => {
    const { staff, addition } = locals.mektep;
    const district = await staff.district(who, params.district);
    if (district === null) error(404);
    const form = await readForm(request, reviewInput, 'review');
    if (form.kind === 'wrong') return fail<Sent>(400, { problems: form.problems, typed: form.typed });
    const kept = await addition.review(who, district.id, params.version, form.value);
    if (kept === 'unknown') error(404);
    if (kept !== 'kept') {
      const code = kept === 'own' ? 'review_own' : 'reviewed_meanwhile';
      // The word that was said meanwhile is on the page now: what is said next is said over it.
      const { verdict, note } = form.value;
      return fail<Sent>(409, { problems: [{ field: 'verdict', code }], typed: { verdict, note } });
    }
    redirect(303, `/office/districts/${district.id}/additions/${params.version}`);
  }),
  language: guarded('address.review', async (event: RequestEvent): Promise<Sent> => keepTyped(event)),
} satisfies Actions;
