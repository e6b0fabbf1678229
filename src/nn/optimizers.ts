/**
 * Optimisers as records: the slots each keeps per parameter, the scalars it wants per step, and one update written in
 * operators. Scalars that depend on the step (bias corrections, schedules) are computed outside in float64.
 */
import { add, divide, minimum, multiply, sqrt, square, subtract, sum, type Tensor } from '../graph/index.ts';

export interface OptimizerSettings {
  readonly momentum?: number;
  readonly beta1?: number;
  readonly beta2?: number;
  readonly decay?: number;
  readonly epsilon?: number;
  readonly weightDecay?: number;
}

interface Update {
  readonly parameter: Tensor;
  readonly slots: readonly Tensor[];
}

export interface Optimizer {
  readonly name: string;
  /** Names of the tensors kept per parameter, all zero at the start. */
  readonly slots: readonly string[];
  /** Scalars for step 1, 2, ...; `learningRate` is given by the caller. */
  scalars(step: number): Readonly<Record<string, number>>;
  update(
    parameter: Tensor,
    gradient: Tensor,
    slots: readonly Tensor[],
    learningRate: Tensor,
    scalars: Readonly<Record<string, Tensor>>,
  ): Update;
}

type OptimizerFactory = (settings?: OptimizerSettings) => Optimizer;

/** w - r g. */
export const sgd: OptimizerFactory = () => ({
  name: 'sgd',
  slots: [],
  scalars: () => ({}),
  update: (w, g, _, rate) => ({ parameter: subtract(w, multiply(rate, g)), slots: [] }),
});

/** v = m v + g;  w - r v (Polyak 1964, PyTorch's form without dampening). */
export const momentum: OptimizerFactory = ({ momentum: m = 0.9 } = {}) => ({
  name: 'momentum',
  slots: ['velocity'],
  scalars: () => ({}),
  update: (w, g, [v], rate) => {
    const next = add(multiply(v!, m), g);
    return { parameter: subtract(w, multiply(rate, next)), slots: [next] };
  },
});

/** s = d s + (1 - d) g^2;  w - r g / (sqrt(s) + e) (Hinton 2012). */
export const rmsprop: OptimizerFactory = ({ decay = 0.99, epsilon = 1e-8 } = {}) => ({
  name: 'rmsprop',
  slots: ['square'],
  scalars: () => ({}),
  update: (w, g, [s], rate) => {
    const next = add(multiply(s!, decay), multiply(square(g), 1 - decay));
    return { parameter: subtract(w, multiply(rate, divide(g, add(sqrt(next), epsilon)))), slots: [next] };
  },
});

/**
 * m = b1 m + (1 - b1) g;  s = b2 s + (1 - b2) g^2;  w - r (m / (1 - b1^t)) / (sqrt(s / (1 - b2^t)) + e)
 * (Kingma and Ba 2015, arXiv:1412.6980), with decoupled weight decay when it is not zero (Loshchilov and Hutter
 * 2019, arXiv:1711.05101).
 */
export const adam: OptimizerFactory = ({
  beta1 = 0.9,
  beta2 = 0.999,
  epsilon = 1e-8,
  weightDecay = 0,
} = {}) => ({
  name: weightDecay > 0 ? 'adamw' : 'adam',
  slots: ['mean', 'square'],
  scalars: (step) => ({
    meanCorrection: 1 / (1 - beta1 ** step),
    squareCorrection: 1 / Math.sqrt(1 - beta2 ** step),
  }),
  update: (w, g, [m, s], rate, { meanCorrection, squareCorrection }) => {
    const mean = beta1 === 0 ? g : add(multiply(m!, beta1), multiply(g, 1 - beta1));
    const squared = add(multiply(s!, beta2), multiply(square(g), 1 - beta2));
    const scale = add(multiply(sqrt(squared), squareCorrection!), epsilon);
    const step = divide(multiply(mean, multiply(rate, meanCorrection!)), scale);
    const kept = weightDecay > 0 ? multiply(w, subtract(1, multiply(rate, weightDecay))) : w;
    return { parameter: subtract(kept, step), slots: [mean, squared] };
  },
});

export const adamw: OptimizerFactory = (settings = {}) => adam({ weightDecay: 0.01, ...settings });

export const optimizers = { sgd, momentum, rmsprop, adam, adamw } as const;
export type OptimizerName = keyof typeof optimizers;

export const globalNorm = (gradients: readonly Tensor[]): Tensor =>
  sqrt(gradients.map((gradient) => sum(square(gradient))).reduce((a, b) => add(a, b)));

/** Scales all gradients by one factor so that their joint norm is at most `limit` (Pascanu et al. 2013). */
export function clipByGlobalNorm(gradients: readonly Tensor[], limit: number): readonly Tensor[] {
  const factor = minimum(divide(limit, add(globalNorm(gradients), 1e-6)), 1);
  return gradients.map((gradient) => multiply(gradient, factor));
}

/** a + (1 - decay)(w - a): the running average of a weight. */
export const movingAverage = (average: Tensor, weight: Tensor, decay: Tensor | number): Tensor =>
  add(weight, multiply(subtract(average, weight), decay));
