import type { RequestEvent } from '@sveltejs/kit';
import { isSpoken } from '../messages.ts';
import { formOf, readTyped, type Sent } from './form.ts';

/** Switches the language and draws the same form again with what was typed. The hook keeps the choice. */
export async function keepTyped(event: Pick<RequestEvent, 'request' | 'locals'>): Promise<Sent> {
  const form = await formOf(event.request.clone());
  const wanted = form.get('_language');
  if (typeof wanted === 'string' && isSpoken(wanted)) {
    event.locals.language = wanted;
    event.locals.chosen = wanted;
  }
  return { problems: [], typed: await readTyped(event.request) };
}
