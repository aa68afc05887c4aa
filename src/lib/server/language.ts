import type { RequestEvent } from '@sveltejs/kit';
import { isSpoken, type Spoken } from '../messages.ts';
import { readTyped, type Sent } from './form.ts';

export const languageCookie = 'language';
const yearSeconds = 365 * 24 * 60 * 60;

/** Switches the language and draws the same form again with what was typed. */
export async function keepTyped(event: Pick<RequestEvent, 'request' | 'cookies' | 'locals' | 'url'>): Promise<Sent> {
  const form = await event.request.clone().formData();
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

/** The reader's language: chosen before, else the first the browser asks for that we speak, else the campaign's first. */
export function languageOf(chosen: string | undefined, asked: string | null, spoken: readonly string[]): Spoken {
  const wishes = [chosen, ...wishesOf(asked ?? ''), spoken[0]];
  return (wishes.find((wish) => wish !== undefined && spoken.includes(wish) && isSpoken(wish)) as Spoken | undefined) ?? 'ru';
}

/** The languages of an Accept-Language header, the most wanted first. */
function wishesOf(header: string): readonly string[] {
  return header
    .split(',')
    .slice(0, 20)
    .map((part) => {
      const [tag = '', ...rest] = part.trim().split(';');
      const weight = Number(
        rest
          .find((piece) => piece.trim().startsWith('q='))
          ?.trim()
          .slice(2) ?? 1,
      );
      return { language: tag.toLowerCase().split('-')[0] ?? '', weight: Number.isNaN(weight) ? 0 : weight };
    })
    .sort((a, b) => b.weight - a.weight)
    .map(({ language }) => language);
}
