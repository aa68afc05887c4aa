import { error, fail, redirect } from '@sveltejs/kit';
import { agreementInput } from '#domain/addition/input.ts';
import type { ProposalAnswer } from '#domain/addition/proposal.ts';
import { type Problem, readForm, type Sent } from '#lib/server/form.ts';
import { guarded } from '#lib/server/guard.ts';
import { restoredForm } from '#lib/server/kept-form.ts';
import { keepTyped } from '#lib/server/language.ts';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

export const load = guarded('boundaries.agree', async (event: PageServerLoadEvent, who) => {
  const { locals, params, url } = event;
  const { staff, proposal } = locals.mektep;
  const district = await staff.district(who, params.district);
  if (district === null) error(404);
  const found = await proposal.one(district.id, params.proposal);
  if (found === null) error(404);
  return {
    district: { id: district.id, name: district.name },
    proposal: found,
    open: proposal.openFor(who, district.id, found),
    isOwn: found.askedBy === `person:${who.person}`,
    done: settledKinds.find((kind) => kind === url.searchParams.get('done')) ?? null,
    restored: restoredForm(event, who),
    typedForm: 'agree',
  };
});

const settledKinds = ['agreed', 'waits', 'refused'] as const;

export const actions = {
  answer: guarded('boundaries.agree', async ({ locals, params, request, url }: RequestEvent, who) => {
    const { staff, proposal } = locals.mektep;
    const district = await staff.district(who, params.district);
    if (district === null) error(404);
    const form = await readForm(request, agreementInput, 'agree');
    if (form.kind === 'wrong') return fail<Sent>(400, form);
    const { need, answer, words } = form.value;
    const asked = { proposal: params.proposal, need, district: district.id, agrees: answer === 'yes', words };
    const given = await proposal.answer(who, asked);
    if (given === null) error(404);
    if (given.kind === 'outdated' || given.kind === 'decided_before')
      return fail<Sent>(409, { problems: [PROBLEMS[given.kind]], typed: { answer, words } });
    redirect(303, `${url.pathname}?done=${given.kind}`);
  }),
  language: guarded('boundaries.agree', async (event: RequestEvent): Promise<Sent> => keepTyped(event)),
} satisfies Actions;

const PROBLEMS = {
  outdated: { field: 'answer', code: 'proposal_outdated' },
  decided_before: { field: 'answer', code: 'proposal_decided' },
} as const satisfies Readonly<Record<Exclude<ProposalAnswer['kind'], 'agreed' | 'waits' | 'refused'>, Problem>>;
