import ts from 'typescript';
import { findNodes, findText } from '#test/architecture/style/rule.ts';
import type { StyleRule } from '#test/architecture/style/rule.ts';

/** Files whose reader demands a default export. */
const DEFAULT_DEMANDED = ['tools/test-record.ts', 'tools/testing/file-times.ts'];

/** `any`, in code and in the markup of components. */
export const noAny: StyleRule = {
  name: 'no any, and no silenced compiler',
  why: 'A type that says nothing hides what the reader must know.',
  holdsFor: () => true,
  find: (source) => [
    ...findNodes(source, (node) => (node.kind === ts.SyntaxKind.AnyKeyword ? 'any' : null)),
    ...(source.path.endsWith('.svelte') ? findText(withoutScripts(source.text), /\bas any\b|: any\b/g) : []),
    ...findText(source.text, new RegExp('@ts-' + '(ignore|nocheck)', 'g')),
  ],
  bad: [
    { path: 'src/server/config.ts', text: 'export const a = (b: any) => b;' },
    { path: 'src/server/config.ts', text: 'export const a = {} as any;' },
    { path: 'src/server/config.ts', text: '// @ts-' + 'ignore\nexport const a = 1;' },
    { path: 'src/lib/Card.svelte', text: '<p>{(data as any).name}</p>' },
  ],
  good: [{ path: 'src/server/config.ts', text: '// any day will do\nexport const any = 1;' }],
};

/** Default exports have no name of their own. */
export const noDefaultExport: StyleRule = {
  name: 'no default export',
  why: 'A thing has one name everywhere.',
  holdsFor: (path) => !DEFAULT_DEMANDED.includes(path),
  find: (source) => findNodes(source, defaultExport),
  bad: [
    { path: 'src/lib/format.ts', text: 'export default 1;' },
    { path: 'src/lib/format.ts', text: 'export default function format() {}' },
    { path: 'src/lib/format.ts', text: 'const a = 1;\nexport { a as default };' },
  ],
};

/** Functions, not classes; a fault is the exception. */
export const noClass: StyleRule = {
  name: 'no class but errors',
  why: 'A module with state is a function returning an object.',
  holdsFor: () => true,
  find: (source) => findNodes(source, (node) => (ts.isClassLike(node) && !isError(node) ? `class ${node.name?.text ?? ''}`.trim() : null)),
  bad: [{ path: 'src/server/quota/service.ts', text: 'export class QuotaService {}' }],
  good: [
    { path: 'src/server/ports.ts', text: 'export class RegisterOutage extends Error {}\nexport class Slow extends RegisterOutage {}' },
  ],
};

function defaultExport(node: ts.Node): string | null {
  const modifiers = ts.canHaveModifiers(node) ? (ts.getModifiers(node) ?? []) : [];
  const isDefault =
    (ts.isExportAssignment(node) && node.isExportEquals !== true) ||
    modifiers.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword) ||
    (ts.isExportSpecifier(node) && node.name.text === 'default');
  return isDefault ? 'default export' : null;
}

function isError(node: ts.ClassLikeDeclaration): boolean {
  return (
    node.heritageClauses?.some(
      (clause) => clause.token === ts.SyntaxKind.ExtendsKeyword && /Error\b|RegisterOutage\b|Trouble\b/.test(clause.getText()),
    ) ?? false
  );
}

function withoutScripts(svelte: string): string {
  return svelte.replace(/<script\b[\s\S]*?<\/script>/g, (script) => script.replace(/[^\n]/g, ' '));
}
