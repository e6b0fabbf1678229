/**
 * RCGAN's maximum mean discrepancy (Esteban, Hyland, Ratsch 2017, arXiv:1706.02633; code of the authors): two Gaussian
 * kernels on whole sequences (kernels.ts) whose widths are tuned to tell the two sets apart, so that no choice of width
 * hides a difference.
 *
 *     start    s = m^-1 and m^3, m the median distance within the real set (its zero diagonal included)
 *     tuning   RMSProp (TensorFlow's: rate 0.05, decay 0.9, first square 1, epsilon 1e-10) maximises
 *              t = MMD^2 / sqrt(max(Var, 1e-8)) on a fifth of the sequences, until t changes by less than 0.001 or for
 *              2000 steps
 *     score    unbiased MMD^2 on the other four fifths
 *
 * Var is the estimate of Sutherland et al. 2017 (arXiv:1611.04488). Distances are squared differences in float64, where
 * the original subtracts products in float32; at most `most` sequences of each set are looked at.
 */
import {
  add,
  divide,
  exp,
  gradients,
  input,
  maximum,
  multiply,
  program,
  sqrt,
  square,
  subtract,
  sum,
  type Tensor,
} from '../../graph/index.ts';
import { randomStream } from '../../random/stream.ts';
import { type Engine, value } from '../../runtime/engine.ts';
import type { Measurement, Metric, MetricContext } from '../metric.ts';
import { sampled } from '../neighbours/space.ts';
import { protocol } from '../protocol.ts';
import { part, pick, type SequenceSet } from '../sequenceSet.ts';
import { discrepancy, medianDistance, type SquareTables, squareTables } from './kernels.ts';

const frozen = protocol('rcgan-mmd', 1, {
  kernels: 2,
  startPowers: [-1, 3],
  tunedShare: 0.2,
  rate: 0.05,
  decay: 0.9,
  epsilon: 1e-10,
  leastVariance: 1e-8,
  tolerance: 0.001,
  steps: 2000,
  most: 500,
});

const total = (...terms: readonly Tensor[]): Tensor => terms.reduce((a, b) => add(a, b));

/** t and MMD^2 of m sequences each under kernels of widths `sigma` [K]; tables [m, m] of squared distances. */
export function ratioProgram(count: number, kernels: number) {
  const m = count;
  const [real, generated, between] = ['real', 'generated', 'between'].map((name) => input(name, [1, m, m]));
  const sigma = input('sigma', [kernels, 1, 1]);
  const gamma = divide(-0.5, square(sigma));
  const kernel = (table: Tensor) => sum(exp(multiply(table, gamma)), { axes: [0] });
  const [xx, yy, xy] = [kernel(real!), kernel(generated!), kernel(between!)];
  // the diagonals of xx and yy are `kernels` everywhere
  const [xRows, yRows] = [xx, yy].map((k) => subtract(sum(k, { axes: [1] }), kernels)) as [Tensor, Tensor];
  const [xyColumns, xyRows] = [sum(xy, { axes: [0] }), sum(xy, { axes: [1] })];
  const [xSum, ySum, xySum] = [sum(xRows), sum(yRows), sum(xyRows)];
  const squares = (k: Tensor, diagonal: number) => subtract(sum(square(k)), diagonal);
  const mmd = subtract(multiply(total(xSum, ySum), 1 / (m * (m - 1))), multiply(xySum, 2 / (m * m)));
  // the sums are divided before they are squared, which float32 could not hold
  const [xMean, yMean, xyMean] = [xSum, ySum, xySum].map((s) => multiply(s, 1 / (m * m))) as [
    Tensor,
    Tensor,
    Tensor,
  ];
  const within = total(
    multiply(sum(square(xRows)), 2),
    multiply(squares(xx, m * kernels ** 2), -1),
    multiply(sum(square(yRows)), 2),
    multiply(squares(yy, m * kernels ** 2), -1),
  );
  const variance = total(
    multiply(within, 2 / (m ** 2 * (m - 1) ** 2)),
    multiply(total(square(xMean), square(yMean)), (-(4 * m - 6) * m) / (m - 1) ** 3),
    multiply(total(sum(square(xyRows)), sum(square(xyColumns))), (4 * (m - 2)) / (m ** 3 * (m - 1) ** 2)),
    multiply(sum(square(xy)), (-4 * (m - 3)) / (m ** 3 * (m - 1) ** 2)),
    multiply(square(xyMean), -(8 * m - 12) / (m * (m - 1))),
    multiply(multiply(total(xMean, yMean), xyMean), 8 / (m - 1)),
    multiply(total(sum(multiply(xRows, xyRows)), sum(multiply(yRows, xyColumns))), -8 / (m ** 3 * (m - 1))),
  );
  const ratio = divide(mmd, sqrt(maximum(variance, frozen.settings.leastVariance)));
  const [slope] = gradients(ratio, [sigma]);
  return program({ ratio, mmd, variance, slope: slope! });
}

