import { describe, expect, it } from 'vitest';
import * as g from '../index.ts';
import { shareProducts } from './products.ts';
import { rebuild } from './scan.ts';

const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => g.input(name, [2])) as [
  g.Tensor,
  g.Tensor,
  g.Tensor,
  g.Tensor,
];
const values = { a: [0.5, -2], b: [3, 0.1], c: [-1.5, 4], d: [2, 7] };
const { multiply } = g;

const countOf = (outputs: readonly g.Tensor[], name: string) =>
  g.ancestors(outputs).filter(({ operator }) => operator.name === name).length;

function expectShared(outputs: readonly g.Tensor[], multiplications: number) {
  const shared = shareProducts(outputs, rebuild);
  expect(countOf(shared, 'multiply')).toBe(multiplications);
  const named = (tensors: readonly g.Tensor[]) =>
    Object.fromEntries(tensors.map((tensor, i) => [`y${i}`, g.add(tensor, g.zeros([1]))]));
  const before = g.evaluateProgram(g.program(named(outputs)), values);
  const after = g.evaluateProgram(g.program(named(shared)), values);
  for (const [name, { data }] of Object.entries(before)) {
    data.forEach((value, i) => {
      expect(after[name]!.data[i]).toBeCloseTo(value, 12);
    });
  }
}

describe('products of the same factors', () => {
  it('are made once in whatever order they are written', () => {
    expectShared([g.tanh(multiply(multiply(a, b), c)), g.sin(multiply(multiply(c, a), b))], 2);
  });

  it('are part of larger ones', () => {
    const outputs = [multiply(a, c), multiply(multiply(a, b), c), multiply(multiply(d, b), multiply(c, a))];
    expectShared(outputs, 3);
  });

  it('count their factors: a square is no product of one', () => {
    expectShared([multiply(multiply(a, a), b), multiply(multiply(a, b), a), multiply(a, b)], 2);
  });

  it('are found among sums and functions of other products', () => {
    const inner = g.tanh(multiply(multiply(a, b), c));
    const outputs = [
      multiply(multiply(inner, d), a),
      g.subtract(multiply(multiply(a, inner), d), multiply(c, multiply(b, a))),
    ];
    expectShared(outputs, 4);
  });
});

const link = multiply(a, b);

describe('what is as short as it can be stays as it is', () => {
  it.each([
    ['one product', () => [multiply(multiply(a, b), c)]],
    ['a chain that is used at every link', () => [link, multiply(link, c)]],
    ['a product that broadcasts', () => [multiply(multiply(a, 2), b), multiply(multiply(2, b), a)]],
    ['no product', () => [g.add(a, b)]],
  ])('%s', (_, build) => {
    const outputs = build();
    expect(shareProducts(outputs, rebuild)).toEqual(outputs);
  });

  it('a tower of squares does not explode', () => {
    let x: g.Tensor = a;
    for (let i = 0; i < 60; i++) x = multiply(x, x);
    expect(countOf(shareProducts([x, g.tanh(x)], rebuild), 'multiply')).toBe(60);
  });
});

it('the backward step of an LSTM has 17 elementwise operators', () => {
  const [T, B, H] = [3, 4, 2];
  const [x, w] = [g.input('x', [T, B, 4 * H]), g.input('w', [H, 4 * H])];
  const { steps } = g.scan(
    ([h, memory], [s]) => {
      const gates = g.split(g.add(s!, g.matmul(h!, w)), 1, [H, H, H, H]);
      const [i, f, o] = [gates[0]!, gates[1]!, gates[3]!].map(g.sigmoid) as [g.Tensor, g.Tensor, g.Tensor];
      const next = g.add(multiply(f, memory!), multiply(i, g.tanh(gates[2]!)));
      const out = multiply(o, g.tanh(next));
      return { carried: [out, next], steps: [out] };
    },
    [g.zeros([B, H]), g.zeros([B, H])],
    [x],
  );
  const [slope] = g.gradients(g.sum(g.square(steps[0]!)), [x]);
  const backward = g
    .ancestors([slope!])
    .filter(({ operator }) => operator.name === 'scan')
    .at(-1)!;
  const { carriedOut, stepOut } = backward.attributes as { carriedOut: g.Tensor[]; stepOut: g.Tensor[] };
  const body = [...carriedOut, ...stepOut];
  const counts = ['multiply', 'subtract', 'add'].map((name) => countOf(body, name));
  expect(counts).toEqual([11, 5, 2]); // one of the sums joins dh from above and from the next step
});
