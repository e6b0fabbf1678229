import { gather, type Tensor } from '../graph/index.ts';
import { normal } from './initializers.ts';
import type { Layer } from './layer.ts';

/** Indices int32 [...] -> rows of a learned table, [..., width]. */
export function embedding(size: number, width: number): Layer {
  return {
    parameters: { weight: { shape: [size, width], initialize: normal(1) } },
    apply: (scope, indices: Tensor) => gather(scope.parameter('weight'), indices),
  };
}
