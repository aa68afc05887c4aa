import type { Named } from './language.ts';

/** A school as everybody may see it. */
export type SchoolView = { readonly id: string; readonly number: number | null; readonly name: Named; readonly address: Named };
