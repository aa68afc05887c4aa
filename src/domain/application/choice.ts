import type { SchoolView } from '../core/school.ts';
import type { Area, PoolSeats, SchoolSeats } from '../school/seats.ts';
import type { GradeOpen } from './eligibility.ts';

/** What a family has chosen so far, as an address names it; what it names wrongly counts as not chosen. */
export type Asked = {
  readonly grade: number | null;
  readonly region: string | null;
  readonly district: string | null;
  readonly school: string | null;
};

/** An area with the schools in it that have free seats. */
export type AreaFree = { readonly area: Area; readonly schools: number; readonly free: number };

/** A school with free seats, and only those of its seats that are free. */
export type SchoolFree = { readonly school: SchoolView; readonly pools: readonly PoolSeats[] };

/** The one thing to choose next. KG25-21.13: oblast → district or city → a school with free seats → language. */
export type Choice =
  | { readonly step: 'grade' }
  | { readonly step: 'region'; readonly regions: readonly AreaFree[] }
  | { readonly step: 'district'; readonly region: Area; readonly districts: readonly AreaFree[] }
  | {
      readonly step: 'school';
      readonly region: Area;
      readonly district: Area;
      /** The region has this district alone: there was nothing to choose. */
      readonly onlyDistrict: boolean;
      readonly schools: readonly SchoolFree[];
      /** The school that was chosen and has no free seat any more. */
      readonly full: SchoolView | null;
    }
  | {
      readonly step: 'language';
      readonly region: Area;
      readonly district: Area;
      readonly school: SchoolView;
      readonly pools: readonly PoolSeats[];
    };

export type Choosing = { readonly grade: number | null; readonly choice: Choice };

/**
 * The next step of choosing among schools with free seats. A school is shown when a seat of the child's grade is free; the seat the child
 * holds (`held`) is no choice. Where the school decides, a full one can be asked too (`fullToo`). Areas are shown with or without free seats, so that nobody looks for a missing one.
 */
export function chooseNext(
  seats: readonly SchoolSeats[],
  grades: readonly GradeOpen[],
  held: number | null,
  asked: Asked,
  fullToo = false,
): Choosing {
  const only = grades.length === 1 ? (grades[0]?.grade ?? null) : null;
  const grade = grades.find((open) => open.grade === asked.grade)?.grade ?? only;
  if (grade === null) return { grade, choice: { step: 'grade' } };
  return { grade, choice: stepOf(openIn(seats, grade, held, fullToo), asked) };
}

/** A school that teaches the grade, with its free seats only; it may have none. */
type Teaching = Pick<SchoolSeats, 'region' | 'district'> & SchoolFree;

function openIn(seats: readonly SchoolSeats[], grade: number, held: number | null, fullToo: boolean): readonly Teaching[] {
  return seats.flatMap(({ school, region, district, pools }) => {
    const taught = pools.filter((pool) => pool.grade === grade);
    if (taught.length === 0) return [];
    return [{ school, region, district, pools: taught.filter((pool) => (fullToo || pool.free > 0) && pool.id !== held) }];
  });
}

function stepOf(teaching: readonly Teaching[], asked: Asked): Choice {
  const school = teaching.find((candidate) => candidate.school.id === asked.school);
  if (school !== undefined && school.pools.length > 0) return { step: 'language', ...school };
  if (school !== undefined) return schoolStep(teaching, school, school.school);
  const there = teaching.filter(({ region }) => region.key === asked.region);
  const inDistrict = there.find(({ district }) => district.key === asked.district);
  if (inDistrict !== undefined) return schoolStep(teaching, inDistrict, null);
  const [first] = there;
  if (first === undefined) return { step: 'region', regions: areasOf(teaching, ({ region }) => region) };
  const districts = areasOf(there, ({ district }) => district);
  return districts.length === 1 ? schoolStep(teaching, first, null) : { step: 'district', region: first.region, districts };
}

function schoolStep(teaching: readonly Teaching[], { region, district }: Teaching, full: SchoolView | null): Choice {
  const there = teaching.filter((candidate) => candidate.region.key === region.key);
  const schools = there.filter((candidate) => candidate.district.key === district.key && candidate.pools.length > 0);
  const onlyDistrict = there.every((candidate) => candidate.district.key === district.key);
  return { step: 'school', region, district, onlyDistrict, schools: schools.map(({ school, pools }) => ({ school, pools })), full };
}

function areasOf(teaching: readonly Teaching[], areaOf: (one: Teaching) => Area): readonly AreaFree[] {
  const areas = new Map<string, AreaFree>();
  for (const one of teaching) {
    const area = areaOf(one);
    const known = areas.get(area.key) ?? { area, schools: 0, free: 0 };
    const free = one.pools.reduce((sum, pool) => sum + pool.free, 0);
    areas.set(area.key, { area: known.area, schools: known.schools + (one.pools.length > 0 ? 1 : 0), free: known.free + free });
  }
  return [...areas.values()];
}
