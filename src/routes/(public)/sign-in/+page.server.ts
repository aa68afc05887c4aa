import { redirect } from '@sveltejs/kit';
import { ownPath } from '#domain/core/own-path.ts';
import { guarded } from '#lib/server/guard.ts';
import type { PageServerLoadEvent } from './$types';

export const load = guarded('page.public', ({ locals, url }: PageServerLoadEvent, who) => {
  const to = ownPath(url.searchParams.get('to')) ?? '/children';
  if (who !== null) redirect(303, to);
  const { policy } = locals.mektep.campaign;
  const apps = policy.channels.filter(({ code }) => code === 'partner_app');
  return {
    to,
    problem: problemOf(url.searchParams.get('problem')),
    apps: policy.signUp.ways.includes('partner_app') ? apps.flatMap(({ names }) => names) : [],
    clauses: { ways: policy.signUp.clause, data: policy.nationalId.clause },
  };
});

function problemOf(problem: string | null): 'refused' | 'outage' | null {
  return problem === 'refused' || problem === 'outage' ? problem : null;
}
