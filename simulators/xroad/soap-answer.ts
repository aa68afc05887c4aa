import { createHash } from 'node:crypto';
import type { Header, SoapRequest } from './soap-request.ts';

/** A piece of an answer: a text, nothing, or elements in order. */
export type Content = string | null | readonly Element[];
export type Element = readonly [name: string, content: Content];

/** The answer of a provider, with the request's headers repeated in their order and the hash of its bytes added. */
export function soapAnswer(request: SoapRequest, requestBytes: Buffer, content: Content): string {
  const hash = createHash('sha512').update(requestBytes).digest('base64');
  const headers = request.headers.map(writeHeader).join('');
  const requestHash = `<xrd:requestHash algorithmId="http://www.w3.org/2001/04/xmlenc#sha512">${hash}</xrd:requestHash>`;
  return envelope(`<SOAP-ENV:Header>${headers}${requestHash}</SOAP-ENV:Header>`, write([`${request.operation}Response`, content]));
}

/** A technical fault of the security server itself: it has no headers. */
export function soapFault(faultCode: string, faultString: string): string {
  const parts = `<faultcode>${faultCode}</faultcode><faultstring>${escape(faultString)}</faultstring><faultactor></faultactor>`;
  return envelope('', `<SOAP-ENV:Fault>${parts}</SOAP-ENV:Fault>`);
}

const namespaces = [
  'xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"',
  'xmlns:xrd="http://x-road.eu/xsd/xroad.xsd"',
  'xmlns:id="http://x-road.eu/xsd/identifiers"',
  'xmlns:ts="http://tunduk-seccurity-infocom.x-road.fi/producer"',
].join(' ');

const objectTypes: Readonly<Record<string, string>> = { client: 'SUBSYSTEM', service: 'SERVICE' };

function envelope(header: string, body: string): string {
  const content = `${header}<SOAP-ENV:Body>${body}</SOAP-ENV:Body>`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<SOAP-ENV:Envelope ${namespaces}>${content}</SOAP-ENV:Envelope>`;
}

function writeHeader([name, value]: Header): string {
  if (typeof value === 'string') return `<xrd:${name}>${escape(value)}</xrd:${name}>`;
  const parts = Object.entries(value).map(([part, text]) => `<id:${part}>${escape(text)}</id:${part}>`);
  return `<xrd:${name} id:objectType="${objectTypes[name] ?? 'MEMBER'}">${parts.join('')}</xrd:${name}>`;
}

function write([name, content]: Element): string {
  if (content === null) return `<ts:${name}/>`;
  const inner = typeof content === 'string' ? escape(content) : content.map(write).join('');
  return `<ts:${name}>${inner}</ts:${name}>`;
}

/** Letters that Russian does not have leave as numeric references, as some real providers write them. */
function escape(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/[ңөүҢӨҮ]/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
