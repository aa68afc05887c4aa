import { error } from '@sveltejs/kit';
import { guarded } from '#lib/server/guard.ts';
import type { PageServerLoadEvent } from './$types';

export const load = guarded('page.public', async ({ locals, params }: PageServerLoadEvent) => {
  const document = await locals.mektep.school.document(params.school, params.document);
  if (document === null) error(404);
  return { document };
});
