import { error, fail, redirect } from '@sveltejs/kit';
import { withdrawInput } from '#domain/application/input.ts';
import { readForm, type Sent } from '#lib/server/form.ts';
import { guarded } from '#lib/server/guard.ts';
import { keepTyped } from '#lib/server/language.ts';
import { type NotYet, settle } from '#lib/server/settle.ts';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

export const load = guarded('child.read_own', async ({ locals, params }: PageServerLoadEvent, who) => {
  const { application, campaign } = locals.mektep;
  const page = await application.child(who, params.child);
  if (page === null) error(404);
  const schools = [page.waiting ?? page.place ?? page.line?.wishes ?? []].flat().map(({ school }) => school.name);
  if (page.withdrawDraft === null || schools.length === 0) redirect(303, `/children/${params.child}`);
  return {
    child: page.child,
    schools,
    what: page.line !== null ? ('in_line' as const) : page.waiting !== null ? ('waiting' as const) : ('enrolled' as const),
    draft: page.withdrawDraft,
    clause: page.line?.clause ?? campaign.policy.cancellation.clause,
    typedForm: 'withdraw',
  };
});

export const actions = {
  withdraw: guarded('seat.withdraw_own', async (event: RequestEvent, who) => {
    const form = await readForm(event.request, withdrawInput, 'withdraw');
    if (form.kind === 'wrong') return fail<Form>(400, { problems: form.problems, typed: form.typed });
    const { draft } = form.value;
    const here = `/children/${event.params.child}`;
    const notYet = settle(await event.locals.mektep.application.withdraw(who, { draft, child: event.params.child }), event, here);
    if (notYet === null) redirect(303, here);
    return fail<Form>(notYet.status, { problems: [], typed: { draft }, notYet });
  }),
  language: guarded('child.read_own', async (event: RequestEvent): Promise<Form> => keepTyped(event)),
} satisfies Actions;

type Form = Sent & { readonly notYet?: NotYet };
