import { less, multiply, select } from '../graph/index.ts';
import type { Layer } from './layer.ts';

/** Drops a share `rate` of the values and scales the rest by 1 / (1 - rate) while training (Srivastava et al. 2014). */
export function dropout(rate: number): Layer {
  return {
    parameters: {},
    apply: (scope, x) => {
      if (!scope.isTraining || rate === 0) return x;
      return select(less(scope.uniform('mask', x.shape), 1 - rate), multiply(x, 1 / (1 - rate)), 0);
    },
  };
}
