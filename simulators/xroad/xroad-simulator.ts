import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { peopleOf, type People } from '../population/people.ts';
import type { Population } from '../population/population.ts';
import type { RunningSimulator } from '../simulated-world.ts';
import { createControl, type Conduct } from './control.ts';
import { damaged } from './misbehaviour.ts';
import { registryOf, type Registry } from './registry.ts';
import { answer, provider, services, type ServiceCode } from './services.ts';
import { soapAnswer, soapFault } from './soap-answer.ts';
import { readSoapRequest, type SoapRequest } from './soap-request.ts';

/** The subsystem that may ask, as `instance/class/member/subsystem`. */
export const simulatedClient = 'central-server/GOV/70000021/mektep-service';

export type XroadSimulatorOptions = {
  readonly population: Population | People;
  /** 0 takes a free one. */
  readonly port: number;
  /** Clients with a right to ask, as `instance/class/member/subsystem`. */
  readonly clients?: readonly string[];
};

/** Starts a security server of X-Road with the civil registry, the passport service and the address bureau behind it, on the loopback. */
export async function createXroadSimulator({
  population,
  port,
  clients = [simulatedClient],
}: XroadSimulatorOptions): Promise<RunningSimulator> {
  const registry = registryOf(peopleOf(population));
  const control = createControl(registry);
  const closing = new AbortController();
  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const bytes = await readAll(request);
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    if (path.startsWith('/control/')) {
      const { status, body } = control.handle(request.method ?? 'GET', path, readJson(bytes));
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      return;
    }
    const reply = await replyTo(bytes, { registry, conduct: control, clients, closing: closing.signal });
    if (reply === null) response.destroy();
    else response.writeHead(200, { 'content-type': 'text/xml; charset=UTF-8' }).end(reply);
  };
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      closing.abort();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

type House = {
  readonly registry: Registry;
  readonly conduct: Conduct;
  readonly clients: readonly string[];
  readonly closing: AbortSignal;
};

/** The bytes to answer, always under HTTP 200, faults too; `null` breaks the connection. */
async function replyTo(bytes: Buffer, { registry, conduct, clients, closing }: House): Promise<Buffer | null> {
  const request = readSoapRequest(bytes);
  if ('faultCode' in request) return Buffer.from(soapFault(request.faultCode, request.faultString));
  const service = knownService(request);
  if (service === null) return Buffer.from(soapFault('Server.ServerProxy.UnknownService', 'Unknown service'));
  if (!clients.includes(clientPath(request))) return Buffer.from(soapFault('Server.ServerProxy.AccessDenied', 'Request is not allowed'));
  conduct.count(service);
  const mode = conduct.modeOf(service);
  if (mode === 'down') return null;
  if (mode === 'slow') await wait(conduct.slowMs(), undefined, { signal: closing });
  if (mode === 'fault') return Buffer.from(soapFault('Server.ServerProxy.ServiceFailed.HttpError', 'Server responded with error 500'));
  if (mode === 'nonsense') return Buffer.from(soapAnswer(request, bytes, [['response', [['unexpected', '???']]]]));
  const { pin = '' } = request.fields;
  const fields = mode === 'wrong_child' ? { ...request.fields, pin: registry.somebodyElse(pin) } : request.fields;
  return damaged(soapAnswer(request, bytes, answer(service, fields, registry)), mode);
}

function knownService({ service }: SoapRequest): ServiceCode | null {
  const code = Object.keys(services).find((candidate): candidate is ServiceCode => candidate === service['serviceCode']);
  if (code === undefined) return null;
  const { subsystem, version } = services[code];
  const expected = { ...provider, subsystemCode: subsystem, serviceVersion: version };
  return Object.entries(expected).every(([part, value]) => service[part] === value) ? code : null;
}

function clientPath({ client }: SoapRequest): string {
  return ['xRoadInstance', 'memberClass', 'memberCode', 'subsystemCode'].map((part) => client[part] ?? '').join('/');
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function readJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return null;
  }
}
