import { describe, expect, it } from 'vitest';
import { runOnNoise } from '../../test/runOnNoise.ts';
import { untrainedGan } from '../../test/untrainedGan.ts';
import { constant, program, sizeOf } from '../graph/index.ts';
import { randomStream } from '../random/stream.ts';
import { nodeEngine } from '../runtime/node.ts';
import type { Shapes } from './config.ts';
import { generateSequences } from './generating.ts';
import { createGan } from './iteration.ts';
import { closeness, createSearch } from './posteriorSearch.ts';

const engine = nodeEngine();
const config = untrainedGan({
  cell: 'lstm',
  hidden: 6,
  layers: 1,
  noise: 2,
  sequenceNoise: 2,
  start: 'noise',
});

function ganOf(shapes: Shapes) {
  const gan = createGan(config, shapes);
  const parameter = (name: string) => {
    const { shape } = gan.parameters[`generator.${name}`]!;
    const weights = new Float32Array(sizeOf(shape));
    randomStream(11, name).normal(0, weights);
    return constant(
      weights.map((weight) => 0.8 * weight),
      shape,
    );
  };
  return { gan, parameter };
}

describe('a search in the noise', () => {
  it('draws what follows as often as sequences that begin so go on, in mean and spread', async () => {
    const { gan, parameter } = ganOf({ length: 3, features: 1, changes: [0.4] });
    const told = [0.5, 0.3];
    const d = 0.2; // half of a typical change

    // by brute force: sequences without a condition, weighed by how well they agree with what is told
    const count = 40_000;
    const free = await runOnNoise(program({ x: generateSequences(gan, count, parameter) }), 2);
    const x = free.x!.data;
    let [total, mean, square] = [0, 0, 0];
    for (let n = 0; n < count; n++) {
      const misfit = told.reduce((sum, y, t) => sum + ((x[t * count + n]! - y) / d) ** 2, 0);
      const weight = Math.exp(-misfit / 2);
      total += weight;
      mean += weight * x[2 * count + n]!;
      square += weight * x[2 * count + n]! ** 2;
    }
    mean /= total;
    const deviation = Math.sqrt(square / total - mean ** 2);

    const batch = 256;
    const search = await createSearch({ engine, gan, parameter, batch });
    const [close] = closeness(gan.shapes);
    expect(close).toBeCloseTo(1 / d ** 2, 3);
    const known = { values: new Float32Array(3 * batch), weights: new Float32Array(3 * batch) };
    for (const [t, y] of told.entries()) {
      known.values.fill(y, t * batch, (t + 1) * batch);
      known.weights.fill(close!, t * batch, (t + 1) * batch);
    }
    const paths = await search.find(known, 1, 0);
    const last = paths.slice(2 * batch);
    const found = last.reduce((a, b) => a + b, 0) / batch;
    const spread = Math.sqrt(last.reduce((a, b) => a + (b - found) ** 2, 0) / batch);
    expect(Math.abs(found - mean)).toBeLessThan(0.08);
    expect(spread / deviation).toBeGreaterThan(0.75);
    expect(spread / deviation).toBeLessThan(1.3);

    expect(await search.find(known, 1, 0)).toEqual(paths);
    expect(await search.find(known, 1, 1)).not.toEqual(paths);
    await search.release();
  });

  it('keeps attributes as they are told, and stops when it is asked to', async () => {
    const groups = [
      { kind: 'number', width: 1 },
      { kind: 'choice', width: 2, isStatic: true },
    ] as const;
    const { gan, parameter } = ganOf({ length: 4, features: 3, changes: [0.4, 1, 1], groups, ranges: [] });
    const search = await createSearch({ engine, gan, parameter, batch: 2, drift: 0.9 });
    const values = new Float32Array(4 * 2 * 3);
    values.set([0, 0, 1, 0, 1, 0]); // the first step: the second level, then the first
    const known = { values, weights: new Float32Array(values.length) };
    const paths = await search.find(known, 1, 0);
    for (let t = 0; t < 4; t++)
      expect([...paths.slice(t * 6 + 1, t * 6 + 6)].filter((_, i) => i !== 2)).toEqual([0, 1, 1, 0]);
    await expect(
      search.find(known, 1, 0, { signal: AbortSignal.abort(new Error('enough')) }),
    ).rejects.toThrow('enough');
    await search.release();
  });
});
