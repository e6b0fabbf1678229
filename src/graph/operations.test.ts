import { describe, expect, it } from 'vitest';
import { lstm } from '../nn/index.ts';
import { gradients, input, matmul, program, square, sum } from './index.ts';
import { operationsOf } from './operations.ts';

const [T, B, I, H] = [5, 8, 3, 4];

function network() {
  const layer = lstm({ inputs: I, hidden: H });
  const inputs = Object.entries(layer.parameters).map(
    ([name, { shape }]) => [name, input(name, shape)] as const,
  );
  const parameters = Object.fromEntries(inputs);
  const scope = {
    isTraining: true,
    parameter: (name: string) => parameters[name]!,
    update: () => {},
    uniform: () => expect.fail('no noise is asked for'),
  };
  const x = input('x', [T, B, I]);
  return { x, parameters, outputs: layer.apply(scope, x).outputs };
}

/** [B, in + H + 1] times [in + H + 1, 4 H] in each step, two operations a multiply-add. */
const forward = 2 * T * B * (I + H + 1) * 4 * H;

describe('the operations of a program', () => {
  it('of one product are two for each multiply-add', () => {
    expect(operationsOf(program({ y: matmul(input('a', [2, 3]), input('b', [3, 5])) }))).toBe(2 * 2 * 3 * 5);
  });

  it('of an LSTM are its product in every step', () => {
    expect(operationsOf(program({ y: network().outputs }))).toBe(forward);
  });

  it('with the gradient in the weights are those, the same again for the weights, and dh', () => {
    const { parameters, outputs } = network();
    const [slope] = gradients(sum(square(outputs)), [parameters.weight_hh_l0!]);
    const carried = 2 * T * B * 4 * H * H;
    expect(operationsOf(program({ slope: slope! }))).toBe(2 * forward + carried);
  });

  it('count no part of a loop that nobody reads', () => {
    const { x, outputs } = network();
    const [slope] = gradients(sum(square(outputs)), [x]);
    const back = 2 * T * B * 4 * H * (H + I);
    expect(operationsOf(program({ slope: slope! }))).toBe(forward + back);
  });
});
