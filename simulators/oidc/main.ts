import { announce, peopleFrom, wholeNumber } from '../simulated-world.ts';
import { createOidcSimulator } from './oidc-simulator.ts';

/**
 * The ЕСИ simulator as a process. Environment: PORT, POPULATION_FILE or POPULATION_PLAN, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_REDIRECT_URIS and
 * OIDC_POST_LOGOUT_REDIRECT_URIS (comma lists), OIDC_ISSUER where it is reached under another address.
 */
announce(
  await createOidcSimulator({
    population: peopleFrom(process.env),
    port: wholeNumber(process.env, 'PORT', 0),
    clients: [
      {
        clientId: required('OIDC_CLIENT_ID'),
        clientSecret: required('OIDC_CLIENT_SECRET'),
        redirectUris: required('OIDC_REDIRECT_URIS').split(','),
        postLogoutRedirectUris: required('OIDC_POST_LOGOUT_REDIRECT_URIS').split(','),
      },
    ],
    ...(process.env['OIDC_ISSUER'] ? { issuer: process.env['OIDC_ISSUER'] } : {}),
  }),
);

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
}
