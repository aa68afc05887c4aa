/** A point as GeoJSON writes it: longitude, latitude, in degrees. */
export type PlacePoint = readonly [longitude: number, latitude: number];
export type PlaceLines = readonly (readonly PlacePoint[])[];

/** The middle of the box around some lines. */
export function middleOf(lines: PlaceLines): PlacePoint | null {
  const points = lines.flat();
  if (points.length === 0) return null;
  const [west, east] = endsOf(points.map(([longitude]) => longitude));
  const [south, north] = endsOf(points.map(([, latitude]) => latitude));
  return [(west + east) / 2, (south + north) / 2];
}

/** The smallest and the largest of some numbers. */
export function endsOf(numbers: readonly number[]): readonly [number, number] {
  return numbers.reduce<readonly [number, number]>(
    ([least, most], each) => [Math.min(least, each), Math.max(most, each)],
    [Infinity, -Infinity],
  );
}
