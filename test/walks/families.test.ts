import { test } from 'node:test';
import { walkAbout } from './many-walks.ts';
import { whereSchoolsDecide } from './reach.ts';

/** How often a family does what, in tenths. */
const weights = {
  follow: 70,
  errand: 100,
  devices: 4,
  submit: 90,
  submit_badly: 60,
  edit_query: 30,
  edit_path: 20,
  back: 20,
  again: 30,
  language: 20,
  sign_in: 10,
  sign_out: 4,
  api: 40,
  registers: 6,
  cookies: 5,
};

const reached = {
  ways: 'family',
  spared: {
    ...Object.fromEntries(whereSchoolsDecide.map((way) => [way, 'this law asks for a reason; see the families abroad'])),
    'GET /trouble': 'answers in place of a route that met a fault',
    'GET /schools/:school/boundaries': 'whoever passes by reads it',
    'GET /schools/:school/map': 'whoever passes by looks at it',
    'POST /children/:child/prepared?/enrol': 'is answered only as a stage opens; see the opening in the browser',
  },
} as const;

test('S24 S30 S32 S36 hundreds of random walks of families end without a fault, a dead end, an untranslated word or a change to another family', async (t) => {
  await walkAbout({ walks: 330, seed: 20_251, weights, reached, signedIn: true }, (line) => t.diagnostic(line));
});
