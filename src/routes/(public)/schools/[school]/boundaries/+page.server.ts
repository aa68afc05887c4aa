import { error } from '@sveltejs/kit';
import { guarded } from '#lib/server/guard.ts';
import type { PageServerLoadEvent } from './$types';

export const load = guarded('page.public', async ({ locals, params }: PageServerLoadEvent) => {
  const { school, boundaryEditor } = locals.mektep;
  const card = await school.card(params.school);
  if (card === null) error(404);
  return { school: card.school, list: await boundaryEditor.list(card.school.id) };
});
