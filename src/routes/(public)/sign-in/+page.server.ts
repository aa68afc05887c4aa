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
  const farewell = token === undefined || locals.isUnsure ? null : await session.farewell(token);
  // A word to whoever held this session is nobody else's page.
  if (farewell !== null) setHeaders({ 'cache-control': 'private, no-store' });
  const apps = policy.channels.filter(({ code }) => code === 'partner_app');
  return {
    to,
    problem: tellOf(problems.find((one) => one === url.searchParams.get('problem')) ?? null, to.startsWith('/office')),
    ended: told.find((one) => one === farewell?.why) ?? null,
    silenceMinutes: Math.round(locals.mektep.config.SESSION_IDLE_SECONDS / 60),
    sessionsAtMost: locals.mektep.config.SESSIONS_PER_PERSON,
    apps: policy.signUp.ways.includes('partner_app') ? apps.flatMap(({ names }) => names) : [],
    clauses: { ways: policy.signUp.clause, data: policy.nationalId.clause },
  };
});

const problems = ['refused', 'late', 'outage', 'fault', 'address', 'unsaved', 'kept'] as const;

type Problem = (typeof problems)[number];

/** What is told of a problem: by the keys of its title and its text. Who works here is not told to fill in a form. */
function tellOf(problem: Problem | null, isOffice: boolean) {
  if (problem === null) return null;
  return { title: problem === 'kept' ? 'unsaved' : problem, text: problem === 'unsaved' && isOffice ? 'unsaved_office' : problem } as const;
}

/** Why a session ended, where its holder may not know. */
const told = ['too_many', 'elsewhere', 'silence'] as const;
