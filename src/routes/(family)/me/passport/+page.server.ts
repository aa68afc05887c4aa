import { fail, redirect } from '@sveltejs/kit';
import { passportInput } from '#domain/application/input.ts';
import type { RegisterName } from '#domain/core/register-name.ts';
import { readForm, type Sent } from '#lib/server/form.ts';
import { guarded } from '#lib/server/guard.ts';
import { restoredForm } from '#lib/server/kept-form.ts';
import { outageRetrySeconds } from '#lib/server/outage.ts';
import { keepTyped } from '#lib/server/language.ts';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

type Form = Sent & { readonly outage?: RegisterName; readonly isUnread?: boolean };

export const load = guarded('applicant.read_own', (event: PageServerLoadEvent, who) => {
  const { series, digits } = event.locals.mektep.campaign.policy.passport;
  return { typedForm: 'passport', restored: restoredForm(event, who), passport: { examples: series.join(', '), digits } };
});

export const actions = {
  confirm: guarded('applicant.change_own', async ({ locals, request, setHeaders }: RequestEvent, who) => {
    const form = await readForm(request, passportInput(locals.mektep.campaign.policy.passport), 'passport');
    if (form.kind === 'wrong') return fail<Form>(400, { problems: form.problems, typed: form.typed });
    const { series, number } = form.value;
    const confirmation = await locals.mektep.person.confirmPassport(who.person, series, number);
    if (confirmation.kind === 'confirmed') redirect(303, '/me?done=passport');
    if (confirmation.kind === 'outage') {
      setHeaders({ 'retry-after': outageRetrySeconds });
      return fail<Form>(503, { problems: [], typed: { series, number }, outage: confirmation.register, isUnread: confirmation.isUnread });
    }
    return fail<Form>(422, { problems: [{ field: 'number', code: 'passport_not_found' }], typed: { series, number } });
  }),
  language: guarded('applicant.read_own', async (event: RequestEvent): Promise<Form> => keepTyped(event)),
} satisfies Actions;
