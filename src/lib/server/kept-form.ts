import { redirect, type RequestEvent } from '@sveltejs/kit';
import type { SignedIn } from '#server/session/service.ts';
import { readTyped, type Typed } from './form.ts';
import { placeOf } from './place.ts';

type Turned = Pick<RequestEvent, 'locals' | 'url' | 'request' | 'cookies'>;

/**
 * A form was sent by somebody who is not signed in any more. What was typed waits in this browser, sealed for the person whose session ended here and
 * for this page; then it is told that nothing was saved.
 */
export async function keepForm(event: Turned): Promise<never> {
  const { locals, url, request, cookies } = event;
  const { kept } = locals.mektep;
  const person = await formerPerson(event);
  const { draft: _draft, ...typed } = await readTyped(request);
  const sealed = person === null || Object.keys(typed).length === 0 ? null : kept.seal({ person, path: placeOf(url), typed });
  if (sealed !== null)
    cookies.set(kept.cookies.form, sealed, {
      path: '/',
      maxAge: kept.keptSeconds,
      sameSite: 'lax',
      httpOnly: true,
      secure: url.protocol === 'https:',
    });
  redirect(303, `/sign-in?to=${encodeURIComponent(placeOf(url))}&problem=${sealed === null ? 'unsaved' : 'kept'}`);
}

/** What this person had typed on this page when the session ended; it is told once. */
export function restoredForm({ locals, url, cookies }: Omit<Turned, 'request'>, who: SignedIn): Typed | null {
  const { kept } = locals.mektep;
  const sealed = cookies.get(kept.cookies.form);
  if (sealed === undefined) return null;
  const typed = kept.open(sealed, who.person, placeOf(url));
  // For another page it waits on; for another person it never will be read, and it ends by itself.
  if (typed !== null) cookies.delete(kept.cookies.form, { path: '/', secure: url.protocol === 'https:' });
  return typed;
}

async function formerPerson({ locals, cookies }: Turned): Promise<string | null> {
  const { cookies: names, session, kept } = locals.mektep;
  const token = cookies.get(names.session);
  const ended = token === undefined ? null : await session.farewell(token);
  if (ended !== null) return ended.person;
  const left = cookies.get(kept.cookies.left);
  return left === undefined ? null : kept.personIn(left);
}
