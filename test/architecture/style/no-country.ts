import ts from 'typescript';
import { findNodes, isTest } from '#test/architecture/style/rule.ts';
import type { StyleRule } from '#test/architecture/style/rule.ts';

const COUNTRY = /^(kg|kz)([-_]\d{4})?$/i;

/** A country is a pack, never a condition. */
export const noCountry: StyleRule = {
  name: 'no country is named outside the policy',
  why: 'What differs between countries is a value of the policy: never `if (country …)`.',
  holdsFor: (path) => path.startsWith('src/') && !path.startsWith('src/domain/policy/') && !isTest(path),
  find: (source) => findNodes(source, (node) => (ts.isStringLiteralLike(node) && COUNTRY.test(node.text) ? `'${node.text}'` : null)),
  bad: [
    { path: 'src/domain/quota/share.ts', text: "export const share = (c: string) => (c === 'KG' ? 10 : 0);" },
    { path: 'src/server/campaign/service.ts', text: "export type Country = 'kz';" },
    { path: 'src/server/campaign/service.ts', text: "export const policy = 'kg-2025';" },
    { path: 'src/routes/+page.svelte', text: '<script lang="ts">\n  const country = \'KZ\';\n</script>\n' },
  ],
  good: [
    { path: 'src/domain/policy/registry.ts', text: "export const packs = { 'kg-2025': 1 };" },
    { path: 'src/lib/weight.ts', text: "export const unit = 'kgs';" },
  ],
};
