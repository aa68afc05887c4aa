import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** A request as the security server understands it: who asks which service, and with which fields. */
export type SoapRequest = {
  /** Every header in the order it came, as `[name, value]`; an identifier's parts are pairs again. */
  readonly headers: readonly Header[];
  readonly client: Identifier;
  readonly service: Identifier;
  readonly operation: string;
  readonly fields: Readonly<Record<string, string>>;
};

export type Header = readonly [name: string, value: string | Identifier];
export type Identifier = Readonly<Record<string, string>>;

/** A request the security server refuses, with the fault it answers. */
export type Refused = { readonly faultCode: string; readonly faultString: string };

/** Reads a SOAP 4.0 request as X-Road's message protocol describes it; says what is wrong with one that is not. */
export function readSoapRequest(bytes: Buffer): SoapRequest | Refused {
  const text = bytes.toString('utf8');
  if (XMLValidator.validate(text) !== true) return refused('Client.InvalidSoap', 'Malformed SOAP message');
  const envelope = record(record(parser.parse(text))['Envelope']);
  const header = record(envelope['Header']);
  const body = record(envelope['Body']);
  const missing = ['client', 'service', 'id', 'protocolVersion'].find((name) => !header[name]);
  if (missing !== undefined) return refused('Client.MissingHeaderField', `Required field '${missing}' is missing`);
  if (header['protocolVersion'] !== '4.0') return refused('Client.InvalidProtocolVersion', 'Protocol version must be 4.0');
  const [operation, ...others] = Object.keys(body);
  if (operation === undefined || others.length > 0) return refused('Client.MissingBody', 'Malformed SOAP message: body missing');
  const service = strings(header['service']);
  if (operation !== service['serviceCode']) return refused('Client.InvalidBody', 'Body does not match the service code');
  return {
    headers: Object.entries(header).map(([name, value]) => [name, typeof value === 'string' ? value : strings(value)]),
    client: strings(header['client']),
    service,
    operation,
    fields: strings(record(body[operation])['request']),
  };
}

const parser = new XMLParser({ removeNSPrefix: true, ignoreAttributes: true, parseTagValue: false, ignoreDeclaration: true });

function refused(faultCode: string, faultString: string): Refused {
  return { faultCode, faultString };
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function strings(value: unknown): Identifier {
  return Object.fromEntries(Object.entries(record(value)).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}
