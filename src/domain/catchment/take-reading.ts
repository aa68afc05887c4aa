import { printHouses } from './print-houses.ts';
import type { ItemRead } from './reading.ts';

/**
 * A list in which an item that waits is written the way a person has chosen: what could be read in several ways can then be read in one.
 * `items` is the list as it was read and shown, `taken` is `<where the item stands>.<which of its readings>`; the list stays as it is where there
 * is no such item or reading.
 */
export function takeReading(houses: string, items: readonly ItemRead[], taken: string): string {
  const source = houses.normalize('NFC');
  const [at, which] = taken.split('.').map(Number);
  const item = items.find((one) => one.at === at);
  if (item?.outcome.kind !== 'confirm' || item.outcome.place !== null) return source;
  const reading = item.outcome.readings[which ?? -1];
  if (reading === undefined || reading.length === 0) return source;
  const start = source.indexOf(item.token, item.at);
  return `${source.slice(0, start)}${printHouses(reading)}${source.slice(start + item.token.length)}`;
}
