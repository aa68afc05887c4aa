import { fail, type RequestEvent } from '@sveltejs/kit';
import { type Sent, sentBefore } from './form.ts';

/**
 * Runs what stands behind a permission. Where an act fails for what passes by itself (a lost connection, a limit that bit), its form is drawn
 * again with what was typed, and says that it is to be sent once more; a page that is only drawn fails as it is.
 */
export function outlast<Result>(event: Pick<RequestEvent, 'locals'>, act: () => Result): Result {
  const result = act();
  if (!(result instanceof Promise)) return result;
  return result.catch((fault: unknown) => {
    const sent = formOfAct(event);
    if (sent === null || event.locals.mektep.toldOf(fault).status !== 503) throw fault;
    event.locals.mektep.noteFault(fault, { requestId: event.locals.requestId, route: null });
    return fail<Sent>(503, { problems: [{ field: sent.formId, code: 'try_again' }], typed: sent.typed });
  }) as Result;
}

/** The form of an act; a load has none, even when it draws the page that an act left. */
function formOfAct(event: object): ReturnType<typeof sentBefore> {
  return 'request' in event && event.request instanceof Request && !('parent' in event) ? sentBefore(event.request) : null;
}
