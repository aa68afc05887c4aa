/** An answer's elements that we do not know, as paths of names: never a value, and no name that could be one. */
export function unknownElements(response: unknown, known: ReadonlySet<string>): readonly string[] {
  const found = new Set<string>();
  const walk = (node: unknown, path: string): void => {
    if (Array.isArray(node)) return node.forEach((one) => walk(one, path));
    if (typeof node !== 'object' || node === null) return;
    for (const [name, inside] of Object.entries(node)) {
      const here = path === '' ? name : `${path}.${name}`;
      if (known.has(name)) walk(inside, here);
      else if (NAME.test(name) && found.size < namesAtMost) found.add(here);
    }
  };
  walk(response, '');
  return [...found];
}

/** A name of a schema: letters, with no more digits than a version has. */
const NAME = /^[A-Za-z_][A-Za-z_.-]{0,59}\d{0,2}$/;
const namesAtMost = 10;
