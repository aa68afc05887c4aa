import ts from 'typescript';
import { findNodes, isTest } from '#test/architecture/style/rule.ts';
import type { StyleRule } from '#test/architecture/style/rule.ts';

const SQL =
  /^\s*(select\s.+\sfrom|insert\s+into|update\s+\S+\s+set|delete\s+from|with\s+\S+\s+as\s*\(|(create|alter|drop)\s+(table|role|schema|database|index|function|policy)|truncate\s|set\s+(local|role)|grant\s)/is;
const OFFICE_OF_SQL = /^src\/server\/(db\/|[^/]+\/store[./-])/;

/** SQL stands in the stores and in db/; elsewhere only a call, or Kysely's `sql` tag, which sends values apart from the text. */
export const sqlInStores: StyleRule = {
  name: 'no SQL is put together outside a store',
  why: 'SQL is written to be read, in one place a module; a text made of parts is an injection waiting.',
  holdsFor: (path) => path.startsWith('src/') && !isTest(path) && !OFFICE_OF_SQL.test(path),
  // A command may ask one question of its own, as one constant text.
  find: (source) => [
    ...findNodes(source, (node) => (source.path.startsWith('src/cli/') && !isPutTogether(node) ? null : untaggedSql(node))),
    ...findNodes(source, builtQuery),
  ],
  bad: [
    { path: 'src/server/quota/service.ts', text: 'export const q = (id: string) => `select * from quota where id = ${id}`;' },
    { path: 'src/server/quota/api.ts', text: "export const q = (id: string) => 'delete from quota where id = ' + id;" },
    { path: 'src/cli/doctor.ts', text: 'export const q = (role: string) => `alter role ${role} login`;' },
    { path: 'src/cli/doctor.ts', text: "export const q = (id: string) => 'delete from quota where id = ' + id;" },
    { path: 'src/server/quota/service.ts', text: "export const q = (tx: Tx) => tx.selectFrom('quota').execute();" },
    { path: 'src/server/quota/jobs.ts', text: "export const q = (tx: Tx) => tx\n  .insertInto('quota');" },
    { path: 'src/server/quota/api.ts', text: "export const q = (tx: Tx) => tx.updateTable('quota');" },
    { path: 'src/lib/server/quota.ts', text: "export const q = (tx: Tx) => tx.deleteFrom('quota');" },
    { path: 'src/routes/+page.server.ts', text: "export const q = 'insert into quota values (1)';" },
  ],
  good: [
    { path: 'src/server/quota/service.ts', text: "export const q = 'select one of the schools';" },
    { path: 'src/server/quota/service.ts', text: 'export const q = sql`select batch from register for update`;' },
    { path: 'src/cli/doctor.ts', text: "export const q = 'select name from migration';" },
    { path: 'src/server/quota/store.ts', text: "export const q = (tx: Tx) => tx.selectFrom('quota').execute();" },
    { path: 'src/server/quota/store.ts', text: "export const q = 'select batch from register for update';" },
  ],
};

function untaggedSql(node: ts.Node): string | null {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) {
    return SQL.test(node.text) && !isTagged(node) ? `SQL: ${node.text.trim().slice(0, 40)}` : null;
  }
  if (!ts.isTemplateExpression(node) || isTagged(node)) return null;
  const text = node.head.text + node.templateSpans.map((span) => `?${span.literal.text}`).join('');
  return SQL.test(text) ? `SQL: ${text.trim().slice(0, 40)}` : null;
}

/** A query put together by the query builder is SQL too. */
function builtQuery(node: ts.Node): string | null {
  const isBuilt = ts.isPropertyAccessExpression(node) && /^(selectFrom|insertInto|updateTable|deleteFrom|mergeInto)$/.test(node.name.text);
  return isBuilt ? `a query: ${node.name.text}` : null;
}

function isTagged(node: ts.Node): boolean {
  return ts.isTaggedTemplateExpression(node.parent) && /^sql\b/.test(node.parent.tag.getText());
}

function isPutTogether(node: ts.Node): boolean {
  return (
    ts.isTemplateExpression(node) ||
    (ts.isStringLiteralLike(node) && ts.isBinaryExpression(node.parent) && node.parent.operatorToken.kind === ts.SyntaxKind.PlusToken)
  );
}
