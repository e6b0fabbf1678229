import { expect, it } from 'vitest';
import * as g from '../graph/index.ts';
import { joined, joinedWeight } from './joined.ts';

const [B, R] = [3, 2];
const [a, b] = [g.input('a', [B, 4]), g.input('b', [B, 1])];
const [forA, forB, bias] = [g.input('forA', [R, 4]), g.input('forB', [R, 1]), g.input('bias', [R])];
const wave = (size: number, pace: number) =>
  Float64Array.from({ length: size }, (_, i) => Math.sin(pace * i + 1));
const values = { a: wave(12, 1), b: wave(3, 2), forA: wave(8, 3), forB: wave(2, 4), bias: wave(2, 5) };

it('joined values times a joined weight are the sum of the products and the bias, and so are the gradients', () => {
  const together = g.matmul(joined([a, b]), joinedWeight([forA, forB], bias));
  const apart = g.add(g.add(g.matmul(a, g.transpose(forA)), g.matmul(b, g.transpose(forB))), bias);
  const [one, other] = [together, apart].map((y) => {
    const slopes = g.gradients(g.sum(g.square(y)), [a, b, forA, forB, bias]);
    const outputs = [y, ...slopes].map((tensor, i) => [`y${i}`, tensor] as const);
    return Object.values(g.evaluateProgram(g.program(Object.fromEntries(outputs)), values));
  });
  one!.forEach(({ shape, data }, i) => {
    expect(shape).toEqual(other![i]!.shape);
    data.forEach((value, j) => {
      expect(value).toBeCloseTo(other![i]!.data[j]!, 12);
    });
  });
});
