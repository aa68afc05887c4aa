import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider';

/** Where the provider keeps its sessions, codes and tokens: in this process, until their time is over. */
export function createMemory(): AdapterFactory {
  const kept = new Map<string, { readonly payload: AdapterPayload; readonly endsAt: number }>();
  const read = (key: string) => {
    const entry = kept.get(key);
    return entry !== undefined && entry.endsAt > Date.now() ? entry.payload : undefined;
  };
  const forget = (isGone: (key: string, payload: AdapterPayload, endsAt: number) => boolean) => {
    for (const [key, { payload, endsAt }] of kept) if (isGone(key, payload, endsAt)) kept.delete(key);
  };
  return (model): Adapter => ({
    upsert: async (id, payload, expiresIn = 3600) => {
      forget((_key, _payload, endsAt) => endsAt <= Date.now());
      kept.set(`${model}:${id}`, { payload, endsAt: Date.now() + expiresIn * 1000 });
    },
    find: async (id) => read(`${model}:${id}`),
    findByUid: async (uid) => Array.from(kept.keys(), read).find((payload) => payload?.kind === model && payload.uid === uid),
    findByUserCode: async () => undefined,
    consume: async (id) => {
      const payload = read(`${model}:${id}`);
      if (payload !== undefined) payload.consumed = Math.floor(Date.now() / 1000);
    },
    destroy: async (id) => void kept.delete(`${model}:${id}`),
    // Asked of each kind of token in turn: a sign-in on its way bears the grant of whoever was here before, and outlives it.
    revokeByGrantId: async (grantId) => forget((key, payload) => key.startsWith(`${model}:`) && payload.grantId === grantId),
  });
}
