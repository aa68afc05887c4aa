import { districtOf } from '#lib/server/import-office.ts';
import type { Problem, ProblemCode } from '#lib/server/form.ts';
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
  };
});

const codes = {
  missing: 'table_missing',
  empty: 'table_empty',
  too_large: 'table_too_large',
  old_or_locked: 'table_old_or_locked',
  pdf: 'table_pdf',
  archive: 'table_archive',
  encoding: 'table_encoding',
  not_text: 'table_not_text',
  broken: 'table_broken',
  one_column: 'table_one_column',
  too_many_rows: 'table_too_many_rows',
} as const satisfies Readonly<Record<string, ProblemCode>>;

/** The upload is taken by a route that streams; it sends the browser back here with the code of what was wrong. */
function problemsOf(code: string | null): readonly Problem[] {
  return code !== null && Object.hasOwn(codes, code) ? [{ field: 'file', code: codes[code as keyof typeof codes] }] : [];
}
