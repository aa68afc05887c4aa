import { streetKey } from '#domain/catchment/street-key.ts';
import type { Named } from '#domain/core/language.ts';
import type { PlaceRead, StreetSought } from '#domain/places/geojson.ts';
import { drawPlaces, type PlacesDrawn } from '#domain/places/map.ts';
import { endsOf, middleOf, type PlaceLines, type PlacePoint } from '#domain/places/places.ts';
import type { Database } from '../db/connect.ts';
import { openly, readerOf, type Tx } from '../db/transaction.ts';
import { findSchoolCodes, findSchoolPlaces, findStreetPlaces, findStreetsNamed, upsertSchoolPlaces, upsertStreetPlaces } from './store.ts';

/** A school's catchment as a drawing, with the names of the schools on it; `null` where no file says where its streets lie. */
export type SchoolMap = PlacesDrawn & { readonly names: ReadonlyMap<string, Named> };

export type PlacesService = {
  /** Draws a school and these streets of it. */
  map(school: string, streets: readonly number[]): Promise<SchoolMap | null>;
};

/** Maps of catchments, from what files have brought. KG25-21.8b. */
export function placesService(database: Database): PlacesService {
  const reader = openly(database);
  return {
    async map(school, streets) {
      const [lines, schools] = await Promise.all([findStreetPlaces(reader, streets), findSchoolPlaces(reader, school)]);
      if (lines.length === 0) return null;
      const inOrder = streets.flatMap((id) => lines.filter((line) => line.id === id));
      // The other schools of the district are drawn where the school's own streets are: a far one would make the map small.
      const near = schools.filter(
        (one) =>
          one.id === school ||
          isAmong(
            one,
            inOrder.flatMap((line) => line.lines),
          ),
      );
      const drawn = drawPlaces(
        inOrder,
        near.map(({ id, longitude, latitude }) => ({ id, point: [longitude, latitude] })),
      );
      return drawn === null ? null : { ...drawn, names: new Map(near.map(({ id, name }) => [id, name])) };
    },
  };
}

/** What became of a file of places. */
export type PlacesEntered = {
  readonly streets: number;
  readonly schools: number;
  readonly left: readonly { readonly place: number; readonly because: string }[];
};

/** Enters where streets and schools lie. A name that is several streets, or none, is left out and told: nobody guesses. */
export async function enterPlaces(tx: Tx, features: readonly PlaceRead[], source: string): Promise<PlacesEntered> {
  const reader = readerOf(tx);
  const byName = streetsByName(await findStreetsNamed(reader));
  const codes = await findSchoolCodes(
    reader,
    features.flatMap((feature) => (feature.kind === 'school' ? [feature.code] : [])),
  );
  const streets = new Map<number, PlaceLines>();
  const schools = new Map<string, PlacePoint>();
  const left: { place: number; because: string }[] = [];
  for (const feature of features) {
    const { place } = feature;
    if (feature.kind === 'unread') left.push({ place, because: feature.because });
    else if (feature.kind === 'school') {
      const id = codes.get(feature.code);
      if (id === undefined) left.push({ place, because: `no school has the code ${feature.code}` });
      else schools.set(id, feature.point);
    } else {
      const found = byName(feature.street);
      // A street may come in several features.
      if (typeof found === 'number') streets.set(found, [...(streets.get(found) ?? []), ...feature.lines]);
      else left.push({ place, because: found });
    }
  }
  const placed = [...streets].flatMap(([id, lines]) => {
    const middle = middleOf(lines);
    return middle === null ? [] : [{ id, lines, middle }];
  });
  await upsertStreetPlaces(tx, placed, source);
  await upsertSchoolPlaces(
    tx,
    [...schools].map(([id, point]) => ({ id, point })),
    source,
  );
  return { streets: placed.length, schools: schools.size, left };
}

function streetsByName(streets: Awaited<ReturnType<typeof findStreetsNamed>>): (sought: StreetSought) => number | string {
  const ids = new Set(streets.map(({ id }) => id));
  const byKey = new Map<string, { readonly id: number; readonly district: string }[]>();
  for (const { id, name, district } of streets)
    for (const key of new Set(Object.values(name).map(streetKey))) byKey.set(key, [...(byKey.get(key) ?? []), { id, district }]);
  return (sought) => {
    if (sought.by === 'id') return ids.has(sought.id) ? sought.id : `no street has the key ${sought.id}`;
    const { name, district } = sought;
    const found = (byKey.get(streetKey(name)) ?? []).filter((street) => district === null || street.district === district);
    if (found.length === 0) return `no street is called ${name}`;
    return found.length === 1 && found[0] !== undefined
      ? found[0].id
      : `${found.length} streets are called ${name}: give street_id or district`;
  };
}

function isAmong({ longitude, latitude }: { readonly longitude: number; readonly latitude: number }, lines: PlaceLines): boolean {
  const points = lines.flat();
  const [west, east] = endsOf(points.map(([x]) => x));
  const [south, north] = endsOf(points.map(([, y]) => y));
  return west <= longitude && longitude <= east && south <= latitude && latitude <= north;
}
