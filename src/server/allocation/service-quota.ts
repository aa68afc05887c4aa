import { createHash } from 'node:crypto';
import type { Language } from '#domain/core/language.ts';
import type { Policy } from '#domain/policy/policy.ts';
import { splitQuota } from '#domain/quota/shares.ts';
import type { Database } from '../db/connect.ts';
import { openly } from '../db/transaction.ts';
import type { CapacityAnswer, Register } from './service.ts';
import { findPoolPairs, type PoolPair } from './store-quota.ts';

/** Who changes seats, on which ground (an order, a clause), and the idempotency key. */
export type Hand = { readonly actor: string; readonly ground: string; readonly key: string };

/** The seats of a school's class as they are meant. */
export type QuotaGiven = { readonly school: string; readonly grade: number; readonly language: Language; readonly seats: number };

export type QuotaService = {
  /** Sets a quota: the general and the preference share together, by the law's percentage; `null` where the school has no such class. KG25-14.1, KG25-18.3. */
  set(given: QuotaGiven, hand: Hand): Promise<CapacityAnswer | null>;
  /** The ministry's decision, on record: the unused seats of the preference share go to everybody. Repeated with its key it goes on where it stopped. */
  releasePreference(hand: Hand): Promise<{ readonly pools: number; readonly seats: number; readonly refused: number }>;
};

/** Changes of seats by those who may. All of them go through the register, in the order of the arrivals. */
export function quotaService(
  database: Database,
  { campaign, register }: { readonly campaign: { readonly id: string; readonly policy: Policy }; readonly register: Register },
): QuotaService {
  const pairs = (school: string | null) => findPoolPairs(openly(database), campaign.id, school);
  return {
    async set({ school, grade, language, seats }, { actor, ground, key }) {
      const pair = (await pairs(school)).find((one) => one.grade === grade && one.language === language);
      if (pair === undefined) return null;
      const { general, preference } = splitQuota(seats, campaign.policy.preference?.sharePercent ?? 0);
      const pools = [
        { pool: pair.general, capacity: general },
        { pool: pair.preference, capacity: preference },
      ];
      return register.changeCapacity({ key, pools, actor, ground });
    },

    async releasePreference(hand) {
      const unused = (await pairs(null)).filter((pair) => freeOfPreference(pair) > 0);
      const answers = await Promise.all(unused.map((pair) => release(register, pair, hand)));
      const done = answers.filter(({ kind }) => kind === 'changed').length;
      const seats = unused.reduce((sum, pair, place) => sum + (answers[place]?.kind === 'changed' ? freeOfPreference(pair) : 0), 0);
      return { pools: done, seats, refused: answers.length - done };
    },
  };
}

function freeOfPreference({ preferenceCapacity, preferenceTaken }: PoolPair): number {
  return preferenceCapacity - preferenceTaken;
}

function release(register: Register, pair: PoolPair, { actor, ground, key }: Hand): Promise<CapacityAnswer> {
  const pools = [
    // What is taken meanwhile stays: then the register refuses, and says by how many.
    { pool: pair.preference, capacity: pair.preferenceTaken },
    { pool: pair.general, capacity: pair.generalCapacity + freeOfPreference(pair) },
  ];
  return register.changeCapacity({ key: keyOf(key, pair.preference), pools, actor, ground });
}

/** One key for each pool of one decision: the same decision repeated gives the same keys. */
function keyOf(key: string, pool: number): string {
  const hex = createHash('sha256').update(`${key} ${pool}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
