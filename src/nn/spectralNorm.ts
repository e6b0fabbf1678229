/**
 * Spectral normalisation (Miyato et al. 2018, arXiv:1802.05957): the weight divided by its largest singular value,
 * which one power iteration per training step estimates,
 *
 *     v = W'u / |W'u|;   u' = W v / |W v|;   sigma = u'' W v,
 *
 * u and v being constants of the gradient. The weight is seen as a matrix [out, everything else]; u is a buffer.
 */
import {
  add,
  divide,
  matmul,
  multiply,
  reshape,
  sizeOf,
  sqrt,
  square,
  stopGradient,
  sum,
  type Tensor,
  transpose,
} from '../graph/index.ts';
import { direction } from './initializers.ts';
import type { Layer, ParameterSpec, Scope } from './layer.ts';

const EPSILON = 1e-12;

const normalized = (x: Tensor): Tensor => divide(x, add(sqrt(sum(square(x))), EPSILON));

/** weight [out, ...], u [out] -> the weight over sigma, and u after one power iteration. */
export function spectrallyNormalized(weight: Tensor, u: Tensor, iterate = true) {
  const rows = weight.shape[0]!;
  const matrix = reshape(weight, [rows, sizeOf(weight.shape) / rows]);
  const left = reshape(u, [1, rows]);
  const right = stopGradient(normalized(matmul(left, matrix)));
  const image = matmul(right, transpose(matrix));
  const next = iterate ? stopGradient(normalized(image)) : left;
  const sigma = sum(multiply(next, image));
  return { weight: divide(weight, sigma), next: reshape(next, [rows]) };
}

/** A layer with its `weight` spectrally normalised; `weight_u` is the buffer. */
export function spectralNorm(layer: Layer): Layer {
  const spec = layer.parameters.weight as ParameterSpec;
  return {
    parameters: {
      ...layer.parameters,
      weight_u: { shape: [spec.shape[0]!], initialize: direction, buffer: true },
    },
    apply: (scope, x) => {
      const u = scope.parameter('weight_u');
      const { weight, next } = spectrallyNormalized(scope.parameter('weight'), u, scope.isTraining);
      if (scope.isTraining) scope.update('weight_u', next);
      const inner: Scope = {
        ...scope,
        parameter: (name) => (name === 'weight' ? weight : scope.parameter(name)),
      };
      return layer.apply(inner, x);
    },
  };
}
