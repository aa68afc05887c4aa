import { NotXml } from './read-xml.ts';

/**
 * The envelope out of a body of a media type. A service that can attach files may send every answer as `multipart/related` (RFC 2387): the part that
 * `start` names, or the first. Attachments are not looked at. X-Road message protocol, clause 2.5.
 */
export function envelopeOf(bytes: Uint8Array, mediaType: string | null): Uint8Array {
  if (mediaType === null || !/^\s*multipart\/related\s*(;|$)/i.test(mediaType)) return bytes;
  const boundary = parameter(mediaType, 'boundary');
  if (boundary === null || boundary.length > 70) throw new NotXml('parts without a boundary');
  const parts = partsOf(Buffer.from(bytes), boundary);
  const start = parameter(mediaType, 'start');
  const root = start === null ? parts[0] : parts.find(({ headers }) => headers.get('content-id') === start);
  if (root === undefined) throw new NotXml('no part is the envelope');
  return decoded(root);
}

type Part = { readonly headers: ReadonlyMap<string, string>; readonly body: Buffer };

const partsAtMost = 20;

/** Lines may end with LF alone, as some senders write them. What stands before the first boundary and behind the last is not looked at. */
function partsOf(bytes: Buffer, boundary: string): readonly Part[] {
  const text = bytes.toString('latin1');
  const marks = [...text.matchAll(new RegExp(`(?:^|\\r?\\n)--${escaped(boundary)}(--)?[ \\t]*(?=\\r?\\n|$)`, 'g'))];
  if (marks.length > partsAtMost || marks.at(-1)?.[1] === undefined) throw new NotXml('parts that do not end');
  return marks.slice(0, -1).map((mark, place) => {
    const from = mark.index + mark[0].length;
    const part = text.slice(from, marks[place + 1]?.index).replace(/^\r?\n/, '');
    const gap = /(?:^|\r?\n)\r?\n/.exec(part);
    if (gap === null) throw new NotXml('a part without a body');
    return { headers: headersOf(part.slice(0, gap.index)), body: Buffer.from(part.slice(gap.index + gap[0].length), 'latin1') };
  });
}

function headersOf(text: string): ReadonlyMap<string, string> {
  const unfolded = text.replace(/\r?\n[ \t]+/g, ' ');
  return new Map(
    unfolded.split(/\r?\n/).flatMap((line): [string, string][] => {
      const colon = line.indexOf(':');
      return colon === -1 ? [] : [[line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()]];
    }),
  );
}

function decoded({ headers, body }: Part): Uint8Array {
  const encoding = (headers.get('content-transfer-encoding') ?? 'binary').toLowerCase();
  if (encoding === 'base64') return Buffer.from(body.toString('latin1'), 'base64');
  if (['binary', '8bit', '7bit'].includes(encoding)) return body;
  throw new NotXml('a part in an encoding we do not read');
}

/** A parameter of a media type, with or without quotation marks. */
function parameter(mediaType: string, name: string): string | null {
  const found = new RegExp(`;\\s*${name}\\s*=\\s*(?:"([^"]*)"|([^\\s;]+))`, 'i').exec(mediaType);
  return found?.[1] ?? found?.[2] ?? null;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
