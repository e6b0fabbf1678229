import { describe, expect, it } from 'vitest';
import { nodeEngine } from '../../runtime/node.ts';
import { contextOf } from '../calibration/contextOf.ts';
import { timeganSines } from '../calibration/sines.ts';
import { controlGenerators } from '../controls/generators.ts';
import { timeOrder, withStarts } from '../controls/timeOrder.ts';
import { part, type SequenceSet, sequenceSet } from '../sequenceSet.ts';
import { convolutionalMetric } from './convolutional.ts';

const engine = nodeEngine();
const measure = (real: SequenceSet, generated: SequenceSet) =>
  convolutionalMetric.compute(contextOf({ real, generated, engine, repetitions: 1 }));

describe('the convolutional judge', () => {
  const all = timeganSines(400, 8, 2);
  const [real, fresh] = [part(all, 0, 200), part(all, 200, 400)];

  it('does not tell fresh sines from sines, and is the more certain the more noise is added', async () => {
    const found: number[] = [];
    const noise = controlGenerators.find(({ id }) => id === 'noise')!.make(fresh, 1);
    for (const share of [0, 0.1, 0.3]) {
      const values = fresh.values.map((x, i) => (1 - share) * x + share * noise.values[i]!);
      found.push((await measure(real, { ...fresh, values })).value);
    }
    expect(found[0]).toBeLessThan(0.13);
    expect(found[1]).toBeGreaterThan(found[0]!);
    expect(found[2]).toBeGreaterThan(found[1]!);
    expect(found[2]).toBeLessThanOrEqual(0.5);
  });

  it('tells shuffled time from sines', async () => {
    const wrong = controlGenerators.find(({ id }) => id === 'shuffled-time')!.make(fresh, 1);
    expect((await measure(real, wrong)).value).toBeGreaterThan(0.4);
  });

  it('tests on other times where windows overlap, and says where it cannot', async () => {
    const series = (steps: number) =>
      sequenceSet(
        Float32Array.from({ length: steps * 8 }, (_, i) => Math.sin((Math.floor(i / 8) + (i % 8)) ** 1.1)),
        8,
        1,
      );
    const timed = (set: SequenceSet) => withStarts(set, timeOrder(set));
    expect((await measure(timed(series(400)), timed(series(400)))).warnings).toEqual([]);
    const { warnings } = await measure(timed(series(60)), timed(series(60)));
    expect(warnings).toEqual([
      expect.stringContaining('too short to test on other times'),
      expect.stringContaining('batches hold'),
    ]);
  });
});
