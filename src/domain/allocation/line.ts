import { stageOf } from '../application/windows.ts';
import type { Moment } from '../core/day.ts';
import type { Policy } from '../policy/policy.ts';
import type { RequestTo } from './seat.ts';

/** A claim that stands in line for what it wished for, because all of it was full. It holds no seat. */
export type InLine = RequestTo<'enrol'>;

/** Who joined the line, and who left it (`null`), by child; the last to join stands last. */
export type LineChanges = ReadonlyMap<string, InLine | null>;

/** The waiting list of a campaign: one line in the order of the arrivals, across schools, languages and wishes. */
export type Line = {
  /** The claim by which a child stands in line. */
  of(child: string): InLine | undefined;
  /** Puts a claim behind everybody; what its child stood in line for before is left with it. */
  join(claim: InLine): void;
  leave(child: string): void;
  /** The first who may be given a seat of one of these pools at this moment, with the earliest of its wishes among them. */
  first(pools: readonly number[], at: Moment): { readonly claim: InLine; readonly pool: number } | undefined;
  /** What happened since it was opened. */
  readonly changes: LineChanges;
};

/** Opens the line as it stands: claims in the order of their numbers. */
export function openLine(policy: Policy, standing: readonly InLine[]): Line {
  const ofChild = new Map<string, Stood>();
  const ofPool = new Map<number, Stood[]>();
  const changes = new Map<string, InLine | null>();
  let behind = 0;

  function enter(claim: InLine): void {
    const stood = { claim, before: behind++ };
    ofChild.set(claim.child, stood);
    for (const pool of claim.wishes) {
      const there = ofPool.get(pool);
      if (there === undefined) ofPool.set(pool, [stood]);
      else there.push(stood);
    }
  }

  function note(child: string, claim: InLine | null): void {
    // Set anew, so that the order of the changes is the order of the line.
    changes.delete(child);
    changes.set(child, claim);
  }

  const isServed = (stood: Stood, at: Moment) => ofChild.get(stood.claim.child) === stood && !isOver(policy, stood.claim, at);
  for (const claim of standing) enter(claim);
  return {
    changes,
    of: (child) => ofChild.get(child)?.claim,
    join(claim) {
      enter(claim);
      note(claim.child, claim);
    },
    leave(child) {
      if (ofChild.delete(child)) note(child, null);
    },
    first(pools, at) {
      const heads = pools.flatMap((pool) => ofPool.get(pool)?.find((stood) => isServed(stood, at)) ?? []);
      const [head] = heads.sort((a, b) => a.before - b.before);
      const pool = head?.claim.wishes.find((wish) => pools.includes(wish));
      return head === undefined || pool === undefined ? undefined : { claim: head.claim, pool };
    },
  };
}

type Stood = { readonly claim: InLine; readonly before: number };

/** Whether nobody is served any more on this claim: its stage has closed. It stands in line, so its stage was open already. */
export function isOver(policy: Policy, { basis }: Pick<InLine, 'basis'>, at: Moment): boolean {
  return stageOf(policy, basis.stage).closes <= at;
}

/** The line after changes of it. */
export function lineAfter(line: readonly InLine[], changes: LineChanges): readonly InLine[] {
  if (changes.size === 0) return line;
  const joined = [...changes.values()].filter((claim) => claim !== null);
  return [...line.filter(({ child }) => !changes.has(child)), ...joined];
}

/** Whether a claim asks for what it stands in line for already: pressed once more, it must not cost the family its number. */
export function isSameWish(claim: InLine, { basis, wishes }: InLine): boolean {
  return (
    claim.basis.stage === basis.stage &&
    claim.wishes.length === wishes.length &&
    claim.wishes.every((wish, place) => wish === wishes[place])
  );
}
