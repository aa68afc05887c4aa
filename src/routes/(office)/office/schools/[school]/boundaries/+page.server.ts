import { error } from '@sveltejs/kit';
import { directs } from '#lib/server/directed-school.ts';
import { guarded } from '#lib/server/guard.ts';
import { schoolsOf } from '#lib/server/boundary-schools.ts';
import type { PageServerLoadEvent } from './$types';

export const load = guarded('boundaries.read_office', async ({ locals, params, url }: PageServerLoadEvent, who) => {
  const { staff, boundaryEditor } = locals.mektep;
  const office = await staff.school(who, params.school);
  if (office === null) error(404);
  const view = await boundaryEditor.look(office.id);
  const authors = await boundaryEditor.authors(view.version === null ? [] : [view.version]);
  return {
    office,
    view,
    author: authors.get(view.version?.publishedBy ?? '') ?? null,
    schools: await schoolsOf(locals.mektep, view.conflicts),
    mayEdit: directs(who, office.id),
    done: url.searchParams.get('done'),
  };
});
