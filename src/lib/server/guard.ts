import { error, redirect, type RequestEvent } from '@sveltejs/kit';
import { rolesOf } from '#domain/access/office.ts';
import { may, type Permission, type permissions, type Role } from '#domain/access/permissions.ts';
import type { SignedIn } from '#server/session/service.ts';
import { outlast } from './outlast.ts';

/** The part of an event that the guard looks at; every load and action has it. */
type Guarded = Pick<RequestEvent, 'locals' | 'url'>;

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
    if (!roles.some((role) => may(role, permission))) turnAway(event);
    return outlast(event, () => act(event, who as Whoever<P>));
  };
  return Object.assign(guard, { permission });
}

function turnAway({ locals, url }: Guarded): never {
  if (locals.who !== null) error(404);
  if (locals.isUnsure) error(503);
  redirect(303, `/sign-in?to=${encodeURIComponent(placeOf(url))}`);
}

/** The address of the page itself, without the name of the form's act (`?/enrol`). */
export function placeOf(url: URL): string {
  const kept = [...url.searchParams].filter(([name]) => !name.startsWith('/'));
  return kept.length === 0 ? url.pathname : `${url.pathname}?${new URLSearchParams(kept).toString()}`;
}
