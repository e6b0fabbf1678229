/** The places where the generated set is wrong: columns with their worst step, pairs, lags. Facts only; words elsewhere. */
import { autocorrelation, correlationMatrix } from '../../evaluate/statistics/index.ts';
import type { Compared } from '../level.ts';
import { shareOfWay } from '../level.ts';
import type { Prepared } from '../prepare.ts';
import type { ColumnSummary, Summary } from '../summary.ts';
import { farthestStep, type StepMoments, stepMoments } from './steps.ts';

/** Columns that are named. */
const namedAtMost = 3;
/** Means at a step that differ by less, in deviations of the column, do not explain what is wrong with it. */
const tellingShare = 0.2;
/** Correlations that differ by less do not explain what is wrong with a pair. */
const tellingCorrelation = 0.05;

export interface ColumnFault {
  readonly column: ColumnSummary;
  readonly feature: number;
  /** From 0. */
  readonly step: number;
  readonly realAtStep: number;
  readonly generatedAtStep: number;
  /** Whether the means there are far enough apart to be worth a word. */
  readonly isTelling: boolean;
}

export interface LagFault {
  readonly name: string;
  readonly lag: number;
  readonly real: number;
  readonly generated: number;
}

export interface ChangeFault {
  readonly name: string;
  /** Mean size of a change from step to step, generated over real. */
  readonly ratio: number;
}

export interface PairFault {
  readonly names: readonly [string, string];
  readonly real: number;
  /** NaN where a generated column is constant. */
  readonly generated: number;
}

export interface Faults {
  /** The columns whose values fit worst, the worst first; empty where all are constant. */
  readonly columns: readonly ColumnFault[];
  readonly lag: LagFault | undefined;
  readonly change: ChangeFault | undefined;
  /** Absent where no pair is far enough off to be worth a word. */
  readonly pair: PairFault | undefined;
  readonly moments: { readonly real: StepMoments; readonly generated: StepMoments };
}

export function findFaults(prepared: Prepared, summary: Summary): Faults {
  const { input, real, generated } = prepared;
  const moments = { real: stepMoments(real.sample), generated: stepMoments(generated.sample) };
  const features = input.columns.length;
  const columns = summary.columns
    .map((column, feature) => ({ column, feature, badness: badnessOf(column.wasserstein) }))
    .sort((a, b) => b.badness - a.badness)
    .slice(0, namedAtMost)
    .map(({ column, feature }) => {
      const step = farthestStep(moments.real, moments.generated, feature, features);
      const at = step * features + feature;
      const [realAtStep, generatedAtStep] = [moments.real.mean[at]!, moments.generated.mean[at]!];
      const apart = Math.abs(realAtStep - generatedAtStep);
      const isTelling = apart > tellingShare * real.moments[feature]!.standardDeviation;
      return { column, feature, step, realAtStep, generatedAtStep, isTelling };
    });
  const featureOf = (name: string | null) => (name === null ? -1 : input.columns.indexOf(name));
  const lagging = featureOf(summary.worst.time);
  const changing = featureOf(summary.worst.changes);
  return {
    columns,
    lag: lagging < 0 ? undefined : lagFault(prepared, lagging),
    change: changing < 0 ? undefined : changeFault(prepared, changing),
    pair: summary.worst.relations ? pairFault(prepared, summary.worst.relations) : undefined,
    moments,
  };
}

/** The share of the way to a naive generator; where that cannot be told, the figure itself. */
function badnessOf({ value, floor, naive }: Compared): number {
  const share = shareOfWay(value ?? NaN, floor ?? NaN, naive ?? NaN);
  return Number.isNaN(share) ? (value ?? 0) : share;
}

function lagFault({ input, real, generated }: Prepared, feature: number): LagFault {
  const [expected, found] = [
    autocorrelation(real.sample)[feature]!,
    autocorrelation(generated.sample)[feature]!,
  ];
  let lag = 1;
  for (let k = 1; k < expected.length; k++) {
    const difference = (at: number) => Math.abs(expected[at]! - (found[at]! || 0));
    if (difference(k) > difference(lag)) lag = k;
  }
  return { name: input.columns[feature]!, lag, real: expected[lag]!, generated: found[lag]! };
}

function changeFault({ input, real, generated }: Prepared, feature: number): ChangeFault {
  const size = ({ sample: { values, length, features, count } }: Prepared['real']) => {
    let total = 0;
    for (let n = 0; n < count; n++) {
      for (let t = 1; t < length; t++) {
        const at = (n * length + t) * features + feature;
        total += Math.abs(values[at]! - values[at - features]!);
      }
    }
    return total / count;
  };
  return { name: input.columns[feature]!, ratio: size(generated) / size(real) };
}

function pairFault(
  { input, real, generated }: Prepared,
  names: readonly [string, string],
): PairFault | undefined {
  const [f, g] = names.map((name) => input.columns.indexOf(name)) as [number, number];
  const at = f * input.columns.length + g;
  const [expected, found] = [real, generated].map(({ sample }) => correlationMatrix(sample)[at]!) as [
    number,
    number,
  ];
  const isTelling = !(Math.abs(expected - found) < tellingCorrelation);
  return isTelling ? { names, real: expected, generated: found } : undefined;
}
