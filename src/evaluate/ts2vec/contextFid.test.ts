import { expect, it } from 'vitest';
import { nodeEngine } from '../../runtime/node.ts';
import { contextOf } from '../calibration/contextOf.ts';
import { timeganSines } from '../calibration/sines.ts';
import { contextFidMetric } from './contextFid.ts';
import { tsgbenchContextFidMetric } from './contextFidTsgbench.ts';

const engine = nodeEngine();

it.each([contextFidMetric, tsgbenchContextFidMetric])(
  '$id trains one encoder for all sets that are judged against the same real one, with the same figures',
  async (metric) => {
    const real = timeganSines(24, 6, 2, 1);
    let told = 0;
    const score = async (of: typeof real, seed: number) => {
      told = 0;
      const context = contextOf({
        real: of,
        generated: timeganSines(24, 6, 2, seed),
        engine,
        repetitions: 1,
        progress: () => told++,
      });
      return (await metric.compute(context)).value;
    };
    await score(real, 2);
    expect(told).toBeGreaterThan(1);
    const second = await score(real, 3);
    expect(told).toBe(1); // the end of the run, and no step of a training
    const alone = await score({ ...real, values: real.values.slice() }, 3);
    expect(told).toBeGreaterThan(1);
    expect(alone).toBe(second);
  },
);
