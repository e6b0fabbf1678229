import {
  add,
  batchNorm,
  divide,
  layerNorm,
  mean,
  multiply,
  reshape,
  ShapeError,
  sizeOf,
  sqrt,
  square,
  stopGradient,
  subtract,
  type Tensor,
} from '../graph/index.ts';
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

export interface BatchNormalizationOptions {
  readonly channels: number;
  /** Share of a batch in the running statistics. */
  readonly momentum?: number;
  readonly epsilon?: number;
}

/**
 * Batch normalisation of x [N, C, *S] (Ioffe and Szegedy 2015, arXiv:1502.03167), as in PyTorch: while training by
 * the batch's statistics, which move the running ones (mean, and variance over n - 1), otherwise by those. It makes
 * the rows of a batch depend on one another, so it is no part of a critic under a penalty on slopes per sequence.
 */
export function batchNormalization(options: BatchNormalizationOptions): Layer {
  const { channels, momentum = 0.1, epsilon = 1e-5 } = options;
  const shape = [channels];
  return {
    parameters: {
      weight: { shape, initialize: filled(1) },
      bias: { shape, initialize: zero },
      running_mean: { shape, initialize: zero, buffer: true },
      running_var: { shape, initialize: filled(1), buffer: true },
    },
    apply(scope, x) {
      const [gain, shift] = [scope.parameter('weight'), scope.parameter('bias')];
      const running = { mean: scope.parameter('running_mean'), variance: scope.parameter('running_var') };
      const perChannel = (value: Tensor) =>
        reshape(
          value,
          x.shape.map((_, axis) => (axis === 1 ? channels : 1)),
        );
      if (!scope.isTraining) {
        const centred = subtract(x, perChannel(running.mean));
        const scale = divide(gain, sqrt(add(running.variance, epsilon)));
        return add(multiply(centred, perChannel(scale)), perChannel(shift));
      }
      const count = sizeOf(x.shape) / channels;
      if (count < 2) {
        throw new ShapeError(
          `batchNormalization: [${x.shape.join(', ')}] has one value per channel, no variance`,
        );
      }
      const axes = x.shape.flatMap((_, axis) => (axis === 1 ? [] : [axis]));
      const centre = mean(x, { axes, keep: true });
      const variance = mean(square(subtract(x, centre)), { axes });
      const moved = (before: Tensor, batch: Tensor) =>
        stopGradient(add(multiply(before, 1 - momentum), multiply(batch, momentum)));
      scope.update('running_mean', moved(running.mean, reshape(centre, shape)));
      scope.update('running_var', moved(running.variance, multiply(variance, count / (count - 1))));
      return batchNorm(x, gain, shift, epsilon);
    },
  };
}
