import { getContext, setContext } from 'svelte';
import type { Speech } from './speech.ts';

const key = Symbol('speech');

/** Gives every component below the reader's speech; called once, by the root layout. */
export function speakTo(speech: Speech): void {
  setContext(key, speech);
}

/** The reader's speech. */
export function reader(): Speech {
  return getContext<Speech>(key);
}
