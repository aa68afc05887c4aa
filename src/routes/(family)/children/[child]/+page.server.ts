import { error, fail } from '@sveltejs/kit';
import { enrolInput } from '#domain/application/input.ts';
import { readForm } from '#lib/server/form.ts';
import { guarded } from '#lib/server/guard.ts';
import { restoredForm } from '#lib/server/kept-form.ts';
import { outageRetrySeconds } from '#lib/server/outage.ts';
import { keepTyped } from '#lib/server/language.ts';
import { type EnrolSent, pressEnrol } from '#lib/server/press-enrol.ts';
import { complaintRule, guaranteeOf, papersOf } from '#lib/server/rules.ts';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

export const load = guarded('child.read_own', async (event: PageServerLoadEvent, who) => {
  const { locals, params, url, setHeaders } = event;
  const { application, addressRequest, campaign } = locals.mektep;
  const grade = Number(url.searchParams.get('grade'));
  const page = await application.child(who, params.child, grade > 0 ? grade : undefined);
  if (page === null) error(404);
  if (page.outage !== null) setHeaders({ 'retry-after': outageRetrySeconds });
  return {
    ...page,
    restored: restoredForm(event, who),
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
    if (form.kind === 'wrong') return fail<EnrolSent>(400, { problems: form.problems, typed: form.typed });
    return pressEnrol(event, who, form.value);
  }),
  language: guarded('child.read_own', async (event: RequestEvent): Promise<EnrolSent> => keepTyped(event)),
} satisfies Actions;
