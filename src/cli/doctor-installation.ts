import { policyOf } from '#domain/policy/registry.ts';
import { publishedCampaigns } from '#server/campaign/service.ts';
import { connect } from '#server/db/connect.ts';
import { queueState } from '#server/db/job-list.ts';
import { openKeyRing } from '#server/db/keys.ts';
import { dataKeys } from '#server/db/rotate-keys.ts';
import { read } from '#server/db/transaction.ts';
import { countOfEverything } from '#server/entry/service.ts';
import { secondsOff } from '#server/start-checks.ts';
import type { Finding } from './finding.ts';
import { masterKey } from './office.ts';

const clockOffSeconds = 30;
const lateSeconds = 15 * 60;

/** What an installation still lacks, in the order in which it is begun, and how its jobs, keys and clock are. */
export async function installation(appUrl: string): Promise<readonly Finding[]> {
  const database = connect(appUrl, { connections: 2, onLost: () => undefined });
  try {
    const published = await read(database, 'system', publishedCampaigns);
    const count = await read(database, 'system', countOfEverything);
    const [campaign] = published;
    const { givenUp, waiting, oldestDueSeconds } = await queueState(database);
    const off = await secondsOff(database);
    const { rows } = await database.pool.query<{ most: number; used: number; durable: boolean }>(
      `select current_setting('max_connections')::int as most, (select count(*) from pg_stat_activity)::int as used,
              current_setting('fsync') = 'on' and current_setting('synchronous_commit') <> 'off' as durable`,
    );
    const { most = 0, used = 0, durable = false } = rows[0] ?? {};
    return [
      thing(
        'campaign',
        campaign !== undefined,
        campaign === undefined ? 'none is published' : `${campaign.code} under ${campaign.policy.code}`,
        'campaign publish FILE',
      ),
      thing(
        'policies',
        published.every(({ isWhole }) => isWhole),
        'each is that of its hash',
        null,
        'one in the database is not the one that was published: campaign show',
      ),
      thing(
        'packs',
        published.every(({ policy }) => policyOf(policy.code) !== null),
        'known',
        null,
        'a campaign rests on a pack this version has not got',
      ),
      thing('districts', count.districts > 0, `${count.districts}`, 'districts import FILE'),
      thing('streets', count.streets > 0, `${count.streets}`, 'streets import FILE'),
      thing('schools', count.schools > 0, `${count.schools}`, 'schools import FILE'),
      thing('seats', count.pools > 0, `${count.pools / 2} classes`, 'quota import FILE'),
      thing('ministry', count.ministry > 0, `${count.ministry} officers`, 'staff appoint --role ministry'),
      thing('directors', count.directors > 0, `${count.directors}`, 'staff import FILE'),
      thing(
        'boundaries',
        count.boundaries > 0,
        `of ${count.boundaries} of ${count.schools} schools`,
        'boundaries enter FILE, or the pages of the office',
      ),
      await keys(database),
      thing(
        'jobs',
        givenUp === 0 && oldestDueSeconds < lateSeconds,
        `${waiting} waiting, ${givenUp} given up, the oldest due for ${oldestDueSeconds} s`,
        givenUp > 0 ? 'jobs list' : null,
        'no worker takes them',
      ),
      thing('clock', Math.abs(off) <= clockOffSeconds, `${off.toFixed(1)} s from the database’s`, null, 'set both by NTP'),
      thing('connections', used < most * 0.9, `${used} of ${most}`, null, 'few are left: see docs/operations.md'),
      thing(
        'durability',
        durable,
        'fsync and synchronous_commit are on',
        null,
        'fsync or synchronous_commit is off: answers would be given before they are durable',
      ),
    ];
  } finally {
    await database.close();
  }
}

async function keys(database: Parameters<typeof dataKeys>[0]): Promise<Finding> {
  const found = await dataKeys(database);
  const records = found.filter(({ purpose }) => purpose === 'record');
  const opens = await masterKey()
    .then((key) => openKeyRing(database, key))
    .then(
      () => null,
      (fault: unknown) => (fault instanceof Error ? fault.message : String(fault)),
    );
  return {
    what: 'keys',
    isWell: opens === null,
    seen:
      opens ??
      `the master key opens them; ${records.length} for records, ${records.filter(({ retiredAt }) => retiredAt !== null).length} retired`,
  };
}

/** One thing: what is seen, and the command that comes next, or what is wrong. */
function thing(what: string, isWell: boolean, seen: string, next: string | null, otherwise = ''): Finding {
  if (isWell) return { what, isWell, seen };
  return { what, isWell, seen: `${seen}: ${next === null ? otherwise : `next: npm run mektep -- ${next}`}` };
}
