import type { IncomingHttpHeaders } from 'node:http';
import Negotiator from 'negotiator';
import { type Language, preferredLanguage } from '#domain/core/language.ts';
import { cookieIn, type CookieNames } from './cookies.ts';

/** How an answer may be packed, the smallest first. */
const packings = ['br', 'gzip', 'deflate', 'identity'] as const;
export type Packing = (typeof packings)[number];

/** What was understood of a request: everything a page is drawn from besides its address. */
export type Asked = { readonly language: Language; readonly packing: Packing; readonly hasSession: boolean };

/**
 * Reads a request once, in front of everybody. The headers that say how to answer are replaced by what was understood of them, so that
 * whoever reads them later (the pages, the packer, the store of shared pages) cannot understand something else.
 */
export function understand(headers: IncomingHttpHeaders, cookies: CookieNames, spoken: readonly Language[]): Asked {
  const asked: Asked = {
    language: languageIn(headers, cookies, spoken),
    packing: packingIn(headers['accept-encoding']),
    hasSession: cookieIn(headers.cookie, cookies.session) !== null,
  };
  headers['accept-language'] = asked.language;
  headers['accept-encoding'] = asked.packing;
  return asked;
}

/** The language a reader chose before, else the first her browser asks for that is spoken. Who chose before the cookie had its prefix keeps her choice. */
function languageIn(headers: IncomingHttpHeaders, cookies: CookieNames, spoken: readonly Language[]): Language {
  const chosen = [cookies.language, cookies.languageBefore].map((name) => cookieIn(headers.cookie, name));
  const known = chosen.find((language) => spoken.some((each) => each === language));
  const wishes = readerOf('accept-language', headers['accept-language']).languages();
  return preferredLanguage(spoken, known, wishes.join(','));
}

/** The one packing a browser is answered in. Whoever refuses everything, the unpacked page too, is sent that: a page is better than none. */
function packingIn(accepted: string | string[] | undefined): Packing {
  const reader = readerOf('accept-encoding', [accepted ?? ''].flat().join(',')) as unknown as EncodingReader;
  const wished = reader.encoding([...packings], { preferred: ['br', 'gzip'] });
  return packings.find((one) => one === wished) ?? 'identity';
}

/** Which of two equal wishes we prefer can be said, which the library's types do not know yet. */
type EncodingReader = {
  encoding(available: readonly string[], how: { readonly preferred: readonly string[] }): string | undefined;
};

/** Names and weights of these headers may be written in any case. */
function readerOf(name: string, value: string | undefined): Negotiator {
  return new Negotiator({ headers: { [name]: value?.toLowerCase() } });
}
