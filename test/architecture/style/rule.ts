import ts from 'typescript';

/** A text of the house. `code()` is its TypeScript (of a .svelte file the scripts alone, on their own lines), `tree()` the same, parsed. */
export type Source = {
  readonly path: string;
  readonly text: string;
  code(): string;
  tree(): ts.SourceFile;
};

/** What breaks a rule, and on which line (from 1). */
export type Finding = { readonly line: number; readonly what: string };

/** A rule of style: where it holds, what breaks it, and a text that does (the rule is tested with it before the tree is). */
export type StyleRule = {
  readonly name: string;
  readonly why: string;
  holdsFor(path: string): boolean;
  find(source: Source): readonly Finding[];
  readonly bad: readonly { readonly path: string; readonly text: string }[];
  readonly good?: readonly { readonly path: string; readonly text: string }[];
};

/** A source from its text; parsed once, when first asked. */
export function sourceOf(path: string, text: string): Source {
  let parsed: ts.SourceFile | undefined;
  const code = () => (path.endsWith('.svelte') ? scriptsOf(text) : text);
  return { path, text, code, tree: () => (parsed ??= ts.createSourceFile(path, code(), ts.ScriptTarget.Latest, true, ts.ScriptKind.TS)) };
}

/** Every node of the tree that `pick` names a fault of. */
export function findNodes(source: Source, pick: (node: ts.Node) => string | null): readonly Finding[] {
  const found: Finding[] = [];
  const visit = (node: ts.Node): void => {
    const what = pick(node);
    if (what !== null) found.push({ line: lineOf(source, node), what });
    ts.forEachChild(node, visit);
  };
  visit(source.tree());
  return found;
}

/** Every place of the raw text that matches. The pattern needs the flag `g`. */
export function findText(text: string, pattern: RegExp, why = ''): readonly Finding[] {
  return [...text.matchAll(pattern)].map((match) => ({
    line: text.slice(0, match.index).split('\n').length,
    what: `${match[0].trim()}${why === '' ? '' : `: ${why}`}`,
  }));
}

/** Whether the path is a test, or stands where only tests stand. */
export function isTest(path: string): boolean {
  return /\.test\.ts$|\.e2e\.ts$|^test\//.test(path);
}

function lineOf(source: Source, node: ts.Node): number {
  return source.tree().getLineAndCharacterOfPosition(node.getStart(source.tree())).line + 1;
}

function scriptsOf(svelte: string): string {
  const blank = (text: string) => text.replace(/[^\n]/g, ' ');
  let end = 0;
  let code = '';
  for (const match of svelte.matchAll(/(<script\b[^>]*>)([\s\S]*?)<\/script>/g)) {
    const [, tag = '', body = ''] = match;
    code += blank(svelte.slice(end, match.index) + tag) + body;
    end = match.index + tag.length + body.length;
  }
  return code + blank(svelte.slice(end));
}
