import { redirect } from '@sveltejs/kit';
import { ownPath } from '#domain/core/own-path.ts';
import { guarded } from '#lib/server/guard.ts';
import type { PageServerLoadEvent } from './$types';

export const load = guarded('page.public', async ({ locals, url, cookies, setHeaders }: PageServerLoadEvent, who) => {
  const to = ownPath(url.searchParams.get('to')) ?? '/children';
  if (who !== null) redirect(303, to);
  const { campaign, session, cookies: names } = locals.mektep;
  const { policy } = campaign;
  const token = cookies.get(names.session);
  const farewell = token === undefined ? null : await session.farewell(token);
  // A word to whoever held this session is nobody else's page.
  if (farewell !== null) setHeaders({ 'cache-control': 'private, no-store' });
  const apps = policy.channels.filter(({ code }) => code === 'partner_app');
  return {
    to,
    problem: problems.find((one) => one === url.searchParams.get('problem')) ?? null,
    ended: told.find((one) => one === farewell?.why) ?? null,
    isOffice: to.startsWith('/office'),
    silenceMinutes: Math.round(locals.mektep.config.SESSION_IDLE_SECONDS / 60),
    sessionsAtMost: locals.mektep.config.SESSIONS_PER_PERSON,
    apps: policy.signUp.ways.includes('partner_app') ? apps.flatMap(({ names }) => names) : [],
    clauses: { ways: policy.signUp.clause, data: policy.nationalId.clause },
  };
});

const problems = ['refused', 'late', 'outage', 'fault', 'address', 'unsaved', 'kept'] as const;

/** Why a session ended, where its holder may not know. */
const told = ['too_many', 'elsewhere', 'silence'] as const;
