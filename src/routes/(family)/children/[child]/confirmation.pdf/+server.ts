import { redirect } from '@sveltejs/kit';
import { confirmationSheet } from '#lib/confirmation-sheet.ts';
import { guarded } from '#lib/server/guard.ts';
import { papersOf } from '#lib/server/rules.ts';
import { speechFor, spokenLaw } from '#lib/speech.ts';
import type { RequestEvent } from './$types';

/** The confirmation as a file, in the reader's language. */
export const GET = guarded('child.read_own', async (event: RequestEvent, who) => {
  const { locals, params, request } = event;
  const { confirmation, campaign } = locals.mektep;
  const found = await confirmation.of(who, params.child);
  // The framework draws no page for a file that is not there; where there is nothing the reader is told so in the own language.
  if (found === null) redirect(303, '/nothing');
  if (found === 'no_place') redirect(303, `/children/${params.child}`);
  const sheet = confirmationSheet(
    found,
    papersOf(campaign.policy, found.place.grade),
    speechFor(locals.language, spokenLaw(campaign.policy)),
  );
  const pdf = await confirmation.print(sheet, { by: who.person, signal: request.signal }).catch((fault: unknown) => fault);
  if (!(pdf instanceof Uint8Array)) return pageInstead(event, pdf);
  return new Response(new Uint8Array(pdf), {
    headers: {
      'content-type': 'application/pdf',
      'content-length': String(pdf.byteLength),
      'content-disposition': `inline; filename="mektep-${found.place.number}.pdf"`,
      'content-language': locals.language,
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
      // The browser's own viewer is an embedded object: the policy of the pages would show an empty page.
      'content-security-policy':
        "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    },
  });
});

/** The framework draws no page for a file. Where none came out, the page of the confirmation says so: it can be printed, too. */
async function pageInstead({ fetch, locals, params }: RequestEvent, fault: unknown): Promise<Response> {
  const { status, retryAfterSeconds = 60 } = locals.mektep.toldOf(fault);
  locals.mektep.noteFault(fault, { requestId: locals.requestId, route: '/children/[child]/confirmation.pdf' });
  const page = await fetch(`/children/${params.child}/confirmation?unprinted`, { headers: { 'accept-language': locals.language } });
  const headers = {
    'content-type': 'text/html',
    'content-language': locals.language,
    'cache-control': 'private, no-store',
    'retry-after': String(retryAfterSeconds),
  };
  return new Response(await page.text(), { status, headers });
}
