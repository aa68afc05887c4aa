import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { inProject, project } from '#tools/project.ts';

/**
 * Who acts not as the person who is signed in but as a part of the system: row security then shows more than that person may see, so each place
 * has a reason, and a new one is a decision. Places are counted by file and actor.
 */
const places: Readonly<Record<string, readonly [count: number, why: string]>> = {
  'src/cli/boundaries-effect.ts system': [2, 'an operator asks which families a publication moves; the journal says that he did'],
  'src/cli/boundaries.ts system': [1, 'an operator enters the places of the map'],
  'src/cli/clock.ts system': [1, 'the demo’s clock, refused in production'],
  'src/cli/seed-people.ts registry': [1, 'the demo’s families, as if each had signed in'],
  'src/cli/seed.ts system': [1, 'the demo’s data, into an empty database'],
  'src/server/allocation/service-line.ts system': [2, 'how many stand in line, and before a child: counts alone, no child of another'],
  'src/server/allocation/store-lines.ts register': [1, 'the line in the journal that vouches for a batch'],
  'src/server/allocation/service-replay.ts system': [1, 'a campaign is decided again: every arrival is read'],
  'src/server/application/service-history.ts system': [
    1,
    'names of schools and whether the other parent acted, for a child already found as the person’s own',
  ],
  'src/server/campaign/service.ts system': [3, 'the campaign is read before anybody has signed in, and published by an operator'],
  'src/server/catchment/jobs.ts worker': [3, 'enrolments within a day of a publication are flagged by the worker'],
  'src/server/catchment/service-additions.ts system': [1, 'the names of officers who published, for an officer of the same district'],
  'src/server/catchment/service-editor.ts system': [1, 'the names of officers who published, for who may edit these boundaries'],
  'src/server/catchment/service-effect.ts worker': [
    1,
    'which children a file would move: counted for the officer, named in the journal alone',
  ],
  'src/server/catchment/service-import-reading.ts worker': [
    5,
    'a district’s file is read by a job; whose children it moves is written in the journal alone',
  ],
  'src/server/catchment/service-streets.ts system': [1, 'streets, which are nobody’s'],
  'src/server/catchment/service.ts system': [1, 'the first boundaries of a school, by an operator'],
  'src/server/compose.ts system': [1, 'the demo’s clock, refused in production'],
  'src/server/confirmation/service.ts system': [1, 'whoever holds the code of a confirmation is told what it confirms'],
  'src/server/db/keys.ts system': [1, 'data keys, which only the master key opens'],
  'src/server/notice/jobs.ts worker': [2, 'notices to both parents, written by the worker'],
  'src/server/person/service-bulk.ts registry': [1, 'the demo’s families, as if each had signed in'],
  'src/server/person/service.ts registry': [4, 'what the state’s registers said of the person who signs in'],
  'src/server/school/service-find.ts system': [1, 'schools, which are nobody’s'],
  'src/server/session/service.ts sign_in': [6, 'a session is looked for before it is known whose it is'],
  'src/server/staff/service.ts system': [1, 'an appointment is an operator’s act'],
};

const acts = /(?:\b(?:read|transact)\(\s*[\w.]+,\s*|\bactor: )'(system|worker|registry|sign_in|register)'/g;

test('each place that acts as a part of the system, not as the person, is known and has its reason', () => {
  const found = globSync('src/**/*.{ts,svelte}', { cwd: project })
    .filter((file) => !file.includes('.test.'))
    .sort()
    .flatMap((file) => [...readFileSync(inProject(file), 'utf8').matchAll(acts)].map(([, actor = '']) => `${file} ${actor}`));
  const counted = Object.fromEntries([...Map.groupBy(found, (place) => place)].map(([place, all]) => [place, all.length]));
  assert.deepEqual(counted, Object.fromEntries(Object.entries(places).map(([place, [count]]) => [place, count])));
});

test('a family’s own data is read as the person: no page of the family, and no service of its errands, acts as the system', () => {
  const own = ['src/server/application/service.ts', 'src/server/application/service-own-child.ts', 'src/server/guardianship/service.ts'];
  for (const file of [...own, 'src/server/notice/service.ts', 'src/server/session/service-devices.ts'])
    assert.ok(!Object.keys(places).some((place) => place.startsWith(`${file} `)), file);
});
