import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import type { SignedIn } from '#server/session/service.ts';
import type { Sent } from './form.ts';
import { answeredAt, type NotYet, settle } from './settle.ts';

/** A form for a seat after it was sent and not answered for good. */
export type EnrolSent = Sent & { readonly notYet?: NotYet };

type Pressed = Pick<RequestEvent, 'locals' | 'url' | 'setHeaders'> & { readonly params: { readonly child: string } };

/** «Записать», from whichever page it was pressed: leads to the child's page when the register answered, keeps the form when it has not yet. */
export async function pressEnrol(event: Pressed, who: SignedIn, { draft, pool }: { readonly draft: string; readonly pool: number }) {
  const answer = await event.locals.mektep.application.enrol(who, { draft, wishes: [pool], child: event.params.child });
  const here = `/children/${event.params.child}`;
  const notYet = settle(answer, event, here);
  if (notYet === null) redirect(303, answeredAt(answer, here));
  return fail<EnrolSent>(notYet.status, { problems: [], typed: { draft, pool: String(pool) }, notYet });
}
