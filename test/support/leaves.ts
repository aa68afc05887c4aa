/** One value at the end of a path through data, `stages.0.clause`. */
export type Leaf = { readonly path: string; readonly key: string; readonly value: unknown };

/** Every value of nested data that is neither a list nor a record, with its path. */
export function leavesOf(data: unknown, path = ''): readonly Leaf[] {
  if (data === null || typeof data !== 'object') return [{ path, key: path.split('.').at(-1) ?? '', value: data }];
  return Object.entries(data).flatMap(([key, value]) => leavesOf(value, path === '' ? key : `${path}.${key}`));
}
