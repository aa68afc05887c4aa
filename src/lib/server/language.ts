import type { RequestEvent } from '@sveltejs/kit';
import { type Language, preferredLanguage } from '#domain/core/language.ts';
import { isSpoken, type Spoken } from '../messages.ts';
import { formOf, readTyped, type Sent } from './form.ts';

export const languageCookie = 'language';
const yearSeconds = 365 * 24 * 60 * 60;

/** Switches the language and draws the same form again with what was typed. */
export async function keepTyped(event: Pick<RequestEvent, 'request' | 'cookies' | 'locals' | 'url'>): Promise<Sent> {
  const form = await formOf(event.request.clone());
  const wanted = form.get('_language');
  if (typeof wanted === 'string' && isSpoken(wanted)) {
    event.locals.language = wanted;
    event.cookies.set(languageCookie, wanted, {
      path: '/',
      maxAge: yearSeconds,
      sameSite: 'lax',
      httpOnly: true,
      secure: event.url.protocol === 'https:',
    });
  }
  return { problems: [], typed: await readTyped(event.request) };
}

/** The reader's language among those the campaign speaks and we have texts in. */
export function languageOf(chosen: string | undefined, asked: string | null, spoken: readonly Language[]): Spoken {
  const language = preferredLanguage(spoken.filter(isSpoken), chosen, asked);
  return isSpoken(language) ? language : 'ru';
}
