import { describe, expect, it } from 'vitest';
import { expectLayer, type LayerCase, readFixture } from '../../test/fixtures/fixture.ts';
import { leakyRelu } from '../graph/index.ts';
import {
  type ConvolutionLayerOptions,
  chain,
  convolutionLayer,
  pointwise,
  type TransposedConvolutionLayerOptions,
  transposedConvolutionLayer,
} from './index.ts';

interface Block {
  readonly first: ConvolutionLayerOptions;
  readonly second: ConvolutionLayerOptions;
}

const cases = await readFixture<LayerCase<ConvolutionLayerOptions | Block>>('convolution');

const layerOf = (options: ConvolutionLayerOptions | Block) => {
  if (!('first' in options)) return convolutionLayer(options);
  const activation = pointwise((x) => leakyRelu(x, 0.2));
  return chain({
    first: convolutionLayer(options.first),
    activation,
    second: convolutionLayer(options.second),
    last: activation,
  });
};

describe('convolutionLayer gives the recorded outputs and gradients', () => {
  it.each(cases)('$title', async (recorded) => {
    await expectLayer(recorded, (scope, { x }, options) => ({ y: layerOf(options).apply(scope, x!) }));
  });

  it('with strides, dilations and both among the cases', () => {
    const single = cases.flatMap(({ options }) => ('first' in options ? [] : [options]));
    expect(single.some(({ stride, dilation }) => stride && !dilation)).toBe(true);
    expect(single.some(({ stride, dilation }) => !stride && dilation)).toBe(true);
    expect(single.some(({ stride, dilation }) => stride && dilation)).toBe(true);
  });
});

const transposedCases =
  await readFixture<LayerCase<TransposedConvolutionLayerOptions>>('transposedConvolution');

describe('transposedConvolutionLayer gives the recorded outputs and gradients', () => {
  it.each(transposedCases)('$title', async (recorded) => {
    const layer = transposedConvolutionLayer(recorded.options);
    const shapes = Object.entries(layer.parameters).map(([name, { shape }]) => [name, shape]);
    const theirs = Object.entries(recorded.parameters).map(([name, { shape }]) => [name, shape]);
    expect(shapes).toEqual(theirs);
    await expectLayer(recorded, (scope, { x }) => ({ y: layer.apply(scope, x!) }));
  });
});
