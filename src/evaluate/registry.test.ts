/** What every metric must keep, asked of all of them by one declaration. */
import { describe, expect, it } from 'vitest';
import { randomStream } from '../random/stream.ts';
import { nodeEngine } from '../runtime/node.ts';
import { timeganSines } from './calibration/sines.ts';
import { metricsMarkdown } from './markdown.ts';
import { badness, groups, type Metric, type MetricContext } from './metric.ts';
import { metrics } from './registry.ts';
import { part, pick, type SequenceSet } from './sequenceSet.ts';

const all = timeganSines(450, 12, 3);
const [real, fresh, heldOut] = [part(all, 0, 150), part(all, 150, 300), part(all, 300, 450)];
const engine = nodeEngine();
const contextOf = (generated: SequenceSet): MetricContext => {
  const memory = new Map<string, unknown>();
  return {
    real,
    generated,
    heldOut,
    featureNames: ['a', 'b', 'c'],
    engine,
    seed: 1,
    repetitions: 1,
    progress: () => {},
    memo: <T>(key: string, compute: () => T): T => {
      if (!memory.has(key)) memory.set(key, compute());
      return memory.get(key) as T;
    },
  };
};
const measure = async (metric: Metric, generated: SequenceSet) =>
  (await metric.compute(contextOf(generated))).value;

const quick = metrics.filter(({ isSlow }) => !isSlow);

describe('every metric', () => {
  it('has an id, a name and a protocol of its own or shared by name, and says what it shows and what not', () => {
    expect(new Set(metrics.map(({ id }) => id)).size).toBe(metrics.length);
    expect(new Set(metrics.map(({ name }) => name)).size).toBe(metrics.length);
    for (const { id, group, explanation, doesNotProve, citation, range } of metrics) {
      expect(id).toMatch(/^[a-z][a-z0-9-]*$/);
      expect(groups).toContain(group);
      expect(explanation.length, id).toBeGreaterThan(30);
      expect(doesNotProve.length, id).toBeGreaterThan(15);
      expect(citation.length, id).toBeGreaterThan(10);
      expect(range[0]).toBeLessThan(range[1]);
    }
  });

  it('is in the table of the docs', () => {
    const rows = metricsMarkdown(metrics).trim().split('\n');
    expect(rows).toHaveLength(metrics.length + 2);
  });

  it.each(quick)('$id stays in its range on fresh data and on noise, and repeats itself', async (metric) => {
    const values = new Float32Array(real.values.length);
    randomStream(9, 'far').normal(0, values);
    for (const set of [fresh, real, { ...real, values }]) {
      const value = await measure(metric, set);
      expect(value).toBeGreaterThanOrEqual(metric.range[0] - 1e-9);
      expect(value).toBeLessThanOrEqual(metric.range[1] + 1e-9);
      expect(await measure(metric, set)).toBe(value);
    }
  });
});

interface Dose {
  /** 0 leaves the set as it is. */
  readonly amounts: readonly number[];
  apply(set: SequenceSet, amount: number): SequenceSet;
}

const added = (set: SequenceSet, amount: number): SequenceSet => {
  const values = new Float32Array(set.values.length);
  randomStream(5, 'dose').normal(0, values);
  return { ...set, values: values.map((z, i) => set.values[i]! + amount * z) };
};

const doses: Readonly<Record<string, Dose>> = {
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
  copies: {
    amounts: [0, 0.2, 0.5, 0.9],
    apply: (set, a) => {
      const values = set.values.slice();
      values.set(real.values.subarray(0, Math.round(a * set.count) * set.length * set.features));
      return { ...set, values };
    },
  },
};

/** Which doses each metric has to answer with a worse figure at every step. */
const answers: Readonly<Record<string, readonly string[]>> = {
  mdd: ['much noise', 'level', 'dropped modes'],
  wasserstein: ['much noise', 'level', 'amplitude', 'dropped modes'],
  ks: ['level', 'amplitude', 'dropped modes'],
  sd: ['bend'],
  kd: ['outliers'],
  tail: ['much noise', 'outliers'],
  drawdown: ['much noise'],
  'tstr-forecast': ['much noise'],
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

describe('a larger dose makes a worse figure', () => {
  const pairs = Object.entries(answers).flatMap(([id, names]) => names.map((dose) => ({ id, dose })));
  it.each(pairs)('$id of $dose', async ({ id, dose }) => {
    const metric = metrics.find((one) => one.id === id)!;
    const { amounts, apply } = doses[dose]!;
    const found: number[] = [];
    for (const amount of amounts) found.push(badness(metric, await measure(metric, apply(fresh, amount))));
    for (let i = 1; i < found.length; i++) {
      expect(found[i], `${id} under ${dose}: ${found.join(', ')}`).toBeGreaterThan(found[i - 1]!);
    }
  });

  it('is asked of every metric but those that train a judge and the rank of one lonely sequence', () => {
    const unasked = quick.map(({ id }) => id).filter((id) => !(id in answers));
    expect(unasked).toEqual(['nndr']);
  });
});
