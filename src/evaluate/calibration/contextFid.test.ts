/** Context-FID trains a large network for a minute: with LONG=1 alone. */
import { describe, expect, it } from 'vitest';
import { nodeEngine } from '../../runtime/node.ts';
import { controlGenerators } from '../controls/generators.ts';
import { part, type SequenceSet } from '../sequenceSet.ts';
import { contextFidMetric } from '../ts2vec/contextFid.ts';
import { timeganSines } from './sines.ts';

describe.skipIf(process.env.LONG !== '1')('Context-FID on sines (LONG=1)', () => {
  it('is near 0 for fresh sines and many times larger for noise and for shuffled time', async () => {
    const all = timeganSines(1600);
    const [real, fresh] = [part(all, 0, 800), part(all, 800, 1600)];
    const measure = async (generated: SequenceSet) => {
      const memo = <T>(_: string, compute: () => T) => compute();
      const context = {
        real,
        generated,
        featureNames: [],
        seed: 1,
        repetitions: 1,
        progress: () => {},
        memo,
      };
      return (await contextFidMetric.compute({ ...context, engine: nodeEngine() })).value;
    };
    const floor = await measure(fresh);
    expect(floor).toBeLessThan(0.1);
    for (const id of ['noise', 'shuffled-time']) {
      const wrong = controlGenerators.find((one) => one.id === id)!.make(real, 1);
      expect(await measure(wrong)).toBeGreaterThan(10 * floor);
    }
  }, 600_000);
});
