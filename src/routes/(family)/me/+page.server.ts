import { redirect } from '@sveltejs/kit';
import { isUuid } from '#domain/core/uuid.ts';
import { readTyped } from '#lib/server/form.ts';
import { guarded } from '#lib/server/guard.ts';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

export const load = guarded('applicant.read_own', async ({ locals, url }: PageServerLoadEvent, who) => ({
  profile: await locals.mektep.person.profile(who.person),
  sessions: await locals.mektep.device.mine(who),
  done: doneOf(url.searchParams.get('done')),
}));

export const actions = {
  end: guarded('session.end_own', async ({ locals, request }: RequestEvent, who) => {
    const { session = '' } = await readTyped(request);
    if (isUuid(session)) await locals.mektep.device.end(who, session);
    redirect(303, '/me?done=device');
  }),
  endOthers: guarded('session.end_own', async ({ locals }: RequestEvent, who) => {
    await locals.mektep.device.endOthers(who);
    redirect(303, '/me?done=device');
  }),
} satisfies Actions;

const acts = ['contacts', 'passport', 'device'] as const;

function doneOf(done: string | null): (typeof acts)[number] | null {
  return acts.find((act) => act === done) ?? null;
}
