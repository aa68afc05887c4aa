import { redirect } from '@sveltejs/kit';
import { isUuid } from '#domain/core/uuid.ts';
import { readKnown } from '#lib/server/form.ts';
import { guarded } from '#lib/server/guard.ts';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

export const load = guarded('applicant.read_own', async ({ locals, url }: PageServerLoadEvent, who) => {
  const { person, device, mailShown } = locals.mektep;
  const profile = await person.profile(who.person);
  return {
    profile: { ...profile, email: profile.email === null ? null : mailShown(profile.email) },
    sessions: await device.mine(who),
    done: doneOf(url.searchParams.get('done')),
  };
});

export const actions = {
  end: guarded('session.end_own', async ({ locals, request }: RequestEvent, who) => {
    const { session = '' } = await readKnown(request, ['session']);
    if (isUuid(session)) await locals.mektep.device.end(who, session);
    redirect(303, '/me?done=device');
  }),
  endOthers: guarded('session.end_own', async ({ locals, request }: RequestEvent, who) => {
    await readKnown(request, []);
    await locals.mektep.device.endOthers(who);
    redirect(303, '/me?done=device');
  }),
} satisfies Actions;

const acts = ['contacts', 'passport', 'device'] as const;

function doneOf(done: string | null): (typeof acts)[number] | null {
  return acts.find((act) => act === done) ?? null;
}
