import { redirect } from '@sveltejs/kit';
import { districtOf } from '#lib/server/import-office.ts';
import { guarded } from '#lib/server/guard.ts';
import type { RequestEvent } from './$types';

/** A file as it was sent: never shown, always saved, under a name of ours; what it says of itself does not matter. */
export const GET = guarded('boundaries.import', async ({ locals, params }: RequestEvent, who) => {
  const district = await districtOf(locals.mektep, who, params.district);
  const file = await locals.mektep.boundaryImport.download(who, district.id, params.file);
  if (file === null) redirect(303, '/nothing');
  return new Response(new Uint8Array(file.bytes), {
    headers: {
      'content-type': 'application/octet-stream',
      'content-length': String(file.bytes.byteLength),
      'content-disposition': `attachment; filename="boundaries-${params.file.slice(-12)}.${file.format}"`,
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
    },
  });
});
