import { describe, expect, it } from 'vitest';
import { normalPairs } from './boxMuller.ts';
import { randomStream } from './stream.ts';

/** The pair of two words by the formula itself. */
function expected(first: number, second: number): readonly [number, number] {
  const [a, b] = [first >>> 8, second >>> 8];
  const radius = Math.sqrt(-2 * Math.log((a + 0.5) / 2 ** 24));
  const quarters = (4 * b) / 2 ** 24; // quarters of a turn have no exact angle in radians
  const turned = (q: number) =>
    Number.isInteger(q) ? Math.round(Math.cos((Math.PI * q) / 2)) : Math.cos((Math.PI * q) / 2);
  return [radius * turned(quarters), radius * turned(quarters - 1)];
}

function pairOf(first: number, second: number): Float32Array {
  const out = new Float32Array(2);
  normalPairs(Uint32Array.of(first, second), 2, out);
  return out;
}

describe('a pair of words', () => {
  it('gives the pair of the formula to half a float32, all leading bits of both words being met', () => {
    const count = 2 ** 17;
    const words = Uint32Array.from({ length: 2 * count }, (_, i) => Math.imul(i, 0x9e3779b1));
    const out = new Float32Array(2 * count);
    normalPairs(words, 2 * count, out);
    let worst = 0;
    for (let i = 0; i < count; i++) {
      expected(words[2 * i]!, words[2 * i + 1]!).forEach((x, j) => {
        const error = Math.abs(out[2 * i + j]! - x) / Math.abs(x);
        if (!(error <= worst)) worst = error;
      });
    }
    expect(worst).toBeLessThan(2 ** -24 + 1e-9);
  });

  it.each([0, 1, 0x7f, 0x80, 2 ** 23, 2 ** 24 - 2 ** 16, 2 ** 24 - 3, 2 ** 24 - 2, 2 ** 24 - 1])(
    'gives it where u is (%d + 1/2) / 2^24, from the longest radius to the shortest',
    (a) => {
      const [x] = pairOf(a * 256, 0);
      const [radius] = expected(a * 256, 0);
      expect(Math.abs(x! - radius) / radius).toBeLessThan(2 ** -24 + 1e-9);
    },
  );

  it('lies on the axes exactly at quarters of a turn, and beside them next to those', () => {
    const radius = Math.fround(expected(12345 * 256, 0)[0]);
    const at = (b: number) => [...pairOf(12345 * 256, b * 256)];
    expect(at(0)).toEqual([radius, 0]);
    expect(at(2 ** 22)).toEqual([0, radius]);
    expect(at(2 ** 23)).toEqual([-radius, 0]);
    expect(at(3 * 2 ** 22)).toEqual([0, -radius]);
    const step = (radius * 2 * Math.PI) / 2 ** 24;
    expect(at(2 ** 22 - 1)[0]! / step).toBeCloseTo(1, 5);
    expect(at(2 ** 22 + 1)[0]! / step).toBeCloseTo(-1, 5);
  });
});

describe('four million values', () => {
  const count = 2 ** 22;
  const values = new Float32Array(count);
  randomStream(21, 'tails').normal(0, values);

  /** Beyond t on both sides, by Phi. */
  it.each([
    [1, 0.317310508],
    [2, 0.045500264],
    [3, 0.002699796],
    [4, 6.334e-5],
    [5, 5.733e-7],
  ])('lie beyond %d as often as normal ones', (t, share) => {
    const beyond = values.reduce((total, x) => total + Number(Math.abs(x) > t), 0);
    expect(Math.abs(beyond - count * share)).toBeLessThan(5 * Math.sqrt(count * share));
  });

  it('have directions that are uniform, pair by pair, and independent of their radii', () => {
    const [directions, radii] = [16, 8];
    const counts = new Float64Array(directions * radii);
    for (let i = 0; i < count; i += 2) {
      const [x, y] = [values[i]!, values[i + 1]!];
      const direction = Math.min(
        directions - 1,
        Math.floor(((Math.atan2(y, x) / Math.PI + 1) * directions) / 2),
      );
      const radius = Math.min(radii - 1, Math.floor(Math.exp(-(x * x + y * y) / 2) * radii));
      counts[direction * radii + radius]! += 1;
    }
    const each = count / 2 / counts.length;
    const chiSquare = counts.reduce((total, n) => total + (n - each) ** 2 / each, 0);
    const freedom = counts.length - 1;
    expect(Math.abs(chiSquare - freedom)).toBeLessThan(5 * Math.sqrt(2 * freedom));
  });
});
