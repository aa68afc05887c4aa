import type { Day } from '#domain/core/day.ts';
import type { Language, Named } from '#domain/core/language.ts';
import type { NationalId } from '#domain/core/national-id.ts';
import type { PersonName } from '#domain/core/person-name.ts';

/** The districts, streets and schools of a country. */
export type Places = {
  readonly districts: readonly District[];
  readonly streets: readonly Street[];
  readonly schools: readonly School[];
};

/** The people, schools and streets the simulated registers know. Plain data: it survives JSON unchanged. */
export type Population = Places & {
  readonly seed: number;
  readonly adults: readonly Adult[];
  readonly children: readonly Child[];
  /** What the civil registry links: one line per parent and child. */
  readonly links: readonly Link[];
  readonly families: readonly Family[];
};

/** A district by its SOATE code, and the keys by which the address bureau knows it. */
export type District = {
  readonly code: string;
  readonly region: Named;
  readonly name: Named;
  readonly regionId: number;
  readonly districtId: number;
  readonly aymakId: number | null;
  readonly villageId: number | null;
};

export type Street = {
  readonly id: number;
  readonly districtCode: string;
  readonly name: Named;
  /** The highest house number on it. */
  readonly lastHouse: number;
};

export type School = {
  readonly id: string;
  readonly districtCode: string;
  readonly number: number;
  readonly name: Named;
  readonly address: { readonly streetId: number; readonly house: string };
  readonly phone: string;
  readonly director: PersonName;
  readonly languages: readonly Language[];
  readonly seats: readonly { readonly grade: number; readonly language: Language; readonly seats: number }[];
  /** The act of the district that assigned these streets to the school. */
  readonly act: { readonly title: Named; readonly number: string; readonly day: Day };
  /** Streets with their houses as the act writes them. */
  readonly catchment: readonly { readonly streetId: number; readonly houses: string }[];
};

/** An address, and the schools whose catchment truly holds it (0 to 3): the answer a resolver must find by itself. */
export type Home = { readonly address: RegisteredAddress; readonly schoolIds: readonly string[] };

export type Sex = 'female' | 'male';

/** As the address bureau keeps it: keys of its own registers, the house and the flat as text. */
export type RegisteredAddress = {
  readonly regionId: number;
  readonly districtId: number;
  readonly aymakId: number | null;
  readonly villageId: number | null;
  readonly streetId: number | null;
  readonly house: string;
  readonly flat: string | null;
};

export type Passport = {
  readonly series: string;
  readonly number: string;
  readonly issued: Day;
  readonly expires: Day;
  readonly issuer: string;
};

export type BirthCertificate = { readonly series: string; readonly number: string; readonly issued: Day; readonly issuer: string };

export type Adult = {
  readonly pin: NationalId;
  readonly name: PersonName;
  readonly sex: Sex;
  readonly birthDate: Day;
  /** ISO 3166-1 alpha-3. */
  readonly citizenship: string;
  /** `null` for a foreign citizen: the passport service knows Kyrgyz passports only. */
  readonly passport: Passport | null;
  readonly phone: string;
  readonly email: string | null;
  /** Where the person is registered. */
  readonly home: Home;
  /** Where the person really lives. */
  readonly lives: Home;
  /** A right to preference, which the person would have to prove. */
  readonly entitlement: Entitlement | null;
};

/** What a preference rests on. KG25-24. */
export type Entitlement =
  | { readonly kind: 'school_staff'; readonly schoolId: string; readonly since: Day }
  | { readonly kind: 'military'; readonly unit: string }
  | { readonly kind: 'ethnic_kyrgyz'; readonly certificate: string; readonly issued: Day };

export type Child = {
  readonly pin: NationalId;
  readonly name: PersonName;
  readonly sex: Sex;
  readonly birthDate: Day;
  /** `null`: the civil registry answers that it has no birth act. */
  readonly certificate: BirthCertificate | null;
  readonly motherPin: NationalId | null;
  readonly fatherPin: NationalId | null;
  /** Where the child is registered. */
  readonly home: Home;
  /** Where the child really lives. */
  readonly lives: Home;
  /** Stated by the list of the preschool that prepared the child, not by the registry. KG25-5.1. */
  readonly preparedAtPreschool: boolean;
};

export type Link = { readonly parent: NationalId; readonly child: NationalId };

export type Family = {
  readonly id: number;
  /** Which case this family shows, see `family-plans.ts`. */
  readonly tag: string;
  readonly parents: readonly NationalId[];
  /** Who cares for the children by a document that the civil registry does not know. */
  readonly guardians: readonly NationalId[];
  readonly children: readonly NationalId[];
};

/** Writes a population as JSON, to be read back by {@link populationFromJson}. */
export function populationToJson(population: Population): string {
  return JSON.stringify({ format, ...population }, null, 1);
}

/** Reads what {@link populationToJson} wrote, or what a test wrote in its place; throws when a list is missing. */
export function populationFromJson(json: string): Population {
  const read: unknown = JSON.parse(json);
  if (!isRecord(read) || read['format'] !== format) throw new Error(`not a population: format ${format} expected`);
  const lists = ['districts', 'streets', 'schools', 'adults', 'children', 'links', 'families'];
  const missing = lists.filter((list) => !Array.isArray(read[list]));
  if (missing.length > 0) throw new Error(`not a population: no ${missing.join(', ')}`);
  const { format: _, ...population } = read;
  return population as Population;
}

const format = 'mektep-population-1';

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
