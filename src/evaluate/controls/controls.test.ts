import { describe, expect, it } from 'vitest';
import { randomStream } from '../../random/stream.ts';
import { timeganSines } from '../calibration/sines.ts';
import { marginalDistributionDifference } from '../closed/marginalDistribution.ts';
import { wassersteinMetric } from '../closed/marginals.ts';
import { euclideanMetric } from '../closed/paired.ts';
import { spectralMetric } from '../closed/spectral.ts';
import { figureOf } from '../figure.ts';
import type { Metric, MetricContext } from '../metric.ts';
import { exactCopiesMetric } from '../privacy/copies.ts';
import { pick, type SequenceSet, sequenceSet } from '../sequenceSet.ts';
import { controlSource, measureControls } from './controls.ts';
import { controlGenerators } from './generators.ts';
import { judge, position } from './judgement.ts';
import { realSplit } from './realSplit.ts';
import { timeOrder } from './timeOrder.ts';

/** Windows of one walk, whose values are all different. */
function windows(count: number, length: number, stride: number): SequenceSet {
  const values: number[] = [];
  for (let n = 0; n < count; n++) for (let t = 0; t < length; t++) values.push(n * stride + t);
  return sequenceSet(Float32Array.from(values), length, 1);
}

/** Value `at` of a sequence of 24 steps and 5 features, a wave of any phase. */
const waveAt = (phase: number, at: number): number => Math.sin(2 * Math.PI * phase + at / 10);

const shuffle = (set: SequenceSet): SequenceSet =>
  pick(
    set,
    Array.from({ length: set.count }, (_, i) => (i * 37) % set.count),
  );

describe('time order', () => {
  it.each([1, 3, 4])('of windows with stride %i is found, also when they were shuffled', (stride) => {
    const set = windows(101, 8, stride);
    expect(timeOrder(set)!.stride).toBe(stride);
    const found = timeOrder(shuffle(set))!;
    expect(found.stride).toBe(stride);
    const starts = [...found.order].map((row) => shuffle(set).values[row * 8]!);
    expect(starts).toEqual(starts.slice().sort((a, b) => a - b));
    // the walk counts its own steps
    shuffle(set).values.forEach((value, i) => {
      if (i % 8 === 0) expect(found.starts[i / 8]).toBe(value);
    });
  });

  it('sets several series apart, so that their windows share no step', () => {
    const [first, second] = [windows(30, 8, 1), windows(20, 8, 1)];
    const values = Float32Array.from([...first.values, ...second.values.map((v) => v + 1000)]);
    const { starts } = timeOrder(sequenceSet(values, 8, 1))!;
    expect(starts[30]! - starts[29]!).toBeGreaterThanOrEqual(8);
  });

  it('is none of independent sequences, nor of windows that do not overlap', () => {
    expect(timeOrder(timeganSines(100))).toBeUndefined();
    expect(timeOrder(windows(50, 8, 8))).toBeUndefined();
  });

  it('ends on constant sequences, which follow each other in circles', () => {
    const still = sequenceSet(new Float32Array(20 * 6), 6, 1);
    expect([...(timeOrder(still)?.order ?? [])].length === 0 || timeOrder(still)!.order.length === 20).toBe(
      true,
    );
  });
});

describe('a split of real data', () => {
  it('shares no step between the parts, whatever the order of the windows', () => {
    const set = shuffle(windows(601, 12, 1));
    for (const parts of [2, 3]) {
      const split = realSplit(set, parts, timeOrder(set), 5, 1);
      const seen = split.map(({ values }) => new Set(values));
      for (let a = 0; a < parts; a++) {
        for (let b = 0; b < a; b++) expect([...seen[a]!].some((step) => seen[b]!.has(step))).toBe(false);
      }
      expect(new Set(split.map(({ count }) => count)).size).toBe(1);
      expect(split[0]!.count).toBeGreaterThan((0.7 * set.count) / parts);
    }
  });

  it('of independent sequences uses each once, and another draw deals them otherwise', () => {
    const set = windows(100, 1, 1);
    const [first, second] = [realSplit(set, 2, undefined, 5, 0), realSplit(set, 2, undefined, 5, 1)];
    expect([...first[0]!.values, ...first[1]!.values].sort((a, b) => a - b)).toEqual([...set.values]);
    expect([...first[0]!.values]).not.toEqual([...second[0]!.values]);
  });
});

