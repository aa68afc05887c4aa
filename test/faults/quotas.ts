import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { CapacityAnswer } from '#server/allocation/service.ts';
import { canonical } from '#server/journal/entry.ts';
import type { Dice } from '#test/support/dice.ts';
import type { Wrong } from './acknowledgements.ts';

/** A change of seats that was acknowledged. */
export type ChangeAcknowledged = { readonly key: string; readonly number: number; readonly pool: number; readonly after: number };

/** Somebody who changes how many seats the schools have, all the time. */
export type Quotas = { fresh(): readonly ChangeAcknowledged[]; count(): number; stop(): Promise<void> };

export type QuotasPlan = {
  readonly dice: Dice;
  readonly pools: readonly number[];
  readonly seats: number;
  readonly door: () => string | null;
  readonly wrong: Wrong[];
};

/** Begins to change seats, each change with a key that is sent again until it is answered. */
export function changeQuotas({ dice, pools, seats, door, wrong }: QuotasPlan): Quotas {
  let stopping = false;
  let count = 0;
  let fresh: ChangeAcknowledged[] = [];
  const going = go();

  async function go(): Promise<void> {
    while (!stopping) {
      // Mostly one pool, sometimes two together: both or none.
      const asked = dice.shuffled(pools).slice(0, dice.chance(0.7) ? 1 : 2);
      const change = { key: randomUUID(), pools: asked.map((pool) => ({ pool, capacity: Math.max(0, seats + dice.below(7) - 3) })) };
      const answer = await untilFinal({ ...change, actor: 'office:storm', ground: 'order 1' });
      if (answer?.kind === 'changed') {
        count += 1;
        for (const { number, pool, after } of answer.changes) fresh.push({ key: change.key, number, pool, after });
        const told = answer.changes.map(({ pool, after }) => ({ pool, capacity: after }));
        if (canonical(told) !== canonical(change.pools) || !answer.sameBody)
          wrong.push({ kind: 'doubled', what: `I5 change ${change.key} was answered for another body` });
      }
      await pause(dice.between(20, 200));
    }
  }

  async function untilFinal(change: object): Promise<CapacityAnswer | null> {
    while (!stopping) {
      const origin = door();
      const answer = origin === null ? null : await ask(origin, change);
      if (answer?.kind === 'changed' || answer?.kind === 'refused') return answer;
      await pause(dice.between(20, 100));
    }
    return null;
  }

  return {
    count: () => count,
    fresh: () => {
      const given = fresh;
      fresh = [];
      return given;
    },
    async stop() {
      stopping = true;
      await going;
    },
  };
}

async function ask(origin: string, change: object): Promise<CapacityAnswer | null> {
  try {
    const response = await fetch(origin, { method: 'POST', body: JSON.stringify(change), signal: AbortSignal.timeout(4_000) });
    return (await response.json()) as CapacityAnswer;
  } catch {
    return null;
  }
}
