import { add, convolution, reshape, type Shape, transposedConvolution } from '../graph/index.ts';
import { fanIn, zero } from './initializers.ts';
import type { Layer, ParameterSpecs } from './layer.ts';

export interface ConvolutionLayerOptions {
  readonly inputs: number;
  readonly outputs: number;
  /** Kernel extents, one per spatial axis: [5] for sequences, [3, 3] for images. */
  readonly kernel: readonly number[];
  readonly stride?: readonly number[];
  readonly dilation?: readonly number[];
  readonly padding?: readonly number[];
}

const parametersOf = (weight: Shape, outputs: number): ParameterSpecs => ({
  weight: { shape: weight, initialize: fanIn },
  bias: { shape: [outputs], initialize: zero },
});

/** x [N, in, *S] -> [N, out, *T]; weight [out, in, *kernel], bias [out], as in PyTorch. */
export function convolutionLayer({ inputs, outputs, kernel, ...options }: ConvolutionLayerOptions): Layer {
  const broadcast = [1, outputs, ...kernel.map(() => 1)];
  return {
    parameters: parametersOf([outputs, inputs, ...kernel], outputs),
    apply: (scope, x) =>
      add(convolution(x, scope.parameter('weight'), options), reshape(scope.parameter('bias'), broadcast)),
  };
}

export interface TransposedConvolutionLayerOptions extends ConvolutionLayerOptions {
  /** Extents of the result where the stride leaves a choice; the smallest when absent. */
  readonly spatial?: Shape;
}

/**
 * x [N, in, *T] -> [N, out, *S], S = (T - 1) stride + dilation (kernel - 1) + 1 - 2 padding unless given; weight
 * [in, out, *kernel], bias [out], as in PyTorch's ConvTranspose: how a generator makes a longer signal or a larger
 * image.
 */
export function transposedConvolutionLayer(options: TransposedConvolutionLayerOptions): Layer {
  const { inputs, outputs, kernel, ...rest } = options;
  const broadcast = [1, outputs, ...kernel.map(() => 1)];
  return {
    parameters: parametersOf([inputs, outputs, ...kernel], outputs),
    apply: (scope, x) =>
      add(
        transposedConvolution(x, scope.parameter('weight'), rest),
        reshape(scope.parameter('bias'), broadcast),
      ),
  };
}
