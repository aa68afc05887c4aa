import { test } from 'node:test';
import { policies } from '#domain/policy/registry.ts';
import { walkAbout } from './many-walks.ts';
import { whereSchoolsDecide } from './reach.ts';

/** How often a family does what, in tenths. */
const weights = {
  follow: 60,
  errand: 120,
  devices: 1,
  submit: 120,
  submit_badly: 50,
  edit_query: 20,
  edit_path: 10,
  back: 20,
  again: 30,
  language: 10,
  sign_in: 10,
  sign_out: 2,
  api: 30,
  registers: 2,
  cookies: 2,
};

/** Before grade 1 opens, on its first and its last day, and when other grades alone are served. */
const moments = ['2026-03-31T23:59', '2026-04-01T00:00', '2026-05-12T10:00', '2026-05-12T10:00', '2026-08-31T23:59', '2026-09-01T00:00'];

test('S24 S30 S32 S36 KZA-9 random walks of families under a law by which the school decides end without a fault, a dead end or an untranslated word', async (t) => {
  const abroad = { policy: policies['kz-2026'], moments };
  await walkAbout({ walks: 90, seed: 2_026, weights, abroad, reached: { ways: whereSchoolsDecide, spared: {} }, signedIn: true }, (line) =>
    t.diagnostic(line),
  );
});
