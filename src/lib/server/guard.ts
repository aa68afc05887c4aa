import { error, redirect, type RequestEvent } from '@sveltejs/kit';
import { rolesOf } from '#domain/access/office.ts';
import { may, type Permission, type permissions, type Role } from '#domain/access/permissions.ts';
import type { SignedIn } from '#server/session/service.ts';
import { keepForm } from './kept-form.ts';
import { outlast } from './outlast.ts';
import { placeOf } from './place.ts';

export { placeOf };

/** The part of an event that the guard looks at; every load and action has it. */
type Sender = Pick<RequestEvent, 'locals' | 'url' | 'request' | 'cookies'>;
type Guarded = Pick<Sender, 'locals' | 'url'> & Partial<Pick<Sender, 'request' | 'cookies'>>;

/** Who stands behind a guarded act: somebody signed in, unless everybody may do it. */
type Whoever<P extends Permission> = 'public' extends (typeof permissions)[P][number] ? SignedIn | null : SignedIn;

/**
 * A load or an action behind a permission. Who may not is sent to sign in and brought back; who is signed in and still may not is told
 * that there is no such page. The permission stays on the function, so that a test can ask every route for it.
 */
export function guarded<P extends Permission, Event extends Guarded, Result>(
  permission: P,
  act: (event: Event, who: Whoever<P>) => Result,
): ((event: Event) => Result) & { readonly permission: P } {
  const guard = (event: Event): Result => {
    const { who } = event.locals;
    const roles: readonly Role[] = who === null ? ['public'] : rolesOf(who.offices);
    // An act answers with a promise, as this does.
    if (!roles.some((role) => may(role, permission))) return turnAway(event) as Result;
    return outlast(event, () => act(event, who as Whoever<P>));
  };
  return Object.assign(guard, { permission });
}

/** Somebody who only looks is sent to sign in; what somebody sent is kept for her first. */
function turnAway(event: Guarded): never | Promise<never> {
  const { locals, url } = event;
  if (locals.who !== null) error(404);
  if (locals.isUnsure) error(503);
  if ('cookies' in event && event.request?.method === 'POST') return keepForm(event as Sender);
  redirect(303, `/sign-in?to=${encodeURIComponent(placeOf(url))}`);
}
