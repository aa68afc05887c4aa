import { error, fail, redirect } from '@sveltejs/kit';
import { refusalInput } from '#domain/addition/input.ts';
import { refusalReasons } from '#domain/addition/addition.ts';
import { readForm, readKnown, type Sent } from '#lib/server/form.ts';
import { guarded } from '#lib/server/guard.ts';
import { restoredForm } from '#lib/server/kept-form.ts';
import { keepTyped } from '#lib/server/language.ts';
import type { Answer } from '#server/catchment/service-answers.ts';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

export const load = guarded('address.answer_own', async (event: PageServerLoadEvent, who) => {
  const { locals, params, url } = event;
  const { staff, addressAnswer, school, campaign } = locals.mektep;
  const office = await staff.directed(who, params.school);
  if (office === null) error(404);
  const request = await addressAnswer.request(who, office.id, params.request);
  if (request === null) error(404);
  const servedBy = [...(await school.views(request.servedBy)).values()].map(({ name }) => name);
  const done = settledKinds.find((kind) => kind === url.searchParams.get('done')) ?? null;
  const own = request.schools.find(({ school: { id } }) => id === office.id);
  return {
    ...{ office, request, servedBy, done, reasons: refusalReasons, clause: campaign.policy.missingAddress.clause },
    waits: request.state === 'sent' && own?.state === 'open',
    proposals: await locals.mektep.proposal.list({ request: request.id }),
    restored: restoredForm(event, who),
    typedForm: 'refuse',
  };
});

/** What the page says after an answer that settles the matter; the others leave the form where it is. */
const settledKinds = ['added', 'refused', 'answered_before', 'served_already', 'ground_asked'] as const;

type AnswerSent = Sent & { readonly answer?: Answer['kind'] };

export const actions = {
  add: guarded('address.answer_own', async ({ locals, params, request }: RequestEvent, who) => {
    const { staff, addressAnswer } = locals.mektep;
    if ((await staff.directed(who, params.school)) === null) error(404);
    await readKnown(request, []);
    return shown(await addressAnswer.add(who, params.school, params.request), params);
  }),
  refuse: guarded('address.answer_own', async ({ locals, params, request }: RequestEvent, who) => {
    const { staff, addressAnswer } = locals.mektep;
    if ((await staff.directed(who, params.school)) === null) error(404);
    const form = await readForm(request, refusalInput, 'refuse');
    if (form.kind === 'wrong') return fail<AnswerSent>(400, { problems: form.problems, typed: form.typed });
    return shown(await addressAnswer.refuse(who, params.school, params.request, form.value), params, form.value);
  }),
  language: guarded('address.answer_own', async (event: RequestEvent): Promise<AnswerSent> => keepTyped(event)),
} satisfies Actions;

function shown(answer: Answer | null, { school, request }: RequestEvent['params'], typed: Sent['typed'] = {}) {
  if (answer === null) error(404);
  const settled = settledKinds.find((kind) => kind === answer.kind);
  if (settled !== undefined) redirect(303, `/office/schools/${school}/requests/${request}?done=${settled}`);
  if (answer.kind === 'registration_confirmed')
    return fail<AnswerSent>(422, { problems: [{ field: 'reason', code: 'registration_confirmed' }], typed });
  return fail<AnswerSent>(answer.kind === 'outage' ? 503 : 422, { problems: [], typed, answer: answer.kind });
}
