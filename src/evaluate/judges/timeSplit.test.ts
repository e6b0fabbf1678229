import { describe, expect, it } from 'vitest';
import { randomStream } from '../../random/stream.ts';
import { timeganSines } from '../calibration/sines.ts';
import { timeOrder, withStarts } from '../controls/timeOrder.ts';
import type { MetricContext } from '../metric.ts';
import { part, pick, type SequenceSet, sequenceSet } from '../sequenceSet.ts';
import { randomConvolutionsMetric } from './randomConvolutions.ts';
import { timeSplit } from './timeSplit.ts';

/** Windows at every step of a walk that is drawn back to zero: no drift, but neighbours are alike. */
function walk(count: number, length: number, name: string): SequenceSet {
  const steps = new Float32Array(count + length);
  randomStream(3, name).normal(0, steps);
  for (let t = 1; t < steps.length; t++) steps[t]! += 0.98 * steps[t - 1]!;
  const values = new Float32Array(count * length);
  for (let n = 0; n < count; n++) values.set(steps.subarray(n, n + length), n * length);
  return sequenceSet(values, length, 1);
}
const placed = (set: SequenceSet): SequenceSet => withStarts(set, timeOrder(set));
const starts = (set: SequenceSet): readonly number[] => [...set.starts!];

describe('a split for a judge', () => {
  const set = placed(walk(1200, 12, 'series'));

  it('of overlapping windows shares no step between training and test, in either class or across them', () => {
    const even = pick(
      set,
      Array.from({ length: 600 }, (_, i) => 2 * i),
    );
    const odd = pick(
      set,
      Array.from({ length: 600 }, (_, i) => 2 * i + 1),
    );
    const { real, generated, isLeaky } = timeSplit(even, odd, 0.8, 4);
    expect(isLeaky).toBe(false);
    const tested = [...starts(real.test), ...starts(generated.test)];
    for (const start of [...starts(real.train), ...starts(generated.train)]) {
      expect(tested.every((other) => Math.abs(start - other) >= 12)).toBe(true);
    }
    expect(real.train.count).toBe(generated.train.count);
    expect(real.test.count).toBe(generated.test.count);
    expect(real.test.count / (real.test.count + real.train.count)).toBeCloseTo(0.2, 1);
    expect(real.train.count).toBeGreaterThan(300);
  });

  it('keeps the validation part, cut off at the end, in other blocks than most of the rest', () => {
    const { real } = timeSplit(set, set, 0.8, 4);
    const order = starts(real.train);
    const cut = Math.floor(order.length * 0.8);
    const near = order.slice(cut).filter((a) => order.slice(0, cut).some((b) => Math.abs(a - b) < 12));
    expect(near.length / (order.length - cut)).toBeLessThan(0.5);
  });

  it('deals independent sequences at random beside windows that are cut by time, with equal counts', () => {
    const free = sequenceSet(timeganSines(1000, 12, 1).values, 12, 1);
    const { real, generated } = timeSplit(set, free, 0.8, 4);
    expect(generated.train.starts).toBeUndefined();
    expect(generated.train.count).toBe(real.train.count);
    expect(generated.test.count).toBe(real.test.count);
  });

  it('says so where the series is too short to be cut', () => {
    expect(timeSplit(placed(walk(60, 12, 'short')), set, 0.8, 4).isLeaky).toBe(true);
  });
});

it('the judge does not know windows of other times by their neighbours', async () => {
  const series = walk(2400, 24, 'series');
  const [first, second] = [part(series, 0, 1100), part(series, 1200, 2300)];
  const scored = async (real: SequenceSet, generated: SequenceSet) => {
    const context: MetricContext = {
      real,
      generated,
      featureNames: ['a'],
      seed: 1,
      repetitions: 2,
      progress: () => {},
      memo: (_, compute) => compute(),
    };
    return (await randomConvolutionsMetric.compute(context)).value;
  };
  const leaky = await scored(first, second); // times unknown: dealt at random
  const honest = await scored(placed(first), placed(second));
  expect(leaky).toBeGreaterThan(0.2);
  expect(honest).toBeLessThan(leaky / 2);
});
