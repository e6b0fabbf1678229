import { expect, it } from 'vitest';
import { stepsAtOnce, withRanges } from './doppelganger.ts';

it('a window comes back from its shape, middle and half range', () => {
  const values = Float32Array.of(0.5, -1, 0.25, -1, -0.5, -1); // three steps of two features, the second constant
  const made = withRanges({ count: 1, length: 3, features: 2, values });
  expect(made.features).toBe(6);
  for (let t = 0; t < 3; t++) {
    for (let f = 0; f < 2; f++) {
      const [shape, centre, range] = [0, 2, 4].map((from) => made.values[t * 6 + from + f]!);
      expect(shape! * range! + centre!).toBeCloseTo(values[t * 2 + f]!, 6);
      expect(Math.abs(shape!)).toBeLessThanOrEqual(1);
    }
  }
});

it('makes as many steps at once as divide the length', () => {
  expect([24, 25, 6, 7, 1].map(stepsAtOnce)).toEqual([4, 5, 3, 1, 1]);
});
