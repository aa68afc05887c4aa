import type { Moment } from '#domain/core/day.ts';
import type { Named } from '#domain/core/language.ts';

/** What the demo's bar shows: the campaign's clock, and the people one may look through the eyes of. */
export type DemoShown = { readonly now: Moment; readonly personas: readonly { readonly pin: string; readonly title: Named }[] };