describe('wrong generators', () => {
  const real = timeganSines(200);
  const made = Object.fromEntries(controlGenerators.map((c) => [c.id, c.make(real, 3)]));
  const sorted = (values: Float32Array) => [...values].sort((a, b) => a - b);

  it('keep the shape and give the same numbers for the same seed', () => {
    for (const control of controlGenerators) {
      expect(made[control.id]!.values.length).toBe(real.values.length);
      expect(control.make(real, 3).values).toEqual(made[control.id]!.values);
    }
  });

  it('shuffled time and independent columns keep every value, in other places', () => {
    for (const id of ['shuffled-time', 'independent-columns']) {
      expect(sorted(made[id]!.values)).toEqual(sorted(real.values));
      expect(made[id]!.values).not.toEqual(real.values);
    }
  });

  it('a copy holds training sequences alone', () => {
    const rows = (set: SequenceSet) =>
      Array.from({ length: set.count }, (_, n) => set.values.slice(n * 120, n * 120 + 120).join());
    const known = new Set(rows(real));
    expect(rows(made.copy!).every((row) => known.has(row))).toBe(true);
  });
});

describe('controls of a metric', () => {
  const real = timeganSines(300);
  const measure = (metric: Metric, set = real) => {
    const contextOf = (sets: {
      real: SequenceSet;
      generated: SequenceSet;
      heldOut: SequenceSet | undefined;
    }): MetricContext => ({
      ...sets,
      featureNames: ['a', 'b', 'c', 'd', 'e'],
      seed: 1,
      progress: () => {},
      memo: (_, compute) => compute(),
    });
    return measureControls(metric, {
      source: controlSource(set, undefined, 1),
      draws: 3,
      measure: async (sets) => metric.compute(contextOf(sets)),
      isTogether: false,
    });
  };

  it('say that a spectrum is blind to independent columns and to nothing else', async () => {
    const controls = await measure(spectralMetric);
    expect(judge(spectralMetric, controls)).toMatchObject({
      isInformative: true,
      blindTo: ['independent-columns'],
    });
    expect(controls.floor.runs).toHaveLength(3);
    expect(controls.count).toBe(150);
    expect(position(spectralMetric, controls.floor.value, controls)).toBe(0);
    expect(position(spectralMetric, 1, controls)).toBeGreaterThanOrEqual(1);
  });

  it('say that marginals are blind to shuffled time', async () => {
    const { blindTo, sentence } = judge(wassersteinMetric, await measure(wassersteinMetric));
    expect(blindTo).toEqual(['shuffled-time', 'independent-columns']);
    expect(sentence).toContain('shuffled time');
  });

  it('ask a metric of privacy about the copy', async () => {
    expect(judge(exactCopiesMetric, await measure(exactCopiesMetric)).sentence).toContain(
      'a copy of the training data',
    );
  });

  it('call a metric uninformative that answers everybody alike', async () => {
    const deaf: Metric = { ...spectralMetric, compute: () => ({ value: 0.25 }) };
    const controls = await measure(deaf);
    expect(judge(deaf, controls).isInformative).toBe(false);
    expect(judge(deaf, controls).sentence).toMatch(/^Uninformative on these data/);
    expect(position(deaf, 0.25, controls)).toBeUndefined();
  });

  it('have a second floor of other times where windows overlap, but for privacy, which knows no other', async () => {
    const series = sequenceSet(
      Float32Array.from({ length: 500 * 8 }, (_, i) => {
        const t = Math.floor(i / 8) + (i % 8);
        return Math.sin(t / 3) + t / 100;
      }),
      8,
      1,
    );
    const contextOf = (sets: {
      real: SequenceSet;
      generated: SequenceSet;
      heldOut: SequenceSet | undefined;
    }) => ({
      ...sets,
      featureNames: ['a'],
      seed: 1,
      progress: () => {},
      memo: <T>(_: string, compute: () => T) => compute(),
    });
    const measured = (metric: Metric, isTogether: boolean) =>
      measureControls(metric, {
        source: controlSource(series, timeOrder(series), 1),
        draws: 2,
        measure: async (sets) => metric.compute(contextOf(sets)),
        isTogether,
      });
    const { floor, floorByTime } = await measured(wassersteinMetric, false);
    expect(floorByTime!.value).toBeGreaterThan(floor.value);
    expect((await measured(exactCopiesMetric, false)).floorByTime).toBeUndefined();
    expect(await measured(wassersteinMetric, true)).toEqual(await measured(wassersteinMetric, false));
  });

  it('are of no more generated sequences than the generated set holds, each wrong generator too', () => {
    const source = controlSource(real, undefined, 1, 40);
    for (const id of ['floor', ...controlGenerators.map((one) => one.id)]) {
      const sets = source.sets(2, 'chance', 0, id);
      expect([sets.real.count, sets.generated.count], id).toEqual([150, 40]);
    }
    const more = controlSource(real, undefined, 1, 4000).sets(2, 'chance', 0, 'floor');
    expect(more.generated.count).toBe(150);
  });

  it('are as bad by chance as a figure of so few: a copy is at the floor of MDD', () => {
    const sines = timeganSines(600);
    const source = controlSource(sines, undefined, 1, 40);
    const { real: training, generated: few } = source.sets(2, 'chance', 0, 'floor');
    const value = (generated: SequenceSet) => marginalDistributionDifference(training, generated);
    const whole = controlSource(sines, undefined, 1).sets(2, 'chance', 0, 'floor').generated;
    const copy = source.sets(2, 'chance', 0, 'copy').generated;
    expect(value(copy)).toBeGreaterThan(1.3 * value(whole));
    expect(value(copy)).toBeLessThan(1.1 * value(few));
  });

  it('call a metric uninformative by which a constant looks better than real data, and name it', async () => {
    const phases = new Float32Array(300);
    randomStream(1, 'phases').uniform(0, phases);
    const waves = {
      ...real,
      values: real.values.map((_, i) => waveAt(phases[Math.floor(i / 120)]!, i % 120)),
    };
    const controls = await measure(euclideanMetric, waves);
    const judgement = judge(euclideanMetric, controls);
    expect(judgement).toMatchObject({ isInformative: false, misledBy: 'constant' });
    expect(judgement.sentence).toContain('a constant');
    expect(position(euclideanMetric, controls.floor.value, controls)).toBeUndefined();
    for (const metric of [spectralMetric, wassersteinMetric]) {
      expect(judge(metric, await measure(metric, waves)).misledBy, metric.id).toBeUndefined();
    }
  });

  it('do not call it misled by one run, nor by two that happen to be better, nor by a hair', () => {
    const of = (runs: readonly number[]) =>
      figureOf({ value: runs.reduce((a, b) => a + b, 0) / runs.length, runs });
    const misledBy = (floor: readonly number[], constant: readonly number[]) => {
      const poor = floor.map(() => 0.5);
      const ceilings = Object.fromEntries(
        controlGenerators.map(({ id }) => [id, of(id === 'constant' ? constant : poor)]),
      );
      return judge(spectralMetric, { floor: of(floor), ceilings, count: 9 }).misledBy;
    };
    expect(misledBy([0.3], [0.1])).toBeUndefined();
    expect(misledBy([0.3, 0.2], [0.1, 0.1])).toBeUndefined();
    expect(misledBy([0.3, 0.29, 0.31], [0.1, 0.1, 0.1])).toBe('constant');
    expect(misledBy([0.11, 0.111, 0.112], [0.1, 0.1, 0.1])).toBeUndefined();
  });

  it('do not take chance for a difference', async () => {
    let calls = 0;
    const noisy: Metric = {
      ...spectralMetric,
      compute: () => ({ value: 0.1 + 0.05 * Math.sin(++calls * 2.4) }),
    };
    expect(judge(noisy, await measure(noisy)).isInformative).toBe(false);
  });
});
