import { redirect } from '@sveltejs/kit';
import { isUuid } from '#domain/core/uuid.ts';
import { readKnown } from '#lib/server/form.ts';
import { guarded } from '#lib/server/guard.ts';
import { beforeOf } from '#lib/server/page-number.ts';
import type { Actions, PageServerLoadEvent, RequestEvent } from './$types';

export const load = guarded('notice.read_own', async ({ locals, url }: PageServerLoadEvent, who) => {
  const before = beforeOf(url);
  return { inbox: await locals.mektep.notice.inbox(who, before), isFirst: before === null };
});

export const actions = {
  read: guarded('notice.mark_own', async ({ locals, request }: RequestEvent, who) => {
    const { upTo = '', last = '' } = await readKnown(request, ['upTo', 'last']);
    if (/^\d{1,12}$/.test(upTo)) await locals.mektep.notice.markRead(who, Number(upTo), isUuid(last) ? last : undefined);
    redirect(303, '/notices');
  }),
} satisfies Actions;
