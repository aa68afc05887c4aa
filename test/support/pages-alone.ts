import { policies } from '#domain/policy/registry.ts';
import { handOver, own } from '#server/bridge.ts';
import { campaignService } from '#server/campaign/service.ts';
import { understand } from '#server/http/asked.ts';
import { cookieNames, languageLine } from '#server/http/cookies.ts';
import { toldOf } from '#server/http/faults.ts';
import type { HttpOptions, NodeHandler } from '#server/http/server.ts';
import { sharedPages } from '#server/http/shared-pages.ts';
import { openPlainServer } from './plain-server.ts';

/** A database that went away. */
export const lost = Object.assign(new Error('the database went away'), { code: '57P01', severity: 'FATAL' });

/**
 * The built pages over no database at all: the session `good` is somebody's, whose session `lost` is cannot be asked, and whatever is asked of
 * the database fails as it does when that is away. `built` is the module of the built pages.
 */
export async function openPagesAlone(built: string, given: Partial<HttpOptions> = {}) {
  const publicOrigin = 'http://127.0.0.1';
  const cookies = cookieNames(publicOrigin);
  const away = new Proxy({}, { get: () => () => Promise.reject(lost) });
  const known = {
    ...{ cookies, toldOf, languageLine: languageLine(publicOrigin), mailShown: (address: string) => address, demo: null },
    noteFault: () => undefined,
    campaign: campaignService({ id: 'alone', code: 'alone', policy: policies['kg-2025'] }, { now: () => Date.now() }),
    session: {
      who: async (token: string) => {
        if (token === 'lost') throw lost;
        return token === 'good' ? { person: crypto.randomUUID(), offices: [] } : null;
      },
    },
    notice: { unread: async () => 0 },
    person: { profile: async () => ({ phone: null, workPhone: null, email: null }), changeContacts: () => Promise.reject(lost) },
  };
  handOver(new Proxy(known, { get: (whole, name): unknown => Reflect.get(whole, name) ?? (name in whole ? null : away) }) as never);
  process.env['PROTOCOL_HEADER'] = own.protocol;
  process.env['HOST_HEADER'] = own.host;
  const { handler } = (await import(built)) as { readonly handler: NodeHandler };
  return openPlainServer({
    publicOrigin,
    pages: handler,
    shared: sharedPages(60_000),
    understand: (headers) => understand(headers, cookies, ['ky', 'ru', 'kk', 'en']),
    ...given,
  });
}
