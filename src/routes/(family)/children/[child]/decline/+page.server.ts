import { error, fail, redirect } from '@sveltejs/kit';
import { forfeitsForPreference } from '#domain/application/decline.ts';
import { declineInput } from '#domain/application/input.ts';
import { readForm, type Sent } from '#lib/server/form.ts';
import { guarded } from '#lib/server/guard.ts';
import { restoredForm } from '#lib/server/kept-form.ts';
import { keepTyped } from '#lib/server/language.ts';
import { answeredAt, type NotYet, settle } from '#lib/server/settle.ts';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

export const load = guarded('child.read_own', async (event: PageServerLoadEvent, who) => {
  const { locals, params } = event;
  const { application, campaign } = locals.mektep;
  const page = await application.child(who, params.child);
  if (page === null) error(404);
  if (page.declineDraft === null) redirect(303, `/children/${params.child}`);
  const { child, place, line, proposals, declineDraft } = page;
  return {
    child,
    held: place !== null,
    inLine: line !== null,
    schools: place === null ? proposals.map(({ school }) => school.name) : [place.school.name],
    draft: declineDraft,
    reasons: application
      .reasons()
      .map(({ code, preference }) => ({ code, preference, forfeits: forfeitsForPreference(campaign.policy, code) })),
    preferenceClause: campaign.policy.preference?.categories[0]?.clause ?? null,
    warningClause: campaign.policy.declines?.warning.clause ?? null,
    restored: restoredForm(event, who),
    typedForm: 'decline',
  };
});

export const actions = {
  decline: guarded('seat.decline_own', async (event: RequestEvent, who) => {
    const form = await readForm(event.request, declineInput, 'decline');
    if (form.kind === 'wrong') return fail<Form>(400, { problems: form.problems, typed: form.typed });
    const { draft, reason, confirm } = form.value;
    const { application, campaign } = event.locals.mektep;
    const typed = { draft, reason, understood: 'yes', ...(confirm && { confirm: 'yes' }) };
    if (!application.reasons().some(({ code }) => code === reason)) {
      return fail<Form>(400, { problems: [{ field: 'reason', code: 'reason_missing' }], typed });
    }
    // A preference costs nobody a place by surprise: the page asks once more, in its own words.
    if (!confirm && forfeitsForPreference(campaign.policy, reason))
      return { problems: [], typed: { ...typed, step: 'confirm' } } satisfies Form;
    const here = `/children/${event.params.child}`;
    const answer = await application.decline(who, { draft, reason, child: event.params.child });
    const notYet = settle(answer, event, here);
    if (notYet === null) redirect(303, answeredAt(answer, here));
    return fail<Form>(notYet.status, { problems: [], typed, notYet });
  }),
  language: guarded('child.read_own', async (event: RequestEvent): Promise<Form> => keepTyped(event)),
} satisfies Actions;

type Form = Sent & { readonly notYet?: NotYet };
