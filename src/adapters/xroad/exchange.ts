import { randomUUID } from 'node:crypto';
import { RegisterOutage, type RegisterName } from '#server/ports.ts';
import { readEnvelope, NotOurAnswer, writeEnvelope, child, faultCode, type Answer, type Question } from './envelope.ts';
import { createGate, type Gate, GateClosed, type GateConfig } from './gate.ts';
import { envelopeOf } from './multipart.ts';
import { largestAnswerBytes, NotXml } from './read-xml.ts';
import type { ClientIdentifier, Service } from './service.ts';
import { unknownElements } from './unknown-elements.ts';

export type ExchangeConfig = {
  /** The consumer's side of our own security server. */
  readonly securityServerUrl: string;
  readonly client: ClientIdentifier;
  /** How long one question may take, a second try included. */
  readonly timeoutMs: number;
  readonly userId?: string;
  /** One gate before each register; see {@link GateConfig}. Without it, a usual one. */
  readonly gate?: Partial<GateConfig>;
  /** Told of elements of an answer that we do not know, each once: names, never values. */
  readonly onUnknown?: (service: string, elements: readonly string[]) => void;
};

/**
 * Asks a service and gives its response, `''` when it knows nobody by that PIN; throws {@link RegisterOutage} when there is no answer to
 * trust. The fields must contain `pin`, and the answer must be about it.
 */
export type Exchange = (service: Omit<Service, 'instance'>, fields: Readonly<Record<string, string>>) => Promise<unknown>;

/** Questions over HTTP POST to the security server, one at a time each with its own id. Details of an outage carry no personal data. */
export function createExchange({ securityServerUrl, client, timeoutMs, userId, gate, onUnknown }: ExchangeConfig): Exchange {
  const gates = new Map<RegisterName, Gate>();
  const gateOf = (register: RegisterName): Gate => {
    const known = gates.get(register) ?? createGate({ ...usualGate, ...gate });
    gates.set(register, known);
    return known;
  };
  const noteUnknown = onceEach(onUnknown ?? (() => undefined));

  /** One question, within its time from when its turn came; asked twice where the connection broke: that says nothing about the register. */
  async function exchangeOnce(service: Service, fields: Readonly<Record<string, string>>): Promise<unknown> {
    const signal = AbortSignal.timeout(timeoutMs);
    const ask = async (): Promise<Answer> => {
      const question = { client, service, id: randomUUID(), userId: userId ?? null, fields };
      const { status, bytes, mediaType } = await post(securityServerUrl, writeEnvelope(question), signal);
      return understood(bytes, status, mediaType, question);
    };
    const answer = await ask()
      .catch((error: unknown) => {
        if (wasReset(error)) return ask();
        throw error;
      })
      .catch((error: unknown) => {
        throw asOutage(service.register, error);
      });
    return checked(answer, service.register, fields);
  }

  return async (partial, fields) => {
    const service = { instance: client.instance, ...partial };
    const response = await gateOf(service.register)(() => exchangeOnce(service, fields), isRegisterInTrouble).catch((error: unknown) => {
      throw error instanceof GateClosed ? new RegisterOutage(service.register, 'unreachable', error.message) : error;
    });
    noteUnknown(service.serviceCode, unknownElements(response, service.elements));
    return response;
  };
}

const usualGate: GateConfig = { atOnce: 16, waitingAtMost: 500, failuresInARow: 5, restMs: 10_000, now: () => performance.now() };

/** An answer that cannot be read is about one person's record: the register is there. */
function isRegisterInTrouble(fault: unknown): boolean {
  return !(fault instanceof RegisterOutage) || fault.reason !== 'nonsense';
}

function onceEach(tell: (service: string, elements: readonly string[]) => void): typeof tell {
  const told = new Set<string>();
  return (service, elements) => {
    const fresh = elements.filter((name) => !told.has(`${service} ${name}`));
    if (fresh.length === 0 || told.size >= toldAtMost) return;
    for (const name of fresh) told.add(`${service} ${name}`);
    tell(service, fresh);
  };
}

const toldAtMost = 1000;

type Posted = { readonly status: number; readonly bytes: Uint8Array; readonly mediaType: string | null };

async function post(url: string, body: string, signal: AbortSignal): Promise<Posted> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'text/xml; charset=UTF-8', soapaction: '""' },
    body,
    redirect: 'error',
    signal,
  });
  return { status: response.status, bytes: await limitedBody(response), mediaType: response.headers.get('content-type') };
}

async function limitedBody(response: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > largestAnswerBytes) throw new NotXml('larger than 2 MB');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The status decides only when the body is no answer: X-Road's faults arrive under 200, and a provider's answer may arrive under 500. */
function understood(bytes: Uint8Array, status: number, mediaType: string | null, question: Question): Answer {
  try {
    return readEnvelope(envelopeOf(bytes, mediaType), question);
  } catch (error) {
    if (status >= 400 && (error instanceof NotXml || error instanceof NotOurAnswer)) return { kind: 'fault', code: `http ${status}` };
    throw error;
  }
}

function checked(answer: Answer, register: RegisterName, fields: Readonly<Record<string, string>>): unknown {
  if (answer.kind === 'fault') throw new RegisterOutage(register, reasonOf(answer.code), answer.code);
  if (child(answer.request, 'pin') !== fields['pin']) {
    throw new RegisterOutage(register, 'nonsense', 'the answer is about another person');
  }
  const inside = answer.fault ?? child(answer.response, 'fault');
  if (inside !== undefined && inside !== '') {
    // Some services put their faults inside the answer: “not found” is an answer. A code nobody told us of is an answer we cannot read, no silence.
    const code = faultCode(child(inside, 'faultCode') ?? child(inside, 'faultcode'));
    if (/notfound|nodata|notexist/.test(code)) return '';
    throw new RegisterOutage(register, isTrouble(code) ? 'fault' : 'nonsense', code);
  }
  if (answer.response === undefined) throw new RegisterOutage(register, 'nonsense', 'the answer has no response');
  return answer.response;
}

function reasonOf(code: string): RegisterOutage['reason'] {
  if (code.includes('networkerror')) return 'unreachable';
  return code.includes('timeout') ? 'timeout' : 'fault';
}

/** Codes by which a provider says of itself, not of the person, that something is wrong. */
function isTrouble(code: string): boolean {
  return /internal|timeout|unavailable|server|network|database|denied|unnamed/.test(code);
}

function wasReset(error: unknown): boolean {
  return ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'].includes(networkCode(error));
}

function asOutage(register: RegisterName, error: unknown): unknown {
  if (error instanceof NotXml || error instanceof NotOurAnswer) return new RegisterOutage(register, 'nonsense', error.message);
  if (error instanceof DOMException && error.name === 'TimeoutError') return new RegisterOutage(register, 'timeout', 'no answer in time');
  if (error instanceof TypeError) return new RegisterOutage(register, 'unreachable', networkCode(error) || 'no connection');
  return error;
}

/** The code `fetch` hides in the cause of its error, as `ECONNRESET`; empty when there is none. */
function networkCode(error: unknown): string {
  const cause: unknown = error instanceof Error ? error.cause : undefined;
  const code = child(cause, 'code');
  return typeof code === 'string' ? code : '';
}