/** The tuned widths, and how many steps it took. */
async function tune(engine: Engine, tables: SquareTables, start: readonly number[], signal?: AbortSignal) {
  const { rate, decay, epsilon, tolerance, steps } = frozen.settings;
  const executable = await engine.compile(ratioProgram(tables.count, start.length));
  const shape = [1, tables.count, tables.count];
  const given = {
    real: value(Float32Array.from(tables.real), shape),
    generated: value(Float32Array.from(tables.generated), shape),
    between: value(Float32Array.from(tables.between), shape),
    sigma: value(Float32Array.from(start), [start.length, 1, 1]),
  };
  const squares = start.map(() => 1);
  let before = 0;
  let step = 0;
  try {
    for (; step < steps; step++) {
      signal?.throwIfAborted();
      const { ratio, slope } = await executable.run(given);
      const now = ratio!.data[0]!;
      squares.forEach((held, i) => {
        const g = slope!.data[i]!;
        squares[i] = decay * held + (1 - decay) * g * g;
        given.sigma.data[i]! += (rate * g) / Math.sqrt(squares[i]! + epsilon);
      });
      if (Math.abs(now - before) < tolerance) break;
      before = now;
    }
  } finally {
    await executable.release();
  }
  return { sigmas: [...given.sigma.data] as number[], steps: step };
}

async function compute(context: MetricContext): Promise<Measurement> {
  const { real, generated, seed, engine, signal } = context;
  const { most, startPowers, tunedShare } = frozen.settings;
  const count = Math.min(most, real.count, generated.count);
  const shuffled = (set: SequenceSet, name: string) => {
    const sample = sampled(set, count, seed, name);
    return pick(sample, randomStream(seed, `order of ${name}`).permutation(0, count));
  };
  const [x, y] = [shuffled(real, 'real'), shuffled(generated, 'generated')];
  const cut = Math.floor(tunedShare * count);
  const tuned = squareTables(part(x, 0, cut), part(y, 0, cut));
  const median = medianDistance(squareTables(x, x).real);
  if (!(median > 0)) {
    return { value: Number.NaN, warnings: ['most real sequences are identical: the kernels have no width'] };
  }
  const { sigmas, steps } = await tune(
    engine!,
    tuned,
    startPowers.map((power) => median ** power),
    signal,
  );
  const { unbiased, biased } = discrepancy(squareTables(part(x, cut, count), part(y, cut, count)), sigmas);
  return {
    value: unbiased,
    details: { biased, 'first width': sigmas[0]!, 'second width': sigmas[1]!, steps },
  };
}

export const tunedKernelMetric: Metric = {
  id: 'mmd-rcgan',
  name: 'Maximum mean discrepancy, tuned kernels',
  group: 'joint',
  needs: { engine: true, count: 20 },
  direction: 'lower',
  range: [Number.NEGATIVE_INFINITY, 4],
  protocol: frozen,
  citation: 'Esteban, Hyland, Ratsch 2017, RCGAN, arXiv:1706.02633; Sutherland et al. 2017, arXiv:1611.04488',
  explanation:
    'As the maximum mean discrepancy, with the widths of two kernels chosen to show the difference best.',
  doesNotProve: 'that fine detail is right where no width shows it; nor that nothing was memorised',
  compute,
};
