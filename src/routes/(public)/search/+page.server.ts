import { typedText } from '#domain/core/typed-text.ts';
import { houseAfterStreet } from '#domain/search/streets.ts';
import { findOnSite } from '#lib/search/site.ts';
import { guarded } from '#lib/server/guard.ts';
import { passQuestion } from '#lib/server/turnstile.ts';
import type { PageServerLoadEvent } from './$types';

const queryAtMost = 100;
const shownInGroup = 8;

export const load = guarded('page.public', async ({ locals, url, setHeaders }: PageServerLoadEvent) => {
  const query = typedText(url.searchParams.get('q'), queryAtMost);
  if (!/[\p{L}\d]/u.test(query)) return { query, found: null };
  passQuestion({ locals, setHeaders });
  const { school, catchment, campaign } = locals.mektep;
  const [schools, { streets, near }] = await Promise.all([
    school.find(query, shownInGroup),
    catchment.findStreets(query, { district: null, limit: shownInGroup }),
  ]);
  const site = findOnSite(campaign.policy, query, locals.language);
  const named = near ? [] : streets.map((street) => ({ ...street, house: houseAfterStreet(query, Object.values(street.name)) }));
  // What answers only in part is shown when nothing answers whole.
  const texts = site.near && schools.length + named.length > 0 ? { help: [], acts: [], near: false } : site;
  return { query, found: { ...texts, schools, streets: named } };
});
