import { error, redirect } from '@sveltejs/kit';
import { readKnown } from '#lib/server/form.ts';
import { guarded } from '#lib/server/guard.ts';
import { complaintRule } from '#lib/server/rules.ts';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

export const load = guarded('child.read_own', async ({ locals, params }: PageServerLoadEvent, who) => {
  const { addressRequest, campaign } = locals.mektep;
  const found = await addressRequest.of(who, params.child);
  if (found === null) error(404);
  const { policy } = campaign;
  return { ...found, clause: policy.signUp.clause, complaint: complaintRule(policy) };
});

export const actions = {
  send: guarded('address.request_own', async ({ locals, params, request }: RequestEvent, who) => {
    if ((await locals.mektep.addressRequest.of(who, params.child)) === null) error(404);
    await readKnown(request, []);
    const found = await locals.mektep.addressRequest.send(who, params.child);
    if (found === null) error(404);
    redirect(303, `/children/${params.child}/address`);
  }),
} satisfies Actions;
