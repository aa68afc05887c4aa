import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a page of another site sent this. Our own pages name our origin; a program that is no browser names none. In the demo the same
 * machine has several names, so an origin with the host that was asked is ours, too.
 */
export function isForeign(headers: IncomingHttpHeaders, publicOrigin: string): boolean {
  const site = headers['sec-fetch-site'];
  if (site === 'cross-site' || site === 'same-site') return true;
  const { origin } = headers;
  return origin !== undefined && origin !== publicOrigin && hostOf(origin) !== headers.host;
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}
