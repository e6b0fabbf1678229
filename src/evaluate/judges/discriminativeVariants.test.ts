import { describe, expect, it } from 'vitest';
import { nodeEngine } from '../../runtime/node.ts';
import { contextOf } from '../calibration/contextOf.ts';
import { timeganSines } from '../calibration/sines.ts';
import { chooseMetrics } from '../chooseMetrics.ts';
import { controlGenerators } from '../controls/generators.ts';
import type { Metric } from '../metric.ts';
import { metrics } from '../registry.ts';
import { part, type SequenceSet } from '../sequenceSet.ts';
import {
  imagentimeDiscriminativeMetric,
  paperDiscriminativeMetric,
  sbtsDiscriminativeMetric,
} from './discriminativeVariants.ts';
import { recurrentJudge } from './recurrentJudge.ts';
import { initialWeights } from './training.ts';

const engine = nodeEngine();

const score = async (metric: Metric, real: SequenceSet, generated: SequenceSet) =>
  (await metric.compute(contextOf({ real, generated, engine, repetitions: 1 }))).value;

describe('variants of the discriminative score', () => {
  it('are measured only where they are named', () => {
    const variants = metrics.filter(({ isVariant }) => isVariant).map(({ id }) => id);
    expect(variants.filter((id) => id.startsWith('discriminative'))).toEqual([
      'discriminative-imagentime',
      'discriminative-paper',
      'discriminative-sbts',
    ]);
    const usual = chooseMetrics(undefined).map(({ id }) => id);
    expect(usual.some((id) => variants.includes(id))).toBe(false);
    expect(usual).toHaveLength(metrics.length - variants.length);
    expect(chooseMetrics(variants).map(({ id }) => id)).toEqual(variants);
  });

  it.each([
    [imagentimeDiscriminativeMetric, 1],
    [paperDiscriminativeMetric, 4],
    [sbtsDiscriminativeMetric, 2],
  ])('$id tells noise from sines, and not sines from sines', async (metric, features) => {
    const all = timeganSines(200, 6, features);
    const [real, fresh] = [part(all, 0, 100), part(all, 100, 200)];
    const noise = controlGenerators.find(({ id }) => id === 'noise')!.make(fresh, 1);
    expect(await score(metric, real, noise)).toBeGreaterThan(0.2);
    expect(await score(metric, real, fresh)).toBeLessThan(0.2);
  });

  it("start as PyTorch's layers do: every parameter within 1 / sqrt(h), and filling that range", () => {
    const { parameters } = recurrentJudge({ cell: 'lstm', inputs: 3, hidden: 4, layers: 2 });
    expect(Object.keys(parameters)).toHaveLength(2 * 4 + 2);
    const weights = Object.entries(initialWeights(parameters, 1));
    for (const [name, { data }] of weights) for (const w of data) expect(Math.abs(w), name).toBeLessThan(0.5);
    const most = Math.max(...weights.flatMap(([, { data }]) => [...data].map(Math.abs)));
    expect(most).toBeGreaterThan(0.48);
  });
});
