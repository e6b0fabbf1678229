import { describe, expect, it } from 'vitest';
import * as g from '../graph/index.ts';
import { type Engine, value } from '../runtime/engine.ts';
import { nodeEngine } from '../runtime/node.ts';
import { webEngine } from '../runtime/web.ts';

const far = [-1000, -100, -89, -20, 0, 20, 89, 100, 1000];
const logistic = (x: number) => 1 / (1 + Math.exp(-x));

/** f and f' for x far from zero, where a careless formula is infinite or not a number in float32. */
const functions: Readonly<
  Record<string, [(x: g.Tensor) => g.Tensor, (x: number) => number, (x: number) => number]>
> = {
  softplus: [g.softplus, (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))), logistic],
  sigmoid: [g.sigmoid, logistic, (x) => logistic(x) * logistic(-x)],
  tanh: [g.tanh, Math.tanh, (x) => 1 / Math.cosh(x) ** 2],
  gelu: [g.gelu, (x) => Math.max(x, 0), (x) => (x > 0 ? 1 : x < 0 ? 0 : 0.5)],
  leakyRelu: [(x) => g.leakyRelu(x, 0.5), (x) => (x > 0 ? x : 0.5 * x), (x) => (x > 0 ? 1 : 0.5)],
  erf: [g.erf, Math.sign, (x) => (x === 0 ? 2 / Math.sqrt(Math.PI) : 0)],
};

const engines: readonly Engine[] = [nodeEngine(), webEngine()];

describe.each(engines)('far from zero on $name', (engine) => {
  it.each(Object.keys(functions))(
    '%s, its gradient and its second derivative are finite, the first two right',
    async (name) => {
      const [build, f, derivative] = functions[name]!;
      const x = g.input('x', [far.length]);
      const y = build(x);
      const [dx] = g.gradients(g.sum(y), [x]);
      const [ddx] = g.vectorJacobianProduct([g.sum(dx!)], [g.scalar(1)], [x]);
      const {
        y: values,
        dx: slopes,
        ddx: bends,
      } = await run(engine, { y, dx: dx!, ...(ddx && { ddx }) }, far);
      far.forEach((at, i) => {
        expectClose(values![i]!, f(at), `${name}(${at})`);
        expectClose(slopes![i]!, derivative(at), `${name}'(${at})`);
        if (bends) expect(Number.isFinite(bends[i]), `${name}''(${at})`).toBe(true);
      });
    },
  );

  it('softmax and logSoftmax of logits a thousand apart are finite and right, with finite gradients', async () => {
    const x = g.input('x', [3, 3]);
    const [probability, logProbability] = [g.softmax(x), g.logSoftmax(x)];
    const weights = g.constant([1, 2, 3], [3]);
    const gradients = g.gradients(g.sum(g.multiply(g.add(probability, logProbability), weights)), [x]);
    const rows = [1000, 0, -1000, 1000, 1000, 1000, -1000, -1000, 0];
    const result = await run(engine, { probability, logProbability, dx: gradients[0]! }, rows);
    const third = 1 / 3;
    [1, 0, 0, third, third, third, 0, 0, 1].forEach((p, i) => {
      expectClose(result.probability![i]!, p, `softmax ${i}`);
    });
    const log = -Math.log(3);
    [0, -1000, -2000, log, log, log, -1000, -1000, 0].forEach((p, i) => {
      expectClose(result.logProbability![i]!, p, `logSoftmax ${i}`);
    });
    for (const slope of result.dx!) expect(Number.isFinite(slope)).toBe(true);
  });

  it('exp overflows to infinity and log of zero is minus infinity: they hide nothing', async () => {
    const x = g.input('x', [2]);
    const { y, z } = await run(engine, { y: g.exp(x), z: g.log(x) }, [1000, 0]);
    expect([y![0], z![1]]).toEqual([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
  });
});

async function run(engine: Engine, outputs: Readonly<Record<string, g.Tensor>>, x: readonly number[]) {
  const program = g.program(outputs);
  const executable = await engine.compile(program);
  const results = await executable.run({ x: value(Float32Array.from(x), program.inputs.x!.shape) });
  await executable.release();
  return Object.fromEntries(Object.entries(results).map(([name, { data }]) => [name, [...data]]));
}

function expectClose(actual: number, expected: number, what: string): void {
  expect(Math.abs(actual - expected), `${what} is ${actual}, not ${expected}`).toBeLessThan(
    1e-6 * (1 + Math.abs(expected)),
  );
}
