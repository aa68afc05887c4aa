/** Keys put together while running: every key of the catalogue that begins so counts as used; each `values` must have one. */
export type Family = { readonly prefix: string; readonly values?: readonly string[] };

/** What the code asks of the catalogue. */
export type Uses = {
  /** Keys asked for as they stand: `t('key')`. */
  readonly asked: ReadonlySet<string>;
  /** Beginnings of keys put together while running: the text of t(`beginning${…}`). */
  readonly beginnings: ReadonlySet<string>;
  /** Every text in quotes: a key may stand in a table and be asked for later. */
  readonly quoted: ReadonlySet<string>;
};

/** Reads the uses out of source texts (TypeScript or Svelte). */
export function usesIn(texts: readonly string[]): Uses {
  const every = (pattern: RegExp) => new Set(texts.flatMap((text) => [...text.matchAll(pattern)].map((match) => match[1] ?? '')));
  return {
    asked: every(/(?<![\w$.])(?:[\w$]+\.)*\$?t\(\s*['"]([^'"]+)['"]/g),
    beginnings: every(/(?<![\w$.])(?:[\w$]+\.)*\$?t\(\s*`([^`$]*)\$\{/g),
    quoted: every(/['"`]([\w.-]+)['"`]/g),
  };
}

/** Where code and catalogue do not meet; one sentence each. */
export function useFaults(uses: Uses, keys: readonly string[], families: readonly Family[]): readonly string[] {
  const prefixes = families.map(({ prefix }) => prefix);
  const known = new Set(keys);
  return [
    ...[...uses.asked].filter((key) => !known.has(key)).map((key) => `${key} is used and is in no catalogue`),
    ...[...uses.beginnings]
      .filter((beginning) => !prefixes.includes(beginning))
      .map((beginning) => `\`${beginning}\${…}\` is put together: name it in FAMILIES of tools/check-messages.ts`),
    ...families.flatMap(({ prefix, values = [] }) =>
      values.filter((value) => !known.has(prefix + value)).map((value) => `${prefix}${value} has no text`),
    ),
    ...keys
      .filter((key) => !uses.asked.has(key) && !uses.quoted.has(key) && !prefixes.some((prefix) => key.startsWith(prefix)))
      .map((key) => `${key} is in the catalogue and nobody uses it`),
  ];
}
