import type { Moment } from '#domain/core/day.ts';
import type { Named } from '#domain/core/language.ts';

/** Somebody the demo offers to look through the eyes of. */
export type Persona = { readonly pin: string; readonly title: Named };

/** What the demo's bar can do: show another day, sign in as somebody made up. */
export type Demo = {
  readonly personas: readonly Persona[];
  /** Moves the campaign's clock; it runs on from there. */
  setClock(at: Moment): Promise<void>;
};

/** The demo's bar. `personas` is what the starter of the demo says of the people its simulators know, as JSON. */
export function demoService(personas: string, setClock: Demo['setClock']): Demo {
  return { personas: JSON.parse(personas) as readonly Persona[], setClock };
}
