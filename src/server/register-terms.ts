import type { CampaignService } from './campaign/service.ts';
import type { Config } from './config.ts';

const secondMs = 1000;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** How registers are spared, from the configuration. */
export function gateTerms({ REGISTER_QUESTIONS, REGISTER_FAILURES, REGISTER_REST_SECONDS }: Config) {
  return { gate: { atOnce: REGISTER_QUESTIONS, failuresInARow: REGISTER_FAILURES, restMs: REGISTER_REST_SECONDS * secondMs } };
}

/** How long what registers said holds, from the configuration and the campaign: what was said long before its first stage opens belongs to an earlier one. */
export function factTerms(config: Config, { policy, epochOf }: Pick<CampaignService, 'policy' | 'epochOf'>) {
  const [first] = policy.stages;
  const sinceMs = first === undefined ? 0 : epochOf(first.opens) - config.FACTS_LEAD_DAYS * dayMs;
  const fresh = (days: number) => ({ sinceMs, freshMs: days * dayMs });
  return {
    doubtMs: config.LINK_DOUBT_HOURS * hourMs,
    terms: {
      children: fresh(config.CHILDREN_FRESH_DAYS),
      address: fresh(config.ADDRESS_FRESH_DAYS),
      // A passport is the applicant’s, not a campaign’s.
      passport: { sinceMs: 0, freshMs: config.PASSPORT_FRESH_DAYS * dayMs },
    },
    asking: { waitMs: config.REGISTER_WAIT_SECONDS * secondMs, retryMs: config.REGISTER_RETRY_SECONDS * secondMs },
  };
}
