import type { RequestEvent } from '@sveltejs/kit';
import type { Handle, HandleServerError } from '@sveltejs/kit/hooks';
import { languageCookie, languageOf } from '#lib/server/language.ts';
import { mektep, sharedFor } from '#server/bridge.ts';

/** Session, language and request id; nothing else. */
export const handle: Handle = async ({ event, resolve }) => {
  const application = mektep();
  const { cookies, locals, request } = event;
  locals.mektep = application;
  locals.requestId = request.headers.get('x-request-id') ?? 'none';
  const { spoken } = application.campaign.policy.languages;
  locals.language = languageOf(cookies.get(languageCookie), request.headers.get('accept-language'), spoken);
  const token = cookies.get(application.cookies.session);
  locals.who = token === undefined ? null : await application.session.who(token);
  // A form's switch may change the language while the page is drawn, so it is read when the first part of the page is written.
  const response = await resolve(event, { transformPageChunk: ({ html }) => html.replace('%language%', locals.language) });
  if (locals.who !== null) response.headers.set('cache-control', 'private, no-store');
  else if (isForEverybody(event) && !response.headers.has('cache-control')) {
    response.headers.set('cache-control', sharedFor);
    response.headers.append('vary', 'Cookie, Accept-Language');
  }
  return response;
};

// What leads through public pages; whatever else stands in an address may have been typed by somebody.
const waymarks: ReadonlySet<string> = new Set(['district', 'free', 'page']);

/** Whether a page was drawn from nothing but its address and the reader's language. */
function isForEverybody({ request, route, url }: RequestEvent): boolean {
  const isPublic = route.id?.startsWith('/(public)') === true;
  return isPublic && request.method === 'GET' && [...url.searchParams.keys()].every((name) => waymarks.has(name));
}

/** A page tells the reader the request's id and nothing of the fault. */
export const handleError: HandleServerError = ({ kind, error, event }) => {
  const { requestId } = event.locals;
  if (kind === 'unknown') mektep().noteFault(error, { requestId, route: event.route.id });
  return { requestId };
};
