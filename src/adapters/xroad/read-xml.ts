import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** Bytes that are not an XML document we are ready to read. */
export class NotXml extends Error {
  override readonly name = 'NotXml';
}

/** Nothing larger is read: the answers we ask for have a few kilobytes. */
export const largestAnswerBytes = 2 * 1024 * 1024;

/**
 * Reads XML from an untrusted sender. Names lose their prefixes, every value stays text (a PIN keeps its zeros), attributes are left out,
 * repeated elements become arrays, an empty element is `''`. Document types and entities of one's own are refused unread.
 */
export function readXml(bytes: Uint8Array): unknown {
  if (bytes.byteLength > largestAnswerBytes) throw new NotXml('larger than 2 MB');
  const text = decoded(bytes);
  if (/<!\s*(doctype|entity)/i.test(text)) throw new NotXml('declares a document type or an entity');
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(text)) throw new NotXml('has characters XML does not have');
  if (!everyReferenceIsKnown(text)) throw new NotXml('has references XML does not know');
  try {
    if (XMLValidator.validate(text) !== true) throw new NotXml('not well formed');
    return parser.parse(text);
  } catch (error) {
    if (error instanceof NotXml) throw error;
    // The parser's own message may quote the document.
    throw new NotXml('not readable');
  }
}

const parser = new XMLParser({
  removeNSPrefix: true,
  ignoreAttributes: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  parseTagValue: false,
  // Without it numeric references (&#1179;) stay as they are.
  htmlEntities: true,
  processEntities: { enabled: true, maxTotalExpansions: 100_000, maxExpandedLength: largestAnswerBytes },
  maxNestedTags: 30,
});

/** The parser drops or keeps what it cannot decode; a name must not lose a letter that way. */
function everyReferenceIsKnown(text: string): boolean {
  const outsideSections = text.replace(/<!\[CDATA\[[^]*?\]\]>|<!--[^]*?-->/g, '');
  return Array.from(outsideSections.matchAll(/&([^;&<]{0,10})(;?)/g)).every(([, name = '', end]) => end === ';' && isKnown(name));
}

function isKnown(name: string): boolean {
  const number = /^#(?:x([0-9a-f]{1,6})|(\d{1,7}))$/i.exec(name);
  if (number === null) return ['amp', 'lt', 'gt', 'quot', 'apos'].includes(name);
  const code = number[1] === undefined ? Number(number[2]) : Number.parseInt(number[1], 16);
  const isSurrogate = code >= 0xd800 && code <= 0xdfff;
  return [9, 10, 13].includes(code) || (code >= 32 && code < 0xfffe && !isSurrogate) || (code >= 0x10000 && code <= 0x10ffff);
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new NotXml('not UTF-8');
  }
}
