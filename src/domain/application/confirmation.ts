import type { Day, Moment } from '../core/day.ts';
import { asTyped } from '../core/typed.ts';
import type { Language } from '../core/language.ts';
import type { PersonName } from '../core/person-name.ts';
import type { SchoolView } from '../core/school.ts';
import type { BoundariesView } from './history.ts';
import type { PlaceView } from './view.ts';

/** What a family prints or saves of the place its child holds. */
export type Confirmation = {
  readonly child: { readonly id: string; readonly name: PersonName; readonly birthDate: Day };
  readonly place: Omit<PlaceView, 'released' | 'fromLine'> & { readonly boundaries: BoundariesView | null };
  /** When it was drawn. */
  readonly drawnAt: Moment;
  /** What proves it; see {@link writeCode}. */
  readonly code: string;
  /** Where anyone may look whether it holds. */
  readonly address: string;
};

/** What anyone who holds the paper may learn: what the paper should say, and whether it still holds. */
export type Verified = {
  readonly number: number;
  readonly at: Moment;
  readonly school: SchoolView;
  readonly grade: number;
  readonly language: Language;
  readonly initials: string;
  readonly birthYear: string;
  /** `replaced`: the child has another place by a later application. */
  readonly holds: 'holds' | 'given_up' | 'replaced';
};

/** Letters that cannot be taken for digits or for each other when somebody types them from paper. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const proofBytes = 16;
const proofLetters = Math.ceil((proofBytes * 8) / 5);

/** `<number of the arrival>-<128 bits in base 32>`: nothing of the child, and nothing that could be guessed. `proof` is at least 16 bytes. */
export function writeCode(number: number, proof: Uint8Array): string {
  let bits = '';
  for (const byte of proof.subarray(0, proofBytes)) bits += byte.toString(2).padStart(8, '0');
  const letters = Array.from(
    { length: proofLetters },
    (_, place) => alphabet[parseInt(bits.slice(place * 5, place * 5 + 5).padEnd(5, '0'), 2)] ?? '',
  );
  return `${number}-${letters.join('')}`;
}

/** The code as it stands on paper, in groups that are read and typed without losing the place. */
export function spaced(code: string): string {
  const [number = '', letters = ''] = code.split('-');
  return [number, ...(letters.match(/.{1,4}/g) ?? [])].join('-');
}

/** A code as a person types or pastes it, in the one way it is written, with the number it names; `null` when it can be none. */
export function readCode(text: string): { readonly number: number; readonly code: string } | null {
  const bare = asTyped(lastOfAddress(text), 'latin')
    .toLowerCase()
    .replace(/^(№|no\.?|n\.)\s*/, '')
    .replace(/[\s.-]+/g, '-');
  const match = /^(\d{1,12})-([\da-z-]+)$/.exec(bare);
  const letters = (match?.[2] ?? '').replaceAll('-', '').replaceAll('o', '0').replace(/[il]/g, '1');
  if (match === null || letters.length !== proofLetters || [...letters].some((letter) => !alphabet.includes(letter))) return null;
  return { number: Number(match[1]), code: `${match[1]}-${letters}` };
}

/** The code at the end of the address that the QR code holds; a text that is no address as it is. */
function lastOfAddress(text: string): string {
  const address = /^[^?#]*\/verify\/([^/?#]+)/i.exec(asTyped(text, 'any'))?.[1];
  return address ?? text;
}
