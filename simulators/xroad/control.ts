import { z } from 'zod';
import { isMode, modes, type Mode } from './misbehaviour.ts';
import type { Amended, Registry } from './registry.ts';
import { services, type ServiceCode } from './services.ts';

/** How the services behave now, and how often each was asked. */
export type Conduct = {
  modeOf(service: ServiceCode): Mode;
  slowMs(): number;
  count(service: string): void;
};

/** What an answer of the control interface is: a status and something to write as JSON. */
export type ControlAnswer = { readonly status: number; readonly body: unknown };

/** The switches for tests and the demo, beside the protocol: modes, links and addresses, and the count of calls. */
export function createControl(registry: Registry): Conduct & { handle(method: string, path: string, body: unknown): ControlAnswer } {
  const state = { modes: new Map<string, Mode>(), slowMs: 30_000, counts: new Map<string, number>() };
  const known = Object.keys(services);
  const setMode = (body: unknown): ControlAnswer => {
    const read = modeInput.safeParse(body);
    if (!read.success || (read.data.service !== '*' && !known.includes(read.data.service))) return refusedInput;
    for (const service of read.data.service === '*' ? known : [read.data.service]) state.modes.set(service, read.data.mode);
    state.slowMs = read.data.slowMs ?? state.slowMs;
    return done;
  };
  const setLink = (body: unknown): ControlAnswer => {
    const read = linkInput.safeParse(body);
    if (!read.success || !registry.adult(read.data.parent) || !registry.child(read.data.child)) return refusedInput;
    registry.link(read.data.parent, read.data.child);
    return done;
  };
  const setUnlinked = (body: unknown): ControlAnswer => {
    const read = linkInput.safeParse(body);
    if (!read.success) return refusedInput;
    registry.unlink(read.data.parent, read.data.child);
    return done;
  };
  const setAct = (body: unknown): ControlAnswer => {
    const read = actInput.safeParse(body);
    if (!read.success || !registry.child(read.data.child)) return refusedInput;
    registry.amend(read.data.child, read.data.changed as Amended);
    return done;
  };
  const setAddress = (body: unknown): ControlAnswer => {
    const read = addressInput.safeParse(body);
    if (!read.success) return refusedInput;
    registry.register(read.data.pin, read.data.address);
    return done;
  };
  return {
    modeOf: (service) => state.modes.get(service) ?? 'ok',
    slowMs: () => state.slowMs,
    count: (service) => void state.counts.set(service, (state.counts.get(service) ?? 0) + 1),
    handle: (method, path, body) => {
      if (method === 'GET' && path === '/control/log') return { status: 200, body: { calls: Object.fromEntries(state.counts) } };
      if (method === 'POST' && path === '/control/mode') return setMode(body);
      if (method === 'POST' && path === '/control/link') return setLink(body);
      if (method === 'POST' && path === '/control/unlink') return setUnlinked(body);
      if (method === 'POST' && path === '/control/act') return setAct(body);
      if (method === 'POST' && path === '/control/address') return setAddress(body);
      return { status: 404, body: { error: 'no such control' } };
    },
  };
}

const done: ControlAnswer = { status: 200, body: { done: true } };
const refusedInput: ControlAnswer = { status: 400, body: { error: 'unknown service, person or value', modes } };

const pin = z.string().regex(/^\d{12}(\d\d)?$/);

const modeInput = z.strictObject({
  service: z.string(),
  mode: z.custom<Mode>(isMode),
  slowMs: z.number().int().min(0).max(120_000).optional(),
});

const linkInput = z.strictObject({ parent: pin, child: pin });

const part = z.string().max(200).optional();
const actInput = z.strictObject({
  child: pin,
  changed: z.strictObject({
    motherPin: pin.nullable().optional(),
    fatherPin: pin.nullable().optional(),
    certificate: z.strictObject({ series: part, number: part, issued: part, issuer: part }).optional(),
    name: z.strictObject({ surname: part, given: part }).optional(),
  }),
});

const addressInput = z.strictObject({
  pin,
  address: z.strictObject({
    regionId: z.number().int(),
    districtId: z.number().int(),
    aymakId: z.number().int().nullable(),
    villageId: z.number().int().nullable(),
    streetId: z.number().int().nullable(),
    house: z.string(),
    flat: z.string().nullable(),
  }),
});
