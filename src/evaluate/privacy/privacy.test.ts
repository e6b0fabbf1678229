import { describe, expect, it } from 'vitest';
import { randomStream } from '../../random/stream.ts';
import { contextOf } from '../calibration/contextOf.ts';
import type { Measurement, Metric, MetricContext } from '../metric.ts';
import { part, type SequenceSet, sequenceSet } from '../sequenceSet.ts';
import { authenticity } from './authenticity.ts';
import { closerShareMetric, closestRatioMetric, secondRatioMetric } from './closestRecord.ts';
import { copiedShare, exactCopiesMetric, nearCopiesMetric } from './copies.ts';
import { identifiabilityMetric } from './identifiability.ts';
import { attributeMetric, densityMembershipMetric, membershipMetric } from './inference.ts';
import { nearest } from './nearest.ts';
import { ranking } from './ranking.ts';

const line = (...points: number[]): SequenceSet => sequenceSet(Float32Array.from(points), 1, 1);

function normal(count: number, name: string): SequenceSet {
  const values = new Float32Array(count * 4 * 2);
  randomStream(1, name).normal(0, values);
  return sequenceSet(values, 4, 2);
}

const [real, heldOut, fresh] = [normal(300, 'real'), normal(300, 'held out'), normal(300, 'fresh')];
/** Every training sequence, moved by a thousandth. */
const nearCopy = { ...real, values: real.values.map((v, i) => v + 0.001 * Math.sin(i)) };

const of = (metric: Metric, generated: SequenceSet): Measurement => {
  const context: MetricContext = {
    real,
    heldOut,
    generated,
    featureNames: ['a', 'b'],
    seed: 1,
    progress: () => {},
    memo: (_, compute) => compute(),
  };
  return metric.compute(context) as Measurement;
};

describe('nearest', () => {
  it('gives the two smallest distances and the row, without the sequence itself', () => {
    const found = nearest(line(0, 10), line(1, 3, 11));
    expect([...found.first, ...found.second, ...found.index]).toEqual([1, 1, 3, 7, 0, 2]);
    const set = line(0, 1, 5);
    expect([...nearest(set, set).first]).toEqual([1, 1, 4]);
  });
});

describe('authenticity', () => {
  it('asks of each generated point whether its real neighbour has a nearer real one', () => {
    // 0.9 is 0.9 from 0, whose nearest other (2) is 2 away: a copy. 5 is 3 from 2, whose nearest is 2 away: authentic.
    expect(authenticity(line(0, 2), line(0.9, 5))).toBe(0.5);
  });

  it('is 0 of a copy, 1 of what is far away', () => {
    expect(authenticity(line(1, 2, 4), line(1, 2, 4))).toBe(0);
    expect(authenticity(line(1, 2, 4), line(100, 200))).toBe(1);
  });
});

describe('ranking', () => {
  it('is the chance that a member is above a stranger, ties counting half', () => {
    expect(ranking(Float64Array.of(3, 1), Float64Array.of(2, 1)).area).toBe((1 + 1 + 0 + 0.5) / 4);
    expect(ranking(Float64Array.of(1, 1), Float64Array.of(1, 1)).area).toBe(0.5);
  });

  it('catches members above all but one stranger in a hundred', () => {
    const strangers = Float64Array.from({ length: 200 }, (_, i) => i);
    expect(ranking(Float64Array.of(196, 197.5, 250, 3), strangers).caughtAtOnePercent).toBe(0.5);
  });
});

describe('copies', () => {
  it('exact ones are counted by value', () => {
    expect(copiedShare(line(1, 2, 3, 3), line(3, 4))).toBe(0.5);
    expect(of(exactCopiesMetric, real).value).toBe(1);
    expect(of(exactCopiesMetric, nearCopy).value).toBe(0);
  });

  it('near ones are all of a slightly moved copy and about one in a hundred of fresh data', () => {
    expect(of(nearCopiesMetric, nearCopy).value).toBe(1);
    expect(of(nearCopiesMetric, fresh).value).toBeLessThan(0.05);
  });
});

describe('a copy of the training data is found out, fresh data are not', () => {
  // with 300 members and strangers the area under a coin's ranking has a deviation of 0.024
  it.each([
    { metric: closerShareMetric, copied: [0.99, 1], honest: [0.4, 0.6] },
    { metric: closestRatioMetric, copied: [0, 0.01], honest: [0.9, 1.1] },
    { metric: secondRatioMetric, copied: [0, 0.01], honest: [0.3, 1] },
    { metric: membershipMetric, copied: [0.99, 1], honest: [0.4, 0.6] },
    { metric: densityMembershipMetric, copied: [0.8, 1], honest: [0.35, 0.65] },
    { metric: attributeMetric, copied: [0.95, 1], honest: [0.4, 0.6] },
    { metric: identifiabilityMetric, copied: [1, 1], honest: [0.35, 0.65] },
  ])('$metric.name', ({ metric, copied, honest }) => {
    const [ofCopy, ofFresh] = [of(metric, nearCopy).value, of(metric, fresh).value];
    expect(ofCopy).toBeGreaterThanOrEqual(copied[0]!);
    expect(ofCopy).toBeLessThanOrEqual(copied[1]!);
    expect(ofFresh).toBeGreaterThanOrEqual(honest[0]!);
    expect(ofFresh).toBeLessThanOrEqual(honest[1]!);
  });

  it('also when only a tenth was copied, by the share of near copies and by the lonely ratio', () => {
    const mixed = { ...fresh, values: fresh.values.slice() };
    mixed.values.set(part(nearCopy, 0, 30).values);
    expect(of(nearCopiesMetric, mixed).value).toBeGreaterThanOrEqual(0.1);
    expect(of(secondRatioMetric, mixed).value).toBeLessThan(0.01);
  });
});

describe('identifiability of windows of one series', () => {
  /** Windows of a walk that is drawn back to zero; `stride` steps from one to the next. */
  const walk = (name: string, stride: number): SequenceSet => {
    const steps = new Float32Array(1600);
    randomStream(2, name).normal(0, steps);
    for (let t = 1; t < steps.length; t++) steps[t]! += 0.9 * steps[t - 1]!;
    const count = Math.floor((steps.length - 8) / stride);
    const values = new Float32Array(count * 8);
    for (let n = 0; n < count; n++) values.set(steps.subarray(n * stride, n * stride + 8), n * 8);
    return { ...sequenceSet(values, 8, 1), starts: Int32Array.from({ length: count }, (_, n) => n * stride) };
  };
  const value = (training: SequenceSet, generated: SequenceSet) =>
    (identifiabilityMetric.compute(contextOf({ real: training, generated })) as Measurement).value;

  it('is about a half for fresh data, however densely the series is cut', () => {
    for (const stride of [1, 2, 4]) {
      expect(value(walk('real', stride), walk('fresh', stride)), `stride ${stride}`).toBeGreaterThan(0.4);
      expect(value(walk('real', stride), walk('fresh', stride)), `stride ${stride}`).toBeLessThan(0.6);
    }
  });

  it('is not defined where all windows share steps', () => {
    const few = part(walk('real', 1), 0, 5);
    expect(value(few, few)).toBeNaN();
  });
});
