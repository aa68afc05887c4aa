import { error } from '@sveltejs/kit';
import { clauseIn, clauses } from '#lib/acts/regulation.ts';
import { guarded } from '#lib/server/guard.ts';
import type { PageServerLoadEvent } from './$types';

export const load = guarded('page.public', ({ locals, params }: PageServerLoadEvent) => {
  const texts = clauseIn(params.clause, locals.language);
  if (texts === null) error(404);
  const place = clauses.indexOf(params.clause);
  return { clause: params.clause, texts, previous: clauses[place - 1] ?? null, next: clauses[place + 1] ?? null };
});
