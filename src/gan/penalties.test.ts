import { describe, expect, it } from 'vitest';
import {
  constant,
  evaluateProgram,
  gradients,
  input,
  matmul,
  multiply,
  program,
  reshape,
  type Tensor,
  tanh,
  transpose,
} from '../graph/index.ts';
import { value } from '../runtime/engine.ts';
import { nodeEngine } from '../runtime/node.ts';
import { type PenaltyName, penalties, penaltyNames } from './penalties.ts';

const [T, F] = [3, 2];
const weights = [0.5, -1, 2, 0.25, -0.75, 1.5];
const weightNorm = Math.hypot(...weights);

/** x [T, B, F] -> w . x[:, b, :], a critic whose slope is w everywhere; `bend` makes it differ from place to place. */
function critic(x: Tensor, bend: (y: Tensor) => Tensor): Tensor {
  const batch = x.shape[1]!;
  const flat = reshape(transpose(x, [1, 0, 2]), [batch, T * F]);
  return bend(reshape(matmul(flat, constant(weights, [T * F, 1])), [batch]));
}

function penalty(name: PenaltyName, batch: number, bend: (y: Tensor) => Tensor, values: readonly number[]) {
  const both = input('both', [T, 2 * batch, F]);
  const built = penalties[name].build({
    critic: (x) => critic(x, bend),
    both,
    logits: critic(both, bend),
    mix: () => constant(new Array(batch).fill(0.3), [1, batch, 1]),
    disturbance: () => constant(disturbances.slice(0, T * batch * F), [T, batch, F]),
  });
  return evaluateProgram(program({ built }), { both: values }).built!.data[0]!;
}

/** In the middle of (0, 1), so that DRAGAN's place is the real sequence whatever the batch's deviation. */
const disturbances = new Array<number>(T * 4 * F).fill(0.5);

const wave = (size: number) => Array.from({ length: size }, (_, i) => Math.sin(1.7 * i + 0.4) * 0.3);

describe('on a critic with one slope everywhere', () => {
  const values = wave(T * 4 * F);
  it.each([
    ['gradientPenalty', (weightNorm - 1) ** 2],
    ['lipschitzPenalty', (weightNorm - 1) ** 2],
    ['divergence', weightNorm ** 6],
    ['dragan', (weightNorm - 1) ** 2],
    ['r1', weightNorm ** 2 / 2],
    ['r1r2', weightNorm ** 2],
  ] as const)('%s is what its formula says', (name, expected) => {
    expect(penalty(name, 2, (y) => y, values)).toBeCloseTo(expected, 9);
  });
});

describe.each(penaltyNames)('%s', (name) => {
  it('takes the norm per sequence: a batch of two is the mean of two batches of one', () => {
    const values = wave(T * 4 * F); // [T, (real 0, real 1, generated 0, generated 1), F]
    const pick = (a: number, b: number) =>
      Array.from({ length: T }, (_, t) =>
        [a, b].flatMap((s) => values.slice((t * 4 + s) * F, (t * 4 + s + 1) * F)),
      ).flat();
    const two = penalty(name, 2, tanh, values);
    const ones = [penalty(name, 1, tanh, pick(0, 2)), penalty(name, 1, tanh, pick(1, 3))];
    expect(ones[0]).not.toBeCloseTo(ones[1]!, 3);
    expect(two).toBeCloseTo((ones[0]! + ones[1]!) / 2, 10);
  });
});

it('a slope below 1 costs nothing with lipschitzPenalty, and is pushed up by gradientPenalty', () => {
  const values = wave(T * 4 * F);
  const flat = (y: Tensor) => multiply(y, 0.5 / weightNorm);
  expect(penalty('lipschitzPenalty', 2, flat, values)).toBe(0);
  expect(penalty('gradientPenalty', 2, flat, values)).toBeCloseTo(0.25, 9);
});

it('dragan looks at real sequences moved by up to half their deviation, never at generated ones', () => {
  const values = wave(T * 4 * F);
  const isReal = values.map((_, i) => Math.floor(i / F) % 4 < 2);
  const real = values.filter((_, i) => isReal[i]);
  const average = real.reduce((a, b) => a + b) / real.length;
  const std = Math.sqrt(real.reduce((total, v) => total + (v - average) ** 2, 0) / real.length);
  disturbances.fill(0.9);
  try {
    const moved = values.map((v, i) => (isReal[i] ? v + 0.4 * std : 7));
    const here = penalty('dragan', 2, tanh, values);
    disturbances.fill(0.5);
    expect(here).toBeCloseTo(penalty('dragan', 2, tanh, moved), 9);
    expect(here).not.toBeCloseTo(penalty('dragan', 2, tanh, values), 3);
  } finally {
    disturbances.fill(0.5);
  }
});

describe.each(penaltyNames)('%s in float32', (name) => {
  it('and its slope are finite for critics that are flat, nearly flat, and as steep as 1000', async () => {
    const both = input('both', [T, 4, F]);
    const steepness = input('steepness', []);
    const bend = (y: Tensor) => multiply(y, steepness);
    const built = penalties[name].build({
      critic: (x) => critic(x, bend),
      both,
      logits: critic(both, bend),
      mix: () => constant([0.3, 0.7], [1, 2, 1]),
      disturbance: () => constant(wave(T * 2 * F).map(Math.abs), [T, 2, F]),
    });
    const [slope] = gradients(built, [steepness]);
    const executable = await nodeEngine().compile(program({ built, slope: slope! }));
    for (const steep of [0, 1e-20, 1e-6, 1, 1000]) {
      for (const size of [0, 1]) {
        const results = await executable.run({
          both: value(
            Float32Array.from(wave(T * 4 * F), (v) => v * size),
            [T, 4, F],
          ),
          steepness: value(Float32Array.of(steep), []),
        });
        for (const [what, { data }] of Object.entries(results)) {
          expect(Number.isFinite(data[0]), `${what} at ${steep}, sequences times ${size}`).toBe(true);
        }
      }
    }
    await executable.release();
  });
});
