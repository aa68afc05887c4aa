import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Permission } from '#domain/access/permissions.ts';
import type { CampaignService } from './service.ts';

/** The path of the clock: bare, for a whole country asks it in the minute before an opening. */
export const clockRoute = { method: 'GET', path: '/api/v1/clock', permission: 'page.public' } as const satisfies {
  method: string;
  path: string;
  permission: Permission;
};

/** `GET /api/v1/clock`: the campaign's clock, milliseconds since 1970. A page counts down by it, whatever the phone's own clock says. */
export function clockHandler(campaign: Pick<CampaignService, 'nowMs'>) {
  return (_request: IncomingMessage, response: ServerResponse): void => {
    const text = JSON.stringify({ now: campaign.nowMs() });
    response.writeHead(200, {
      'content-type': 'application/json; charset=utf-8',
      'content-length': text.length,
      'cache-control': 'no-store',
    });
    response.end(text);
  };
}
