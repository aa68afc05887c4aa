import * as client from 'openid-client';
import { RegisterOutage, SignInRefused } from '#server/ports.ts';

/**
 * Sorts what the client library throws: an answer that fails a check is {@link SignInRefused}, a provider that does not answer or does
 * not want our application is {@link RegisterOutage}; anything else is a fault of ours and stays what it is.
 */
export function asPortError(error: unknown): unknown {
  if (error instanceof RegisterOutage || error instanceof SignInRefused) return error;
  if (error instanceof client.AuthorizationResponseError) return answeredError(error.error);
  if (error instanceof client.ResponseBodyError) return answeredError(error.error);
  if (error instanceof client.WWWAuthenticateChallengeError) return outage('fault', `HTTP ${error.status}`);
  if (error instanceof client.ClientError) return clientError(error);
  if (error instanceof DOMException && error.name === 'TimeoutError') return outage('timeout', 'no answer in time');
  if (error instanceof TypeError && error.message === 'fetch failed') return outage('unreachable', networkCode(error));
  return error;
}

/** Errors by which the provider says that it, or our registration with it, is in trouble. Every other one refuses this sign-in. */
const providerTrouble = ['server_error', 'temporarily_unavailable', 'invalid_client', 'unauthorized_client', 'unsupported_grant_type'];

function answeredError(code: string): Error {
  const name = /^[a-z_]{1,40}$/.test(code) ? code : 'an unnamed error';
  return providerTrouble.includes(name) ? outage('fault', name) : new SignInRefused(`the provider answered ${name}`);
}

function clientError(error: client.ClientError): Error {
  const code = error.code ?? 'OAUTH_UNKNOWN';
  if (code === 'OAUTH_TIMEOUT' || code === 'OAUTH_ABORT') return outage('timeout', 'no answer in time');
  if (code === 'OAUTH_RESPONSE_IS_NOT_CONFORM') return outage('fault', 'unexpected HTTP status');
  if (code === 'OAUTH_RESPONSE_IS_NOT_JSON' || code === 'OAUTH_PARSE_ERROR') return outage('nonsense', code);
  const cause = error.cause;
  if (cause instanceof TypeError && cause.message === 'fetch failed') return outage('unreachable', networkCode(cause));
  return new SignInRefused(`the provider's answer failed a check: ${code}`);
}

function outage(reason: RegisterOutage['reason'], detail: string): RegisterOutage {
  return new RegisterOutage('identity_provider', reason, detail);
}

/** The code `fetch` hides in the cause of its error, as `ECONNREFUSED`. */
function networkCode({ cause }: Error): string {
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : null;
  return typeof code === 'string' ? code : 'no connection';
}
