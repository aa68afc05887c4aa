import { readXml } from './read-xml.ts';
import type { ClientIdentifier, Service } from './service.ts';

/** What a request says: who asks which service, under which id, with which fields. */
export type Question = {
  readonly client: ClientIdentifier;
  readonly service: Service;
  /** Unique for every message, also for a second try. */
  readonly id: string;
  /** The person on whose behalf we ask, with the country before it. */
  readonly userId: string | null;
  readonly fields: Readonly<Record<string, string>>;
};

/** An answer taken out of its envelope. A fault is an answer too: it comes under HTTP 200. */
export type Answer =
  | { readonly kind: 'fault'; readonly code: string }
  | { readonly kind: 'body'; readonly request: unknown; readonly response: unknown; readonly fault: unknown };

/** Writes the SOAP 4.0 envelope of a question, document/literal wrapped. Interop: X-Road message protocol, clauses 2.2 and 2.3. */
export function writeEnvelope({ client, service, id, userId, fields }: Question): string {
  const { serviceCode } = service;
  const content = Object.entries(fields).map(([name, value]) => tag(`ask:${name}`, escape(value)));
  const header = [
    identifier('client', 'SUBSYSTEM', memberParts(client)),
    identifier('service', 'SERVICE', [
      ...memberParts(service),
      tag('id:serviceCode', escape(serviceCode)),
      tag('id:serviceVersion', escape(service.serviceVersion)),
    ]),
    tag('xrd:id', escape(id)),
    ...(userId === null ? [] : [tag('xrd:userId', escape(userId))]),
    tag('xrd:protocolVersion', '4.0'),
  ];
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<soap:Envelope ${namespaces}>`,
    tag('soap:Header', header.join('')),
    tag('soap:Body', tag(`ask:${serviceCode}`, tag('ask:request', content.join('')))),
    '</soap:Envelope>',
  ].join('');
}

/** Reads the answer to a question; throws {@link NotXml} or {@link NotOurAnswer} when it is not one. */
export function readEnvelope(bytes: Uint8Array, question: Question): Answer {
  const envelope = child(readXml(bytes), 'Envelope');
  const body = child(envelope, 'Body');
  const fault = child(body, 'Fault');
  if (fault !== undefined) return { kind: 'fault', code: faultCode(child(fault, 'faultcode')) };
  checkHeaders(child(envelope, 'Header'), question);
  const wrapper = child(body, `${question.service.serviceCode}Response`);
  if (wrapper === undefined) throw new NotOurAnswer('the body is not the answer of this service');
  return { kind: 'body', request: child(wrapper, 'request'), response: child(wrapper, 'response'), fault: child(wrapper, 'fault') };
}

/** A well-formed message that does not answer what we asked. */
export class NotOurAnswer extends Error {
  override readonly name = 'NotOurAnswer';
}

/** Fault codes change case and underscores between versions of X-Road: compared by letters and dots alone, which also keeps numbers out. */
export function faultCode(code: unknown): string {
  const text = typeof code === 'string' ? code.slice(0, 100) : '';
  return text.toLowerCase().replace(/[^a-z.]/g, '') || 'unnamed';
}

/** The child element of that name; `undefined` when there is none. */
export function child(node: unknown, name: string): unknown {
  if (typeof node !== 'object' || node === null || !Object.hasOwn(node, name)) return undefined;
  return (node as Readonly<Record<string, unknown>>)[name];
}

const namespaces = [
  'xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"',
  'xmlns:xrd="http://x-road.eu/xsd/xroad.xsd"',
  'xmlns:id="http://x-road.eu/xsd/identifiers"',
  'xmlns:ask="http://tunduk-seccurity-infocom.x-road.fi/producer"',
].join(' ');

function memberParts({ instance, memberClass, memberCode, subsystemCode }: ClientIdentifier): readonly string[] {
  return [
    tag('id:xRoadInstance', escape(instance)),
    tag('id:memberClass', escape(memberClass)),
    tag('id:memberCode', escape(memberCode)),
    tag('id:subsystemCode', escape(subsystemCode)),
  ];
}

function identifier(name: string, objectType: string, parts: readonly string[]): string {
  return `<xrd:${name} id:objectType="${objectType}">${parts.join('')}</xrd:${name}>`;
}

function tag(name: string, content: string): string {
  return `<${name}>${content}</${name}>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** The answer must repeat the headers of the question, or it is somebody else's. */
function checkHeaders(header: unknown, { id, service }: Question): void {
  if (child(header, 'id') !== id) throw new NotOurAnswer('the answer repeats another id');
  const repeated = child(header, 'service');
  const same =
    child(repeated, 'xRoadInstance') === service.instance &&
    child(repeated, 'memberClass') === service.memberClass &&
    child(repeated, 'memberCode') === service.memberCode &&
    child(repeated, 'subsystemCode') === service.subsystemCode &&
    child(repeated, 'serviceCode') === service.serviceCode;
  if (!same) throw new NotOurAnswer('the answer repeats another service');
}
