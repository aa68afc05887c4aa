import type { Area, SchoolSeats } from '#domain/school/seats.ts';

/** A district with what it has; a region with its districts. */
export type DistrictSeats = { readonly area: Area; readonly schools: number; readonly free: number };
export type RegionSeats = { readonly area: Area; readonly districts: readonly DistrictSeats[] };

/** Regions and districts with their schools and free seats, in the order of the schools. */
export function areasOf(schools: readonly SchoolSeats[]): readonly RegionSeats[] {
  const regions = new Map<string, { readonly area: Area; readonly districts: Map<string, DistrictSeats> }>();
  for (const { region, district, pools } of schools) {
    const there = regions.get(region.key) ?? { area: region, districts: new Map<string, DistrictSeats>() };
    regions.set(region.key, there);
    const known = there.districts.get(district.key) ?? { area: district, schools: 0, free: 0 };
    there.districts.set(district.key, { ...known, schools: known.schools + 1, free: known.free + freeOf(pools) });
  }
  return [...regions.values()].map(({ area, districts }) => ({ area, districts: [...districts.values()] }));
}

/** Seats that are free in some pools together. */
export function freeOf(pools: SchoolSeats['pools']): number {
  return pools.reduce((sum, pool) => sum + Math.max(pool.free, 0), 0);
}
