import { describe, expect, it } from 'vitest';
import { lstm } from '../nn/index.ts';
import * as g from './index.ts';

const [T, B, I, H] = [4, 3, 2, 3];

/** A layer that is moved against the gradient of its loss, and a second loss of the moved layer. */
function twoUpdates() {
  const layer = lstm({ inputs: I, hidden: H });
  const names = Object.keys(layer.parameters);
  const old = names.map((name) => g.input(name, layer.parameters[name]!.shape));
  const lossOf = (parameters: readonly g.Tensor[], x: g.Tensor) => {
    const scope = {
      isTraining: true,
      parameter: (name: string) => parameters[names.indexOf(name)]!,
      update: () => {},
      uniform: () => expect.fail('no noise is asked for'),
    };
    return g.mean(g.square(layer.apply(scope, x).outputs));
  };
  const x = g.input('x', [T, B, I]);
  const shown = g.tanh(g.matmul(x, g.input('lift', [I, I])));
  const first = lossOf(old, shown);
  const slopes = g.gradients(first, old);
  const moved = old.map((w, i) => g.subtract(w, slopes[i]!));
  const second = lossOf(moved, g.add(shown, 1));
  const again = g.gradients(second, old);
  const outputs = {
    first,
    second,
    ...Object.fromEntries(names.map((name, i) => [`next.${name}`, moved[i]!])),
  };
  const group = (tag: string, tensors: readonly g.Tensor[]) =>
    Object.fromEntries(names.map((name, i) => [`${tag}.${name}`, tensors[i]!]));
  const norm = again.map((slope) => g.sum(g.square(slope))).reduce((a, b) => g.add(a, b));
  return { outputs: { ...outputs, norm }, groups: [group('a', slopes), group('b', again)] };
}

const given = ({ inputs }: g.Program): Record<string, Float64Array> =>
  Object.fromEntries(
    Object.entries(inputs).map(([name, { shape }]) => [
      name,
      Float64Array.from({ length: g.sizeOf(shape) }, (_, i) => Math.sin(i + name.length)),
    ]),
  );

describe('a program in stages', () => {
  const { outputs, groups } = twoUpdates();
  const whole = g.program(outputs);
  const stages = g.inStages(outputs, groups);

  it('gives what the whole gives where what is exchanged stays as it is', () => {
    const values = given(whole);
    const expected = g.evaluateProgram(whole, values);
    const known: Record<string, ArrayLike<number>> = { ...values };
    const found: Record<string, ArrayLike<number>> = {};
    for (const stage of stages) {
      for (const [name, { data }] of Object.entries(g.evaluateProgram(stage, known))) {
        found[name] = data;
        known[name] = data;
        known[g.exchangedName(name)] = data;
      }
    }
    for (const [name, { data }] of Object.entries(expected)) {
      expect([...Array.from(found[name]!)], name).toEqual([...data]);
    }
  });

  it('uses what the exchange made: twice the gradient moves twice as far', () => {
    const values = given(whole);
    const first = g.evaluateProgram(stages[0]!, values);
    const known: Record<string, ArrayLike<number>> = { ...values };
    for (const [name, { data }] of Object.entries(first)) {
      known[name] = data;
      known[g.exchangedName(name)] = data.map((slope) => 2 * slope);
    }
    const moved = g.evaluateProgram(stages[1]!, known)['next.weight_hh_l0']!.data;
    const slope = first['a.weight_hh_l0']!.data;
    moved.forEach((weight, i) => {
      expect(weight).toBeCloseTo(values.weight_hh_l0![i]! - 2 * slope[i]!, 12);
    });
  });

  it('computes no product twice', () => {
    const total = stages.reduce((sum, stage) => sum + g.operationsOf(stage), 0);
    expect(total).toBe(g.operationsOf(whole));
  });

  it('refuses a tensor that needs what is exchanged later', () => {
    const x = g.input('x', [2]);
    const y = g.multiply(x, 2);
    const z = g.multiply(y, 3);
    expect(() => g.inStages({ z }, [{ z }, { y }])).toThrow("inStages: 'z' needs what is exchanged later");
  });
});
