import { z } from 'zod';
import type { NationalId } from '#domain/core/national-id.ts';
import type { Exchange } from './exchange.ts';
import { listOf, mapped, numberLike } from './fields.ts';
import { stateRegisters } from './service.ts';

/**
 * Asks the civil registry for the children linked to a parent. KG25-21.3. The exact schema is not published: an empty response and an
 * empty list both mean that no child is linked.
 */
export async function askChildren(exchange: Exchange, parent: NationalId): Promise<readonly NationalId[]> {
  const reply = await exchange(service, { pin: parent });
  const children = mapped(service.register, responseTo(parent), reply);
  return [...new Set(children)];
}

const service = { ...stateRegisters, register: 'civil_registry', subsystemCode: 'zags-service', serviceCode: 'zagsChildren' } as const;

function responseTo(parent: NationalId) {
  const child = z
    .unknown()
    .transform(listOf)
    .pipe(z.array(z.object({ pin: numberLike(parent) })));
  return z
    .union([z.literal(''), z.strictObject({ children: z.union([z.literal(''), z.strictObject({ child })]) })])
    .transform((read) => (read === '' || read.children === '' ? [] : read.children.child.map(({ pin }) => pin)));
}
