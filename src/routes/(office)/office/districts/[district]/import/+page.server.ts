import { districtOf } from '#lib/server/import-office.ts';
import { tableProblems } from '#lib/server/import-problems.ts';
import type { Problem } from '#lib/server/form.ts';
import { guarded } from '#lib/server/guard.ts';
import type { PageServerLoadEvent } from './$types';

export const load = guarded('boundaries.import', async ({ locals, params, url }: PageServerLoadEvent, who) => {
  const { id, name } = await districtOf(locals.mektep, who, params.district);
  return {
    district: { id, name },
    files: await locals.mektep.boundaryImport.list(id),
    // Drawn anew each time the form is shown: sending the same form twice is one file.
    key: crypto.randomUUID(),
    problems: problemsOf(url.searchParams.get('problem')),
    row: /^\d{1,7}$/.exec(url.searchParams.get('row') ?? '')?.[0] ?? null,
  };
});

/** The upload is taken by a route that streams; it sends the browser back here with the code of what was wrong. */
function problemsOf(code: string | null): readonly Problem[] {
  return code !== null && Object.hasOwn(tableProblems, code)
    ? [{ field: 'file', code: tableProblems[code as keyof typeof tableProblems] }]
    : [];
}
