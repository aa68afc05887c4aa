import type { ActView, SeatView } from '#domain/application/history.ts';
import { boundariesText } from './confirmation-sheet.ts';
import { reasonKey, stageKey } from './names.ts';
import { refusalText } from './refusal.ts';
import type { Speech } from './speech.ts';

/** One act of a child's history, line by line: who, when, what, and what it rested on. */
export function actRows(act: ActView, speech: Speech): readonly { readonly term: string; readonly text: string }[] {
  const { t, format } = speech;
  const isDecline = act.kind === 'declined' || act.kind === 'refused_to_decline';
  const line = (term: string, text: string | null) => (text === null ? [] : [{ term, text }]);
  return [
    ...line(t('history.when'), format.second(act.at)),
    ...line(t('history.who'), t(`act_by.${act.by}`)),
    ...line(t('history.number'), String(act.number)),
    ...line(t('history.stage'), t(stageKey(act.stage))),
    ...line(t(act.kind === 'moved' ? 'history.seat_new' : 'history.seat'), act.seat && seatText(act.seat, speech)),
    ...line(t('history.seat_left'), act.left && seatText(act.left, speech)),
    ...line(t('history.reason'), isDecline && act.reason ? t(reasonKey(act.reason)) : null),
    ...line(t('history.why'), act.refusal && refusalText(act.refusal, speech).text),
    ...line(t('boundaries.title'), act.boundaries && boundariesText(act.boundaries, speech)),
    ...line(t('history.free'), act.free === null ? null : String(act.free)),
    ...line(t('history.quota'), act.overQuota ? t('child.over_quota') : null),
    ...line(t('history.cost'), act.guaranteeLost && act.kind === 'declined' ? t('child.declined_lost') : null),
  ];
}

function seatText({ school, grade, language }: SeatView, { t, name }: Speech): string {
  return `${name(school.name)}, ${t('child.grade_number', { grade })}, ${t(`taught.${language}`)}`;
}
