import { describe, expect, it } from 'vitest';
import { expectClose, type Recorded, runBoth, scopeOf } from '../../test/fixtures/fixture.ts';
import { convolution, evaluate, gradients, input, pad, slice, sum } from '../graph/index.ts';
import { randomStream } from '../random/stream.ts';
import { type ConvolutionBlockOptions, chain, convolutionBlock, type Layer } from './index.ts';

const drawn = (name: string, shape: readonly number[]): Recorded => {
  const data = new Float32Array(shape.reduce((a, b) => a * b, 1));
  randomStream(2, name).normal(0, data);
  return { shape, data: [...data] };
};

/** Inputs for a layer's parameters, and drawn values for them and for x. */
function declare(layer: Layer, shape: readonly number[]) {
  const given: Record<string, Recorded> = { x: drawn('x', shape) };
  const parameters = Object.fromEntries(
    Object.entries(layer.parameters).map(([name, spec]) => {
      given[name] = drawn(name, spec.shape);
      return [name, input(name, spec.shape)];
    }),
  );
  return { given, parameters, x: input('x', shape) };
}

const base = { inputs: 2, outputs: 3, kernel: 3 };

describe('a block of convolution', () => {
  const extents: readonly [ConvolutionBlockOptions, length: number, expected: number][] = [
    [base, 8, 8],
    [base, 1, 1],
    [{ ...base, kernel: 1 }, 5, 5],
    [{ ...base, kernel: 4 }, 7, 7],
    [{ ...base, kernel: 2, dilation: 3 }, 5, 5],
    [{ ...base, kernel: 5, stride: 2 }, 8, 4],
    [{ ...base, kernel: 5, stride: 2 }, 9, 5],
    [{ ...base, kernel: 4, stride: 3 }, 8, 3],
    [{ ...base, causal: true, dilation: 4 }, 6, 6],
    [{ ...base, causal: true, stride: 2 }, 7, 4],
    [{ ...base, kernel: 9 }, 2, 2],
  ];
  it.each(extents)('%o keeps its place in a length of %d: %d', (options, length, expected) => {
    const layer = convolutionBlock(options);
    const { parameters, x } = declare(layer, [1, 2, length]);
    expect(layer.apply(scopeOf(parameters), x).shape).toEqual([1, 3, expected]);
  });

  it.each([1, 2])(
    'that is causal, with dilation %d, has no gradient from a step to a later one',
    (dilation) => {
      const layer = convolutionBlock({ ...base, causal: true, dilation });
      const { given, parameters, x } = declare(layer, [1, 2, 6]);
      const y = layer.apply(scopeOf(parameters), x);
      for (let step = 0; step < 6; step++) {
        const [dx] = gradients(sum(slice(y, 2, { start: step, size: 1 })), [x]);
        const values = new Map(
          Object.entries({ ...parameters, x }).map(([name, tensor]) => {
            const { shape, data } = given[name]!;
            return [tensor, { shape, data: Float64Array.from(data) }] as const;
          }),
        );
        const { data } = evaluate([dx!], values)[0]!;
        const seen = Array.from({ length: 6 }, (_, t) => data[t] !== 0 || data[6 + t] !== 0);
        const reach = Array.from({ length: 6 }, (_, t) => t <= step && t >= step - 2 * dilation);
        expect(seen).toEqual(reach.map((is, t) => is && (step - t) % dilation === 0));
      }
    },
  );

  it('is a padded convolution with bias under a leaky rectifier', async () => {
    const layer = convolutionBlock({ ...base, kernel: 4, slope: 0.1 });
    const { given, parameters, x } = declare(layer, [2, 2, 5]);
    expect(Object.keys(parameters)).toEqual(['convolution.weight', 'convolution.bias']);
    const plain = convolution(
      pad(x, { before: [0, 0, 1], after: [0, 0, 2] }),
      parameters['convolution.weight']!,
    );
    const outputs = { y: layer.apply(scopeOf(parameters), x), plain };
    for (const [evaluator, { y, plain: convolved }] of Object.entries(await runBoth(outputs, given))) {
      const biases = given['convolution.bias']!.data;
      const expected = Array.from(convolved!, (value, i) => {
        const raised = value + biases[Math.floor(i / 5) % 3]!;
        return raised > 0 ? raised : 0.1 * raised;
      });
      expectClose(y!, expected, evaluator);
    }
  });

  it('has the parameters and buffers of its normalisation', () => {
    const names = (normalization: 'batch' | 'spectral') =>
      Object.entries(convolutionBlock({ ...base, normalization }).parameters).map(
        ([name, { buffer }]) => `${name}${buffer ? ' (buffer)' : ''}`,
      );
    expect(names('spectral')).toEqual([
      'convolution.weight',
      'convolution.bias',
      'convolution.weight_u (buffer)',
    ]);
    expect(names('batch')).toEqual([
      'convolution.weight',
      'convolution.bias',
      'normalization.weight',
      'normalization.bias',
      'normalization.running_mean (buffer)',
      'normalization.running_var (buffer)',
    ]);
  });

  it('drops a share of the rectified values while training, under a name of its own in a stack', () => {
    const block = convolutionBlock({ ...base, outputs: 2, dropout: 0.5 });
    const stack = chain({ a: block, b: block });
    const { parameters, x } = declare(stack, [1, 2, 4]);
    const asked: string[] = [];
    const scope = {
      ...scopeOf(parameters),
      uniform: (name: string, shape: readonly number[]) => {
        asked.push(name);
        return input(name, shape);
      },
    };
    stack.apply(scope, x);
    expect(asked).toEqual(['a.dropout.mask', 'b.dropout.mask']);
    expect(stack.apply({ ...scope, isTraining: false }, x).shape).toEqual([1, 2, 4]);
    expect(asked).toHaveLength(2);
  });
});
