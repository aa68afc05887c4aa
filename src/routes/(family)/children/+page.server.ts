import { redirect } from '@sveltejs/kit';
import type { RegisterName } from '#domain/core/register-name.ts';
import { readKnown } from '#lib/server/form.ts';
import { guarded } from '#lib/server/guard.ts';
import { outageRetrySeconds } from '#lib/server/outage.ts';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

export const load = guarded('child.read_own', async ({ locals, url, setHeaders }: PageServerLoadEvent, who) => {
  const { application, campaign, guardianship } = locals.mektep;
  const family = await application.family(who);
  if (family.outage !== null) setHeaders({ 'retry-after': outageRetrySeconds });
  return {
    ...family,
    outage: family.outage ?? registerOf(url.searchParams.get('outage')),
    refreshed: url.searchParams.has('refreshed'),
    guardianships: await guardianship.mine(who),
    guardianClause: campaign.policy.duties.representativeCheckedWithinWorkingDays?.clause ?? null,
    window: campaign.window(),
    errandClause: campaign.policy.signUp.clause,
  };
});

export const actions = {
  refresh: guarded('child.refresh_own', async ({ locals, request }: RequestEvent, who) => {
    await readKnown(request, []);
    const { outage } = await locals.mektep.person.refresh(who.person);
    redirect(303, outage === null ? '/children?refreshed' : `/children?outage=${outage}`);
  }),
} satisfies Actions;

const registers: readonly RegisterName[] = ['civil_registry', 'address_bureau', 'passport_service', 'identity_provider'];

function registerOf(name: string | null): RegisterName | null {
  return registers.find((register) => register === name) ?? null;
}
