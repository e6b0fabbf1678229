import { describe, expect, it } from 'vitest';
import { type Engine, value } from '../runtime/engine.ts';
import { nodeEngine } from '../runtime/node.ts';
import { webEngine } from '../runtime/web.ts';
import * as g from './index.ts';

/** Whole numbers and conditions: what the shape rules allow is what ONNX Runtime has kernels for. */
type Build = (a: g.Tensor, b: g.Tensor) => g.Tensor | readonly g.Tensor[];

const moves: Readonly<Record<string, Build>> = {
  reshape: (a) => g.reshape(a, [3, 2]),
  transpose: (a) => g.transpose(a),
  expand: (a) => g.expand(a, [2, 2, 3]),
  'slice with a step': (a) => g.slice(a, 1, { step: 2 }),
  pad: (a) => g.pad(a, { before: [1, 0], after: [0, 2] }),
  'pad between': (a) => g.pad(a, { before: [0, 0], after: [0, 0], between: [1, 1] }),
  extend: (a) => g.extend(a, 1, { before: 2, mode: 'wrap' }),
  concat: (a, b) => g.concat([a, b], 1),
  stack: (a, b) => g.stack([a, b], -1),
  split: (a) => g.split(a, 1, [1, 2]),
  gather: (a) => g.gather(a, g.constant([1, 0, 1], [3], 'int32')),
  stopGradient: (a) => g.stopGradient(a),
  equal: (a, b) => g.equal(a, b),
  select: (a, b) => g.select(g.equal(a, b), a, b),
  'a scan that carries, reads and writes': (a, b) => {
    const { carried, steps } = g.scan(
      ([h], [s]) => ({
        carried: [g.select(g.equal(h!, s!), s!, h!)],
        steps: [g.slice(h!, 0, { size: 1 }), s!],
      }),
      [g.reshape(g.slice(b, 0, { size: 1 }), [3])],
      [a],
    );
    return [...carried, ...steps];
  },
};

const numbers: Readonly<Record<string, Build>> = {
  add: g.add,
  subtract: g.subtract,
  multiply: g.multiply,
  negate: (a) => g.negate(a),
  greater: g.greater,
  less: g.less,
  maximum: g.maximum,
  minimum: g.minimum,
  sum: (a) => [g.sum(a), g.sum(a, { axes: [0] })],
  max: (a) => [g.max(a), g.max(a, { axes: [-1], keep: true })],
  argmax: (a) => g.argmax(a),
  oneHot: (a) => g.oneHot(a, 3),
};

const conditions: Readonly<Record<string, Build>> = {
  and: g.and,
  or: g.or,
  not: (a) => g.not(a),
  'select of numbers by broadcasting': (a) => g.select(a, g.constant([1, 2, 3], [3]), -1),
};

const engines: readonly Engine[] = [nodeEngine(), webEngine()];
const given = { int32: [0, 2, 1, 2, 2, 5], bool: [0, 1, 1, 1, 0, 1] };
const other = { int32: [0, 1, 1, 3, 2, -4], bool: [0, 0, 1, 0, 1, 1] };

const cases = [
  ...Object.entries({ ...moves, ...numbers }).map(([name, build]) => ['int32', name, build] as const),
  ...Object.entries({ ...moves, ...conditions }).map(([name, build]) => ['bool', name, build] as const),
];

describe.each(engines)('on $name', (engine) => {
  it.each(cases)('%s: %s gives the values and the type of the reference', async (dtype, _, build) => {
    const [a, b] = [g.input('a', [2, 3], dtype), g.input('b', [2, 3], dtype)];
    const results = [build(a, b)].flat();
    const program = g.program(Object.fromEntries(results.map((y, i) => [`y${i}`, y])));
    const expected = g.evaluateProgram(program, { a: given[dtype], b: other[dtype] });
    const typed = { int32: Int32Array, bool: Uint8Array }[dtype];
    const executable = await engine.compile(program);
    const actual = await executable.run({
      a: value(typed.from(given[dtype]), [2, 3]),
      b: value(typed.from(other[dtype]), [2, 3]),
    });
    await executable.release();
    results.forEach((y, i) => {
      const { dtype: type, shape, data } = actual[`y${i}`]!;
      expect({ type, shape, data: [...data] }).toEqual({
        type: y.dtype,
        shape: y.shape,
        data: [...expected[`y${i}`]!.data].map((v) => v + 0), // -0 is 0
      });
    });
  });
});
