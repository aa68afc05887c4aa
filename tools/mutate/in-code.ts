import ts from 'typescript';
import { sqlChanges } from './in-sql.ts';
import type { Mutation } from './mutation.ts';

type Change = { readonly node: ts.Node; readonly to: string; readonly what: string; readonly start?: number; readonly end?: number };

const K = ts.SyntaxKind;

/** An operator and what it is taken for. */
const swapped: ReadonlyMap<ts.SyntaxKind, string> = new Map([
  [K.LessThanToken, '<='],
  [K.LessThanEqualsToken, '<'],
  [K.GreaterThanToken, '>='],
  [K.GreaterThanEqualsToken, '>'],
  [K.EqualsEqualsEqualsToken, '!=='],
  [K.ExclamationEqualsEqualsToken, '==='],
  [K.AmpersandAmpersandToken, '||'],
  [K.BarBarToken, '&&'],
  [K.PlusToken, '-'],
  [K.MinusToken, '+'],
  [K.AsteriskToken, '/'],
  [K.SlashToken, '*'],
]);

/** Words said to an operator or a programmer: nobody decides by them. */
const spoken = /^(log|console)\.|Error$|^describe$|\.describe$/;

/** Every small change of one file of TypeScript that is tried: the file stays TypeScript that Node can strip. */
export function mutationsInCode(file: string, text: string): readonly Mutation[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const changes: Change[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) || ts.isImportDeclaration(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return;
    if (ts.isCallExpression(node) && spoken.test(node.expression.getText())) return;
    if (ts.isNewExpression(node) && spoken.test(node.expression.getText())) return;
    changes.push(...changesOf(node, text));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return changes.map(({ node, to, what, start = node.getStart(), end = node.getEnd() }) => ({
    file,
    line: source.getLineAndCharacterOfPosition(start).line + 1,
    start,
    end,
    from: text.slice(start, end),
    to,
    what,
  }));
}

/** True when the text is TypeScript at all. */
export function isTypeScript(file: string, text: string): boolean {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, false);
  const { parseDiagnostics } = source as unknown as { readonly parseDiagnostics: readonly unknown[] };
  return parseDiagnostics.length === 0;
}

function changesOf(node: ts.Node, text: string): readonly Change[] {
  return [...conditions(node), ...operators(node), ...literals(node), ...statements(node), ...queries(node, text)];
}

function conditions(node: ts.Node): readonly Change[] {
  if (ts.isIfStatement(node) || ts.isWhileStatement(node))
    return [{ node: node.expression, to: `!(${node.expression.getText()})`, what: 'condition negated' }];
  if (ts.isConditionalExpression(node)) return [{ node: node.condition, to: `!(${node.condition.getText()})`, what: 'condition negated' }];
  return [];
}

function operators(node: ts.Node): readonly Change[] {
  if (!ts.isBinaryExpression(node)) return [];
  const { left, operatorToken: token, right } = node;
  const to = swapped.get(token.kind);
  const swap = to === undefined || isText(left) || isText(right) ? [] : [{ node: token, to, what: 'operator swapped' }];
  const isBoth = token.kind === K.AmpersandAmpersandToken || token.kind === K.BarBarToken;
  const halves = isBoth
    ? [
        { node, to: left.getText(), what: 'second half dropped' },
        { node, to: right.getText(), what: 'first half dropped' },
      ]
    : [];
  const fallback = token.kind === K.QuestionQuestionToken ? [{ node, to: right.getText(), what: 'always the fallback' }] : [];
  return [...swap, ...halves, ...fallback];
}

function literals(node: ts.Node): readonly Change[] {
  if (ts.isNumericLiteral(node)) {
    const value = Number(node.text.replaceAll('_', ''));
    return Number.isInteger(value) ? [{ node, to: `(${value + 1})`, what: 'one more' }] : [];
  }
  if (node.kind === K.TrueKeyword) return [{ node, to: 'false', what: 'true is false' }];
  if (node.kind === K.FalseKeyword) return [{ node, to: 'true', what: 'false is true' }];
  if (!ts.isStringLiteral(node) || node.text === '' || /\s.*\s/.test(node.text)) return [];
  const isName = ts.isPropertyAssignment(node.parent) && node.parent.name === node;
  return isName || ts.isImportDeclaration(node.parent) ? [] : [{ node, to: `'${node.text}_'`, what: 'another word' }];
}

function statements(node: ts.Node): readonly Change[] {
  if (ts.isReturnStatement(node) && node.expression !== undefined)
    return [{ node, to: 'return undefined as never;', what: 'returns nothing' }];
  if (ts.isThrowStatement(node)) return [{ node, to: ';', what: 'throw removed' }];
  if (ts.isIfStatement(node) && node.elseStatement === undefined && leaves(node.thenStatement))
    return [{ node, to: ';', what: 'guard removed' }];
  if (!ts.isExpressionStatement(node)) return [];
  const removed = { node, to: ';', what: 'statement removed' };
  if (!ts.isAwaitExpression(node.expression)) return [removed];
  return [removed, { node: node.expression, to: `void (${node.expression.expression.getText()})`, what: 'await dropped' }];
}

/** SQL as text, and the conditions of a query builder. */
function queries(node: ts.Node, text: string): readonly Change[] {
  const isText = ts.isNoSubstitutionTemplateLiteral(node) || ts.isTemplateExpression(node) || ts.isStringLiteral(node);
  if (isText) {
    const start = node.getStart();
    return sqlChanges(text.slice(start, node.getEnd())).map((change) => ({
      node,
      to: change.to,
      what: change.what,
      start: start + change.start,
      end: start + change.end,
    }));
  }
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return [];
  const { expression: chain, name } = node.expression;
  if (!/^(where|having|forUpdate|onConflict|limit|orderBy)$/.test(name.text)) return [];
  return [{ node, to: '', what: `.${name.text}() dropped`, start: chain.getEnd(), end: node.getEnd() }];
}

function leaves(statement: ts.Statement): boolean {
  const last = ts.isBlock(statement) ? statement.statements.at(-1) : statement;
  return last !== undefined && (ts.isReturnStatement(last) || ts.isContinueStatement(last) || ts.isThrowStatement(last));
}

function isText(node: ts.Node): boolean {
  return ts.isStringLiteral(node) || ts.isTemplateExpression(node) || ts.isNoSubstitutionTemplateLiteral(node);
}
