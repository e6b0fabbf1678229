/** What floor and ceilings say of a metric on these data, and where a value stands between them. */
import { deviation, type Figure } from '../figure.ts';
import { badness, type Metric, mean } from '../metric.ts';
import type { Controls } from './controls.ts';
import { type ControlGenerator, controlGenerators } from './generators.ts';

/**
 * Worse than the floor by more than chance and by enough to matter: in every run, split by split and seed by seed, and
 * in the mean by more than three of its standard errors and than a fiftieth of the floor.
 */
function isTold(metric: Metric, floor: Figure, ceiling: Figure): boolean {
  const worse = ceiling.runs.map((value, i) => badness(metric, value) - badness(metric, floor.runs[i]!));
  const chance = worse.length > 1 ? (3 * deviation(worse)) / Math.sqrt(worse.length) : 0;
  const isWorse = worse.every((difference) => difference > 0);
  return isWorse && mean(worse) > Math.max(chance, 0.02 * Math.abs(floor.value), 1e-9);
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
