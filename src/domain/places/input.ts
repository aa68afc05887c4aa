import { z } from 'zod';

const pointInput = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]).rest(z.number());
const lineInput = z.array(pointInput).min(2).max(20_000);

/** A feature of a GeoJSON file (RFC 7946): a street as a line or lines, a school as a point. What else the file says of it is left alone. */
export const placeFeatureInput = z.object({
  type: z.literal('Feature'),
  geometry: z.discriminatedUnion('type', [
    z.object({ type: z.literal('Point'), coordinates: pointInput }),
    z.object({ type: z.literal('LineString'), coordinates: lineInput }),
    z.object({ type: z.literal('MultiLineString'), coordinates: z.array(lineInput).min(1).max(2000) }),
  ]),
  properties: z.object({
    /** The address bureau's key of a street, or its name; the name is looked for in `district` (its code), where that is given. */
    street_id: z.coerce.number().int().positive().optional(),
    street: z.string().min(1).max(300).optional(),
    /** A school's code. */
    school: z.string().min(1).max(100).optional(),
    district: z.coerce.string().max(30).optional(),
  }),
});

/** A file: its features are read one by one, so that a broken one does not hide the others. */
export const placeFileInput = z.object({ type: z.literal('FeatureCollection'), features: z.array(z.unknown()).max(500_000) });
