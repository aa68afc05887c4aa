import ts from 'typescript';
import { findNodes, isTest } from '#test/architecture/style/rule.ts';
import type { StyleRule } from '#test/architecture/style/rule.ts';

const WORLD = [
  'process',
  'performance',
  'fetch',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'crypto',
  'console',
  'globalThis',
];

/** The domain gets time, chance and the world as arguments. */
export const pureDomain: StyleRule = {
  name: 'the domain has no clock, no dice and no world',
  why: 'Time, chance and the world are arguments.',
  holdsFor: (path) => path.startsWith('src/domain/') && !isTest(path),
  find: (source) => findNodes(source, worldly),
  bad: [
    'export const a = Date.now();',
    'export const a = new Date();',
    'export const a = Date();',
    'export const a = Math.random();',
    'export const a = performance.now();',
    'export const a = process.env.HOME;',
    'setTimeout(() => undefined, 1);',
    'void fetch("/");',
    "import { readFileSync } from 'node:fs';",
    'console.log(1);',
  ].map((text) => ({ path: 'src/domain/quota/propose.ts', text })),
  good: [
    {
      path: 'src/domain/core/day.ts',
      text: '// Date.now() is forbidden here\nexport const at = (day: string) => new Date(`${day}T00:00:00Z`);',
    },
    { path: 'src/domain/core/day.ts', text: 'export type Step = { readonly process: string };\nexport const p = (s: Step) => s.process;' },
  ],
};

/** Chance that cannot be replayed or foretold by nobody belongs to node:crypto; Math.random is neither. */
export const noMathRandom: StyleRule = {
  name: 'nothing in src throws Math.random',
  why: 'Secrets come from node:crypto, chance from a seed.',
  holdsFor: (path) => path.startsWith('src/'),
  find: (source) => findNodes(source, (node) => (isCallOf(node, 'Math', 'random') ? 'Math.random' : null)),
  bad: [{ path: 'src/server/http/token.ts', text: 'export const token = () => Math.random();' }],
};

function worldly(node: ts.Node): string | null {
  if (isCallOf(node, 'Date', 'now')) return 'Date.now';
  if (isCallOf(node, 'Math', 'random')) return 'Math.random';
  if (ts.isNewExpression(node) && node.expression.getText() === 'Date' && (node.arguments?.length ?? 0) === 0) return 'new Date()';
  if (ts.isCallExpression(node) && node.expression.getText() === 'Date') return 'Date()';
  if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier) && node.moduleSpecifier.text.startsWith('node:')) {
    return node.moduleSpecifier.text;
  }
  return ts.isIdentifier(node) && WORLD.includes(node.text) && isReference(node) ? node.text : null;
}

function isCallOf(node: ts.Node, object: string, property: string): boolean {
  return ts.isPropertyAccessExpression(node) && node.expression.getText() === object && node.name.text === property;
}

/** A name that stands for itself, not the name of a property, parameter or member. */
function isReference(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) return true;
  return !(
    ts.isPropertySignature(parent) ||
    ts.isPropertyAssignment(parent) ||
    ts.isShorthandPropertyAssignment(parent) ||
    ts.isParameter(parent) ||
    ts.isBindingElement(parent) ||
    ts.isVariableDeclaration(parent) ||
    ts.isFunctionDeclaration(parent) ||
    ts.isTypeReferenceNode(parent) ||
    ts.isMethodSignature(parent) ||
    ts.isLiteralTypeNode(parent)
  );
}
