import { passes } from '../db/passing.ts';
import { PressTrouble, StorageTrouble } from '../ports.ts';

/** What somebody is told of a fault; `retryAfterSeconds` where the same may be sent again. */
export type Told = {
  readonly status: number;
  readonly kind: string;
  readonly title: string;
  readonly retryAfterSeconds?: number;
};

/** What is told of a fault, the same wherever it is met: ours broke, come again, or the request was wrong. */
export function toldOf(fault: unknown): Told {
  if (fault instanceof StorageTrouble)
    return {
      status: fault.isFull ? 507 : 503,
      kind: fault.isFull ? 'no_room' : 'unavailable',
      title: 'The file cannot be kept at the moment; send it again later',
      retryAfterSeconds: 60,
    };
  if (fault instanceof PressTrouble)
    return { status: 503, kind: 'unavailable', title: 'The paper cannot be printed at the moment', retryAfterSeconds: 10 };
  if (passes(fault))
    return { status: 503, kind: 'unavailable', title: 'The system cannot answer at the moment; send the same again', retryAfterSeconds: 2 };
  const status = fault instanceof Error && 'statusCode' in fault ? Number(fault.statusCode) : 500;
  if (status >= 400 && status < 500) return { status, kind: 'invalid', title: 'The request cannot be read' };
  return { status: 500, kind: 'fault', title: 'Something broke on our side' };
}
