import type { Acknowledgements, Wrong } from './acknowledgements.ts';
import type { Inspector } from './inspector.ts';
import type { Quotas } from './quotas.ts';

/** What a storm left: everything that must not be is 0, or the run proves nothing. */
export type Report = {
  readonly seed: number;
  readonly broken: string | null;
  readonly kills: number;
  readonly acknowledged: number;
  readonly lost: number;
  readonly doubled: number;
  readonly oversold: number;
  readonly outOfOrder: number;
  /** Other things that are wrong: the replay differs, a process ended by itself, a key without an answer. */
  readonly other: number;
  /** From the first “not known yet” of a claim to its final answer. */
  readonly recoverP99Ms: number;
  readonly recoverMaxMs: number;
  readonly unknownAtFirst: number;
  /** From the blow to the next answer: the 99th percentile by the kind of blow. */
  readonly backP99Ms: Readonly<Record<string, number>>;
  readonly byKind: Readonly<Record<string, number>>;
  readonly capacityChanges: number;
  readonly arrivals: number;
  readonly overtakenBetweenProcesses: number;
  readonly overtakenBetweenProcessesMaxMs: number;
  readonly secondsPerKill: number;
  readonly wrong: readonly string[];
};

/** A blow, and how long it took until somebody was answered again. */
export type Struck = { readonly blow: string; readonly isKill: boolean; readonly tookMs: number };

export type Findings = {
  readonly plan: { readonly seed: number; readonly broken: string | null };
  readonly struck: readonly Struck[];
  readonly stormMs: number;
  readonly acknowledgements: Acknowledgements;
  readonly quotas: Quotas;
  readonly inspector: Inspector;
  readonly wrong: readonly Wrong[];
};

/** Counts what was found. */
export function reportOf({ plan, struck, stormMs, acknowledgements, quotas, inspector, wrong }: Findings): Report {
  const count = (kind: Wrong['kind']) => wrong.filter((one) => one.kind === kind).length;
  const kinds = [...new Set(struck.map(({ blow }) => blow))].sort();
  const killed = struck.filter(({ isKill }) => isKill).length;
  const took = (kind: string) => struck.flatMap(({ blow, tookMs }) => (blow === kind ? [tookMs] : []));
  const recoveries = acknowledgements.recoveries.map(({ tookMs }) => tookMs);
  const overtaken = inspector.overtaken();
  const { arrivals, changes } = inspector.counts();
  return {
    seed: plan.seed,
    broken: plan.broken,
    kills: killed,
    acknowledged: acknowledgements.count() + quotas.count(),
    lost: count('lost'),
    doubled: count('doubled'),
    oversold: count('oversold'),
    outOfOrder: count('outOfOrder') + overtaken.atOneDoor,
    other: count('other'),
    recoverP99Ms: percentile(recoveries, 0.99),
    recoverMaxMs: percentile(recoveries, 1),
    unknownAtFirst: recoveries.length,
    backP99Ms: Object.fromEntries(
      kinds
        .filter((kind) => struck.some(({ blow, isKill }) => blow === kind && isKill))
        .map((kind) => [kind, percentile(took(kind), 0.99)]),
    ),
    byKind: Object.fromEntries(kinds.map((kind) => [kind, took(kind).length])),
    capacityChanges: changes,
    arrivals,
    overtakenBetweenProcesses: overtaken.betweenDoors,
    overtakenBetweenProcessesMaxMs: overtaken.betweenDoorsMaxMs,
    secondsPerKill: killed === 0 ? 0 : Math.round(stormMs / killed / 10) / 100,
    wrong: [...wrong.map(({ kind, what }) => `${kind}: ${what}`), ...overtaken.examples.map((example) => `outOfOrder: I4 ${example}`)],
  };
}

/** Whether nothing was found that must not be, and every kill was made. */
export function isClean(report: Report, kills: number): boolean {
  return report.lost + report.doubled + report.oversold + report.outOfOrder + report.other === 0 && report.kills === kills;
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
}
