import { error } from '@sveltejs/kit';
import { guarded } from '#lib/server/guard.ts';
import type { PageServerLoadEvent } from './$types';

/** What a browser reads where a route met a fault: the page of its status. Who opens it by its address finds nothing. */
export const load = guarded('page.public', ({ locals }: PageServerLoadEvent): never => error(locals.drawn?.status ?? 404));
