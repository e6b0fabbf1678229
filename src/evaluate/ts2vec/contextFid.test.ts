import { expect, it } from 'vitest';
import { nodeEngine } from '../../runtime/node.ts';
import { timeganSines } from '../calibration/sines.ts';
import type { MetricContext } from '../metric.ts';
import { contextFidMetric } from './contextFid.ts';

const engine = nodeEngine();

it('trains one encoder for all sets that are judged against the same real one, with the same figures', async () => {
  const real = timeganSines(24, 6, 2, 1);
  let told = 0;
  const score = async (of: typeof real, seed: number) => {
    told = 0;
    const context: MetricContext = {
      real: of,
      generated: timeganSines(24, 6, 2, seed),
      featureNames: ['a', 'b'],
      engine,
      seed: 1,
      repetitions: 1,
      progress: () => told++,
      memo: (_, make) => make(),
    };
    return (await contextFidMetric.compute(context)).value;
  };
  await score(real, 2);
  expect(told).toBeGreaterThan(1);
  const second = await score(real, 3);
  expect(told).toBe(1); // the end of the run, and no step of a training
  const alone = await score({ ...real, values: real.values.slice() }, 3);
  expect(told).toBeGreaterThan(1);
  expect(alone).toBe(second);
});
