import { describe, expect, it } from 'vitest';
import { randomStream } from '../../random/stream.ts';
import { prepare } from '../prepare.ts';
import { type MapPoint, sequenceMap } from './sequenceMap.ts';

const [length, features] = [8, 2];

/** Two kinds of sequences, level 0 and level 5, with noise; `kinds` says which a set has. */
function sets(kinds: readonly [readonly number[], readonly number[]], count = 60, seed = 1) {
  const values = kinds.map((own, set) => {
    const noise = new Float32Array(count * length * features);
    randomStream(1, `set ${set}`).normal(0, noise);
    return noise.map((x, i) => x + 5 * own[Math.floor(i / (length * features)) % own.length]!);
  }) as [Float32Array, Float32Array];
  return prepare({
    title: '',
    language: 'en',
    columns: ['a', 'b'],
    length,
    real: values[0],
    generated: values[1],
    losses: [],
    facts: [],
    warnings: [],
    seed,
  });
}

const distance = (a: MapPoint, b: MapPoint) => Math.hypot(a.x - b.x, a.y - b.y);
/** The share of points whose nearest other on the map is of their own kind. */
function apart(points: readonly MapPoint[], kindOf: (at: number) => number): number {
  const isAmongOwn = points.map((point, i) => {
    const nearest = points.reduce(
      (best, other, j) =>
        j !== i && (best < 0 || distance(point, other) < distance(point, points[best]!)) ? j : best,
      -1,
    );
    return kindOf(nearest) === kindOf(i);
  });
  return isAmongOwn.filter(Boolean).length / points.length;
}

describe('the map of sequences', () => {
  it('puts kinds of sequences on islands of their own, and both sets of one kind on the same', () => {
    const { real, generated } = sequenceMap(sets([[0, 1], [0]]))!;
    const kindOf = (at: number) => (at < 60 ? at % 2 : 0);
    expect(apart([...real, ...generated], kindOf)).toBe(1);
    const setOf = (at: number) => Number(at < 30);
    const mixed = apart([...real.filter((_, n) => n % 2 === 0), ...generated.slice(0, 30)], setOf);
    expect(mixed).toBeLessThan(0.85);
  });

  it('is the same for the same seed, and another for another', () => {
    const of = (seed: number) => JSON.stringify(sequenceMap(sets([[0, 1], [0]], 60, seed)));
    expect(of(1)).toBe(of(1));
    expect(of(2)).not.toBe(of(1));
  });

  it('is made of identical sequences too, and not of very few or of constant ones', () => {
    const { input, real, generated } = sets([[0, 1], [0]]);
    const still = {
      ...generated,
      sample: { ...generated.sample, values: generated.sample.values.map(() => 1) },
    };
    const { generated: same } = sequenceMap({ input, real, generated: still })!;
    expect(same.every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))).toBe(true);
    expect(sequenceMap(sets([[0, 1], [0]], 14))).toBeUndefined();
    const dead = { ...real, moments: real.moments.map((one) => ({ ...one, standardDeviation: 0 })) };
    expect(sequenceMap({ input, real: dead, generated })).toBeUndefined();
  });
});
