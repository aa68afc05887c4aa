import type { Draft } from './draft.ts';
import { type ListFacts, type RangeHabit, runsOverBothSides } from './range-side.ts';
import { onSide, type Side, sideOf } from './segment.ts';
import { meetsAny, type Span } from './spans.ts';

/** Looks over the drafts of a list once; `habit` is what the act does elsewhere. */
export function listFacts(drafts: readonly Draft[], habit: RangeHabit, alone: boolean): ListFacts {
  const own = drafts.filter(({ isException, place }) => !isException && place === null);
  const apart = own.find((draft) => isWhole(draft) && (!draft.all || draft.side === null));
  let shown: Record<'odd' | 'even', (asked: Span) => boolean> | null = null;
  return {
    single: alone,
    alone,
    unsure: habit === 'unsure' || drafts.some(runsOverBothSides),
    apart: apart === undefined ? null : (apart.side ?? 'both'),
    hasUnnamedRanges: own.some(({ body, side, all }) => body?.kind === 'range' && side === null && !all),
    otherSideShown: (from, to) => {
      shown ??= { odd: meetsAny(spansOf(drafts, 'odd')), even: meetsAny(spansOf(drafts, 'even')) };
      return shown[sideOf(from) === 'odd' ? 'even' : 'odd']({ from, to });
    },
  };
}

/** Whether a draft takes a whole street or side of it. */
export function isWhole({ body, all, side, isException }: Draft): boolean {
  return body === null && (all || side !== null) && !isException;
}

/** The numbers that a list itself puts on one side: single houses, and ranges whose ends are both there. */
function spansOf(drafts: readonly Draft[], side: Side): readonly Span[] {
  return drafts.flatMap(({ body }): readonly Span[] => {
    if (body?.kind === 'range') {
      const isThere = onSide(side, body.from.number) && onSide(side, body.to.number);
      return isThere ? [{ from: body.from.number, to: body.to.number }] : [];
    }
    const houses = body?.kind === 'houses' ? body.houses : body?.kind === 'all_corpuses' ? [body.house] : [];
    return houses.filter(({ number }) => onSide(side, number)).map(({ number }) => ({ from: number, to: number }));
  });
}
