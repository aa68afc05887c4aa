import { Agent, type IncomingMessage, request } from 'node:http';

/** What came back for one request, before any redirect is followed. */
export type Reply = {
  readonly asked: Ask;
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly text: string;
};

/** A request as it leaves, byte for byte: `url` may be as broken as a socket can carry. */
export type Ask = {
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
};

/** A browser without manners: it sends what it is told, keeps cookies for each origin, and shows every reply on the way. */
export type RoughBrowser = {
  /** Sends and follows redirects; gives every reply, the last one is where it ended. */
  go(ask: Ask): Promise<readonly Reply[]>;
  /** Sends one request and follows nothing. */
  send(ask: Ask): Promise<Reply>;
  cookie(url: string, name: string): string | undefined;
  setCookie(url: string, name: string, value: string | null): void;
  /** Another window of the same browser: the same cookies from now on. */
  language: string;
};

const agent = new Agent({ keepAlive: true, maxSockets: 64 });
const redirectsAtMost = 15;

/** A new browser that reads `language`; `heard` is told of every reply. */
export function roughBrowser(language: string, heard: (reply: Reply) => void = () => undefined): RoughBrowser {
  const jars = new Map<string, Map<string, string>>();
  const jarOf = (url: string): Map<string, string> => {
    const { origin } = new URL(url);
    const jar = jars.get(origin) ?? new Map<string, string>();
    jars.set(origin, jar);
    return jar;
  };

  async function send(ask: Ask): Promise<Reply> {
    const cookie = [...jarOf(ask.url)].map(([name, value]) => `${name}=${value}`).join('; ');
    const usual = { accept: 'text/html', 'accept-language': browser.language, ...(cookie === '' ? {} : { cookie }) };
    const reply = await overSocket({ ...ask, headers: { ...usual, ...ask.headers } });
    for (const line of [reply.headers['set-cookie'] ?? []].flat()) keep(jarOf(ask.url), line);
    heard(reply);
    return reply;
  }

  const browser: RoughBrowser = {
    language,
    send,
    async go(ask) {
      const replies: Reply[] = [];
      let next: Ask = ask;
      while (replies.length < redirectsAtMost) {
        const reply = await send(next);
        replies.push(reply);
        const { location } = reply.headers;
        if (typeof location !== 'string') return replies;
        next = { method: 'GET', url: new URL(location, next.url).href };
      }
      throw new Error(`${ask.url} redirects for ever`);
    },
    cookie: (url, name) => jarOf(url).get(name),
    setCookie(url, name, value) {
      if (value === null) jarOf(url).delete(name);
      else jarOf(url).set(name, value);
    },
  };
  return browser;
}

function keep(jar: Map<string, string>, line: string): void {
  const [pair = ''] = line.split(';');
  const at = pair.indexOf('=');
  if (/max-age=0|expires=thu, 01 jan 1970/i.test(line)) jar.delete(pair.slice(0, at));
  else jar.set(pair.slice(0, at), pair.slice(at + 1));
}

function overSocket(ask: Ask): Promise<Reply> {
  // The path is taken from the text: an URL object would mend what is broken in it.
  const [, host = '', port = '', path = '/'] = /^http:\/\/([^:/]+):(\d+)(.*)$/.exec(ask.url) ?? [];
  const size = ask.body === undefined ? {} : { 'content-length': String(Buffer.byteLength(ask.body)) };
  return new Promise((resolve, reject) => {
    const sent = request({ agent, host, port, path: path === '' ? '/' : path, method: ask.method, headers: { ...size, ...ask.headers } });
    sent.on('error', reject);
    sent.on('response', (response: IncomingMessage) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        resolve({ asked: ask, status: response.statusCode ?? 0, headers: response.headers, text: Buffer.concat(chunks).toString('utf8') });
      });
    });
    sent.end(ask.body);
  });
}
