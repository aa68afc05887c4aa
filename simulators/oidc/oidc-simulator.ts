import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider, interactionPolicy, type Configuration, type JWK } from 'oidc-provider';
import { peopleOf, type People } from '../population/people.ts';
import { personas } from '../population/personas.ts';
import type { Population } from '../population/population.ts';
import type { RunningSimulator } from '../simulated-world.ts';
import { accountsOf, claimsAbout, claimsOfScopes, type Accounts } from './accounts.ts';
import { drawBeginAgainPage, drawLeftPage, drawLoginPage, drawLogoutPage, drawMessagePage } from './login-page.ts';
import { loginLanguageOf } from './login-texts.ts';
import { createMemory } from './memory.ts';

/** An application that may send people here to sign in. */
export type OidcClient = {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUris: readonly string[];
  readonly postLogoutRedirectUris: readonly string[];
};

export type OidcSimulatorOptions = {
  readonly population: Population | People;
  readonly clients: readonly OidcClient[];
  /** 0 takes a free one. */
  readonly port: number;
  /** Where the simulator says it is, when that is not where it listens. */
  readonly issuer?: string;
};

/** Starts an OpenID Connect provider with the routes and claims of ЕСИ on the loopback: code flow, PKCE S256 obligatory, RS256. */
export async function createOidcSimulator({ population, clients, port, issuer }: OidcSimulatorOptions): Promise<RunningSimulator> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const people = peopleOf(population);
  const accounts = accountsOf(people);
  const provider = new Provider(issuer ?? url, configurationFor(clients, accounts));
  // Behind a proxy that ends TLS it says that it is where the proxy is.
  provider.proxy = issuer?.startsWith('https:') ?? false;
  const callback = provider.callback();
  const login = loginHandler(provider, accounts, people);
  server.on('request', (request, response) => {
    const answered = request.url?.startsWith(loginPath) ? login(request, response) : callback(request, response);
    answered.catch(() => refuse(response));
  });
  return {
    url,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

const loginPath = '/account/login/';

function configurationFor(clients: readonly OidcClient[], accounts: Accounts): Configuration {
  return {
    clients: clients.map((client) => ({
      client_id: client.clientId,
      client_secret: client.clientSecret,
      redirect_uris: [...client.redirectUris],
      post_logout_redirect_uris: [...client.postLogoutRedirectUris],
      response_types: ['code'],
      grant_types: ['authorization_code'],
      token_endpoint_auth_method: 'client_secret_post',
      id_token_signed_response_alg: 'RS256',
    })),
    adapter: createMemory(),
    jwks: { keys: [signingKey()] },
    routes: {
      authorization: '/connect/authorize',
      token: '/connect/token',
      userinfo: '/connect/userinfo',
      end_session: '/connect/endsession',
      jwks: '/.well-known/openid-configuration/jwks',
    },
    scopes: ['openid', 'profile', 'email', 'phone'],
    claims: claimsOfScopes,
    responseTypes: ['code'],
    pkce: { required: () => true },
    clientAuthMethods: ['client_secret_post'],
    // Cookies ignore ports: these names keep out of the way of everything else on the loopback.
    cookies: {
      keys: [randomBytes(32).toString('base64url')],
      names: { session: 'esi_session', interaction: 'esi_interaction', resume: 'esi_resume' },
    },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => void (ctx.body = drawLogoutPage(form)),
        postLogoutSuccessSource: (ctx) => void (ctx.body = drawLeftPage()),
      },
    },
    renderError: (ctx, out) => {
      ctx.type = 'html';
      ctx.body = drawMessagePage(`${out.error}: ${out.error_description ?? ''}`);
    },
    interactions: { policy: loginOnly(), url: (_, interaction) => `${loginPath}${interaction.uid}` },
    findAccount: (_, subject) => {
      const adult = accounts.bySubject(subject);
      return adult && { accountId: subject, claims: () => claimsAbout(adult, subject) };
    },
    loadExistingGrant: async (ctx) => {
      const { client, session, provider } = ctx.oidc;
      const grant = new provider.Grant({ clientId: client?.clientId, accountId: session?.accountId });
      grant.addOIDCScope('openid profile email phone');
      await grant.save();
      return grant;
    },
    ttl: { Session: 3600, Interaction: 3600, Grant: 3600, AccessToken: 600, AuthorizationCode: 60, IdToken: 600 },
  };
}

/** ЕСИ asks nobody whether an application of the state may know who they are. */
function loginOnly() {
  const policy = interactionPolicy.base();
  policy.remove('consent');
  return policy;
}

function signingKey(): JWK {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { ...(privateKey.export({ format: 'jwk' }) as JWK), use: 'sig', alg: 'RS256', kid: randomBytes(8).toString('hex') };
}

function loginHandler(provider: Provider, accounts: Accounts, population: People) {
  const people = personas(population);
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { uid, params } = await provider.interactionDetails(request, response);
    const page = { locale: loginLanguageOf(params['ui_locales']), action: `${loginPath}${uid}`, personas: people } as const;
    // The demo's bar says whose eyes it wants: nobody has to type.
    const hinted = typeof params['login_hint'] === 'string' ? accounts.byPin(params['login_hint']) : undefined;
    if (hinted !== undefined) return provider.interactionFinished(request, response, { login: { accountId: accounts.subjectOf(hinted) } });
    if (request.method !== 'POST') return html(response, 200, drawLoginPage({ ...page, unknownPin: false }));
    const form = await readForm(request);
    if (form.has('cancel')) {
      const cancelled = { error: 'access_denied', error_description: 'the person cancelled' };
      return provider.interactionFinished(request, response, cancelled);
    }
    const adult = accounts.byPin((form.get('pin') ?? '').replace(/[\s-]/g, ''));
    if (adult === undefined) return html(response, 422, drawLoginPage({ ...page, unknownPin: true }));
    return provider.interactionFinished(request, response, { login: { accountId: accounts.subjectOf(adult) } });
  };
}

function html(response: ServerResponse, status: number, body: string): void {
  const headers = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' };
  response.writeHead(status, { ...headers, 'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'" }).end(body);
}

function refuse(response: ServerResponse): void {
  if (response.headersSent) response.destroy();
  else html(response, 400, drawBeginAgainPage());
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > 10_000) throw new Error('form too large');
  }
  return new URLSearchParams(text);
}
