import type { BoundaryLine } from '../catchment/boundary-version.ts';
import { houseText } from '../catchment/house.ts';
import { parseHouse } from '../catchment/house-grammar.ts';
import { readHouses } from '../catchment/house-list.ts';
import type { BoundaryAct } from '../catchment/resolve.ts';
import { covers } from '../catchment/segment.ts';

export type HouseAdded =
  | { readonly kind: 'added'; readonly lines: readonly BoundaryLine[]; readonly houses: string }
  /** The register's text is not one house. */
  | { readonly kind: 'house_unreadable' };

/**
 * A school's list with one more house of a street: a line of its own, for the act that gives it is the director's decision and not the act of
 * the other lines. The house stands as the list's notation writes it, and the line says that house and no other. KG25-18.4.
 */
export function addHouse(
  lines: readonly BoundaryLine[],
  { streetId, house: text }: { readonly streetId: number; readonly house: string },
  act: BoundaryAct,
): HouseAdded {
  const house = parseHouse(text);
  if (house === null) return { kind: 'house_unreadable' };
  const houses = houseText(house);
  const { segments, unread, confirm, elsewhere } = readHouses(houses, 'one_side');
  const isThatHouse = segments.length === 1 && segments.every((each) => each.kind === 'house' && covers(each, house));
  if (!isThatHouse || unread.length + confirm.length + elsewhere.length > 0) return { kind: 'house_unreadable' };
  return { kind: 'added', lines: [...lines, { streetId, houses, habit: 'one_side', act }], houses };
}
