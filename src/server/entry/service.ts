import type { Office } from '#domain/access/office.ts';
import type { Day } from '#domain/core/day.ts';
import type { Language, Named } from '#domain/core/language.ts';
import type { EntryRow } from '#domain/entry/input.ts';
import type { Policy } from '#domain/policy/policy.ts';
import { type Reader, readerOf, type Tx } from '../db/transaction.ts';
import { canonical } from '../journal/entry.ts';
import { append } from '../journal/store.ts';
import { countEverything, findDistricts, findQuotas, findSchools, findStreets, takeEntryTurn, updateSchool } from './store.ts';

/** Who enters a list and on what ground; kept with it. */
export type Hand = { readonly by: string; readonly ground: string };
export type Problem = { readonly row: number; readonly why: string };
/** What became of a list: all of it, or nothing and why. */
export type Entered =
  | { readonly kind: 'entered'; readonly entered: number; readonly changed: number; readonly same: number }
  | { readonly kind: 'refused'; readonly problems: readonly Problem[] };

/** How lists of other modules are written: handed in, for each module writes its own tables. */
export type Writers = {
  readonly addDistricts: (
    tx: Tx,
    districts: readonly { id: number; code: string; name: Named; region: Named; regionId: number }[],
  ) => Promise<void>;
  readonly addStreets: (tx: Tx, streets: readonly { id: number; districtId: number; name: Named }[]) => Promise<void>;
  readonly addSchools: (
    tx: Tx,
    schools: readonly {
      code: string;
      districtId: number;
      number: number | null;
      kind: string;
      name: Named;
      address: Named;
      director: string;
    }[],
  ) => Promise<void>;
  readonly addPools: (
    tx: Tx,
    campaign: string,
    sharePercent: number,
    quotas: readonly { school: string; grade: number; language: Language; seats: number }[],
  ) => Promise<void>;
  readonly enterDaysOff: (tx: Tx, country: string, days: readonly { day: Day; kind: 'off' | 'working'; act: string }[]) => Promise<void>;
};

type Sorted<Row> = {
  readonly fresh: readonly Row[];
  readonly changed: readonly Row[];
  readonly same: number;
  readonly problems: readonly Problem[];
};

/** Enters the lists an installation begins with: all of a list or nothing, the same list again changes nothing, and each is in the journal. */
export function entryService(tx: Tx, hand: Hand, writers: Writers) {
  const reader = readerOf(tx);

  async function conclude<Row>(
    list: string,
    sorted: Sorted<Row>,
    campaign: string | null,
    write: (fresh: readonly Row[], changed: readonly Row[]) => Promise<void>,
  ): Promise<Entered> {
    const { fresh, changed, same, problems } = sorted;
    if (problems.length > 0) return { kind: 'refused', problems };
    if (fresh.length + changed.length > 0) {
      await write(fresh, changed);
      const detail = { list, entered: fresh.length, changed: changed.length, ...hand };
      await append(tx, [{ at: new Date(), actor: 'system', act: 'list.entered', campaign, subject: null, detail }]);
    }
    return { kind: 'entered', entered: fresh.length, changed: changed.length, same };
  }

  return {
    async districts(rows: readonly EntryRow<'districts'>[]): Promise<Entered> {
      await takeEntryTurn(tx);
      const there = await findDistricts(reader);
      const byCode = new Map(there.map((one) => [one.code, one]));
      const byId = new Map(there.map((one) => [one.id, one]));
      const sorted = sort(
        rows,
        ({ code }) => code,
        ({ given }) => {
          const row = {
            id: given.id,
            code: given.code,
            name: named(given, 'name'),
            region: named(given, 'region'),
            region_id: given.region_id,
          };
          const known = byCode.get(given.code) ?? byId.get(given.id);
          return { row, known, mayChange: false, why: [] };
        },
      );
      return conclude('districts', sorted, null, (fresh) =>
        writers.addDistricts(
          tx,
          fresh.map(({ region_id: regionId, ...district }) => ({ ...district, regionId })),
        ),
      );
    },

    async streets(rows: readonly EntryRow<'streets'>[]): Promise<Entered> {
      await takeEntryTurn(tx);
      const districts = new Map((await findDistricts(reader)).map(({ code, id }) => [code, id]));
      const there = new Map(
        (
          await findStreets(
            reader,
            rows.map(({ given }) => given.id),
          )
        ).map((one) => [one.id, one]),
      );
      const sorted = sort(
        rows,
        ({ id }) => String(id),
        ({ given }) => {
          const district = districts.get(given.district);
          const row = { id: given.id, district_id: district ?? 0, name: named(given, 'name') };
          return { row, known: there.get(given.id), mayChange: false, why: missing(district, `district ${given.district}`, 'districts') };
        },
      );
      return conclude('streets', sorted, null, (fresh) =>
        writers.addStreets(
          tx,
          fresh.map(({ district_id: districtId, ...street }) => ({ ...street, districtId })),
        ),
      );
    },

    async schools(rows: readonly EntryRow<'schools'>[]): Promise<Entered> {
      await takeEntryTurn(tx);
      const districts = new Map((await findDistricts(reader)).map(({ code, id }) => [code, id]));
      const there = new Map((await findSchools(reader)).map(({ id: _, ...school }) => [school.code, school]));
      const sorted = sort(
        rows,
        ({ code }) => code,
        ({ given }) => {
          const { code, number, kind, director } = given;
          const district = districts.get(given.district);
          const row = {
            code,
            number,
            kind,
            director,
            district_id: district ?? 0,
            name: named(given, 'name'),
            address: named(given, 'address'),
          };
          return { row, known: there.get(code), mayChange: true, why: missing(district, `district ${given.district}`, 'districts') };
        },
      );
      return conclude('schools', sorted, null, async (fresh, changed) => {
        for (const school of changed) await updateSchool(tx, school);
        await writers.addSchools(
          tx,
          fresh.map(({ district_id: districtId, ...school }) => ({ ...school, districtId })),
        );
      });
    },

    /** The seats a class begins with. One that has seats is changed through the register, in the order of the arrivals, and not here. */
    async quotas(campaign: { readonly id: string; readonly policy: Policy }, rows: readonly EntryRow<'quotas'>[]): Promise<Entered> {
      await takeEntryTurn(tx);
      const schools = new Map((await findSchools(reader)).map(({ code, id }) => [code, id]));
      const keyOf = (school: string, grade: number, language: string) => `${school} ${grade} ${language}`;
      const there = new Map((await findQuotas(reader, campaign.id)).map((one) => [keyOf(one.school_id, one.grade, one.language), one]));
      const { languages, cohorts, preference } = campaign.policy;
      const grades = new Set(cohorts.map(({ grade }) => grade));
      const sorted = sort(
        rows,
        ({ school, grade, language }) => keyOf(school, grade, language),
        ({ given }) => {
          const school = schools.get(given.school);
          const row = { school_id: school ?? '', grade: given.grade, language: given.language, seats: given.seats };
          const why = [
            ...missing(school, `school ${given.school}`, 'schools'),
            ...(languages.taught.includes(given.language) ? [] : [`in this campaign no class is taught in ${given.language}`]),
            ...(grades.has(given.grade) ? [] : [`in this campaign nobody is admitted to grade ${given.grade}`]),
          ];
          return {
            row,
            known: there.get(keyOf(row.school_id, row.grade, row.language)),
            mayChange: false,
            why,
            otherwise: 'change it with `quota set`',
          };
        },
      );
      return conclude('quotas', sorted, campaign.id, (fresh) =>
        writers.addPools(
          tx,
          campaign.id,
          preference?.sharePercent ?? 0,
          fresh.map(({ school_id: school, ...quota }) => ({ school, ...quota })),
        ),
      );
    },

    /** Days that are off, and Saturdays that are worked; those already there stay as they are. */
    async daysOff(country: string, rows: readonly EntryRow<'days_off'>[]): Promise<Entered> {
      const sorted = sort(
        rows,
        ({ day }) => day,
        ({ given }) => ({ row: { ...given, day: given.day as Day }, known: undefined, mayChange: false, why: [] }),
      );
      return conclude('days_off', sorted, null, (fresh) => writers.enterDaysOff(tx, country, fresh));
    },
  };
}

