import { error, redirect } from '@sveltejs/kit';
import { directedSchool, directs } from '#lib/server/directed-school.ts';
import { guarded } from '#lib/server/guard.ts';
import { schoolsOf } from '#lib/server/boundary-schools.ts';
import { readTyped } from '#lib/server/form.ts';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

export const load = guarded('boundaries.read_office', async ({ locals, params, url }: PageServerLoadEvent, who) => {
  const { staff, boundaryEditor } = locals.mektep;
  const office = await staff.school(who, params.school);
  if (office === null) error(404);
  const view = await boundaryEditor.look(office.id);
  const proposals = await locals.mektep.proposal.list({ school: office.id });
  const authors = await boundaryEditor.authors(view.version === null ? [] : [view.version]);
  return {
    office,
    view,
    author: authors.get(view.version?.publishedBy ?? '') ?? null,
    schools: await schoolsOf(locals.mektep, view.conflicts),
    mayEdit: directs(who, office.id),
    waiting: proposals.filter(({ state }) => state === 'waiting'),
    // What was decided last stays in sight: why, in whose words.
    decided: proposals.filter(({ state }) => state === 'refused' || state === 'outdated').slice(0, 1),
    mine: `person:${who.person}`,
    done: url.searchParams.get('done'),
  };
});

export const actions = {
  /** The author thinks better of it. */
  withdraw: guarded('boundaries.edit_own', async ({ locals, params, request }: RequestEvent, who) => {
    const office = await directedSchool(locals.mektep, who, params.school);
    const { proposal = '' } = await readTyped(request);
    if (!(await locals.mektep.proposal.withdraw(who, office.id, proposal))) error(404);
    redirect(303, `/office/schools/${office.id}/boundaries?done=withdrawn`);
  }),
} satisfies Actions;
