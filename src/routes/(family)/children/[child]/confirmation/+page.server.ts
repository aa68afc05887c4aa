import { error, redirect } from '@sveltejs/kit';
import { guarded } from '#lib/server/guard.ts';
import { papersOf } from '#lib/server/rules.ts';
import type { PageServerLoadEvent } from './$types';

export const load = guarded('child.read_own', async ({ locals, params, url }: PageServerLoadEvent, who) => {
  const { confirmation, campaign } = locals.mektep;
  const found = await confirmation.of(who, params.child);
  if (found === null) error(404);
  if (found === 'no_place') redirect(303, `/children/${params.child}`);
  return { unprinted: url.searchParams.has('unprinted'), confirmation: found, papers: papersOf(campaign.policy, found.place.grade) };
});
