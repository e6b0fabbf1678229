/**
 * Generators that nobody would want, each wrong in one way, and a copy of the training data. What a metric says of
 * them is its ceiling: a metric that cannot tell any of them from real data says nothing about a generator either.
 */
import { randomStream } from '../../random/stream.ts';
import { momentsOf, pick, type SequenceSet } from '../sequenceSet.ts';

export interface ControlGenerator {
  readonly id: string;
  readonly name: string;
  /** Naive ones are bad for every metric but privacy; the copy is bad for privacy alone. */
  readonly kind: 'naive' | 'copy';
  /** What is wrong with it. */
  readonly explanation: string;
  make(real: SequenceSet, seed: number): SequenceSet;
}

const noise: ControlGenerator = {
  id: 'noise',
  name: 'noise',
  kind: 'naive',
  explanation: 'independent normal values with the mean and deviation of each feature',
  make: (real, seed) => {
    const { mean, variance } = momentsOf(real);
    const values = new Float32Array(real.values.length);
    randomStream(seed, 'noise').normal(0, values);
    const { features } = real;
    return {
      ...real,
      values: values.map((z, i) => mean[i % features]! + z * Math.sqrt(variance[i % features]!)),
    };
  },
};

const shuffledTime: ControlGenerator = {
  id: 'shuffled-time',
  name: 'shuffled time',
  kind: 'naive',
  explanation: 'real sequences with their steps in random order',
  make: (real, seed) => {
    const { count, length, features } = real;
    const stream = randomStream(seed, 'shuffled time');
    const values = new Float32Array(real.values.length);
    for (let n = 0; n < count; n++) {
      stream.permutation(n, length).forEach((t, to) => {
        const from = (n * length + t) * features;
        values.set(real.values.subarray(from, from + features), (n * length + to) * features);
      });
    }
    return { ...real, values };
  },
};

const independentColumns: ControlGenerator = {
  id: 'independent-columns',
  name: 'independent columns',
  kind: 'naive',
  explanation: 'every feature taken from another real sequence',
  make: (real, seed) => {
    const { count, length, features } = real;
    const stream = randomStream(seed, 'independent columns');
    const values = new Float32Array(real.values.length);
    for (let f = 0; f < features; f++) {
      const from = stream.permutation(f, count);
      for (let n = 0; n < count; n++) {
        for (let t = 0; t < length; t++) {
          values[(n * length + t) * features + f] = real.values[(from[n]! * length + t) * features + f]!;
        }
      }
    }
    return { ...real, values };
  },
};

const constant: ControlGenerator = {
  id: 'constant',
  name: 'a constant',
  kind: 'naive',
  explanation: 'the mean of each feature, always',
  make: (real) => {
    const { mean } = momentsOf(real);
    return { ...real, values: real.values.map((_, i) => mean[i % real.features]!) };
  },
};

const bootstrapCopy: ControlGenerator = {
  id: 'copy',
  name: 'a copy of the training data',
  kind: 'copy',
  explanation: 'training sequences drawn with replacement',
  make: (real, seed) => {
    const rows = new Int32Array(real.count);
    randomStream(seed, 'bootstrap copy').integers(0, real.count, rows);
    return pick(real, rows);
  },
};

export const controlGenerators: readonly ControlGenerator[] = [
  noise,
  shuffledTime,
  independentColumns,
  constant,
  bootstrapCopy,
];
