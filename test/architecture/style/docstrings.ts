import ts from 'typescript';
import { findNodes, isTest } from '#test/architecture/style/rule.ts';
import type { StyleRule } from '#test/architecture/style/rule.ts';

/** The law and the office are read by people who did not write them. */
export const docstrings: StyleRule = {
  name: 'every function that the domain or a service offers says what it does',
  why: 'A public function has a docstring: shapes, units, errors, source clause.',
  holdsFor: (path) => (path.startsWith('src/domain/') || /^src\/server\/.+\/service[./-]/.test(path)) && !isTest(path),
  find: (source) => findNodes(source, undocumented),
  bad: [
    { path: 'src/domain/quota/share.ts', text: 'export function share(seats: number) {\n  return seats / 10;\n}' },
    { path: 'src/domain/quota/share.ts', text: 'export const share = (seats: number) => seats / 10;' },
    { path: 'src/server/quota/service.ts', text: '// not a docstring\nexport async function agree() {}' },
  ],
  good: [
    {
      path: 'src/domain/quota/share.ts',
      text: '/** A tenth. KG25-18.3. */\nexport const share = (seats: number) => seats / 10;\nconst own = () => 1;',
    },
    { path: 'src/server/quota/store.ts', text: 'export function quotaOf() {}' },
  ],
};

function undocumented(node: ts.Node): string | null {
  if (ts.isFunctionDeclaration(node) && isExported(node) && !hasDoc(node)) return `${node.name?.text ?? 'function'} has no docstring`;
  if (!ts.isVariableStatement(node) || !isExported(node) || hasDoc(node)) return null;
  const named = node.declarationList.declarations.find(({ initializer }) => initializer !== undefined && ts.isFunctionLike(initializer));
  return named === undefined ? null : `${named.name.getText()} has no docstring`;
}

function isExported(node: ts.FunctionDeclaration | ts.VariableStatement): boolean {
  return node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false;
}

function hasDoc(node: ts.Node): boolean {
  return ts.getJSDocCommentsAndTags(node).length > 0;
}
