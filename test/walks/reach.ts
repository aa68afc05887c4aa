import assert from 'node:assert/strict';
import { may } from '#domain/access/permissions.ts';
import { otherServerFiles, pageRoutes, serverRoutes, type WayIn } from '#test/access/every-route.ts';
import type { Town } from '#test/support/town.ts';
import type { Ask, Reply } from './rough-browser.ts';

/** Which of the site's ways in people took, and how often each led somewhere. */
export type Reach = {
  /** Counts what a reply was to. */
  note(reply: Reply): void;
  /** Whether a request would take a way that has led nobody anywhere yet: people are curious. */
  isNew(ask: Ask): boolean;
  /** One line for each way: how often it was taken and how often it led on. */
  readonly lines: () => readonly string[];
  /** The ways that should have led somewhere and never did. */
  missed(expected: Reached): readonly string[];
  /** Throws with them. */
  covers(expected: Reached): void;
};

/** What of the site a kind of people reaches: what families may, what is open to everybody, or some ways; `spared` says why not the others. */
export type Reached = { readonly ways: 'family' | 'public' | readonly string[]; readonly spared: Readonly<Record<string, string>> };

/** Where the law asks for a reason nobody takes anything back without one: such families are met under another law. */
export const whereSchoolsDecide = [
  'GET /children/:child/withdraw',
  'POST /children/:child/withdraw?/withdraw',
  'POST /children/:child/withdraw?/language',
] as const;

/** Begins to count in a town; every page, act and route of the site itself is listed, the newest too. */
export async function reachOf(town: Town): Promise<Reach> {
  const ways = (await everyWay(town)).map(({ name, permission }) => ({
    name,
    permission,
    count: { asked: 0, led: 0 },
    pattern: patternOf(name),
  }));
  // A path that is written out is told before one with any child or school in it.
  const inOrder = ways.toSorted((a, b) => parametersIn(a.name) - parametersIn(b.name));
  const wayOf = (ask: Ask) => {
    const asked = askedFor(ask);
    return inOrder.find(({ pattern }) => pattern.test(asked));
  };
  return {
    isNew: (ask) => wayOf(ask)?.count.led === 0,
    note(reply) {
      const way = wayOf(reply.asked);
      if (way === undefined) return;
      way.count.asked += 1;
      if (ledOn(reply)) way.count.led += 1;
    },
    lines: () => ways.map(({ name, count }) => `${name}: ${count.led} of ${count.asked}`),
    covers(reached) {
      assert.deepEqual(missed(reached), [], 'every page, act and route was reached');
      const gone = Object.keys(reached.spared).filter((name) => !ways.some((way) => way.name === name));
      assert.deepEqual(gone, [], 'nothing is spared that is not there');
    },
    missed,
  };

  function missed({ ways: expected, spared }: Reached): readonly string[] {
    const roles = expected === 'family' ? (['applicant', 'public'] as const) : (['public'] as const);
    const isExpected = ({ name, permission }: WayIn) =>
      typeof expected === 'string' ? permission !== undefined && roles.some((role) => may(role, permission)) : expected.includes(name);
    return ways.filter((way) => isExpected(way) && way.count.led === 0 && spared[way.name] === undefined).map(({ name }) => name);
  }
}

/** Every way into the site: the server's own routes, the pages, their acts and their files. */
async function everyWay(town: Town): Promise<readonly WayIn[]> {
  const files = (await otherServerFiles()).flatMap(({ name, permission }) => {
    const [, folder, method] = /^src\/routes(.*)\/\+server\.ts (\w+)$/.exec(name) ?? [];
    if (folder === undefined) return [];
    const path = folder.replace(/\/\([^)]*\)/g, '').replace(/\[([^\]]+)\]/g, ':$1');
    return [{ name: `${method} ${path}`, permission }];
  });
  const own = serverRoutes(town).filter(({ name }) => !name.endsWith('*'));
  return [...own, ...(await pageRoutes()), ...files];
}

function patternOf(name: string): RegExp {
  return new RegExp(`^${name.replace(/[.?]/g, '\\$&').replace(/:\w+/g, '[^/?]+')}$`);
}

function parametersIn(name: string): number {
  return name.split(':').length;
}

/** The way a request took, as ways are called: the path, and the name of the form's act. */
function askedFor({ method, url }: Ask): string {
  const [path = '', query = ''] = url.replace(/^http:\/\/[^/]+/, '').split('?');
  const act = method === 'POST' ? query.split('&').find((pair) => pair.startsWith('/')) : undefined;
  return `${method} ${path}${act === undefined ? '' : `?${act.split('=')[0]}`}`;
}

/** Whether a reply is what the way is there for: not a refusal, and not a way round. */
function ledOn({ asked: { method, url }, status, headers }: Reply): boolean {
  if (status >= 400 || String(headers['location'] ?? '').startsWith('/sign-in')) return false;
  return status === 200 || method === 'POST' || /^http:\/\/[^/]+\/(auth|language)\b/.test(url);
}
