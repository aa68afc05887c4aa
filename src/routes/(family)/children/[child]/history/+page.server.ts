import { error } from '@sveltejs/kit';
import { guarded } from '#lib/server/guard.ts';
import { beforeOf } from '#lib/server/page-number.ts';
import type { PageServerLoadEvent } from './$types';

export const load = guarded('child.read_own', async ({ locals, params, url }: PageServerLoadEvent, who) => {
  const before = beforeOf(url);
  const history = await locals.mektep.history.of(who, params.child, before);
  if (history === null) error(404);
  return { ...history, isFirst: before === null };
});
