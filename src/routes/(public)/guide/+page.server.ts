import { guideFor } from '#lib/guide.ts';
import { guarded } from '#lib/server/guard.ts';
import { speechFor, spokenLaw } from '#lib/speech.ts';
import type { PageServerLoadEvent } from './$types';

export const load = guarded('page.public', ({ locals }: PageServerLoadEvent) => {
  const { policy } = locals.mektep.campaign;
  return { sections: guideFor(policy, speechFor(locals.language, spokenLaw(policy))) };
});
