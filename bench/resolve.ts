/** How fast acts are parsed and addresses resolved for a whole country, as ratios to a bare Map look-up and a bare indexed query of the same run. */
import { parseArgs } from 'node:util';
import { findConflicts } from '#domain/catchment/conflicts.ts';
import { readAct } from '#domain/catchment/act.ts';
import type { House } from '#domain/catchment/house.ts';
import { readHouses } from '#domain/catchment/house-list.ts';
import { type Assigned, indexStreets } from '#domain/catchment/street-index.ts';
import { diceFrom, makeActs } from './resolve/acts.ts';
import { inSql } from './resolve/in-sql.ts';
import { bestPerSecond, heapMegabytes, ratio } from './resolve/measure.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    schools: { type: 'string', default: '2300' },
    streets: { type: 'string', default: '40' },
    addresses: { type: 'string', default: '400000' },
  },
});
const schools = Number(values.schools);
const streets = Number(values.streets);
const RUNS = 5;
const LOOKUPS = 1_000_000;
const log = (line: string) => process.stderr.write(`${line}\n`);

log(`${schools} schools × ${streets} streets`);
const rows = makeActs(schools, streets, 7);
const segmentCount = rows.reduce((sum, { houses }) => sum + readHouses(houses).segments.length, 0);
log('parsing');
const parsedPerSecond = bestPerSecond(segmentCount, RUNS, () =>
  rows.reduce((sum, { houses }) => sum + readHouses(houses).segments.length, 0),
);

const before = heapMegabytes();
const assigned = rows.flatMap(({ school, street, houses }) =>
  readHouses(houses).segments.map((segment): Assigned<number, number> => ({ street, school, segment })),
);
const schoolsOf = indexStreets(assigned);
const heapMb = heapMegabytes() - before;

log('look-ups');
const dice = diceFrom(11);
const asked = Array.from({ length: LOOKUPS }, () => ({ street: dice(schools * streets), house: houseFrom(dice) }));
const bare = new Map(assigned.map(({ street, school, segment }) => [`${street}|${'house' in segment ? segment.house.number : 0}`, school]));
const keys = asked.map(({ street, house }) => `${street}|${house.number}`);
const resolvedPerSecond = bestPerSecond(LOOKUPS, RUNS, () =>
  asked.reduce((sum, { street, house }) => sum + schoolsOf(street, house).length, 0),
);
const barePerSecond = bestPerSecond(LOOKUPS, RUNS, () => keys.reduce((sum, key) => sum + (bare.get(key) === undefined ? 0 : 1), 0));

log('conflicts');
const act = readAct(
  rows.map(({ school, street, houses }, index) => ({
    row: index + 2,
    district: '',
    school: `№ ${school}`,
    street: `улица ${street}`,
    houses,
  })),
);
const start = performance.now();
const conflicts = findConflicts(act.claims);
const conflictsMs = performance.now() - start;

log('in SQL');
const sql = await inSql(rows, Number(values.addresses), log);

const result = {
  schools,
  streetsEach: streets,
  segments: segmentCount,
  inMemory: {
    segmentsParsedPerSecond: Math.round(parsedPerSecond),
    lookUpsPerSecond: Math.round(resolvedPerSecond),
    bareMapLookUpsPerSecond: Math.round(barePerSecond),
    parseToBareMap: ratio(parsedPerSecond, barePerSecond),
    lookUpToBareMap: ratio(resolvedPerSecond, barePerSecond),
    indexMegabytes: Math.round(heapMb),
    conflictsFound: Object.values(conflicts).reduce((sum, found) => sum + found.length, 0),
    conflictsMs: Math.round(conflictsMs),
  },
  inSql: sql,
};
if (values.json) process.stdout.write(`${JSON.stringify(result)}\n`);
else console.table({ ...result.inMemory, ...result.inSql });

function houseFrom(next: (below: number) => number): House {
  const number = 1 + next(120);
  return next(10) === 0 ? { number, letter: 'а' } : { number };
}
