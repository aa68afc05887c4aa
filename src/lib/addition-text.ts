import type { StreetChanged } from '#domain/addition/addition.ts';
import type { Speech } from './speech.ts';

/** The streets a change touched: «улица Школьная, улица Новая»; of many the first few. */
export function streetsText(changes: readonly StreetChanged[], { name, t }: Pick<Speech, 'name' | 't'>): string {
  const named = changes.flatMap(({ street }) => (street === null ? [] : [name(street)]));
  if (named.length === 0) return t('additions.only_words');
  const rest = named.length - shown;
  return `${named.slice(0, shown).join(', ')}${rest > 0 ? ` ${t('additions.and_more', { count: rest })}` : ''}`;
}

const shown = 3;
