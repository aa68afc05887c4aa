import assert from 'node:assert/strict';

/** Somebody with a browser of their own, without JavaScript: keeps cookies for each origin, follows redirects, posts forms. */
export type Visitor = {
  /** Opens an address, following redirects; answers where it ended. */
  open(url: string): Promise<Page>;
  post(url: string, form: Readonly<Record<string, string>>, headers?: Readonly<Record<string, string>>): Promise<Page>;
  /** Signs in at the identity provider as the person of this national id. */
  signIn(origin: string, pin: string): Promise<Page>;
  cookieHeader(url: string): string;
};

export type Page = { readonly url: string; readonly status: number; readonly text: string; readonly headers: Headers };

const redirectsAtMost = 15;

/** A visitor who reads `language` and has no cookies yet. */
export function visitor(language = 'ru'): Visitor {
  const jars = new Map<string, Map<string, string>>();

  function jarOf(url: string): Map<string, string> {
    const { origin } = new URL(url);
    const jar = jars.get(origin) ?? new Map<string, string>();
    jars.set(origin, jar);
    return jar;
  }

  function cookieHeader(url: string): string {
    return [...jarOf(url)].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  async function request(url: string, init: RequestInit): Promise<Page> {
    let at = url;
    let how = init;
    for (let hops = 0; hops < redirectsAtMost; hops += 1) {
      const response = await fetch(at, {
        ...how,
        redirect: 'manual',
        headers: { 'accept-language': language, cookie: cookieHeader(at), ...how.headers },
      });
      keep(at, response);
      const location = response.headers.get('location');
      if (location === null) return { url: at, status: response.status, text: await response.text(), headers: response.headers };
      await response.body?.cancel();
      at = new URL(location, at).href;
      how = { method: 'GET' };
    }
    throw new Error(`${url} redirects for ever`);
  }

  function keep(url: string, response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      const gone = /max-age=0|expires=thu, 01 jan 1970/i.test(line);
      if (gone) jarOf(url).delete(pair.slice(0, at));
      else jarOf(url).set(pair.slice(0, at), pair.slice(at + 1));
    }
  }

  const open = (url: string) => request(url, { method: 'GET' });
  const post: Visitor['post'] = (url, form, headers = {}) =>
    request(url, {
      method: 'POST',
      body: new URLSearchParams(form).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: new URL(url).origin, ...headers },
    });

  return {
    open,
    post,
    cookieHeader,
    async signIn(origin, pin) {
      const login = await open(`${origin}/auth/start?to=/children`);
      const action = /<form method="post" action="([^"]+)"/.exec(login.text)?.[1];
      assert.ok(action, `the provider's page has a form: ${login.url} ${login.status}`);
      const answer = await post(new URL(action.replaceAll('&amp;', '&'), login.url).href, { pin });
      // Where somebody else was signed in at the provider, it asks for a press that ends her session; without JavaScript by a page.
      const leave = /<form method="post" action="([^"]+\/endsession\/confirm)">[^]*?name="xsrf" value="([^"]+)"/.exec(answer.text);
      if (leave === null) return answer;
      return post((leave[1] ?? '').replaceAll('&amp;', '&'), { xsrf: leave[2] ?? '', logout: 'yes' });
    },
  };
}
