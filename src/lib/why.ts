import type { MatchReason } from '#domain/catchment/resolve.ts';
import { type House, houseText, LAST_NUMBER } from '#domain/catchment/house.ts';
import type { Translate } from './messages.ts';
import { spans } from './segment-text.ts';

/** Why an address belongs to a school, in one sentence: «Дом 98 входит в „90–120“, чётная сторона». KG25-21.4. */
export function whyText(reason: MatchReason, t: Translate): string {
  const why = plainWhy(reason, t);
  return reason.grades === undefined ? why : `${why} ${t('why.for_grades', { grades: spans(reason.grades) })}`;
}

function plainWhy(reason: MatchReason, t: Translate): string {
  const house = houseText(reason.house);
  switch (reason.kind) {
    case 'range':
      return t('why.range', { house, from: houseText(reason.from), to: endText(reason.to), side: reason.side });
    case 'side':
      return t('why.side', { house, side: reason.side });
    default:
      return t(`why.${reason.kind}`, { house });
  }
}

/** «с 112 до конца» has no last house: «112–…». */
function endText(to: House): string {
  return to.number === LAST_NUMBER ? '…' : houseText(to);
}
