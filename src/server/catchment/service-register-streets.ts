import { nearestNames } from '#domain/catchment/street-likeness.ts';
import { streetKey } from '#domain/catchment/street-key.ts';
import type { Named } from '#domain/core/language.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import { type Actor, openly, transact } from '../db/transaction.ts';
import type { StreetFinder } from './service-streets.ts';
import { findStreetsOfDistrict, type NamedStreet } from './store-editor.ts';
import { findAliases, upsertAliases } from './store-imports.ts';

export type StreetsFoundIn = {
  readonly found: readonly { readonly id: number; readonly name: Named }[];
  /** How they were found: by a name of theirs, by another one that a person has confirmed before, or only because the names are alike. */
  readonly how: 'name' | 'confirmed' | 'alike';
};

/** The streets of a district under every name they go by. */
export type StreetRegister = {
  /** Streets as somebody types their name. Those that are only alike are for a person to choose among. */
  find(district: number, text: string): Promise<StreetsFoundIn>;
  /** Remembers that a person has confirmed what street a name means; a name of its own is nothing new. */
  remember(actor: Actor, district: number, text: string, street: number): Promise<void>;
};

const shownAtMost = 15;

/** The register of streets with the names that people have confirmed; the importer of files asks and tells the same one. */
export function streetRegister(
  database: Database,
  { findStreets, clock }: { readonly findStreets: StreetFinder; readonly clock: Clock },
): StreetRegister {
  const reader = openly(database);

  return {
    async find(district, text) {
      const { streets, near } = await findStreets(text, { district, limit: shownAtMost });
      if (streets.length > 0 && !near) return { found: streets, how: 'name' };
      const [known, aliases] = await Promise.all([findStreetsOfDistrict(reader, district), findAliases(reader, district)]);
      const key = streetKey(text);
      const meant = aliases.filter(({ kind, name_key: name }) => kind === 'street' && name === key).map(({ target }) => Number(target));
      const confirmed = known.filter(({ id }) => meant.includes(id));
      if (confirmed.length > 0) return { found: confirmed, how: 'confirmed' };
      const nearby = streets.flatMap(({ id }) => known.find((one) => one.id === id) ?? []);
      return { found: [...new Set([...alikeIn(known, text), ...nearby])].slice(0, shownAtMost), how: 'alike' };
    },

    async remember(actor, district, text, street) {
      const key = streetKey(text);
      const known = (await findStreetsOfDistrict(reader, district)).find(({ id }) => id === street);
      if (key === '' || known === undefined || Object.values(known.name).some((name) => streetKey(name) === key)) return;
      const alias = { kind: 'street', name_key: key, target: String(street) } as const;
      await transact(database, actor, (tx) => upsertAliases(tx, district, [alias], actor, new Date(clock.now())));
    },
  };
}

function alikeIn(known: readonly NamedStreet[], text: string): readonly NamedStreet[] {
  const byName = new Map(known.flatMap((street) => Object.values(street.name).map((name) => [name, street] as const)));
  return nearestNames(text, [...byName.keys()], shownAtMost).flatMap((name) => byName.get(name) ?? []);
}
