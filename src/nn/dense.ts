import { add, matmul, transpose } from '../graph/index.ts';
import { fanIn, type zero } from './initializers.ts';
import type { Layer } from './layer.ts';

export interface DenseOptions {
  readonly inputs: number;
  readonly outputs: number;
  readonly initialize?: typeof zero;
}

/** x [..., in] -> x W' + b [..., out]; weight [out, in], bias [out], as in PyTorch's Linear. */
export function dense({ inputs, outputs, initialize = fanIn }: DenseOptions): Layer {
  return {
    parameters: {
      weight: { shape: [outputs, inputs], initialize },
      bias: { shape: [outputs], initialize: (shape) => new Float32Array(shape[0]!) },
    },
    apply: (scope, x) => add(matmul(x, transpose(scope.parameter('weight'))), scope.parameter('bias')),
  };
}
