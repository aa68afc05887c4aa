import { kg2022 } from './packs/kg-2022.ts';
import { kg2025 } from './packs/kg-2025.ts';
import { kg2026 } from './packs/kg-2026.ts';
import { kz2026 } from './packs/kz-2026.ts';
import type { Policy } from './policy.ts';

/** Every law the engine knows, by its code. The one place that names a pack. */
export const policies = {
  [kg2025.code]: kg2025,
  [kg2022.code]: kg2022,
  [kg2026.code]: kg2026,
  [kz2026.code]: kz2026,
} as const satisfies Readonly<Record<string, Policy>>;

export type PolicyCode = keyof typeof policies;

/** The law a new campaign begins with when none is named. */
export const firstPolicy: PolicyCode = kg2025.code;

/** The pack a campaign is published from; `null` when there is none of that code. */
export function policyOf(code: string): Policy | null {
  return Object.hasOwn(policies, code) ? policies[code as PolicyCode] : null;
}
