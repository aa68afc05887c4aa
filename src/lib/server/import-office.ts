import { error } from '@sveltejs/kit';
import type { Mektep } from '#server/compose.ts';
import type { SignedIn } from '#server/session/service.ts';

/** The district in the address, of those this person serves; told that there is none otherwise. */
export async function districtOf(mektep: Mektep, who: SignedIn, district: string) {
  const found = await mektep.staff.district(who, district);
  if (found === null) error(404);
  return found;
}

/** A file of the district in the address. */
export async function fileOf(mektep: Mektep, who: SignedIn, params: { readonly district: string; readonly file: string }) {
  const district = await districtOf(mektep, who, params.district);
  const file = await mektep.boundaryImport.of(district.id, params.file);
  if (file === null) error(404);
  return { district, file };
}
