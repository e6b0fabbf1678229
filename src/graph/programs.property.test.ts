import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finiteDifferences, relativeError } from '../../test/conformance/declaration.ts';
import { randomStream } from '../random/stream.ts';
import { value } from '../runtime/engine.ts';
import { nodeEngine } from '../runtime/node.ts';
import * as g from './index.ts';

/**
 * Programs put together at random from operators that keep [2, 3]: what single cases cannot show, such as equal
 * nodes that are shared, values used in several places, scans in scans' neighbourhood, gradients of gradients.
 */
const SHAPE = [2, 3];
const weights = g.constant([1, -0.5, 0.3, 0.7, -1.1, 0.4], SHAPE);

type Combine = (a: g.Tensor, b: g.Tensor) => g.Tensor;

const half = (x: g.Tensor) => g.multiply(x, 0.5);

function recurrence(reverse: boolean): Combine {
  return (a, b) => {
    const start = g.reshape(g.slice(b, 0, { size: 1 }), [3]);
    const { steps } = g.scan(
      ([h], [row]) => {
        const next = g.tanh(g.add(g.multiply(h!, row!), g.max(b, { axes: [0] })));
        return { carried: [next], steps: [g.add(next, h!)] };
      },
      [start],
      [a],
      { reverse },
    );
    return steps[0]!;
  };
}

/** dS/da for a smooth S of both: a gradient inside a program, which is then differentiated again. */
const slope: Combine = (a, b) => {
  const total = g.sum(g.multiply(weights, g.tanh(g.add(a, g.sin(b)))));
  return g.gradients(total, [a])[0]!;
};

const operators: Readonly<Record<string, Combine>> = {
  add: g.add,
  subtract: g.subtract,
  multiply: (a, b) => half(g.multiply(a, b)),
  divide: (a, b) => g.divide(a, g.add(g.square(b), 1)),
  maximum: g.maximum,
  minimum: g.minimum,
  tanh: (a) => g.tanh(a),
  sin: (a) => g.sin(a),
  sigmoid: (a) => g.sigmoid(a),
  softplus: (a) => g.softplus(a),
  gelu: (a) => g.gelu(a),
  softmax: (a) => g.softmax(a),
  logSoftmax: (a) => half(g.logSoftmax(a)),
  standardize: (a) => g.standardize(a, [-1], 0.5),
  matmul: (a, b) => half(g.matmul(g.matmul(a, g.transpose(b)), a)),
  'sum and broadcast': (a, b) => half(g.add(g.sum(a, { axes: [0], keep: true }), b)),
  'mean and broadcast': (a, b) => g.multiply(g.mean(a, { axes: [-1], keep: true }), b),
  'concat and slice': (a, b) => g.slice(g.concat([a, b], 1), 1, { start: 1, size: 3, step: 2 }),
  'split and swap': (a, b) => g.concat([g.split(a, 1, [1, 2])[1]!, g.split(b, 1, [1, 2])[0]!], 1),
  'reshape and transpose': (a) => g.transpose(g.reshape(a, [3, 2])),
  'gather rows': (a) => g.gather(a, g.constant([1, 1], [2], 'int32')),
  pad: (a) => g.slice(g.pad(a, { before: [1, 0], after: [0, 0] }), 0, { size: 2 }),
  convolution: (a, b) => {
    const image = g.reshape(a, [1, 2, 3]);
    return g.reshape(half(g.convolution(image, g.reshape(b, [1, 2, 3]), { padding: [1] })), [1, 3]);
  },
  scan: recurrence(false),
  'scan in reverse': recurrence(true),
  slope,
};

const steps = fc.array(
  fc.record({
    operator: fc.constantFrom(...Object.keys(operators)),
    a: fc.nat({ max: 20 }),
    b: fc.nat({ max: 20 }),
  }),
  { minLength: 1, maxLength: 7 },
);

function build(chosen: readonly { operator: string; a: number; b: number }[]) {
  const [x, y] = [g.input('x', SHAPE), g.input('y', SHAPE)];
  const made = [x, y];
  for (const { operator, a, b } of chosen) {
    const pick = (at: number) => made[made.length - 1 - (at % made.length)]!;
    made.push(g.expand(operators[operator]!(pick(a), pick(b)), SHAPE));
  }
  const loss = g.sum(g.multiply(weights, made.at(-1)!));
  return { x, y, loss, gradients: g.vectorJacobianProduct([loss], [g.scalar(1)], [x, y]) };
}

const given = ['x', 'y'].map((name) => {
  const data = new Float32Array(6);
  randomStream(11, name).normal(0, data);
  return data;
}) as [Float32Array, Float32Array];

describe('any program of a few operators', () => {
  it('has the gradient of finite differences, and gives the same on onnxruntime-node', async () => {
    const engine = nodeEngine();
    await fc.assert(
      fc.asyncProperty(steps, async (chosen) => {
        const { x, y, loss, gradients } = build(chosen);
        const values = new Map(
          [x, y].map((tensor, i) => [tensor, { shape: SHAPE, data: Float64Array.from(given[i]!) }]),
        );
        const outputs: Record<string, g.Tensor> = { loss };
        [x, y].forEach((variable, i) => {
          const found = gradients[i];
          const expected = finiteDifferences(loss, variable, values);
          const actual = found ? g.evaluate([found], values)[0]!.data : new Float64Array(6);
          expect(relativeError(actual, expected)).toBeLessThan(1e-5); // steep programs bend within a step
          if (found) outputs[`d${i}`] = found;
        });
        const reference = g.evaluate(Object.values(outputs), values);
        const executable = await engine.compile(g.program(outputs));
        const actual = await executable.run({ x: value(given[0], SHAPE), y: value(given[1], SHAPE) });
        await executable.release();
        Object.keys(outputs).forEach((name, i) => {
          expect(relativeError(actual[name]!.data, reference[i]!.data), name).toBeLessThan(1e-5);
        });
      }),
      { seed: 4, numRuns: Number(process.env.LONG ? 2000 : 120) },
    );
  });
});
