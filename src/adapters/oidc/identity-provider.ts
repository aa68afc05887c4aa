import * as client from 'openid-client';
import type { NationalIdForm } from '#domain/core/national-id.ts';
import { type IdentityProvider, RegisterOutage, type SignInAsk, SignInRefused, type SignInSecrets } from '#server/ports.ts';
import { identityFrom } from './claims.ts';
import { asPortError } from './failures.ts';

export type OidcConfig = {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Registered with the provider, compared exactly. */
  readonly redirectUri: string;
  readonly postLogoutRedirectUri: string;
  /** How the country writes its national number. */
  readonly nationalId: NationalIdForm;
  /** How long one request to the provider may take. */
  readonly timeoutMs: number;
};

/**
 * Sign-in through ЕСИ: OpenID Connect, code flow, PKCE S256, state and nonce, ID tokens signed RS256 by the provider's published keys.
 * The provider is discovered at the first use and again after a failure. Plain http is allowed to the loopback alone.
 */
export function createOidcIdentityProvider(config: OidcConfig): IdentityProvider {
  const issuer = new URL(config.issuer);
  if (issuer.protocol !== 'https:' && !isLoopbackHttp(issuer)) throw new Error('the issuer must be reached by https');
  const discovered = rememberedOnce(() => discover(config));
  const guarded = async <T>(work: (provider: client.Configuration) => T | Promise<T>): Promise<T> => {
    try {
      return await work(await discovered());
    } catch (error) {
      throw asPortError(error);
    }
  };
  return {
    begin: (locale, secrets, ask = {}) => guarded((provider) => begin(provider, config, locale, secrets, ask)),
    finish: (returned, secrets) => guarded((provider) => finish(provider, config, returned, secrets)),
    endSessionUrl: (hint) =>
      guarded((provider) =>
        client.buildEndSessionUrl(provider, {
          post_logout_redirect_uri: config.postLogoutRedirectUri,
          ...(hint === null ? {} : { id_token_hint: hint }),
        }),
      ),
  };
}

async function begin(provider: client.Configuration, { redirectUri }: OidcConfig, locale: string, secrets: SignInSecrets, ask: SignInAsk) {
  return client.buildAuthorizationUrl(provider, {
    redirect_uri: redirectUri,
    scope: 'openid profile email phone',
    code_challenge: await client.calculatePKCECodeChallenge(secrets.codeVerifier),
    code_challenge_method: 'S256',
    state: secrets.state,
    nonce: secrets.nonce,
    ui_locales: locale,
    ...(ask.hint === undefined ? {} : { login_hint: ask.hint }),
    ...(ask.hint === undefined && ask.anew !== true ? {} : { prompt: 'login' }),
  });
}

async function finish(provider: client.Configuration, config: OidcConfig, returned: URL, secrets: SignInSecrets) {
  // The address the browser came back to may be a proxy's: what was registered counts, with the answer's parameters.
  const answer = new URL(config.redirectUri);
  answer.search = returned.search;
  const tokens = await client.authorizationCodeGrant(provider, answer, {
    pkceCodeVerifier: secrets.codeVerifier,
    expectedState: secrets.state,
    expectedNonce: secrets.nonce,
    idTokenExpected: true,
  });
  const stated = tokens.claims();
  if (stated === undefined) throw new SignInRefused('the provider gave no ID token');
  // The library asks for `iat` and does not look whether that time has come.
  if (stated.iat > Date.now() / 1000 + toleranceSeconds) throw new SignInRefused('the ID token was issued in the future');
  const about = await client.fetchUserInfo(provider, tokens.access_token, stated.sub);
  if (stated['pin'] !== undefined && about['pin'] !== undefined && stated['pin'] !== about['pin']) {
    throw new SignInRefused('the provider speaks of two people');
  }
  const identity = identityFrom({ ...stated, ...about }, config.nationalId);
  return { identity, logoutHint: isImpersonal(stated) ? (tokens.id_token ?? null) : null };
}

/** What an ID token may say and still stand in an address: addresses are kept in histories and logs, and an ID token can be read by anybody. */
const impersonal: ReadonlySet<string> = new Set([
  ...['iss', 'sub', 'aud', 'azp', 'exp', 'iat', 'nbf', 'auth_time', 'nonce', 'acr', 'amr'],
  ...['at_hash', 'c_hash', 's_hash', 'sid', 'jti', 'idp'],
]);

function isImpersonal(stated: object): boolean {
  return Object.keys(stated).every((name) => impersonal.has(name));
}

const discoveryTries = 2;
/** How far the provider's clock and ours may be apart. */
const toleranceSeconds = 30;

async function discover(config: OidcConfig, tries = discoveryTries): Promise<client.Configuration> {
  const issuer = new URL(config.issuer);
  const extensions = [client.enableNonRepudiationChecks, ...(isLoopbackHttp(issuer) ? [client.allowInsecureRequests] : [])];
  try {
    return await client.discovery(
      issuer,
      config.clientId,
      { id_token_signed_response_alg: 'RS256', [client.clockTolerance]: toleranceSeconds },
      client.ClientSecretPost(config.clientSecret),
      { execute: extensions, timeout: config.timeoutMs / 1000 },
    );
  } catch (error) {
    if (tries > 1) return discover(config, tries - 1);
    const known = asPortError(error);
    // Nobody is signing in yet: whatever is wrong with the description is the provider's trouble.
    throw known instanceof SignInRefused ? new RegisterOutage('identity_provider', 'nonsense', known.message) : known;
  }
}

function isLoopbackHttp({ protocol, hostname }: URL): boolean {
  return protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
}

/** Does the work once and keeps its result; a failure is not kept. */
function rememberedOnce<T>(work: () => Promise<T>): () => Promise<T> {
  let kept: Promise<T> | null = null;
  return () => {
    kept ??= work().catch((error: unknown) => {
      kept = null;
      throw error;
    });
    return kept;
  };
}
