import type { Permission } from '#domain/access/permissions.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    permission?: Permission;
  }
}

/** The options of a route that asks for a permission. A route without one does not start the server. */
export function routeFor(permission: Permission): { readonly config: { readonly permission: Permission } } {
  return { config: { permission } };
}
