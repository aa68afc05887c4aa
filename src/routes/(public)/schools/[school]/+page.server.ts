import { error } from '@sveltejs/kit';
import { guarded } from '#lib/server/guard.ts';
import type { PageServerLoadEvent } from './$types';

export const load = guarded('page.public', async ({ locals, params }: PageServerLoadEvent) => {
  const card = await locals.mektep.school.card(params.school);
  if (card === null) error(404);
  const { at, schools } = await locals.mektep.school.freeSeats();
  const seats = schools.find(({ school }) => school.id === card.school.id) ?? null;
  // For everybody to see how often a director adds addresses while families choose.
  const added = await locals.mektep.addition.added(card.school.id);
  // The clause of a parent's rights: to apply in a language, and to read charter and local documents.
  return { card, seats, added, countedAt: locals.mektep.campaign.momentOf(at), readClause: locals.mektep.campaign.policy.languages.clause };
});
