import { reportedByPress } from '#domain/policy/cited.ts';
import type { ArticleSection, CitedAct, MemoSection } from './acts/cited-act.ts';
import type { Translate } from './messages.ts';

/** What a link to a clause is called: «п. 21 Положения», or the title of the section of another act. */
export function clauseLabel(act: CitedAct, clause: string, t: Translate): string {
  if (clause === reportedByPress) return t('clause.press');
  if (act === 'regulation') return t('clause.link', { clause });
  return t(act === 'article' ? 'clause.article' : 'clause.memo', { section: sectionTitle(act, clause, t) });
}

/** A clause by itself, where its act is already named: «Пункт 21», or the section's title. */
export function sectionTitle(act: CitedAct, clause: string, t: Translate): string {
  switch (act) {
    case 'regulation':
      return t('acts.read_clause', { clause });
    case 'article':
      return t(`clause_section.article.${clause as ArticleSection}`);
    case 'memo':
      return t(`clause_section.memo.${clause as MemoSection}`);
  }
}
