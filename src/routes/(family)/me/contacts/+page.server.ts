import { fail, redirect } from '@sveltejs/kit';
import { contactsInput } from '#domain/application/input.ts';
import { readForm, type Sent } from '#lib/server/form.ts';
import { guarded } from '#lib/server/guard.ts';
import { restoredForm } from '#lib/server/kept-form.ts';
import { keepTyped } from '#lib/server/language.ts';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

export const load = guarded('applicant.read_own', async (event: PageServerLoadEvent, who) => {
  const { person, mailShown } = event.locals.mektep;
  const { phone, workPhone, email } = await person.profile(who.person);
  return {
    known: { phone: phone ?? '', workPhone: workPhone ?? '', email: mailShown(email ?? '') },
    restored: restoredForm(event, who),
    typedForm: 'contacts',
  };
});

export const actions = {
  save: guarded('applicant.change_own', async ({ locals, request }: RequestEvent, who) => {
    const form = await readForm(request, contactsInput, 'contacts');
    if (form.kind === 'wrong') return fail<Sent>(400, { problems: form.problems, typed: form.typed });
    await locals.mektep.person.changeContacts(who.person, form.value);
    redirect(303, '/me?done=contacts');
  }),
  language: guarded('applicant.read_own', async (event: RequestEvent): Promise<Sent> => keepTyped(event)),
} satisfies Actions;
