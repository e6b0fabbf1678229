import { describe, expect, it } from 'vitest';
import { finiteDifferences, relativeError } from '../../test/conformance/declaration.ts';
import { randomStream } from '../random/stream.ts';
import * as g from './index.ts';
import { elementwise } from './operators/elementwise.ts';
import { apply } from './tensor.ts';

const drawn = (name: string, shape: g.Shape): g.ReferenceValue => {
  const data = new Float32Array(g.sizeOf(shape));
  randomStream(5, name).normal(0, data);
  return { shape, data: Float64Array.from(data) };
};

/** A recurrence with two results of different shapes: every step [T, B, 2] and the last carry [B, 2]. */
function recurrence(x: g.Tensor, w: g.Tensor) {
  const { carried, steps } = g.scan(
    ([h], [v]) => {
      const next = g.tanh(g.add(g.matmul(h!, w), v!));
      return { carried: [next], steps: [g.square(next)] };
    },
    [g.zeros([2, 2])],
    [x],
  );
  return [steps[0]!, carried[0]!] as const;
}

describe('a vector-Jacobian product', () => {
  const [x, w] = [g.input('x', [3, 2, 2]), g.input('w', [2, 2])];
  const results = recurrence(x, w);
  const cotangents = results.map(({ shape }, i) => g.input(`v${i}`, shape));
  const given = new Map([x, w, ...cotangents].map((t, i) => [t, drawn(`vjp ${i}`, t.shape)]));

  it('of several results is the sum of each result times its cotangent, differentiated', () => {
    const products = g.vectorJacobianProduct(results, cotangents, [x, w]);
    const paired = results.map((y, i) => g.sum(g.multiply(y, cotangents[i]!))).reduce((a, b) => g.add(a, b));
    [x, w].forEach((variable, i) => {
      const expected = finiteDifferences(paired, variable, given);
      const [actual] = g.evaluate([products[i]!], given);
      expect(actual!.shape).toEqual(variable.shape);
      expect(relativeError(actual!.data, expected)).toBeLessThan(1e-8);
    });
  });

  it('is linear in the cotangents, so that its own derivative gives the forward product J u', () => {
    const [dx] = g.vectorJacobianProduct(results, cotangents, [x]);
    const u = g.input('u', x.shape);
    const direction = drawn('u', x.shape);
    const pushed = g.vectorJacobianProduct([dx!], [u], cotangents);
    const actual = g.evaluate(pushed as g.Tensor[], new Map(given).set(u, direction));
    const at = given.get(x)!;
    const moved = (by: number) => {
      const data = at.data.map((value, i) => value + by * direction.data[i]!);
      return g.evaluate(results, new Map(given).set(x, { shape: at.shape, data }));
    };
    const [up, down] = [moved(1e-5), moved(-1e-5)];
    actual.forEach(({ data }, i) => {
      const expected = up[i]!.data.map((value, j) => (value - down[i]!.data[j]!) / 2e-5);
      expect(relativeError(data, expected)).toBeLessThan(1e-8);
    });
  });

  it('is undefined where nothing depends on a tensor, and the cotangent itself for a result', () => {
    const other = g.input('other', [2]);
    const [y] = results;
    expect(g.vectorJacobianProduct([y], [cotangents[0]!], [other, y])).toEqual([undefined, cotangents[0]]);
    expect(g.vectorJacobianProduct([y], [cotangents[0]!], [])).toEqual([]);
  });

  it('with respect to a value inside the graph passes by what lies before it', () => {
    const inner = g.exp(x);
    const y = g.square(inner);
    const [dInner] = g.vectorJacobianProduct([y], [g.expand(g.scalar(1), y.shape)], [inner]);
    const [actual, expected] = g.evaluate([dInner!, g.multiply(inner, 2)], given);
    expect(actual).toEqual(expected);
    expect(g.ancestors([dInner!]).filter(({ operator }) => operator.name === 'exp')).toHaveLength(1);
  });

  it('adds up what a tensor gives by several ways, and a result that is asked for twice', () => {
    const a = g.input('a', []);
    const y = g.multiply(a, a);
    const [da] = g.vectorJacobianProduct([y, y, a], [g.scalar(1), g.scalar(10), g.scalar(100)], [a]);
    const [result] = g.evaluate([da!], new Map([[a, { shape: [], data: Float64Array.of(3) }]]));
    expect(result!.data[0]).toBe(11 * 6 + 100);
  });

  it('goes on to the third derivative', () => {
    const a = g.input('a', []);
    const first = g.gradients(g.tanh(a), [a])[0]!;
    const second = g.gradients(first, [a])[0]!;
    const third = g.gradients(second, [a])[0]!;
    const [result] = g.evaluate([third], new Map([[a, { shape: [], data: Float64Array.of(0.7) }]]));
    const t = Math.tanh(0.7);
    expect(result!.data[0]).toBeCloseTo(-2 * (1 - t * t) * (1 - 3 * t * t), 12);
  });
});

