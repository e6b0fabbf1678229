import { layerNorm } from '../graph/index.ts';
import { filled, zero } from './initializers.ts';
import type { Layer } from './layer.ts';

/** Layer normalisation of the last axis [..., width] with learned gain and shift. */
export function layerNormalization(width: number): Layer {
  return {
    parameters: {
      weight: { shape: [width], initialize: filled(1) },
      bias: { shape: [width], initialize: zero },
    },
    apply: (scope, x) => layerNorm(x, scope.parameter('weight'), scope.parameter('bias')),
  };
}
