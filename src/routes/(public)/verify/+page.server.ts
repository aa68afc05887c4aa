import { redirect } from '@sveltejs/kit';
import { readCode } from '#domain/application/confirmation.ts';
import { typedText } from '#domain/core/typed-text.ts';
import type { Problem } from '#lib/server/form.ts';
import { guarded } from '#lib/server/guard.ts';
import type { PageServerLoadEvent } from './$types';

export const load = guarded('page.public', ({ url }: PageServerLoadEvent) => {
  const typed = typedText(url.searchParams.get('code'), 400);
  const asked = readCode(typed);
  if (asked !== null) redirect(303, `/verify/${asked.code}`);
  const problems: readonly Problem[] = url.searchParams.has('code') ? [{ field: 'code', code: 'code_wrong' }] : [];
  return { typed, problems };
});
