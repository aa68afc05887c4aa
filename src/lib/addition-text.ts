import type { Addition } from '#domain/addition/addition.ts';
import type { Speech } from './speech.ts';

/** The houses that came in, street by street: «улица Школьная: 24, 26». */
export function cameText({ came }: Pick<Addition, 'came'>, { name }: Pick<Speech, 'name'>): string {
  return came.map(({ street, items }) => `${street === null ? '' : `${name(street)}: `}${items.join(', ')}`).join('; ');
}
