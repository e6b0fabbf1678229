import { describe, expect, it } from 'vitest';
import { expectClose, type Recorded, runBoth, scopeOf } from '../../test/fixtures/fixture.ts';
import { add, gradients, input, square, sum } from '../graph/index.ts';
import { randomStream } from '../random/stream.ts';
import {
  convolutionBlock,
  convolutionLayer,
  dense,
  embedding,
  type Layer,
  layerNormalization,
  transposedConvolutionLayer,
} from './index.ts';

/** Layers at the ends of the range of sizes: widths of 1 and 512, batches and lengths of 1. */
const cases: readonly [string, Layer, Recorded | readonly number[]][] = [
  ['dense from 512 to 512, a batch of one', dense({ inputs: 512, outputs: 512 }), [1, 512]],
  ['dense from 1 to 1', dense({ inputs: 1, outputs: 1 }), [1, 1, 1]],
  ['dense from 1 to 512', dense({ inputs: 1, outputs: 512 }), [1, 1]],
  [
    'a convolution of 512 channels, a length of one',
    convolutionLayer({ inputs: 512, outputs: 512, kernel: [3], padding: [1] }),
    [1, 512, 1],
  ],
  ['a convolution of one channel', convolutionLayer({ inputs: 1, outputs: 1, kernel: [1] }), [1, 1, 1]],
  [
    'a transposed convolution from 512 channels to one',
    transposedConvolutionLayer({ inputs: 512, outputs: 1, kernel: [4], stride: [2], padding: [1] }),
    [1, 512, 2],
  ],
  [
    'a spectrally normalised block of 512 channels',
    convolutionBlock({ inputs: 2, outputs: 512, kernel: 5, normalization: 'spectral' }),
    [1, 2, 1],
  ],
  ['layer normalisation of 512', layerNormalization(512), [1, 1, 512]],
  ['an embedding of 512 rows of 512', embedding(512, 512), { shape: [1], dtype: 'int32', data: [511] }],
  ['an embedding of one number', embedding(1, 1), { shape: [1, 1], dtype: 'int32', data: [0] }],
];

function drawn(name: string, shape: readonly number[]): Recorded {
  const data = new Float32Array(shape.reduce((product, extent) => product * extent, 1));
  randomStream(1, name).normal(0, data);
  return { shape, data: [...data] };
}

describe('on onnxruntime-node, output and gradients equal the reference:', () => {
  it.each(cases)('%s', async (_, layer, x) => {
    const given: Record<string, Recorded> = { x: 'data' in x ? x : drawn('x', x) };
    for (const [name, { shape, initialize }] of Object.entries(layer.parameters)) {
      given[name] = { shape, data: [...initialize(shape, randomStream(1, name))] };
    }
    const inputs = Object.fromEntries(
      Object.entries(given).map(([name, { shape, dtype }]) => [name, input(name, shape, dtype)]),
    );
    const y = layer.apply(scopeOf(inputs), inputs.x!);
    const varied = Object.entries(inputs).filter(
      ([name, { dtype }]) => dtype === 'float32' && !layer.parameters[name]?.buffer,
    );
    const found = gradients(
      sum(square(add(y, 0.5))),
      varied.map(([, tensor]) => tensor),
    );
    const outputs = { y, ...Object.fromEntries(varied.map(([name], i) => [`d.${name}`, found[i]!])) };
    const [expected, actual] = Object.values(await runBoth(outputs, given));
    for (const name of Object.keys(outputs)) expectClose(actual![name]!, expected![name]!, name);
    expect(varied.length).toBeGreaterThan(0);
  });
});
