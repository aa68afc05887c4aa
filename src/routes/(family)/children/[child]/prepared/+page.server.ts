import { error, fail, redirect } from '@sveltejs/kit';
import { enrolInput } from '#domain/application/input.ts';
import { countdownTo } from '#lib/server/countdown.ts';
import { readForm } from '#lib/server/form.ts';
import { guarded } from '#lib/server/guard.ts';
import { type EnrolSent, pressEnrol } from '#lib/server/press-enrol.ts';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

export const load = guarded('child.read_own', async ({ locals, params, url }: PageServerLoadEvent, who) => {
  const { application, campaign } = locals.mektep;
  const asked = url.searchParams.get('pool') ?? '';
  const pool = /^\d{1,9}$/.test(asked) ? Number(asked) : 0;
  const page = await application.prepared(who, params.child, pool);
  if (page === null) error(404);
  // Nothing can be asked for any more, or it was just answered: the child's page says what is true.
  if (page === 'nothing') redirect(303, `/children/${params.child}`);
  const { opening, draft } = page;
  const countdown = opening && countdownTo(campaign.epochOf(opening.opensAt), campaign.nowMs(), campaign.now(), draft);
  return { ...page, opening, countdown };
});

export const actions = {
  enrol: guarded('seat.claim_own', async (event: RequestEvent, who) => {
    const form = await readForm(event.request, enrolInput, 'enrol');
    if (form.kind === 'wrong') return fail<EnrolSent>(400, { problems: form.problems, typed: form.typed });
    return pressEnrol(event, who, form.value);
  }),
} satisfies Actions;
