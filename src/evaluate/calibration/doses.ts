/**
 * Dose and response: faults that are added to a fresh real set in growing amounts, and the metrics that have to answer
 * each with a worse figure at every step. The test of the registry asks it of small sets, `bench/doseResponse.ts` draws
 * the curves.
 */
import { randomStream } from '../../random/stream.ts';
import { pickLabels } from '../labels.ts';
import { pick, type SequenceSet } from '../sequenceSet.ts';

export interface Dose {
  /** 0 leaves the set as it is. */
  readonly amounts: readonly number[];
  /** `training` is what the set is judged against. */
  apply(set: SequenceSet, amount: number, training: SequenceSet): SequenceSet;
}

const added = (set: SequenceSet, amount: number): SequenceSet => {
  const values = new Float32Array(set.values.length);
  randomStream(5, 'dose').normal(0, values);
  return { ...set, values: values.map((z, i) => set.values[i]! + amount * z) };
};

export const doses: Readonly<Record<string, Dose>> = {
  noise: { amounts: [0, 0.01, 0.02, 0.04], apply: added },
  'some noise': { amounts: [0, 0.03, 0.05, 0.08], apply: added },
  'much noise': { amounts: [0, 0.1, 0.2, 0.4], apply: added },
  // one value in two hundred is far out
  outliers: {
    amounts: [0, 1, 2, 4],
    apply: (set, a) => ({ ...set, values: set.values.map((v, i) => (i % 200 === 0 ? v + a : v)) }),
  },
  level: {
    amounts: [0, 0.1, 0.2, 0.4],
    apply: (set, a) => ({ ...set, values: set.values.map((v) => v + a) }),
  },
  amplitude: {
    amounts: [0, 0.5, 1, 2],
    apply: (set, a) => ({ ...set, values: set.values.map((v) => 0.5 + (v - 0.5) * (1 + a)) }),
  },
  bend: {
    amounts: [0, 2, 4, 8],
    apply: (set, a) => ({ ...set, values: set.values.map((v) => v ** (1 + a)) }),
  },
  // the second feature becomes the first
  mixing: {
    amounts: [0, 0.3, 0.6, 1],
    apply: (set, a) => ({
      ...set,
      values: set.values.map((v, i) => (i % set.features === 1 ? (1 - a) * v + a * set.values[i - 1]! : v)),
    }),
  },
  // only sequences that are low throughout are kept, over and over
  'dropped modes': {
    amounts: [0, 0.5, 0.75, 0.95],
    apply: (set, a) => {
      const width = set.length * set.features;
      const levels = Array.from({ length: set.count }, (_, n) =>
        set.values.subarray(n * width, (n + 1) * width).reduce((x, y) => x + y, 0),
      );
      const order = levels.map((_, n) => n).sort((x, y) => levels[x]! - levels[y]!);
      const kept = order.slice(0, Math.max(1, Math.round(set.count * (1 - a))));
      return pick(
        set,
        Array.from({ length: set.count }, (_, n) => kept[n % kept.length]!),
      );
    },
  },
  // of that many sequences the class is that of another one
  'wrong labels': {
    amounts: [0, 0.3, 0.6, 1],
    apply: (set, a) => {
      const wrong = Math.round(a * set.count);
      const rows = Array.from({ length: set.count }, (_, n) => (n < wrong ? (n + (wrong >> 1)) % wrong : n));
      return { ...set, ...(set.labels && { labels: pickLabels(set.labels, rows) }) };
    },
  },
  copies: {
    amounts: [0, 0.2, 0.5, 0.9],
    apply: (set, a, training) => {
      const values = set.values.slice();
      values.set(training.values.subarray(0, Math.round(a * set.count) * set.length * set.features));
      return { ...set, values };
    },
  },
};

/** Which doses each metric has to answer with a worse figure at every step. */
export const answers: Readonly<Record<string, readonly string[]>> = {
  mdd: ['much noise', 'level', 'dropped modes'],
  wasserstein: ['much noise', 'level', 'amplitude', 'dropped modes'],
  ks: ['level', 'amplitude', 'dropped modes'],
  sd: ['bend'],
  kd: ['outliers'],
  tail: ['much noise', 'outliers'],
  drawdown: ['much noise'],
  'tstr-forecast': ['much noise'],
  'trts-forecast': ['much noise'],
  'tstr-classify-knn': ['wrong labels'],
  'tstr-regress-knn': ['much noise', 'amplitude'],
  'tstr-forecast-knn': ['much noise', 'level'],
  ed: ['much noise', 'amplitude', 'level'],
  dtw: ['much noise', 'amplitude', 'level'],
  acd: ['much noise'],
  spectral: ['noise'],
  correlational: ['mixing'],
  mmd: ['much noise', 'level', 'amplitude', 'dropped modes'],
  'mmd-rcgan': ['much noise', 'level'],
  precision: ['some noise'],
  density: ['noise'],
  coverage: ['noise', 'dropped modes'],
  'alpha-precision': ['some noise'],
  'beta-recall': ['noise'],
  recall: ['dropped modes'],
  spread: ['amplitude', 'dropped modes'],
  vendi: ['much noise', 'dropped modes'],
  unique: ['dropped modes'],
  authenticity: ['copies'],
  'copies-exact': ['copies'],
  'copies-near': ['copies'],
  'dcr-share': ['copies'],
  'dcr-ratio': ['copies'],
  membership: ['copies'],
  'membership-domias': ['copies'],
  identifiability: ['copies'],
  'attribute-inference': ['copies'],
};

/** Every metric with every dose that it has to answer. */
export const dosePairs: readonly { readonly id: string; readonly dose: string }[] = Object.entries(
  answers,
).flatMap(([id, names]) => names.map((dose) => ({ id, dose })));
