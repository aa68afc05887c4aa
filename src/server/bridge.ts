import type { Mektep } from './compose.ts';

// The server and the built pages are two module graphs in one process: what both need is handed over on the global object.
const key = Symbol.for('mektep.application');
const shared = globalThis as typeof globalThis & { [key]?: Mektep };

/** What a page that is the same for everybody says of itself: it may be kept for a moment and handed to the next who asks. */
export const sharedFor = 'public, max-age=1';

/** The names under which the pages learn what the front knows of a request (`http/front.ts`); whatever a client sent under them is gone. */
export const own = {
  protocol: 'x-mektep-protocol',
  host: 'x-mektep-host',
  /** The method of a request that no page has. */
  method: 'x-mektep-method',
  /** What a page answers in place of a route (`http/drawn.ts`). */
  drawn: 'x-mektep-drawn',
} as const;

/** Hands the composed application to the pages; called once, before the first request. */
export function handOver(application: Mektep): void {
  shared[key] = application;
}

/** The composed application, for the pages' hooks. */
export function mektep(): Mektep {
  const application = shared[key];
  if (application === undefined) throw new Error('the pages were opened before the application was composed');
  return application;
}
