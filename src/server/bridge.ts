import type { Mektep } from './compose.ts';

// The server and the built pages are two module graphs in one process: what both need is handed over on the global object.
const key = Symbol.for('mektep.application');
const shared = globalThis as typeof globalThis & { [key]?: Mektep };

/** What a page that is the same for everybody says of itself: it may be kept for a moment and handed to the next who asks. */
export const sharedFor = 'public, max-age=1';

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
