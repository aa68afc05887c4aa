import { z } from 'zod';
import type { NationalId } from '#domain/core/national-id.ts';
import { type ChildrenListed, RegisterOutage } from '#server/ports.ts';
import type { Exchange } from './exchange.ts';
import { listOf, mapped, numberLike } from './fields.ts';
import { stateRegisters } from './service.ts';

/**
 * Asks the civil registry for the children linked to a parent. KG25-21.3. The exact schema is not published: an empty response, or a fault that
 * says “not found”, means that the registry does not know this parent; an empty list, that no child is linked to a parent it knows.
 */
export async function askChildren(exchange: Exchange, parent: NationalId): Promise<ChildrenListed> {
  const reply = await exchange(service, { pin: parent });
  if (reply === '') return { kind: 'not_known' };
  const entries = mapped(service.register, response, reply);
  const read = entries.map((entry) => z.object({ pin: numberLike(parent) }).safeParse(entry));
  const children = read.flatMap(({ data }) => (data === undefined ? [] : [data.pin]));
  const unread = read.length - children.length;
  if (unread > 0 && children.length === 0) throw new RegisterOutage(service.register, 'nonsense', 'no entry of the list has a PIN');
  return { kind: 'list', children: [...new Set(children)], unread };
}

const service = {
  ...stateRegisters,
  register: 'civil_registry',
  subsystemCode: 'zags-service',
  serviceCode: 'zagsChildren',
  elements: new Set(['children', 'child', 'pin']),
} as const;

/** A list that holds elements and no child is one we cannot read: it is not told as “no children”. */
const list = z.union([
  z.literal('').transform((): readonly unknown[] => []),
  z.object({ child: z.unknown() }).transform(({ child }, context): readonly unknown[] => {
    const entries = listOf(child);
    if (entries.length === 0) context.addIssue({ code: 'custom', message: 'elements, and no child among them' });
    return entries;
  }),
]);

const response = z
  .object({
    children: z
      .unknown()
      .transform((node): readonly unknown[] => (Array.isArray(node) ? (node as readonly unknown[]) : [node]))
      .pipe(z.array(list)),
  })
  .transform(({ children }) => children.flat());
