import type { RequestEvent } from '@sveltejs/kit';
import type { Handle, HandleServerError } from '@sveltejs/kit/hooks';
import { isSpoken } from '#lib/messages.ts';
import { mektep, own, sharedFor } from '#server/bridge.ts';

/** Session, language, request id and the headers of an answer; nothing else. */
export const handle: Handle = async ({ event, resolve }) => {
  const application = mektep();
  const { locals, request } = event;
  locals.mektep = application;
  locals.requestId = request.headers.get('x-request-id') ?? 'none';
  // The front understood the request (`server/http/asked.ts`): what stands here is the language, and no wish any more.
  const language = request.headers.get('accept-language');
  locals.language = isSpoken(language) ? language : 'ru';
  locals.drawn = drawnIn(request.headers.get(own.drawn));
  await askWho(event);
  // A form's switch may change the language while the page is drawn, so it is read when the first part of the page is written.
  const drawn = await resolve(event, { transformPageChunk: ({ html }) => html.replace('%language%', locals.language) });
  const response = withStatus(await pageForFile(drawn, event), event);
  describe(response, event);
  keepForWhom(response, event);
  return response;
};

/** Finds who is signed in. Where that cannot be asked, public pages are drawn as for nobody, and say so. */
async function askWho({ cookies, locals, route }: RequestEvent): Promise<void> {
  const { cookies: names, session, toldOf, noteFault } = locals.mektep;
  locals.who = null;
  locals.isUnsure = false;
  const token = cookies.get(names.session);
  if (token === undefined) return;
  try {
    locals.who = await session.who(token);
  } catch (fault) {
    if (toldOf(fault).status !== 503) throw fault;
    noteFault(fault, { requestId: locals.requestId, route: route.id });
    locals.isUnsure = true;
  }
}

function drawnIn(header: string | null): App.Locals['drawn'] {
  return header === null ? null : (JSON.parse(Buffer.from(header, 'base64url').toString('utf8')) as App.Locals['drawn']);
}

/** The framework draws a page that knows no language where a file met a fault; the reader gets ours. */
async function pageForFile(response: Response, { fetch, locals, route }: RequestEvent): Promise<Response> {
  const isBare = response.status >= 400 && route.id?.endsWith('.pdf') === true && !response.headers.has('content-language');
  if (!isBare || response.status === 405) return response;
  const drawn = Buffer.from(JSON.stringify({ status: response.status })).toString('base64url');
  const headers = { accept: 'text/html', 'accept-language': locals.language, 'x-request-id': locals.requestId, [own.drawn]: drawn };
  const page = await fetch('/trouble', { headers });
  return new Response(await page.text(), { status: response.status, headers: { 'content-type': 'text/html' } });
}

/** A page that answers in place of a route has that route's status; a method that no page has is answered as a program reads it. */
function withStatus(response: Response, { locals, request }: RequestEvent): Response {
  const { drawn } = locals;
  if (drawn !== null && response.status === 200)
    return new Response(response.body, { status: drawn.status, headers: new Headers(response.headers) });
  const method = request.headers.get(own.method);
  const allow = response.headers.get('allow');
  if (allow === null || (response.status !== 204 && response.status !== 405)) return response;
  const headers = new Headers({ allow: withHead(allow), 'cache-control': 'no-store' });
  if (method === null) {
    response.headers.set('allow', withHead(allow));
    return response;
  }
  if (method === 'OPTIONS') return new Response(null, { status: 204, headers });
  headers.set('content-type', 'application/problem+json; charset=utf-8');
  const problem = { type: 'urn:mektep:method', title: 'This address does not have the method', status: 405 };
  return new Response(JSON.stringify(problem), { status: 405, headers });
}

function withHead(allow: string): string {
  const methods = allow.split(/,\s*/);
  return methods.includes('GET') && !methods.includes('HEAD') ? ['GET', 'HEAD', ...methods.slice(1)].join(', ') : allow;
}

/** What an answer says of itself: its language, its letters, and when to come again. */
function describe({ headers, status }: Response, { locals }: RequestEvent): void {
  const type = headers.get('content-type') ?? '';
  if (/^(text\/[a-z]+|application\/json)$/.test(type)) headers.set('content-type', `${type}; charset=utf-8`);
  if (type.startsWith('text/html')) headers.set('content-language', locals.language);
  // A route that a page answers for has said it itself.
  const isSilent = locals.drawn === null && !headers.has('retry-after');
  if (isSilent && (status === 503 || status === 507)) headers.set('retry-after', status === 507 ? '60' : '2');
  if (locals.chosen !== undefined) headers.append('set-cookie', locals.mektep.languageLine(locals.chosen));
}

/** Who may keep an answer. A page for everybody bears a mark of its own for each packing; a personal one bears none. */
function keepForWhom({ headers, status }: Response, event: RequestEvent): void {
  const { locals, request } = event;
  const isForOne = locals.who !== null || locals.isUnsure || locals.drawn !== null || status >= 400;
  if (isForOne) headers.set('cache-control', 'private, no-store');
  else if (isForEverybody(event) && status === 200 && !headers.has('cache-control')) {
    headers.set('cache-control', sharedFor);
    headers.append('vary', 'Cookie, Accept-Language');
  }
  const mark = headers.get('etag');
  if (headers.get('cache-control')?.includes('no-store') === true) headers.delete('etag');
  else if (mark !== null) headers.set('etag', mark.replace(/"$/, `-${request.headers.get('accept-encoding') ?? 'identity'}"`));
}

// What leads through public pages; whatever else stands in an address may have been typed by somebody.
const waymarks: ReadonlySet<string> = new Set(['district', 'free', 'page']);

/** Whether a page was drawn from nothing but its address and the reader's language. */
function isForEverybody({ locals, request, route, url }: RequestEvent): boolean {
  const isPublic = route.id?.startsWith('/(public)') === true && locals.drawn === null;
  return isPublic && request.method !== 'POST' && [...url.searchParams.keys()].every((name) => waymarks.has(name));
}

/** A page tells the reader the request's id and nothing of the fault; and whether it is ours or passes. */
export const handleError: HandleServerError = ({ kind, error, event }) => {
  const { requestId } = event.locals;
  if (kind !== 'unknown') return { requestId };
  mektep().noteFault(error, { requestId, route: event.route.id });
  return { requestId, status: mektep().toldOf(error).status };
};
