import { error, fail, redirect } from '@sveltejs/kit';
import { enrolInput } from '#domain/application/input.ts';
import { readForm, type Sent } from '#lib/server/form.ts';
import { guarded } from '#lib/server/guard.ts';
import { keepTyped } from '#lib/server/language.ts';
import { complaintRule, guaranteeOf, papersOf } from '#lib/server/rules.ts';
import { answeredAt, type NotYet, settle } from '#lib/server/settle.ts';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

export const load = guarded('child.read_own', async ({ locals, params, url }: PageServerLoadEvent, who) => {
  const { application, addressRequest, campaign } = locals.mektep;
  const grade = Number(url.searchParams.get('grade'));
  const page = await application.child(who, params.child, grade > 0 ? grade : undefined);
  if (page === null) error(404);
  return {
    ...page,
    earlier: url.searchParams.has('earlier'),
    complaint: complaintRule(campaign.policy),
    guarantee: guaranteeOf(campaign.policy, page.window),
    papers: papersOf(campaign.policy, page.place?.grade),
    addressRequest:
      page.refusal?.kind === 'no_school_for_address' ? ((await addressRequest.of(who, params.child))?.request ?? null) : undefined,
    ...(page.enrolDraft !== null && page.choosing === null && { typedForm: 'enrol' }),
  };
});

export const actions = {
  enrol: guarded('seat.claim_own', async (event: RequestEvent, who) => {
    const form = await readForm(event.request, enrolInput, 'enrol');
    if (form.kind === 'wrong') return fail<Form>(400, { problems: form.problems, typed: form.typed });
    const { draft, pool } = form.value;
    const answer = await event.locals.mektep.application.enrol(who, { draft, wishes: [pool] });
    const here = `/children/${event.params.child}`;
    const notYet = settle(answer, event, here);
    if (notYet === null) redirect(303, answeredAt(answer, here));
    return fail<Form>(notYet.status, { problems: [], typed: { draft, pool: String(pool) }, notYet });
  }),
  language: guarded('child.read_own', async (event: RequestEvent): Promise<Form> => keepTyped(event)),
} satisfies Actions;

type Form = Sent & { readonly notYet?: NotYet };
