import { describe, expect, it } from 'vitest';
import { constant, evaluateProgram, gradients, input, program } from '../graph/index.ts';
import { value } from '../runtime/engine.ts';
import { nodeEngine } from '../runtime/node.ts';
import { type LossName, losses, lossNames, lossOf } from './losses.ts';

const B = 4;
const real = [1.5, -0.5, 0, 3];
const generated = [-2, 0.25, 1, -1];
const average = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
const sigmoid = (a: number) => 1 / (1 + Math.exp(-a));

/** The papers' formulas with probabilities, as plain sums. */
const formulas: Readonly<Record<LossName, { critic: number; generator: number }>> = {
  standard: {
    critic:
      -average(real.map((a) => Math.log(sigmoid(a)))) -
      average(generated.map((a) => Math.log(1 - sigmoid(a)))),
    generator: -average(generated.map((a) => Math.log(sigmoid(a)))),
  },
  minimax: {
    critic:
      -average(real.map((a) => Math.log(sigmoid(a)))) -
      average(generated.map((a) => Math.log(1 - sigmoid(a)))),
    generator: average(generated.map((a) => Math.log(1 - sigmoid(a)))),
  },
  wasserstein: { critic: average(generated) - average(real), generator: -average(generated) },
  hinge: {
    critic: average(real.map((a) => Math.max(0, 1 - a))) + average(generated.map((a) => Math.max(0, 1 + a))),
    generator: -average(generated),
  },
  leastSquares: {
    critic: (average(real.map((a) => (a - 1) ** 2)) + average(generated.map((a) => a ** 2))) / 2,
    generator: average(generated.map((a) => (a - 1) ** 2)) / 2,
  },
  relativistic: {
    critic: average(real.map((a, i) => -Math.log(sigmoid(a - generated[i]!)))),
    generator: average(real.map((a, i) => -Math.log(sigmoid(generated[i]! - a)))),
  },
  relativisticAverage: {
    critic:
      -average(real.map((a) => Math.log(sigmoid(a - average(generated))))) -
      average(generated.map((a) => Math.log(1 - sigmoid(a - average(real))))),
    generator:
      -average(generated.map((a) => Math.log(sigmoid(a - average(real))))) -
      average(real.map((a) => Math.log(1 - sigmoid(a - average(generated))))),
  },
};

function build(name: LossName) {
  const [x, g] = [input('real', [B]), input('generated', [B])];
  const critic = losses[name].critic(x, g);
  const generator = losses[name].generator(g, x);
  const slopes = { critic: gradients(critic, [x, g]), generator: gradients(generator, [g]) };
  return program({
    critic,
    generator,
    'critic by real': slopes.critic[0]!,
    'critic by generated': slopes.critic[1]!,
    'generator by generated': slopes.generator[0]!,
  });
}

describe.each(lossNames)('the loss %s', (name) => {
  it('is the formula of its paper', () => {
    const { critic, generator } = evaluateProgram(build(name), { real, generated });
    expect(critic!.data[0]).toBeCloseTo(formulas[name].critic, 12);
    expect(generator!.data[0]).toBeCloseTo(formulas[name].generator, 12);
  });

  it('and its slopes are finite in float32 for logits up to 1000', async () => {
    const executable = await nodeEngine().compile(build(name));
    const extremes = [-1000, -88.8, 88.8, 1000];
    for (const a of extremes) {
      for (const b of extremes) {
        const given = { real: [a, a, 0, b], generated: [b, 0, a, a] };
        const results = await executable.run({
          real: value(Float32Array.from(given.real), [B]),
          generated: value(Float32Array.from(given.generated), [B]),
        });
        for (const [what, { data }] of Object.entries(results)) {
          expect([...data].every(Number.isFinite), `${what} at ${JSON.stringify(given)}`).toBe(true);
        }
      }
    }
    await executable.release();
  });

  it('pulls the critic to tell the two apart, and the generator to be taken for real', () => {
    const results = evaluateProgram(build(name), { real: [0, 0, 0, 0], generated: [0, 0, 0, 0] });
    expect(results['critic by real']!.data.every((slope) => slope < 0)).toBe(true);
    expect(results['generator by generated']!.data.every((slope) => slope < 0)).toBe(true);
    if (name !== 'leastSquares') {
      expect(results['critic by generated']!.data.every((slope) => slope > 0)).toBe(true);
    }
  });
});

it('the least squares critic is content with real at 1 and generated at 0', () => {
  const loss = losses.leastSquares.critic(constant([1, 1], [2]), constant([0, 0], [2]));
  expect(evaluateProgram(program({ loss }), {}).loss!.data[0]).toBe(0);
});

it('where the critic is sure, the minimax generator has next to no slope, and the standard one its full slope', () => {
  const sure = { real: [9, 9, 9, 9], generated: [-9, -9, -9, -9] };
  const slopeOf = (name: LossName) =>
    evaluateProgram(build(name), sure)['generator by generated']!.data.reduce((a, b) => a + b);
  expect(Math.abs(slopeOf('minimax'))).toBeLessThan(1e-3);
  expect(Math.abs(slopeOf('standard'))).toBeGreaterThan(0.999);
});

describe('one-sided label smoothing', () => {
  const share = 0.1;
  const smoothed: Readonly<Partial<Record<LossName, (a: number) => number>>> = {
    standard: (a) => -(1 - share) * Math.log(sigmoid(a)) - share * Math.log(1 - sigmoid(a)),
    minimax: (a) => -(1 - share) * Math.log(sigmoid(a)) - share * Math.log(1 - sigmoid(a)),
    leastSquares: (a) => (a - (1 - share)) ** 2 / 2,
  };
  const plain: typeof smoothed = {
    standard: (a) => -Math.log(sigmoid(a)),
    minimax: (a) => -Math.log(sigmoid(a)),
    leastSquares: (a) => (a - 1) ** 2 / 2,
  };

  it.each(lossNames)('of %s is there where the loss has a target, and moves it to 1 - share', (name) => {
    const { smoothing } = lossOf(name);
    expect(smoothing !== undefined).toBe(name in smoothed);
    if (!smoothing) return;
    const added = evaluateProgram(program({ added: smoothing(constant(real, [B]), share) }), {}).added!
      .data[0]!;
    expect(added).toBeCloseTo(average(real.map((a) => smoothed[name]!(a) - plain[name]!(a))), 12);
  });
});
