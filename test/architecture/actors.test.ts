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
  'src/cli/campaign.ts system': [2, 'an operator publishes a campaign, or lists those that are published'],
  'src/cli/clock.ts system': [1, 'the demo’s clock, refused in production'],
  'src/cli/doctor-installation.ts system': [2, 'the doctor counts what is there: numbers alone, nobody’s rows'],
  'src/cli/entry.ts system': [1, 'an operator enters a list; the journal says who and on what ground'],
  'src/cli/jobs.ts system': [2, 'an operator begins given-up jobs anew or drops them; the journal says who and on what ground'],
  'src/cli/seed-people.ts registry': [1, 'the demo’s families, as if each had signed in'],
  'src/cli/seed.ts system': [1, 'the demo’s data, into an empty database'],
  'src/cli/staff.ts system': [3, 'an operator appoints, ends an appointment, or lists appointments without names'],
  'src/server/allocation/service-line.ts system': [2, 'how many stand in line, and before a child: counts alone, no child of another'],
  'src/server/allocation/service-replay.ts system': [1, 'a campaign is decided again: every arrival is read'],
  'src/server/application/service-history.ts system': [
    1,
    'names of schools and whether the other parent acted, for a child already found as the person’s own',
  ],
  'src/server/campaign/service.ts system': [3, 'the campaign is read before anybody has signed in, and published by an operator'],
  'src/server/catchment/jobs.ts worker': [2, 'decisions that a publication touched are flagged by the worker'],
  'src/server/catchment/service-additions.ts system': [1, 'the names of officers who published, for an officer of the same district'],
  'src/server/catchment/service-begun.ts system': [
    1,
    'which children’s addresses a list brought in: for the notices to their own families',
  ],
  'src/server/catchment/service-change-views.ts system': [1, 'how many children live on the changed streets: counts alone'],
  'src/server/catchment/service-editor.ts system': [
    2,
    'the names of officers who published or hold a draft, for who may edit these boundaries',
  ],
  'src/server/catchment/service-effect.ts worker': [
    1,
    'which children a file would move: counted for the officer, named in the journal alone',
  ],
  'src/server/catchment/service-import-attempts.ts worker': [
    7,
    'a file is opened, found alive, refused or put by: its own row, of streets',
  ],
  'src/server/catchment/service-import-erasure.ts worker': [2, 'files are erased after their time; the journal says which'],
  'src/server/catchment/service-import-files.ts worker': [3, 'the head of an older file is made once: its own row, of streets'],
  'src/server/catchment/service-import-reading.ts worker': [
    5,
    'a district’s file is read by a job; whose children it moves is written in the journal alone',
  ],
  'src/server/catchment/service-proposals.ts system': [1, 'the names of officers who asked and who answered, for an officer it concerns'],
  'src/server/catchment/service-streets.ts system': [1, 'streets, which are nobody’s'],
  'src/server/catchment/service-taking-back.ts system': [1, 'how many decisions rest on a publication: a count alone'],
  'src/server/catchment/service.ts system': [1, 'the first boundaries of a school, by an operator'],
  'src/server/compose.ts system': [1, 'the demo’s clock, refused in production'],
  'src/server/confirmation/service.ts system': [1, 'whoever holds the code of a confirmation is told what it confirms'],
  'src/server/db/keys.ts system': [2, 'data keys, which only the master key opens'],
  'src/server/db/rotate-keys.ts system': [6, 'an operator changes keys: sealed values are sealed anew, and shown to nobody'],
  'src/server/entry/service-boundaries.ts system': [1, 'the line in the journal of a list that an operator entered'],
  'src/server/entry/service.ts system': [1, 'the line in the journal of a list that an operator entered'],
  'src/server/notice/jobs-boundaries.ts worker': [2, 'notices of changed boundaries to whom they concern, written by the worker'],
  'src/server/notice/jobs.ts worker': [2, 'notices to both parents, written by the worker'],
  'src/server/person/service-bulk.ts registry': [1, 'the demo’s families, as if each had signed in'],
  'src/server/person/service-registers.ts registry': [6, 'the registers are asked about the person herself, and their answers kept'],
  'src/server/person/service.ts registry': [1, 'where the registers say that the person herself lives'],
  'src/server/school/service-find.ts system': [1, 'schools, which are nobody’s'],
  'src/server/session/service.ts sign_in': [7, 'a session is looked for before it is known whose it is'],
  'src/server/staff/service.ts system': [2, 'an appointment and its end are an operator’s acts'],
  'src/server/upkeep/jobs.ts worker': [3, 'what was forgotten after its time is in the journal as a number'],
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
