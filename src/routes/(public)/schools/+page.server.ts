import { error } from '@sveltejs/kit';
import { areasOf, freeOf } from '#lib/server/areas.ts';
import { guarded } from '#lib/server/guard.ts';
import type { PageServerLoadEvent } from './$types';

const schoolsOnPage = 25;

export const load = guarded('page.public', async ({ locals, url }: PageServerLoadEvent) => {
  const { school, campaign } = locals.mektep;
  const { at, schools } = await school.freeSeats();
  const { policy } = campaign;
  const said = {
    at: campaign.momentOf(at),
    preference: policy.preference === null || policy.preference.sharePercent === 0 ? null : policy.preference,
    guarantee: policy.stages.find(({ guarantee }) => guarantee !== 'none')?.clause ?? null,
  };
  const district = url.searchParams.get('district');
  if (district === null) return { ...said, regions: areasOf(schools), district: null };
  const there = schools.filter((candidate) => candidate.district.key === district);
  const [first] = there;
  if (first === undefined) error(404);
  const onlyFree = url.searchParams.has('free');
  const shown = onlyFree ? there.filter(({ pools }) => freeOf(pools) > 0) : there;
  const pages = Math.max(1, Math.ceil(shown.length / schoolsOnPage));
  const page = Math.min(pages, Math.max(1, Math.trunc(Number(url.searchParams.get('page'))) || 1));
  const schoolsShown = shown.slice((page - 1) * schoolsOnPage, page * schoolsOnPage);
  return { ...said, regions: [], district: { area: first.district, region: first.region, onlyFree, page, pages, schools: schoolsShown } };
});
