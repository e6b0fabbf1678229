import { describe, expect, it } from 'vitest';
import { evaluateProgram, input, program } from '../../graph/index.ts';
import { randomStream } from '../../random/stream.ts';
import { nodeEngine } from '../../runtime/node.ts';
import { contextOf } from '../calibration/contextOf.ts';
import { doses } from '../calibration/doses.ts';
import type { Labels } from '../labels.ts';
import { unmet } from '../metric.ts';
import { metrics } from '../registry.ts';
import { part, pick, type SequenceSet, sequenceSet } from '../sequenceSet.ts';
import { taskLoss } from './convolutionalLearner.ts';
import { ridgeAnswers } from './convolutionRidge.ts';
import { nearest, neighbourAnswers } from './nearestNeighbours.ts';
import { classify, forecast, regress } from './tasks.ts';
import { scoreOf } from './trial.ts';
import { utilityMetrics } from './utilityMetrics.ts';

const line = (...values: number[]) => sequenceSet(Float32Array.from(values), 1, 1);
const classes = (...of: number[]): Labels => ({
  kind: 'class',
  names: ['a', 'b', 'c'],
  of: Int32Array.from(of),
});

describe('the learners', () => {
  it('nearest neighbours by hand: the nearest first, of equally near ones the earlier', () => {
    const among = line(0, 10, 4, 6, 5.5);
    expect(nearest(line(5), 0, among, 3)).toEqual([4, 2, 3]);
    expect(nearest(line(5), 0, among, 9)).toEqual([4, 2, 3, 0, 1]);
    const examples = {
      inputs: among,
      targets: Float64Array.of(1, 1, 4, 6, 2),
      outputs: 1,
      kind: 'number',
    } as const;
    expect([...neighbourAnswers(examples, line(5, 9), 3)]).toEqual([4, 3]);
  });

  it('the ridge finds two linear rules at once: x - 2 y and 3', () => {
    const drawn = new Float32Array(200);
    randomStream(1, 'points').normal(0, drawn);
    const points = Float64Array.from(drawn);
    const targets = Float64Array.from(points, (x, i) => (i % 2 === 0 ? x - 2 * points[i + 1]! : 3));
    const [found] = ridgeAnswers(points, targets, 2, [Float64Array.of(1, 0, 0, 1)]);
    for (const [i, y] of [1, 3, -2, 3].entries()) expect(found![i]).toBeCloseTo(y, 2);
  });

  it('losses by hand: cross entropy of a softmax, mean squared error', () => {
    const [y, t] = [input('y', [2, 2]), input('t', [2, 2])];
    const given = {
      y: [0, Math.log(3), 1, 1],
      t: [-1, 1, 1, -1],
    };
    const losses = evaluateProgram(
      program({ class: taskLoss('class', y, t), number: taskLoss('number', y, t) }),
      given,
    );
    expect(losses.class!.data[0]).toBeCloseTo((-Math.log(0.75) + Math.LN2) / 2, 6);
    expect(losses.number!.data[0]).toBeCloseTo((1 + (Math.log(3) - 1) ** 2 + 0 + 4) / 4, 6);
  });
});

describe('the tasks', () => {
  const set = sequenceSet(Float32Array.of(1, 2, 3, 4, 5, 6), 3, 2);

  it('by hand: what is shown, and what is asked', () => {
    expect(forecast.examples(set, set)).toMatchObject({ outputs: 2, targets: Float64Array.of(5, 6) });
    expect(forecast.examples(set, set).inputs.values).toEqual(Float32Array.of(1, 2, 3, 4));
    expect(regress.examples(set, set)).toMatchObject({ outputs: 1, targets: Float64Array.of(6) });
    expect(regress.examples(set, set).inputs.values).toEqual(Float32Array.of(1, 3, 5));
    const labelled = { ...line(7, 8), labels: { kind: 'number', of: Float64Array.of(1, 3) } as const };
    expect(regress.examples(labelled, labelled).targets).toEqual(Float64Array.of(-1, 1));
    expect(classify.examples({ ...line(7, 8), labels: classes(2, 0) }, line(7)).targets).toEqual(
      Float64Array.of(-1, -1, 1, 1, -1, -1),
    );
  });

  it('are scored by hand: a rare class counts as much as a common one, a class that does not occur not at all', () => {
    const examples = classify.examples({ ...line(0, 0, 0, 0), labels: classes(0, 0, 0, 1) }, line(0));
    const answers = Float64Array.of(1, 0, 0, 1, 0, 0, 0, 1, 0, 1, 0, 0);
    expect(scoreOf('class', answers, examples)).toBeCloseTo((2 / 3 + 0) / 2, 12);
    const numbers = {
      inputs: line(0, 0),
      targets: Float64Array.of(1, 2),
      outputs: 1,
      kind: 'number',
    } as const;
    expect(scoreOf('number', Float64Array.of(4, 6), numbers)).toBeCloseTo(Math.sqrt((9 + 16) / 2), 12);
  });
});

/** Waves of two columns, the second the first of three steps ago; slow or fast, and of a speed. */
function waves(count: number, seed: number, kind: Labels['kind']): SequenceSet {
  const [length, features] = [8, 2];
  const uniform = new Float32Array(2 * count);
  randomStream(seed, 'waves').uniform(0, uniform);
  const speeds = Float64Array.from({ length: count }, (_, n) => 0.3 + uniform[2 * n]! * 0.7);
  const values = new Float32Array(count * length * features);
  for (let n = 0; n < count; n++) {
    for (let t = 0; t < length; t++) {
      const at = (lag: number) => Math.sin(speeds[n]! * (t - lag) + 6 * uniform[2 * n + 1]!);
      values.set([at(0), at(3)], (n * length + t) * features);
    }
  }
  const labels: Labels =
    kind === 'number'
      ? { kind, of: speeds }
      : { kind, names: ['slow', 'fast'], of: Int32Array.from(speeds, (s) => Number(s > 0.65)) };
  return { ...sequenceSet(values, length, features), labels };
}

