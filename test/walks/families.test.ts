import { test } from 'node:test';
import { walkAbout } from './many-walks.ts';

test('S24 S30 S32 S36 five hundred random walks of signed-in families end without a fault, a dead end, an untranslated word or somebody else’s data', async (t) => {
  const weights = { follow: 8, submit: 6, submit_badly: 6, edit_query: 3, edit_path: 2, back: 2, again: 3, language: 1, sign_in: 1, sign_out: 0.4, api: 4, registers: 0.6, cookies: 0.5 };
  const tenths = Object.fromEntries(Object.entries(weights).map(([kind, weight]) => [kind, Math.round(weight * 10)])) as typeof weights;
  await walkAbout({ walks: Number(process.env['WALKS'] ?? 500), seed: 20_251, weights: tenths, signedIn: true }, (line) => t.diagnostic(line));
});
