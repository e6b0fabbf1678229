import { add, convolution, reshape } from '../graph/index.ts';
import { fanIn } from './initializers.ts';
import type { Layer } from './layer.ts';

export interface ConvolutionLayerOptions {
  readonly inputs: number;
  readonly outputs: number;
  /** Kernel extents, one per spatial axis: [5] for sequences, [3, 3] for images. */
  readonly kernel: readonly number[];
  readonly stride?: readonly number[];
  readonly dilation?: readonly number[];
  readonly padding?: readonly number[];
}

/** x [N, in, *S] -> [N, out, *T]; weight [out, in, *kernel], bias [out], as in PyTorch. */
export function convolutionLayer({ inputs, outputs, kernel, ...options }: ConvolutionLayerOptions): Layer {
  const broadcast = [1, outputs, ...kernel.map(() => 1)];
  return {
    parameters: {
      weight: { shape: [outputs, inputs, ...kernel], initialize: fanIn },
      bias: { shape: [outputs], initialize: (shape) => new Float32Array(shape[0]!) },
    },
    apply: (scope, x) =>
      add(convolution(x, scope.parameter('weight'), options), reshape(scope.parameter('bias'), broadcast)),
  };
}