const engine = nodeEngine();
const given = (real: SequenceSet, generated: SequenceSet) =>
  contextOf({ real, generated, engine, repetitions: 1 });
const metricOf = (id: string) => metrics.find((metric) => metric.id === id)!;
const measured = async (id: string, real: SequenceSet, generated: SequenceSet) => {
  const context = given(real, generated);
  expect(unmet(metricOf(id), context), id).toBeUndefined();
  return metricOf(id).compute(context);
};
const value = async (id: string, real: SequenceSet, generated: SequenceSet) =>
  (await measured(id, real, generated)).value;

/** The labels of a share of the sequences are those of others. */
const mislabelled = (set: SequenceSet, share: number) => doses['wrong labels']!.apply(set, share, set);

describe('trained on generated, tried on real', () => {
  const set = { class: waves(300, 1, 'class'), number: waves(300, 1, 'number') };
  const [real, fresh] = [part(set.class, 0, 150), part(set.class, 150, 300)];
  const [realNumber, freshNumber] = [part(set.number, 0, 150), part(set.number, 150, 300)];

  it.each(['ridge', 'knn', 'network'])(
    'classes by %s: the worse the more labels are wrong',
    async (learner) => {
      const found: number[] = [];
      const shares = learner === 'network' ? [0, 1] : [0, 0.5, 1];
      for (const share of shares) {
        found.push(await value(`tstr-classify-${learner}`, real, mislabelled(fresh, share)));
      }
      expect(Math.abs(found[0]!)).toBeLessThan(0.15);
      expect(found.at(-1)).toBeGreaterThan(0.25);
      expect(found.toSorted((a, b) => a - b)).toEqual(found);
    },
  );

  it.each(['ridge', 'knn', 'network'])(
    'a number by %s: about 1 for fresh waves, more of wrong ones',
    async (learner) => {
      const id = `tstr-regress-${learner}`;
      const [good, bad] = [
        await value(id, realNumber, freshNumber),
        await value(id, realNumber, mislabelled(freshNumber, 1)),
      ];
      expect(good).toBeGreaterThan(0.6);
      expect(good).toBeLessThan(1.6);
      expect(bad).toBeGreaterThan(1.5 * good);
    },
  );

  it('without a label the last value of the last column is asked, which independent columns do not tell', async () => {
    const apart = {
      ...fresh,
      values: fresh.values.map((x, i) =>
        i % 2 === 1 ? fresh.values[(i + 16 * 70) % fresh.values.length]! : x,
      ),
    };
    const good = await value('tstr-regress-knn', real, fresh);
    expect(good).toBeLessThan(1.4);
    expect(await value('tstr-regress-knn', real, apart)).toBeGreaterThan(2 * good);
    expect(await value('trts-regress', real, apart)).toBeGreaterThan(3);
  });

  it.each(['knn', 'network'])('the last step by %s: the worse the more noise is added', async (learner) => {
    const noise = new Float32Array(fresh.values.length);
    randomStream(3, 'noise').normal(0, noise);
    const found: number[] = [];
    for (const amount of learner === 'network' ? [0, 3] : [0, 1, 3]) {
      const values = fresh.values.map((x, i) => x + amount * noise[i]!);
      found.push(await value(`tstr-forecast-${learner}`, real, { ...fresh, values }));
    }
    expect(found[0]).toBeLessThan(1.5);
    expect(found.at(-1)).toBeGreaterThan(1.5 * found[0]!);
    expect(found.toSorted((a, b) => a - b)).toEqual(found);
  });

  it('the other way round, wrong labels are below 0 and sequences that are too easy above', async () => {
    expect(Math.abs(await value('trts-classify', real, fresh))).toBeLessThan(0.15);
    expect(await value('trts-classify', real, mislabelled(fresh, 1))).toBeLessThan(-0.25);
  });

  it('says what it needs, and what makes it say nothing', async () => {
    const plain = sequenceSet(real.values, real.length, real.features);
    const metric = metricOf('tstr-classify-knn');
    expect(unmet(metric, given(plain, plain))).toContain('name its column with --label');
    expect(unmet(metric, given(realNumber, freshNumber))).toContain('the label is a number');
    const one = pick(
      fresh,
      [...fresh.labels!.of].flatMap((place, n) => (place === 0 ? [n] : [])),
    );
    const { warnings } = await measured('tstr-classify-knn', real, one);
    expect(warnings).toEqual(['no generated sequence is of the class fast']);
    const single = sequenceSet(
      real.values.filter((_, i) => i % 2 === 0),
      8,
      1,
    );
    const { value: none, warnings: why } = await measured('tstr-regress-knn', single, single);
    expect(none).toBeNaN();
    expect(why).toEqual([expect.stringContaining('one column and no label')]);
  });

  it('of a set against itself nothing is lost: what is tried was learned', async () => {
    for (const { id, direction, needs, range } of utilityMetrics) {
      if (needs.engine) continue;
      const found = await value(id, real, real);
      const isAccuracy = range[0] < 0;
      if (isAccuracy && direction !== 'lower') expect(found, id).toBeGreaterThanOrEqual(-0.05);
      else expect(found, id).toBeLessThanOrEqual(isAccuracy ? 0.05 : 1.05);
    }
  });
});
