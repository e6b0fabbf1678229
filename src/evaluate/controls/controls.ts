/**
 * Floor and ceilings of any metric by one function. Of two parts of the real set, one stands for the training data and
 * the other for what a perfect generator would give (the floor); generators that are wrong on purpose are then made
 * from that other part, so that they differ from the floor by their fault alone (the ceilings). Only the copy is made
 * from the training part. What the metric answers tells whether it can tell at all, on these data (judgement.ts).
 *
 * Where windows overlap there are two floors. Dealt at random, both parts hold nearly the same windows: the least that
 * the metric can show, against which faults stand out. Cut by time, the parts share no step: what fresh data of the
 * same series score, more where the series drifts. Privacy is always judged by parts that share no step.
 *
 * A figure of few generated sequences is worse by chance alone, so the part that stands for the generated set, and every
 * wrong generator, has no more sequences than the generated set has. More than half of the real set (a third, with held
 * out sequences) cannot be had: a larger generated set is measured against a floor that is a little too lenient.
 */
import { type Figure, figureOf } from '../figure.ts';
import { type Measurement, type Metric, mean } from '../metric.ts';
import { sampled } from '../neighbours/space.ts';
import type { SequenceSet } from '../sequenceSet.ts';
import { controlGenerators } from './generators.ts';
import { realSplit } from './realSplit.ts';
import { type TimeOrder, withStarts } from './timeOrder.ts';

export interface Controls {
  readonly floor: Figure;
  /** Real against real of other times, where windows overlap and `floor` was dealt at random. */
  readonly floorByTime?: Figure;
  readonly ceilings: Readonly<Record<string, Figure>>;
  /** Sequences in the part that stands for the generated set, and of each wrong generator. */
  readonly count: number;
}

export interface ControlSets {
  readonly real: SequenceSet;
  readonly generated: SequenceSet;
  readonly heldOut: SequenceSet | undefined;
}

/** Splits and wrong generators, made when they are asked for: of a large set not all fit in memory together. */
export interface ControlSource {
  /** Whether windows overlap, so that a split by time is another than one at random. */
  readonly hasTime: boolean;
  /** `control` is the id of a generator or `floor`. */
  sets(parts: 2 | 3, by: 'time' | 'chance', draw: number, control: string): ControlSets;
}

/** Parts of at most so many sequences: floors and ceilings are known well enough from them. */
const largestPart = 10_000;

/** `generated` is how many sequences the set holds that is judged beside these controls. */
export function controlSource(
  real: SequenceSet,
  time: TimeOrder | undefined,
  seed: number,
  generated = Number.POSITIVE_INFINITY,
): ControlSource {
  const placed = withStarts(real, time);

  let last: { readonly key: string; readonly split: readonly SequenceSet[] } | undefined;
  const splitOf = (parts: 2 | 3, by: 'time' | 'chance', draw: number): readonly SequenceSet[] => {
    const key = `${parts} ${by} ${draw}`;
    if (last?.key !== key) {
      const split = realSplit(placed, parts, by === 'time' ? time : undefined, seed, draw);
      last = { key, split: split.map((part, i) => sampled(part, largestPart, seed, `part ${i}`)) };
    }
    return last.split;
  };
  return {
    hasTime: time !== undefined,
    sets(parts, by, draw, control) {
      const [training, second, heldOut] = splitOf(parts, by, draw);
      const asMany = (set: SequenceSet) => sampled(set, generated, seed + draw, 'as many as generated');
      const fresh = asMany(second!);
      const generator = controlGenerators.find(({ id }) => id === control);
      if (!generator) return { real: training!, generated: fresh, heldOut };
      const isCopy = generator.kind === 'copy';
      const made = generator.make(isCopy ? training! : fresh, seed + draw);
      return { real: training!, generated: isCopy ? asMany(made) : made, heldOut };
    },
  };
}

/** One floor or ceiling of a metric. */
interface ControlPart {
  /** The id of a generator or `floor`. */
  readonly control: string;
  readonly name: string;
  readonly by: 'time' | 'chance';
}

/** What is measured for a metric besides its figure; parts of one split stand together, so that it is made once. */
export function controlParts(metric: Metric, { hasTime }: ControlSource): readonly ControlPart[] {
  const by = metric.group === 'privacy' ? 'time' : 'chance';
  const floor = { control: 'floor', name: 'real against real' };
  return [
    { ...floor, by },
    ...controlGenerators.map(({ id, name }) => ({ control: id, name, by }) as const),
    ...(hasTime && by === 'chance' ? [{ ...floor, by: 'time' } as const] : []),
  ];
}

export interface ControlRun {
  readonly source: ControlSource;
  /** Different splits for a metric that has no trainings of its own to repeat. */
  readonly draws: number;
  /** Measures the part at this place of `controlParts`; `share` of it is done before. */
  readonly measure: (sets: ControlSets, key: string, at: number, share: Share) => Promise<Measurement>;
  /** Whether all parts are asked for at once, for workers to do side by side. */
  readonly isTogether: boolean;
}

/** Draw `from` .. `to` of a part, as shares of it. */
export interface Share {
  readonly from: number;
  readonly to: number;
}

export async function measureControls(
  metric: Metric,
  { source, draws, measure, isTogether }: ControlRun,
): Promise<Controls> {
  const parts = metric.needs.heldOut ? 3 : 2;
  const own = metric.isSlow ? 1 : draws;
  const figureAt = async ({ control, by }: ControlPart, at: number): Promise<Figure> => {
    const found: Measurement[] = [];
    for (let draw = 0; draw < own; draw++) {
      const sets = source.sets(parts, by, draw, control);
      const share = { from: draw / own, to: (draw + 1) / own };
      found.push(await measure(sets, `${parts} ${by} ${draw} ${control}`, at, share));
    }
    return figureOf(found.length === 1 ? found[0]! : joined(found));
  };
  const measured = controlParts(metric, source);
  const figures: Figure[] = [];
  if (isTogether) figures.push(...(await Promise.all(measured.map(figureAt))));
  else for (const [at, part] of measured.entries()) figures.push(await figureAt(part, at));

  const floorByTime = measured.at(-1)!.control === 'floor' ? figures.at(-1) : undefined;
  const ceilings = Object.fromEntries(
    measured.flatMap(({ control }, at) => (control === 'floor' ? [] : [[control, figures[at]!]])),
  );
  const { count } = source.sets(parts, measured[0]!.by, 0, 'floor').generated;
  return { floor: figures[0]!, ...(floorByTime && { floorByTime }), ceilings, count };
}

function joined(measurements: readonly Measurement[]): Measurement {
  const runs = measurements.map(({ value }) => value);
  const warnings = [...new Set(measurements.flatMap((one) => one.warnings ?? []))];
  return { value: mean(runs), runs, warnings };
}
