import { placeFeatureInput, placeFileInput } from './input.ts';
import type { PlaceLines, PlacePoint } from './places.ts';

export type StreetSought =
  { readonly by: 'id'; readonly id: number } | { readonly by: 'name'; readonly name: string; readonly district: string | null };

/** What a feature says; `place` counts the features from 1. */
export type PlaceRead =
  | { readonly kind: 'street'; readonly place: number; readonly street: StreetSought; readonly lines: PlaceLines }
  | { readonly kind: 'school'; readonly place: number; readonly code: string; readonly point: PlacePoint }
  | { readonly kind: 'unread'; readonly place: number; readonly because: string };

/** Reads a GeoJSON text, every feature or why not; `null` when it is no collection of features. */
export function readPlaces(text: string): readonly PlaceRead[] | null {
  const file = placeFileInput.safeParse(jsonOf(text));
  return file.success ? file.data.features.map((feature, place) => readFeature(feature, place + 1)) : null;
}

function readFeature(feature: unknown, place: number): PlaceRead {
  const read = placeFeatureInput.safeParse(feature);
  if (!read.success) {
    const [issue] = read.error.issues;
    return { kind: 'unread', place, because: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}` };
  }
  const { geometry, properties } = read.data;
  if (geometry.type === 'Point') {
    const { school: code } = properties;
    if (code === undefined) return { kind: 'unread', place, because: 'a point without a “school” (its code)' };
    return { kind: 'school', place, code, point: pointOf(geometry.coordinates) };
  }
  const street = soughtIn(properties);
  if (street === null) return { kind: 'unread', place, because: 'a line without a “street_id” or a “street”' };
  const lines = geometry.type === 'LineString' ? [geometry.coordinates] : geometry.coordinates;
  return { kind: 'street', place, street, lines: lines.map((line) => line.map(pointOf)) };
}

function soughtIn({
  street_id: id,
  street: name,
  district = null,
}: {
  readonly street_id?: number | undefined;
  readonly street?: string | undefined;
  readonly district?: string | null | undefined;
}): StreetSought | null {
  if (id !== undefined) return { by: 'id', id };
  return name === undefined ? null : { by: 'name', name, district };
}

/** A height, where a file has one, is left out. */
function pointOf([longitude, latitude]: readonly [number, number, ...number[]]): PlacePoint {
  return [longitude, latitude];
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return null;
  }
}
