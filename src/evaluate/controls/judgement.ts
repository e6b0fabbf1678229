/** What floor and ceilings say of a metric on these data, and where a value stands between them. */
import { deviation, type Figure, studentQuantile } from '../figure.ts';
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

/** A wrong generator is preferred when it is better by this share of the way from the floor to the worst one. */
const clearly = 0.1;

/**
 * Better than the floor by more than chance (Student's t of as few runs as there are; one run proves nothing) and
 * clearly: a metric that rewards what it should find out, as paired distances reward a constant.
 */
function misleads(metric: Metric, { floor, ceilings }: Controls, relevant: readonly ControlGenerator[]) {
  const usual = badness(metric, floor.value);
  const reach = Math.max(...relevant.map(({ id }) => badness(metric, ceilings[id]!.value))) - usual;
  return relevant.find(({ id }) => {
    const better = ceilings[id]!.runs.map(
      (value, i) => badness(metric, floor.runs[i]!) - badness(metric, value),
    );
    if (better.length < 2 || !better.every((difference) => difference > 0)) return false;
    const width = Math.max(3, studentQuantile(better.length - 1));
    const chance = (width * deviation(better)) / Math.sqrt(better.length);
    return mean(better) > Math.max(chance, clearly * reach, 1e-9);
  });
}

export interface Judgement {
  /** Whether it tells real data from some generator that is wrong in its respect, and prefers none to real data. */
  readonly isInformative: boolean;
  /** Ids of the wrong generators that pass for real. */
  readonly blindTo: readonly string[];
  /** The wrong generator that gets a clearly better figure than real data do, if there is one. */
  readonly misledBy?: string;
  readonly sentence: string;
}

const relevantTo = (metric: Metric): readonly ControlGenerator[] =>
  controlGenerators.filter(({ kind }) => kind === (metric.group === 'privacy' ? 'copy' : 'naive'));

/**
 * A metric of privacy has to tell a copy from fresh real data, any other one naive generators from real data; and none of
 * them may be preferred to real data.
 */
export function judge(metric: Metric, controls: Controls): Judgement {
  const { floor, ceilings } = controls;
  const relevant = relevantTo(metric);
  const blind = relevant.filter(({ id }) => !isTold(metric, floor, ceilings[id]!));
  const blindTo = blind.map(({ id }) => id);
  const preferred = misleads(metric, controls, relevant);
  if (preferred) {
    const { id, name } = preferred;
    const sentence = `Uninformative on these data: ${name} (${format(ceilings[id]!.value)}) gets a better figure than fresh real data (${format(floor.value)}). A good value means nothing.`;
    return { isInformative: false, blindTo, misledBy: id, sentence };
  }
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
