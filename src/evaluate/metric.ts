/**
 * One metric is one record. The registry, the help, the report, the table of the docs and the tests that every metric
 * must pass are made from it.
 */
import type { Engine } from '../runtime/engine.ts';
import type { Labels } from './labels.ts';
import type { Protocol } from './protocol.ts';
import type { SequenceSet, SetKind } from './sequenceSet.ts';

export interface MetricContext {
  /** The real sequences that the generator learned from, prepared. */
  readonly real: SequenceSet;
  /** Prepared with what was learned from `real`. */
  readonly generated: SequenceSet;
  /** Real sequences that the generator never saw. */
  readonly heldOut?: SequenceSet | undefined;
  readonly featureNames: readonly string[];
  readonly engine?: Engine | undefined;
  readonly seed: number;
  /** How many times a judge is trained; the protocol's own number when absent. */
  readonly repetitions?: number | undefined;
  /** Which of the repetitions are asked for, counted from 0; all when absent (judges/repetitions.ts). */
  readonly runs?: readonly number[] | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly progress: (done: number, total: number) => void;
  /** Keeps what several metrics need of the same two sets (distances, embeddings). */
  readonly memo: <T>(key: string, compute: () => T) => T;
}

export interface Measurement {
  /** NaN where the metric is not defined on these sets; `warnings` then says why. */
  readonly value: number;
  /** One value per repetition; `value` is their mean. */
  readonly runs?: readonly number[];
  /** Figures beside the main one, such as the value of every feature. */
  readonly details?: Readonly<Record<string, number>>;
  readonly warnings?: readonly string[];
}

/** What a metric cannot do without; a metric whose needs are not met is skipped, with the reason. */
export interface Needs {
  /** Kinds of sets that it can read; measurements when absent. */
  readonly kinds?: readonly SetKind[];
  readonly engine?: boolean;
  readonly heldOut?: boolean;
  readonly features?: number;
  readonly length?: number;
  readonly count?: number;
  /** A class or a number of every sequence. */
  readonly labels?: Labels['kind'];
}

export const groups = ['fidelity', 'time', 'joint', 'judge', 'utility', 'diversity', 'privacy'] as const;
export type MetricGroup = (typeof groups)[number];

export interface Metric {
  readonly id: string;
  readonly name: string;
  readonly group: MetricGroup;
  readonly needs: Needs;
  /** Which way is better. A number is the value that is best, with worse on both sides of it. */
  readonly direction: 'lower' | 'higher' | number;
  readonly range: readonly [number, number];
  readonly protocol: Protocol;
  readonly citation: string;
  /** One or two sentences for a reader who is no statistician. */
  readonly explanation: string;
  /** What a good value does not prove. */
  readonly doesNotProve: string;
  /** Seconds rather than milliseconds: a report may leave it out. */
  readonly isSlow?: boolean;
  /** Trainings by the protocol, where `compute` can do any of them by itself: workers do them side by side. */
  readonly repetitions?: number;
  /** Another protocol of a metric that is measured anyway: measured only where it is named. */
  readonly isVariant?: boolean;
  compute(context: MetricContext): Measurement | Promise<Measurement>;
}

/** How far `value` is from the best, larger is worse; comparable only within one metric. */
export function badness(metric: Metric, value: number): number {
  if (metric.direction === 'lower') return value;
  if (metric.direction === 'higher') return -value;
  return Math.abs(value - metric.direction);
}

const withoutLabels: Readonly<Record<Labels['kind'], string>> = {
  class: 'needs a class of every sequence: name its column with --label',
  number: 'needs a number for every sequence: name its column with --label',
};
const otherLabels: typeof withoutLabels = {
  class: 'needs a class of every sequence, and the label is a number',
  number: 'needs a number for every sequence, and the label is a class',
};

/** Why a metric cannot be computed here, or undefined when it can. */
export function unmet(
  { needs }: Metric,
  context: Pick<MetricContext, 'real' | 'generated' | 'heldOut' | 'engine'>,
): string | undefined {
  const { real, generated, heldOut, engine } = context;
  const { kind = 'measurements' } = real;
  const { kinds = ['measurements'] } = needs;
  if (!kinds.includes(kind)) return `is for ${kinds.join(' and ')}, not for ${kind}`;
  if (needs.engine && !engine) return 'needs an engine to train a judge on';
  if (needs.heldOut && !heldOut) return 'needs real sequences that the generator never saw (held out)';
  if (real.features < (needs.features ?? 1)) {
    return `needs at least ${needs.features} features; with ${real.features} it says nothing`;
  }
  if (real.length < (needs.length ?? 1)) return `needs at least ${needs.length} steps, not ${real.length}`;
  if (needs.labels) {
    const labelled = [real.labels?.kind, generated.labels?.kind];
    if (labelled.includes(undefined)) return withoutLabels[needs.labels];
    if (labelled.some((own) => own !== needs.labels)) return otherLabels[needs.labels];
  }
  const fewest = Math.min(real.count, generated.count, heldOut && needs.heldOut ? heldOut.count : Infinity);
  if (fewest < (needs.count ?? 2))
    return `needs at least ${needs.count ?? 2} sequences in each set, not ${fewest}`;
  return undefined;
}

export const mean = (values: ArrayLike<number>): number => {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i]!;
  return total / values.length;
};

/** Per-feature figures under `prefix.name`. */
export function perFeature(
  prefix: string,
  names: readonly string[],
  values: ArrayLike<number>,
): Readonly<Record<string, number>> {
  return Object.fromEntries(names.map((name, i) => [`${prefix}.${name}`, values[i]!]));
}
