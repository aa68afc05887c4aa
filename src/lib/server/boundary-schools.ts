import type { BoundaryConflict } from '#domain/catchment/boundary-conflicts.ts';
import type { Named } from '#domain/core/language.ts';
import type { Mektep } from '#server/compose.ts';

/** What the schools of conflicts are called, by id. */
export async function schoolsOf(
  { school }: Pick<Mektep, 'school'>,
  conflicts: readonly BoundaryConflict[],
): Promise<Readonly<Record<string, Named>>> {
  const views = await school.views([...new Set(conflicts.flatMap(({ schools }) => schools))]);
  return Object.fromEntries([...views].map(([id, { name }]) => [id, name]));
}
