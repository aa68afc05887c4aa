import { error, fail, redirect } from '@sveltejs/kit';
import { readinessInput } from '#domain/readiness/input.ts';
import { directs } from '#lib/server/directed-school.ts';
import { readForm, type Sent } from '#lib/server/form.ts';
import { guarded } from '#lib/server/guard.ts';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

export const load = guarded('readiness.read_office', async ({ locals, params }: PageServerLoadEvent, who) => {
  const { staff, readiness, school, boundaries, campaign } = locals.mektep;
  const office = await staff.school(who, params.school);
  if (office === null) error(404);
  const [parts, { schools }, [newest]] = await Promise.all([
    readiness.ofSchool(office.id),
    school.freeSeats(),
    boundaries.versions(office.id, 1),
  ]);
  const lines = newest === undefined ? [] : ((await boundaries.version(office.id, newest.number))?.lines ?? []);
  return {
    ...{ office, parts, opens: campaign.policy.stages[0]?.opens ?? null },
    pools: schools.find((one) => one.school.id === office.id)?.pools ?? [],
    boundaries: newest === undefined ? null : { number: newest.number, streets: new Set(lines.map(({ streetId }) => streetId)).size },
    mayConfirm: directs(who, office.id),
  };
});

export const actions = {
  confirm: guarded('readiness.confirm_own', async ({ locals, params, request }: RequestEvent, who) => {
    const { staff, readiness } = locals.mektep;
    const office = await staff.directed(who, params.school);
    if (office === null) error(404);
    const form = await readForm(request, readinessInput);
    if (form.kind === 'wrong') return fail<Sent>(400, { problems: form.problems, typed: {} });
    const { part, print } = form.value;
    if (!(await readiness.confirm(who, office.id, part, print)))
      return fail<Sent>(409, { problems: [{ field: part, code: 'changed_since' }], typed: {} });
    redirect(303, `/office/schools/${office.id}/readiness`);
  }),
} satisfies Actions;
