import { asTyped } from './typed.ts';

declare const nationalIdBrand: unique symbol;

/** A person's national number, digits only: 14 in a Kyrgyz ПИН, 12 in a Kazakh ЖСН. Never a key by itself: the key is country and number. */
export type NationalId = string & { readonly [nationalIdBrand]: true };

/** How a country writes its national number. There is no public check digit for the Kyrgyz one: the register alone judges. */
export type NationalIdForm = { readonly digits: number };

/** Reads a national number as a person types or pastes it (spaces, dashes and stops between its groups allowed); `null` when it has another number of digits. */
export function parseNationalId(text: string, form: NationalIdForm): NationalId | null {
  const bare = asTyped(text, 'any').replace(/[\s.-]/g, '');
  return /^\d+$/.test(bare) && bare.length === form.digits ? (bare as NationalId) : null;
}
