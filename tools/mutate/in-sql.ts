/** A change inside a text, by places within it. */
type SqlChange = { readonly start: number; readonly end: number; readonly to: string; readonly what: string };

/** A text that is a statement, or the end of one. */
const isSql = /\b(select|update|delete from|insert into|where|from)\b[\s\S]*\b(where|from|set|values|order by|for update|on conflict)\b/i;

const swaps: readonly (readonly [RegExp, string, string])[] = [
  [/ and /g, ' or ', 'SQL: and is or'],
  [/ is not null\b/g, ' is null', 'SQL: not null is null'],
  [/ is null\b/g, ' is not null', 'SQL: null is not null'],
  [/\bnot exists\b/g, 'exists', 'SQL: not exists is exists'],
  [/ for (no key )?update\b/g, '', 'SQL: not locked'],
  [/ (<=|>=) /g, ' <> ', 'SQL: bound is unequal'],
  [/ < /g, ' <= ', 'SQL: bound moved'],
  [/ > /g, ' >= ', 'SQL: bound moved'],
  [/ = /g, ' <> ', 'SQL: equal is unequal'],
  [/\bdistinct /g, '', 'SQL: distinct dropped'],
  [/ desc\b/g, ' asc', 'SQL: other way round'],
];

/** Small changes of a statement; none where the text is no SQL. */
export function sqlChanges(text: string): readonly SqlChange[] {
  if (!isSql.test(text)) return [];
  return swaps.flatMap(([pattern, to, what]) =>
    [...text.matchAll(pattern)].map(({ index, 0: found }) => ({ start: index, end: index + found.length, to, what })),
  );
}
