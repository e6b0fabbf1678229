/**
 * Floor and ceilings of any metric by one function. Of two parts of the real set, one stands for the training data and
 * the other for what a perfect generator would give (the floor); generators that are wrong on purpose are then made
 * from that other part, so that they differ from the floor by their fault alone (the ceilings). Only the copy is made
 * from the training part. What the metric answers tells whether it can tell at all, on these data.
 */
import { deviation, type Figure, figureOf, studentQuantile } from '../figure.ts';
import { badness, type Measurement, type Metric, type MetricContext, mean } from '../metric.ts';
import { sampled } from '../neighbours/space.ts';
import type { SequenceSet } from '../sequenceSet.ts';
import { type ControlGenerator, controlGenerators } from './generators.ts';
import { realSplit } from './realSplit.ts';
import type { TimeOrder } from './timeOrder.ts';

export interface Controls {
  readonly floor: Figure;
  readonly ceilings: Readonly<Record<string, Figure>>;
  /** Sequences in each part. */
  readonly count: number;
}

export interface ControlSets {
  readonly real: SequenceSet;
  readonly generated: SequenceSet;
  readonly heldOut: SequenceSet | undefined;
}

/** Splits and wrong generators, made when they are asked for: of a large set not all fit in memory together. */
export interface ControlSource {
  /** `control` is the id of a generator or `floor`. */
  sets(parts: 2 | 3, draw: number, control: string): ControlSets;
}

/** Parts of at most so many sequences: floors and ceilings are known well enough from them. */
const largestPart = 10_000;

export function controlSource(real: SequenceSet, time: TimeOrder | undefined, seed: number): ControlSource {
  let last: { readonly key: string; readonly split: readonly SequenceSet[] } | undefined;
  const splitOf = (parts: 2 | 3, draw: number): readonly SequenceSet[] => {
    const key = `${parts} ${draw}`;
    if (last?.key !== key) {
      const split = realSplit(real, parts, time, seed, draw);
      last = { key, split: split.map((part, i) => sampled(part, largestPart, seed, `part ${i}`)) };
    }
    return last.split;
  };
  return {
    sets(parts, draw, control) {
      const [training, fresh, heldOut] = splitOf(parts, draw);
      const generator = controlGenerators.find(({ id }) => id === control);
      const source = generator?.kind === 'copy' ? training! : fresh!;
      const generated = generator ? generator.make(source, seed + draw) : fresh!;
      return { real: training!, generated, heldOut };
    },
  };
}

export interface ControlRun {
  readonly source: ControlSource;
  /** Different splits for a metric that has no trainings of its own to repeat. */
  readonly draws: number;
  readonly contextOf: (sets: ControlSets, key: string) => MetricContext;
  /** Told what is measured next. */
  readonly starting?: (name: string) => void;
}

export async function measureControls(
  metric: Metric,
  { source, draws, contextOf, starting }: ControlRun,
): Promise<Controls> {
  const parts = metric.needs.heldOut ? 3 : 2;
  const measure = async (control: string): Promise<Figure> => {
    const found: Measurement[] = [];
    for (let draw = 0; draw < (metric.isSlow ? 1 : draws); draw++) {
      const sets = source.sets(parts, draw, control);
      found.push(await metric.compute(contextOf(sets, `${parts} ${draw} ${control}`)));
    }
    return figureOf(found.length === 1 ? found[0]! : joined(found));
  };
  starting?.('real against real');
  const floor = await measure('floor');
  const ceilings: Record<string, Figure> = {};
  for (const { id, name } of controlGenerators) {
    starting?.(name);
    ceilings[id] = await measure(id);
  }
  return { floor, ceilings, count: source.sets(parts, 0, 'floor').real.count };
}

function joined(measurements: readonly Measurement[]): Measurement {
  const runs = measurements.map(({ value }) => value);
  const warnings = [...new Set(measurements.flatMap((one) => one.warnings ?? []))];
  return { value: mean(runs), runs, warnings };
}

/**
 * Worse than the floor by more than chance and by enough to matter: the mean of the differences, run by run on the same
 * splits and seeds, beyond its 95 % interval and beyond a fiftieth of the floor.
 */
function isTold(metric: Metric, floor: Figure, ceiling: Figure): boolean {
  const worse = ceiling.runs.map((value, i) => badness(metric, value) - badness(metric, floor.runs[i]!));
  const chance =
    worse.length > 1 ? (studentQuantile(worse.length - 1) * deviation(worse)) / Math.sqrt(worse.length) : 0;
  return mean(worse) > Math.max(chance, 0.02 * Math.abs(floor.value), 1e-9);
}

export interface Judgement {
  /** Whether the metric tells real data from at least one generator that is wrong in its respect. */
  readonly isInformative: boolean;
  /** Ids of the wrong generators that pass for real. */
  readonly blindTo: readonly string[];
  readonly sentence: string;
}

const relevantTo = (metric: Metric): readonly ControlGenerator[] =>
  controlGenerators.filter(({ kind }) => kind === (metric.group === 'privacy' ? 'copy' : 'naive'));

/** A metric of privacy has to tell a copy from fresh real data, any other one naive generators from real data. */
export function judge(metric: Metric, { floor, ceilings }: Controls): Judgement {
  const relevant = relevantTo(metric);
  const blind = relevant.filter(({ id }) => !isTold(metric, floor, ceilings[id]!));
  const blindTo = blind.map(({ id }) => id);
  if (blind.length === 0)
    return { isInformative: true, blindTo, sentence: `Tells real data from ${list(relevant)}.` };
  const shown = blind.map(({ id, name }) => `${name} (${format(ceilings[id]!.value)})`).join(', ');
  const real = `fresh real data (${format(floor.value)})`;
  const isInformative = blind.length < relevant.length;
  const sentence = isInformative
    ? `Does not tell ${real} from ${shown}.`
    : `Uninformative on these data: it does not tell ${real} from any wrong generator that was tried: ${shown}. A good value means nothing.`;
  return { isInformative, blindTo, sentence };
}

const list = (controls: readonly ControlGenerator[]): string => controls.map(({ name }) => name).join(', ');
export const format = (value: number): string =>
  Number.isFinite(value) ? String(Number(value.toPrecision(3))) : 'none';

/**
 * Where a value stands: 0 at the floor or better, 1 where the least bad wrong generator stands that the metric can
 * tell, above 1 beyond it. Undefined for a metric that is uninformative.
 */
export function position(metric: Metric, value: number, controls: Controls): number | undefined {
  const { isInformative, blindTo } = judge(metric, controls);
  if (!isInformative || !Number.isFinite(value)) return undefined;
  const told = relevantTo(metric).filter(({ id }) => !blindTo.includes(id));
  const start = badness(metric, controls.floor.value);
  const nearest = Math.min(...told.map(({ id }) => badness(metric, controls.ceilings[id]!.value)));
  return Math.max(0, (badness(metric, value) - start) / (nearest - start));
}
