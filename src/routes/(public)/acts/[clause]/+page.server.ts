import { error } from '@sveltejs/kit';
import { clausesCitedIn, reportedByPress } from '#domain/policy/cited.ts';
import { citedAct, clauseIn, clausesOf } from '#lib/acts/cited-act.ts';
import { guarded } from '#lib/server/guard.ts';
import type { PageServerLoadEvent } from './$types';

export const load = guarded('page.public', ({ locals, params }: PageServerLoadEvent) => {
  const { policy } = locals.mektep.campaign;
  const act = citedAct(policy);
  const { clause } = params;
  // What the press reported has no text to show; the page says so.
  const fromPress = clause === reportedByPress && clausesCitedIn(policy).has(clause);
  const texts = fromPress ? [] : clauseIn(act, clause, locals.language);
  if (texts === null) error(404);
  const clauses = clausesOf(act);
  const place = clauses.indexOf(clause);
  const around = (at: number) => (place === -1 ? null : (clauses[at] ?? null));
  return { clause, fromPress, texts, previous: around(place - 1), next: around(place + 1) };
});