describe('the gradient of a policy', () => {
  it('is that of the log-probability times the reward, which itself passes nothing back', () => {
    const [logits, scores] = [g.input('logits', [4, 3]), g.input('scores', [3])];
    const [noise, reward] = [g.input('noise', [4, 3]), g.input('reward', [4])];
    const drawnToken = g.argmax(g.add(logits, noise));
    const logProbability = g.sum(g.multiply(g.logSoftmax(logits), g.oneHot(drawnToken, 3)), { axes: [-1] });
    const learned = g.sum(g.multiply(g.softmax(logits), scores), { axes: [-1] });
    const loss = g.negate(g.sum(g.multiply(g.stopGradient(g.multiply(learned, reward)), logProbability)));
    const given = new Map([logits, scores, noise, reward].map((t, i) => [t, drawn(`policy ${i}`, t.shape)]));
    const [found] = g.gradients(loss, [logits]);
    expect(g.vectorJacobianProduct([loss], [g.scalar(1)], [scores])).toEqual([undefined]);
    // d log p(k) / d logit_j = [j = k] - p_j
    const [probability, token, weight, actual] = g.evaluate(
      [g.softmax(logits), drawnToken, g.multiply(learned, reward), found!],
      given,
    );
    const expected = probability!.data.map((p, at) => {
      const [row, j] = [Math.floor(at / 3), at % 3];
      return -weight!.data[row]! * (Number(token!.data[row] === j) - p);
    });
    expect(relativeError(actual!.data, expected)).toBeLessThan(1e-12);
  });
});

it('the gradient of a table that a scan looks up is one scatterAdd after the loop, not a table a step', () => {
  const [table, tokens] = [g.input('table', [5, 2]), g.input('tokens', [3, 4], 'int32')];
  const body = ([h]: readonly g.Tensor[], [token]: readonly g.Tensor[]) => {
    const next = g.tanh(g.add(h!, g.gather(table, token!)));
    return { carried: [next], steps: [] };
  };
  const [found] = g.gradients(g.sum(g.scan(body, [g.zeros([4, 2])], [tokens]).carried[0]!), [table]);
  expect(found!.node.operator.name).toBe('scatterAdd');
  expect(found!.node.inputs.map(({ shape }) => shape)).toEqual([
    [3, 4],
    [3, 4, 2],
  ]);
});

it('a gradient rule that gives another shape is found out where it is used', () => {
  const wrong = elementwise({
    name: 'wrong',
    onnx: 'Abs',
    value: (x) => x!,
    gradients: [(dy) => g.sum(dy)],
  });
  const a = g.input('a', [3]);
  const y = g.sum(apply(wrong, [a], {}));
  expect(() => g.gradients(y, [a])).toThrow('wrong: its gradient in input 0 is float32[] for float32[3]');
});
