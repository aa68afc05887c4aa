import type { NoticeView } from '#domain/application/view.ts';
import { fullName } from '#domain/core/person-name.ts';
import type { Speech } from './speech.ts';

/** A notice in one sentence. */
export function noticeText({ kind, child, school, number, at }: NoticeView, { t, name, format }: Speech): string {
  return t(`notice.${kind}`, {
    child: child === null ? '' : fullName(child),
    school: school === null ? 'none' : name(school),
    at: format.moment(at),
    number: String(number),
  });
}
