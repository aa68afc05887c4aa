import type { IncomingHttpHeaders } from 'node:http';

/** Names of one's own machine: the demo is open at each of them. */
const ownMachine: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Whether a page of another site sent this: the one rule for forms, claims, uploads and sessions. Our own pages name exactly the public
 * address; a program that is no browser names none. A sister domain is another site. In the demo, which is plain http, the same machine has
 * several names, and the one that was asked is ours, too.
 */
export function isForeign(headers: IncomingHttpHeaders, publicOrigin: string): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true;
  const { origin } = headers;
  if (origin === undefined) return false;
  const named = originIn(origin);
  if (named === null) return true;
  return named.origin !== new URL(publicOrigin).origin && !isOwnMachine(named, headers.host, publicOrigin);
}

/** Whether a host that was asked for is one of the demo's own. A page of anybody can make its own name point at this machine. */
export function isOwnHost(host: string | undefined, publicOrigin: string): boolean {
  const asked = originIn(`http://${host ?? ''}`);
  return asked !== null && (ownMachine.has(asked.hostname) || asked.hostname === new URL(publicOrigin).hostname);
}

function isOwnMachine(named: URL, host: string | undefined, publicOrigin: string): boolean {
  return publicOrigin.startsWith('http://') && named.protocol === 'http:' && ownMachine.has(named.hostname) && named.host === host;
}

/** An origin as a browser writes it: scheme, host and perhaps a port, nothing behind. */
function originIn(text: string): URL | null {
  return /^https?:\/\/[^\s/?#@\\,]+$/i.test(text) && URL.canParse(text) ? new URL(text) : null;
}
