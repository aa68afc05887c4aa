import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import type { SignedIn } from '#server/session/service.ts';
import type { Sent, Typed } from './form.ts';
import { answeredAt, type NotYet, settle } from './settle.ts';

/** A form for a seat after it was sent and not answered for good. */
export type EnrolSent = Sent & { readonly notYet?: NotYet };

type Pressed = Pick<RequestEvent, 'locals' | 'url' | 'setHeaders'> & { readonly params: { readonly child: string } };

/** «Записать», from whichever page it was pressed: leads to the child's page when the register answered, keeps the form when it has not yet. */
export function pressEnrol(event: Pressed, who: SignedIn, { draft, pool }: { readonly draft: string; readonly pool: number }) {
  return press(event, who, { draft, wishes: [pool] }, { draft, pool: String(pool) });
}

/** «Записать по этому списку»: several wishes in order, decided by one press. */
export function pressWishes(event: Pressed, who: SignedIn, wish: { readonly draft: string; readonly wishes: readonly number[] }) {
  return press(event, who, wish, { draft: wish.draft, wishes: wish.wishes.join('-') });
}

async function press(event: Pressed, who: SignedIn, wish: { readonly draft: string; readonly wishes: readonly number[] }, typed: Typed) {
  const answer = await event.locals.mektep.application.enrol(who, { ...wish, child: event.params.child });
  const here = `/children/${event.params.child}`;
  const notYet = settle(answer, event, here);
  if (notYet === null) redirect(303, answeredAt(answer, here));
  return fail<EnrolSent>(notYet.status, { problems: [], typed, notYet });
}
