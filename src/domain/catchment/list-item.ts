import type { Draft } from './draft.ts';
import type { Lexeme } from './lexemes.ts';
import type { UnreadReason } from './unread.ts';

/** `namesStreet`: the row names its street; when it does not, the items name theirs. */
export type ListOptions = { readonly namesStreet: boolean };

/** An item of a list before it is judged: its lexemes, and where it stands in the source. */
export type Item = { readonly lexemes: readonly Lexeme[]; readonly from: number; readonly to: number; readonly startsClause: boolean };

/** What the grammar made of an item, or why it made nothing. */
export type Read = readonly Draft[] | UnreadReason;

/** Cuts a list into items: what stands between commas or semicolons outside brackets; empty ones do not count. */
export function itemsOf(lexemes: readonly Lexeme[]): readonly Item[] {
  const items: Item[] = [];
  let depth = 0;
  let start = 0;
  let startsClause = true;
  const close = (end: number) => {
    if (end > start) {
      items.push({
        lexemes: lexemes.slice(start, end),
        from: lexemes[start - 1]?.to ?? 0,
        to: lexemes[end]?.from ?? Number.MAX_SAFE_INTEGER,
        startsClause,
      });
      startsClause = false;
    }
    start = end + 1;
  };
  for (let index = 0; index < lexemes.length; index += 1) {
    const kind = lexemes[index]?.kind;
    if (kind === 'open') depth += 1;
    else if (kind === 'close') depth = Math.max(0, depth - 1);
    else if (depth === 0 && kind === 'comma') close(index);
    else if (depth === 0 && kind === 'semicolon') {
      close(index);
      startsClause = true;
    }
  }
  close(lexemes.length);
  return items;
}
