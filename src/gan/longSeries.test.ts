import { describe, expect, it } from 'vitest';
import { untrainedGan } from '../../test/untrainedGan.ts';
import { constant, evaluateProgram, program, sizeOf } from '../graph/index.ts';
import { randomStream } from '../random/stream.ts';
import type { Sequences } from './batches.ts';
import { createGan } from './iteration.ts';
import { levelMemory } from './levelMemory.ts';
import { continueSequences, driftingNoise } from './longSeries.ts';

const config = (cell: 'lstm' | 'gru', start: 'zero' | 'noise') =>
  untrainedGan({ cell, hidden: 3, layers: 2, noise: 2, sequenceNoise: 2, start });

const normal = (name: string, size: number) => {
  const values = new Float32Array(size);
  randomStream(3, name).normal(0, values);
  return values;
};

describe('a long series', () => {
  it.each([
    ['lstm', 'noise'],
    ['lstm', 'zero'],
    ['gru', 'noise'],
  ] as const)('of %s cells that start from %s is the same in one piece and in two', (cell, start) => {
    const batch = 2;
    const piece = (length: number) => {
      const gan = createGan(config(cell, start), { length, features: 2 });
      const parameter = (name: string) => {
        const { shape } = gan.parameters[`generator.${name}`]!;
        return constant(normal(name, sizeOf(shape)), shape);
      };
      const { sequences, state } = continueSequences(gan, batch, parameter);
      return program({ sequences, next: state });
    };
    const steps = normal('steps', 10 * batch * 2);
    const sequence = normal('sequence', 10 * batch * 2);
    const run = (from: number, to: number, state: readonly number[], begins: number) =>
      evaluateProgram(piece(to - from), {
        'noise.steps': [...steps.slice(from * batch * 2, to * batch * 2)],
        'noise.sequence': [...sequence.slice(from * batch * 2, to * batch * 2)],
        state: [...state],
        begins: [begins],
      });
    const noState = new Array<number>(batch * 2 * 3 * (cell === 'lstm' ? 2 : 1)).fill(9); // must not be looked at
    const whole = run(0, 10, noState, 1);
    const first = run(0, 6, noState, 1);
    const second = run(6, 10, [...first.next!.data], 0);
    const joined = [...first.sequences!.data, ...second.sequences!.data];
    joined.forEach((value, i) => {
      expect(value).toBeCloseTo(whole.sequences!.data[i]!, 6);
    });
  });
});

describe('noise that drifts', () => {
  const [rate, n, length] = [0.9, 4, 20_000];
  const noise = normal('white', n * length);
  driftingNoise(noise.subarray(0, n * 5000), rate, undefined, n);
  driftingNoise(noise.subarray(n * 5000), rate, noise.slice(n * 4999, n * 5000), n);

  it('is standard normal at every step', () => {
    const mean = noise.reduce((a, b) => a + b, 0) / noise.length;
    const square = noise.reduce((a, b) => a + b * b, 0) / noise.length;
    expect(Math.abs(mean)).toBeLessThan(0.05);
    expect(Math.abs(square - 1)).toBeLessThan(0.05);
  });

  it('remembers itself by its rate, over the border of pieces too', () => {
    const together = (lag: number, from: number, to: number) => {
      let total = 0;
      for (let i = from * n; i < to * n; i++) total += noise[i]! * noise[i - lag * n]!;
      return total / ((to - from) * n);
    };
    expect(Math.abs(together(1, 1, length) - 0.9)).toBeLessThan(0.05);
    expect(Math.abs(together(7, 7, length) - 0.9 ** 7)).toBeLessThan(0.06);
    for (let i = 0; i < n; i++)
      expect(Math.abs(noise[5000 * n + i]! - rate * noise[4999 * n + i]!)).toBeLessThan(2);
  });
});

describe('the memory of a level', () => {
  /** Windows of 8 steps of a level that is an AR(1) with the given rate, under white noise. */
  function windows(rate: number, jitter: number): Sequences {
    const [steps, length] = [30_000, 8];
    const level = normal('level', steps);
    driftingNoise(level, rate, undefined, 1);
    const white = normal('jitter', steps);
    const series = level.map((value, t) => 0.3 * (value + jitter * white[t]!));
    const count = steps - length + 1;
    const values = new Float32Array(count * length);
    for (let i = 0; i < count; i++) values.set(series.subarray(i, i + length), i * length);
    return { count, length, features: 1, values };
  }

  it.each([0.99, 0.95])('is found in windows, rate %f, whatever moves within them', (rate) => {
    for (const jitter of [0, 1])
      expect(Math.abs(levelMemory(windows(rate, jitter), 1) - rate)).toBeLessThan(0.01);
  });

  it('is that of one window at the least, where windows have nothing in common', () => {
    expect(levelMemory(windows(0, 0), 1)).toBeCloseTo(0.5 ** (1 / 8), 6);
  });
});
