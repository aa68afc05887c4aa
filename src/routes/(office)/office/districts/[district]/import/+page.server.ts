import { districtOf } from '#lib/server/import-office.ts';
import { type Problem, problemCode } from '#lib/server/form.ts';
import { guarded } from '#lib/server/guard.ts';
import type { PageServerLoadEvent } from './$types';

export const load = guarded('boundaries.import', async ({ locals, params }: PageServerLoadEvent, who) => {
  const { id, name } = await districtOf(locals.mektep, who, params.district);
  return {
    district: { id, name },
    files: await locals.mektep.boundaryImport.list(id),
    // Drawn anew each time the form is shown: sending the same form twice is one file.
    key: crypto.randomUUID(),
    // The upload is taken by a route that streams; where it was not taken, this page answers with the code of what was wrong.
    problems: (locals.drawn?.problems ?? []).map((code): Problem => ({ field: 'file', code: problemCode(code) })),
    row: locals.drawn?.typed?.['row'] ?? null,
  };
});
