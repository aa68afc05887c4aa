import { test } from 'node:test';
import { walkAbout } from './many-walks.ts';

/** How often a family does what, in tenths. */
const weights = {
  follow: 80,
  errand: 50,
  submit: 120,
  submit_badly: 60,
  edit_query: 30,
  edit_path: 20,
  back: 20,
  again: 30,
  language: 10,
  sign_in: 10,
  sign_out: 4,
  api: 40,
  registers: 6,
  cookies: 5,
};

test('S24 S30 S32 S36 hundreds of random walks of families end without a fault, a dead end, an untranslated word or a change to another family', async (t) => {
  await walkAbout({ walks: 420, seed: 20_251, weights, signedIn: true }, (line) => t.diagnostic(line));
});
