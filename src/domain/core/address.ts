import type { Named } from './language.ts';

/** A registered address with the names of its street and district, where our registers know them. */
export type NamedAddress = {
  readonly street: Named | null;
  readonly district: Named | null;
  readonly house: string;
  readonly flat: string | null;
};
