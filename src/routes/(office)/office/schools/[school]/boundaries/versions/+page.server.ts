import { error } from '@sveltejs/kit';
import { guarded } from '#lib/server/guard.ts';
import type { PageServerLoadEvent } from './$types';

export const load = guarded('boundaries.read_office', async ({ locals, params }: PageServerLoadEvent, who) => {
  const { staff, boundaries, boundaryEditor, campaign } = locals.mektep;
  const office = await staff.school(who, params.school);
  if (office === null) error(404);
  const versions = await boundaries.versions(office.id);
  const [authors, current] = await Promise.all([boundaryEditor.authors(versions), boundaries.current(office.id)]);
  return {
    office,
    current: current?.number ?? null,
    versions: versions.map((version) => ({
      ...version,
      at: campaign.momentOf(version.publishedAt),
      author: authors.get(version.publishedBy) ?? null,
    })),
  };
});
