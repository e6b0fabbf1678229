import { describe, expect, it } from 'vitest';
import { constant, evaluateProgram, gradients, input, multiply, program, sum } from '../graph/index.ts';
import { randomStream } from '../random/stream.ts';
import type { FeatureGroup } from './featureGroups.ts';
import { choose, cutAtEnd, endFlags, shapeFeatures } from './heads.ts';

const evaluate = (outputs: Parameters<typeof program>[0], inputs: Record<string, readonly number[]> = {}) =>
  evaluateProgram(program(outputs), inputs);

describe('a choice', () => {
  it('is 1 in the place of the largest sum of number and noise', () => {
    const { y } = evaluate({
      y: choose(constant([1, 0, 2, 1, 0, 2], [2, 3]), constant([0, 0, 0, 0, 9, 0], [2, 3])),
    });
    [...y!.data].forEach((value, i) => {
      expect(value).toBeCloseTo([0, 0, 1, 0, 1, 0][i]!, 6);
    });
  });

  it('comes as often as its number is high: two levels d apart by Phi(d / sqrt 2)', () => {
    const draws = 20_000;
    const noise = new Float32Array(2 * draws);
    randomStream(1, 'levels').normal(0, noise);
    const numbers = Array.from({ length: 2 * draws }, (_, i) => (i % 2 === 0 ? 1 : 0));
    const { y } = evaluate({ y: choose(constant(numbers, [draws, 2]), constant(noise, [draws, 2])) });
    const share = y!.data.filter((_, i) => i % 2 === 0).reduce((a, b) => a + b, 0) / draws;
    expect(Math.abs(share - 0.7602)).toBeLessThan(0.01); // Phi(0.7071)
  });

  it('has the slope of softmax: raising the chosen number raises what is paid for its level', () => {
    const a = input('a', [1, 3]);
    const paid = sum(multiply(choose(a, constant([0, 0, 0], [1, 3])), constant([0, 0, 1], [3])));
    const { slope } = evaluate({ slope: gradients(paid, [a])[0]! }, { a: [0, 0, 1] });
    const p = Math.E / (2 + Math.E);
    expect(slope!.data[2]).toBeCloseTo(p * (1 - p), 6);
    expect(slope!.data[0]).toBeCloseTo((-p * 1) / (2 + Math.E), 6);
  });
});

describe('features', () => {
  const groups: readonly FeatureGroup[] = [
    { kind: 'number', width: 2 },
    { kind: 'special', fills: [0.25], mayMiss: true },
    { kind: 'choice', width: 2 },
  ];

  it('are made group by group, a missing number at its fill', () => {
    const numbers = constant([0, 9, 1, 0, 5, 3, 0, 0, -9, 1, 5, 0, 0, 3], [2, 7]);
    const parts = shapeFeatures(groups, numbers, constant(new Array(8).fill(0), [2, 4]));
    const [plain, optional, choice] = parts.map((y) => [...evaluate({ y }).y!.data]);
    const near = (found: readonly number[], wanted: readonly number[]) => {
      found.forEach((value, i) => {
        expect(value).toBeCloseTo(wanted[i]!, 5);
      });
    };
    near(plain!, [0, Math.tanh(9), 0, Math.tanh(-9)]);
    near(optional!, [0.25, 0, 1, Math.tanh(1), 1, 0]);
    near(choice!, [1, 0, 0, 1]);
  });
});

describe('a number with special cases', () => {
  const group: FeatureGroup = { kind: 'special', fills: [0.25, -1], mayMiss: true };

  it('is at the fill of the case that was drawn', () => {
    const numbers = constant([1, 5, 0, 0, 1, 0, 5, 0, 1, 0, 0, 5], [3, 4]);
    const [made] = shapeFeatures([group], numbers, constant(new Array(9).fill(0), [3, 3]));
    const { y } = evaluate({ y: made! });
    const wanted = [Math.tanh(1), 1, 0, 0, 0.25, 0, 1, 0, -1, 0, 0, 1];
    y!.data.forEach((value, i) => {
      expect(value).toBeCloseTo(wanted[i]!, 6);
    });
  });

  it('learns its cases by what they would be worth', () => {
    // value, and the numbers of: another, missing, the point; the value is paid for
    const numbers = input('numbers', [1, 4]);
    const [made] = shapeFeatures([group], numbers, constant([0, 0, 0], [1, 3]));
    const paid = sum(multiply(made!, constant([1, 0, 0, 0], [4])));
    const { slope } = evaluate({ slope: gradients(paid, [numbers])[0]! }, { numbers: [1, 0, 0, 1] });
    const shares = [1, 1, Math.E].map((x) => x / (2 + Math.E));
    const worth = [Math.tanh(1), 0.25, -1];
    const mean = worth.reduce((total, w, k) => total + w * shares[k]!, 0);
    const wanted = [0, ...worth.map((w, k) => shares[k]! * (w - mean))];
    slope!.data.forEach((value, i) => {
      expect(value).toBeCloseTo(wanted[i]!, 6);
    });
  });
});

describe('the end of a sequence', () => {
  it('is at the first flag after the first step, and there is none after it', () => {
    const ends = [1, 0, 0, 1, 0, 0, 0, 0]; // [T = 4, B = 2]: the first ends before step 2, the second never
    const order = [ends[0], 0, 0, 0, 1, 0, 0, 0] as number[];
    const flags = constant(
      order.flatMap((end) => [1 - end, end]),
      [4, 2, 2],
    );
    const alive = [...evaluate({ y: endFlags(flags) }).y!.data].filter((_, i) => i % 2 === 0);
    expect(alive).toEqual([1, 1, 1, 1, 0, 1, 0, 1]);
  });

  it('of a single step is never', () => {
    expect([...evaluate({ y: endFlags(constant([0, 1], [1, 1, 2])) }).y!.data]).toEqual([1, 0]);
  });

  it('leaves zeros behind', () => {
    const x = constant([1, 2, 3, 4], [2, 1, 2]);
    const { y } = evaluate({ y: cutAtEnd(x, constant([1, 0], [2, 1, 1])) });
    expect([...y!.data]).toEqual([1, 2, 0, 0]);
  });
});
