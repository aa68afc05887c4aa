import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { claimSeat } from '#test/support/claims.ts';
import { signInAs } from '#test/support/household.ts';
import { actOfSaratov, populationOfSaratov } from '#test/support/saratov.ts';
import { tableOf } from '#test/support/table.ts';
import { openTown, type Town } from '#test/support/town.ts';

const skip = existsSync(actOfSaratov) ? false : 'the act of Saratov is not beside the project';

/** Addresses of the real act and the school whose line names the house: corner houses, ranges, sides, letters, lists, whole streets. */
const table = tableOf(
  `Волжский, Валовая, 61/67                            → МОУ «СОШ № 9»
   Волжский, Волжская, 3                               → МОУ «СОШ № 9»
   Волжский, Волжская, 2/10                            → МОУ «СОШ № 9»
   Волжский, им. Григорьева Е.Ф., 12                   → МОУ «СОШ № 9»
   Волжский, им. Григорьева Е.Ф., 17/19                → МОУ «СОШ № 9»
   Заводской, Азина 2 проезд, 13                       → МОУ «ООШ № 26»
   Заводской, Хомяковой, 8/49                          → МОУ «ООШ № 26»
   Заводской, Хомяковой, 22 А                          → МОУ «ООШ № 26»
   Гагаринский, с. Шевыревка ул. Набережная, 2а        → МОУ «СОШ ст.Тарханы»
   Заводской, Надежденская, 77                         → МОУ «СОШ № 38»
   Заводской, Ладожская, 5                             → МОУ «ООШ № 78»
   Заводской, Ладожская, 6                             → no school
   Волжский, Волжская, 4                               → no school
   Заводской, Хомяковой, 22                            → no school`,
);

const addresses = table.map(({ given }) => {
  const [district = '', street = '', house = ''] = given.split(', ');
  return { district, street, house };
});

let town: Town | undefined;
let parents: readonly string[] = [];
before(async () => {
  if (skip !== false) return;
  const made = populationOfSaratov(addresses);
  parents = made.parents;
  town = await openTown({ population: made.population });
});
after(() => town?.close());

test(
  'KG25-21.4/by-registered-address a family at a real address of a city’s act is proposed the school that takes its house, and is enrolled',
  { skip },
  async () => {
    assert.ok(town);
    assert.equal(parents.length, table.length);
    for (const [place, { given, expected }] of table.entries()) {
      const household = await signInAs(town, parents[place] ?? '');
      const page = await household.page();
      const schools = page.proposals.map(({ school }) => school.name.ru).join(' and ') || 'no school';
      assert.equal(schools, expected, given);
      if (expected === 'no school') {
        assert.equal(page.refusal?.kind, 'no_school_for_address', given);
        continue;
      }
      const wishes = [page.proposals[0]?.pools[0]?.id ?? 0];
      const reply = await claimSeat(town.origin, household.token, { draft: page.enrolDraft ?? '', wishes });
      assert.deepEqual([reply.status, (reply.body as { outcome: string }).outcome], [200, 'enrolled'], given);
      assert.equal((await household.page()).place?.school.name.ru, expected);
    }
  },
);
