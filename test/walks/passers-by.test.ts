import { test } from 'node:test';
import { walkAbout } from './many-walks.ts';

/** How often who has not signed in does what, in tenths. */
const weights = {
  follow: 60,
  errand: 0,
  devices: 0,
  submit: 60,
  submit_badly: 70,
  edit_query: 60,
  edit_path: 40,
  back: 15,
  again: 5,
  language: 15,
  sign_in: 0,
  sign_out: 3,
  api: 30,
  registers: 0,
  cookies: 10,
};

const reached = {
  ways: 'public',
  spared: {
    'GET /auth/callback': 'who never signs in never comes back from the provider',
    'POST /auth/end': 'whoever is not signed in cannot sign out',
    'GET /trouble': 'answers in place of a route that met a fault',
    'GET /verify/:code': 'families alone have a confirmation to show; they follow it',
  },
} as const;

test('KG25-7/public-information S24 S30 S32 S36 hundreds of random walks of people who never sign in end without a fault, a dead end, an untranslated word or a change', async (t) => {
  await walkAbout({ walks: 600, seed: 1_862, weights, reached, signedIn: false }, (line) => t.diagnostic(line));
});