/** How much of everything an installation has. */
export function countOfEverything(reader: Reader): ReturnType<typeof countEverything> {
  return countEverything(reader);
}

/** An office by the code of its district or school, or why there is none. */
export async function officeNamed(tx: Tx, role: Office['role'], code: string): Promise<Office | string> {
  if (role === 'ministry') return code === '' ? { role } : 'the ministry has no office code; leave it empty';
  if (role === 'district') {
    const district = (await findDistricts(readerOf(tx))).find((one) => one.code === code);
    return district === undefined ? `district ${code} is not entered` : { role, district: district.id };
  }
  const school = (await findSchools(readerOf(tx))).find((one) => one.code === code);
  return school === undefined ? `school ${code} is not entered` : { role, school: school.id };
}

type Judged<Row> = {
  readonly row: Row;
  readonly known: Row | undefined;
  readonly mayChange: boolean;
  readonly why: readonly string[];
  readonly otherwise?: string;
};

/** Sorts the rows into those that are new, changed and as they were; what cannot be, by row. */
function sort<Given, Row extends object>(
  rows: readonly { readonly row: number; readonly given: Given }[],
  keyOf: (given: Given) => string,
  judge: (row: { readonly row: number; readonly given: Given }) => Judged<Row>,
): Sorted<Row> {
  const seen = new Map<string, number>();
  const [fresh, changed, problems]: [Row[], Row[], Problem[]] = [[], [], []];
  let same = 0;
  for (const one of rows) {
    const key = keyOf(one.given);
    const before = seen.get(key);
    seen.set(key, one.row);
    if (before !== undefined) problems.push({ row: one.row, why: `${key} stands in row ${before} already` });
    const { row, known, mayChange, why, otherwise = 'it cannot be changed by a list' } = judge(one);
    problems.push(...why.map((reason) => ({ row: one.row, why: reason })));
    if (known === undefined) fresh.push(row);
    else if (canonical(known) === canonical(row)) same += 1;
    else if (mayChange) changed.push(row);
    else if (why.length === 0)
      problems.push({ row: one.row, why: `${key} is entered already, and otherwise: ${differences(known, row)}; ${otherwise}` });
  }
  return { fresh, changed, same, problems };
}

function differences(known: object, row: object): string {
  const before = new Map(Object.entries(known));
  return Object.entries(row)
    .filter(([name, value]) => canonical(before.get(name)) !== canonical(value))
    .map(([name, value]) => `${name} is ${JSON.stringify(before.get(name))}, not ${JSON.stringify(value)}`)
    .join(', ');
}

function missing(found: unknown, what: string, list: string): readonly string[] {
  return found === undefined ? [`${what} is not entered; enter the ${list} first`] : [];
}

/** A text in the languages it is given in. */
function named(given: object, prefix: 'name' | 'region' | 'address'): Named {
  const cells = given as Readonly<Record<string, string | undefined>>;
  const languages = (['ru', 'ky', 'kk', 'en'] as const).flatMap((language) => {
    const text = cells[`${prefix}_${language}`];
    return text === undefined ? [] : [[language, text] as const];
  });
  return Object.fromEntries(languages) as Named;
}
