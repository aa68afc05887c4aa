import { error } from '@sveltejs/kit';
import { guarded } from '#lib/server/guard.ts';
import type { PageServerLoadEvent } from './$types';

export const load = guarded('readiness.read_office', async ({ locals }: PageServerLoadEvent, who) => {
  const { staff, readiness, campaign } = locals.mektep;
  const { districts } = await staff.offices(who);
  if (districts.length === 0) error(404);
  const counts = new Map((await readiness.counts()).map((count) => [count.district, count]));
  return {
    opens: campaign.policy.stages[0]?.opens ?? null,
    districts: districts.flatMap(({ id, name }) => {
      const { schools, ready } = counts.get(id) ?? { schools: 0, ready: 0 };
      return schools === 0 ? [] : [{ id, name, schools, ready }];
    }),
  };
});
