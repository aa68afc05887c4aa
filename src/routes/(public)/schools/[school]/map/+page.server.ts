import { error } from '@sveltejs/kit';
import { segmentsIn } from '#domain/places/schematic.ts';
import { guarded } from '#lib/server/guard.ts';
import type { PageServerLoadEvent } from './$types';

export const load = guarded('page.public', async ({ locals, params }: PageServerLoadEvent) => {
  const { school, boundaryEditor, places } = locals.mektep;
  const card = await school.card(params.school);
  if (card === null) error(404);
  const list = await boundaryEditor.list(card.school.id);
  const streets = (list?.streets ?? []).map(({ street, items, houses }) => ({
    ...{ id: street.id, name: street.name, houses },
    segments: items.flatMap(segmentsIn),
  }));
  return {
    ...{ school: card.school, streets, from: list?.version.fromDay ?? null },
    map: await places.map(
      card.school.id,
      streets.map(({ id }) => id),
    ),
  };
});
