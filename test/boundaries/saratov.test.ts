import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseBoundaries } from '../../src/cli/boundaries-parse.ts';
import { rowsOfFile } from '../../src/cli/boundary-file.ts';

const FOLDER = join(import.meta.dirname, '../../../shared/data/boundaries');
const skip = existsSync(FOLDER) ? false : 'the acts of real towns are not beside the project';

test(
  'KG25-3/microdistrict of the real act of a city 99.5 % of the items are understood, and every other one is listed with its reason',
  { skip },
  () => {
    const { rows, tokens, understood, unresolved, confirm } = parsedFile('saratov-2025.csv');
    assert.deepEqual({ rows, tokens }, { rows: 1016, tokens: 9437 });
    assert.equal(tokens, understood + unresolved.length);
    assert.ok(understood / tokens >= 0.995, `${understood} of ${tokens}`);
    assert.ok(unresolved.every(({ reason }) => reason !== 'not_understood'));
    assert.deepEqual(confirm.find(({ row }) => row === 506)?.readings, ['15', '1, 5']);
  },
);

test(
  'of the real act the conflicts are found: the same houses, a house in another’s whole street, a street twice, a split by grades',
  { skip },
  () => {
    const { conflicts } = parsedFile('saratov-2025.csv');
    const rowsOf = (kind: keyof typeof conflicts) => conflicts[kind].map(({ claims }) => claims.map(({ row }) => row).join('+'));
    assert.ok(rowsOf('sameHouse').includes('858+938'), '80/84 of Рахова');
    assert.ok(rowsOf('wholeTwice').includes('690+708'), 'the whole of 1-я Восточная');
    assert.ok(rowsOf('gradeSplit').includes('602+603'), 'Аптечная: grades 1–9 and 10–11');
    assert.ok(rowsOf('houseVersusWhole').length > 0);
  },
);

for (const [file, most] of [
  ['tver-school46.txt', 0],
  ['aktau.txt', 0],
  ['koshy.txt', 0],
  ['mukachevo-school4.txt', 0],
] as const) {
  test(`the act ${file} that is no table is read`, { skip }, () => {
    const { tokens, unresolved } = parsedFile(file);
    assert.ok(tokens >= 10, String(tokens));
    assert.ok(unresolved.length <= most, JSON.stringify(unresolved));
  });
}

function parsedFile(file: string) {
  const outcome = rowsOfFile(readFileSync(join(FOLDER, file), 'utf8'));
  assert.ok(outcome.kind === 'rows', file);
  return parseBoundaries(outcome);
}
