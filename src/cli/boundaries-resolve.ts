import { type Act, type Claim } from '#domain/catchment/act.ts';
import { type ActAnswer, type AddressQuestion, type NearReason, resolveInAct } from '#domain/catchment/act-resolve.ts';
import { houseText } from '#domain/catchment/house.ts';
import { printSegment } from '#domain/catchment/print-houses.ts';

/** One line of the act about the asked house. */
export type ClaimInWords = {
  readonly district: string;
  readonly school: string;
  readonly row: number;
  readonly street: string;
  readonly token: string;
  /** How the item is read, in the notation that names every side. */
  readonly reading: string;
  readonly because: string;
};

/** The answer to an address: `schools` that take it, else `nearest` with the reason why each does not; `because` says it in a sentence. */
export type AddressResolved = {
  readonly kind: ActAnswer['kind'];
  readonly house: string | null;
  readonly schools: readonly ClaimInWords[];
  readonly nearest: readonly ClaimInWords[];
  readonly suggestions: readonly string[];
  readonly because: string;
};

/** Which schools an act gives an address to, with the reasoning in words. */
export function resolveAddress(act: Act, question: AddressQuestion): AddressResolved {
  const answer = resolveInAct(act, question);
  const nothing = { kind: answer.kind, house: null, schools: [], nearest: [], suggestions: [] };
  switch (answer.kind) {
    case 'house_unreadable':
      return { ...nothing, because: `“${question.house}” is not one house: write it as 12, 12а, 12/3 or 12 корп. 2` };
    case 'street_unknown': {
      const { nearest } = answer;
      const like = nearest.length > 0 ? `; streets with a like name: ${nearest.join(', ')}` : '';
      return { ...nothing, suggestions: nearest, because: `no row of the act names the street “${question.street}”${like}` };
    }
    case 'found': {
      const house = houseText(answer.house);
      const schools = answer.matches.map((claim) => inWords(claim, `house ${house} lies in “${claim.token}”${limitsOf(claim)}`));
      const alias = answer.byAlias ? '; the street was found by another of its names' : '';
      return {
        ...nothing,
        house,
        schools,
        because: `${schools.length} school${schools.length === 1 ? '' : 's'} of the act take${schools.length === 1 ? 's' : ''} house ${house}${alias}`,
      };
    }
    case 'none': {
      const house = houseText(answer.house);
      const nearest = answer.nearest.map(({ claim, why }) => inWords(claim, NOT_BECAUSE[why]));
      return { ...nothing, house, nearest, because: `no school of the act takes house ${house}; the nearest says why` };
    }
  }
}

/** The answer for a person to read, in lines. */
export function resolvedInWords({ because, schools, nearest }: AddressResolved): string {
  const line = ({ school, row, street, reading, because: why }: ClaimInWords) =>
    `  ${school}, row ${row}, ${street}: ${why}; it is read as ${reading}`;
  return [because, ...schools.map(line), ...nearest.map(line), ''].join('\n');
}

function inWords({ district, school, row, street, token, segment }: Claim, because: string): ClaimInWords {
  return { district, school, row, street, token, reading: printSegment(segment), because };
}

function limitsOf({ segment }: Claim): string {
  return segment.only === undefined ? '' : ', which holds for the private sector only: whether the house is in it, a person confirms';
}

const NOT_BECAUSE: Readonly<Record<NearReason, string>> = {
  waits_for_person: 'the house is in one reading of this item and not in another; a person must confirm which is meant',
  taken_out: 'the house is taken out of these houses',
  other_grades: 'the house is there for other grades',
  other_part_of_number: 'the number is there with another letter, fraction or corpus',
  other_side: 'these houses are on the other side of the street',
  described_only: 'this part of the street is described without house numbers; a person must say whether the house lies in it',
  other_houses: 'the street has other houses here',
};
