import { endsOf, type PlaceLines, type PlacePoint } from './places.ts';

export type StreetPlaced = { readonly id: number; readonly lines: PlaceLines };
export type SchoolPlaced = { readonly id: string; readonly point: PlacePoint };

/** A drawing in units of its own, as wide as a narrow phone: SVG paths of streets with the point their number stands at, points of schools. */
export type PlacesDrawn = {
  readonly width: number;
  readonly height: number;
  readonly streets: readonly { readonly id: number; readonly path: string; readonly at: readonly [number, number] }[];
  readonly schools: readonly { readonly id: string; readonly at: readonly [number, number] }[];
};

const width = 320;
const margin = 16;
const tallest = 480;
const shortest = 120;

/** Draws what lies where: north is up, a metre is as long in both directions. `null` when nothing is placed, or all of it at one point. */
export function drawPlaces(streets: readonly StreetPlaced[], schools: readonly SchoolPlaced[]): PlacesDrawn | null {
  const points = [...streets.flatMap(({ lines }) => lines.flat()), ...schools.map(({ point }) => point)];
  if (points.length === 0) return null;
  const [south, north] = endsOf(points.map(([, latitude]) => latitude));
  const narrowing = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const [west, east] = endsOf(points.map(([longitude]) => longitude * narrowing));
  const [across, up] = [east - west, north - south];
  if (across === 0 && up === 0) return null;
  const scale = Math.min((width - 2 * margin) / Math.max(across, 1e-9), (tallest - 2 * margin) / Math.max(up, 1e-9));
  const height = Math.max(shortest, Math.ceil(up * scale + 2 * margin));
  const [left, top] = [(width - across * scale) / 2, (height - up * scale) / 2];
  const onPage = ([longitude, latitude]: PlacePoint): readonly [number, number] => [
    tenth(left + (longitude * narrowing - west) * scale),
    tenth(top + (north - latitude) * scale),
  ];
  return {
    width,
    height,
    streets: streets.map(({ id, lines }) => ({
      id,
      path: lines.map((line) => pathOf(line.map(onPage))).join(''),
      at: onPage(numberAt(lines)),
    })),
    schools: schools.map(({ id, point }) => ({ id, at: onPage(point) })),
  };
}

/** The middle point of the longest of the lines. */
function numberAt(lines: PlaceLines): PlacePoint {
  const longest = lines.toSorted((a, b) => b.length - a.length)[0] ?? [];
  return longest[Math.floor(longest.length / 2)] ?? [0, 0];
}

function pathOf(points: readonly (readonly [number, number])[]): string {
  return points.map(([x, y], place) => `${place === 0 ? 'M' : 'L'}${x} ${y}`).join('');
}

function tenth(number: number): number {
  return Math.round(number * 10) / 10;
}
