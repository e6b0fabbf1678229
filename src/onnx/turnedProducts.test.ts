import { describe, expect, it } from 'vitest';
import * as g from '../graph/index.ts';
import type { ScanBody } from '../graph/scan/scan.ts';
import { value } from '../runtime/engine.ts';
import { nodeEngine } from '../runtime/node.ts';
import { lowerProgram } from './lower.ts';
import { isTurnedProduct } from './turnedProducts.ts';

/** h' = tanh(h w + x) through T steps: all h. */
function statesOf(x: g.Tensor, w: g.Tensor): g.Tensor {
  const step = ([h]: readonly g.Tensor[], [s]: readonly g.Tensor[]) => {
    const next = g.tanh(g.add(g.matmul(h!, w), s!));
    return { carried: [next], steps: [next] };
  };
  return g.scan(step, [g.zeros(x.shape.slice(1))], [x]).steps[0]!;
}

/** With the gradient of the sum of their squares. */
function recurrence(batch: number, size: number) {
  const [x, w] = [g.input('x', [3, batch, size]), g.input('w', [size, size])];
  const y = statesOf(x, w);
  const [dx, dw] = g.gradients(g.sum(g.square(y)), [x, w]);
  return g.program({ y, dx: dx!, dw: dw! });
}

const forward = (batch: number, w: g.Tensor) =>
  g.program({ y: statesOf(g.input('x', [3, batch, w.shape[0]!]), w) });

/** The products in the bodies of a program's loops that are turned. */
function turnedOf({ outputs }: g.Program): readonly g.Node[] {
  return g.ancestors(Object.values(outputs)).flatMap((node) => {
    if (node.operator.name !== 'scan') return [];
    const { carriedOut, stepOut, constantIn } = node.attributes as ScanBody;
    const body = g.ancestors([...carriedOut, ...stepOut]);
    return body.filter((inner) => isTurnedProduct(inner, (tensor) => constantIn.includes(tensor)));
  });
}

/** How many nodes of a lowered program, in its loops and outside, turn something: nodes are named after their type. */
const turnsOf = (program: g.Program): number =>
  [
    ...Buffer.from(lowerProgram(program))
      .toString('latin1')
      .matchAll(/Transpose:/g),
  ].length;

describe('a product of a loop is turned', () => {
  it('where its weight is large beside the step, in the forward and in the backward loop', () => {
    expect(turnedOf(recurrence(8, 64))).toHaveLength(2);
  });

  it('but not where the step is as large, or a few rows only', () => {
    for (const batch of [64, 7, 1]) expect(turnedOf(recurrence(batch, 64))).toEqual([]);
  });

  it('nor where the weight is made of constants, which ONNX Runtime packs once', () => {
    const values = Float64Array.from({ length: 64 * 64 }, (_, i) => Math.sin(i));
    expect(turnsOf(forward(8, g.constant(values, [64, 64])))).toBe(0);
    expect(turnsOf(forward(8, g.input('w', [64, 64])))).toBe(2);
  });

  it('and its weight outside of the loop, once, where it is not as it is wanted', () => {
    const results = 2; // of the forward and of the backward step
    expect(turnsOf(recurrence(8, 64))).toBe(results + 1);
    expect(turnsOf(recurrence(64, 64))).toBe(0);
  });

  it('and a weight that was turned for it is read as it was; the turned one is left out where nothing reads it', () => {
    expect(turnsOf(forward(8, g.transpose(g.input('w', [64, 64]))))).toBe(1);
  });
});

it('a turned product has the values of the product', async () => {
  const program = recurrence(8, 64);
  const wave = (size: number, pace: number) =>
    Float32Array.from({ length: size }, (_, i) => Math.sin(pace * i) / 2);
  const given = Object.fromEntries(
    Object.entries(program.inputs).map(([name, { shape }], i) => [name, wave(g.sizeOf(shape), i + 1)]),
  );
  const executable = await nodeEngine().compile(program);
  const results = await executable.run(
    Object.fromEntries(
      Object.entries(given).map(([name, data]) => [name, value(data, program.inputs[name]!.shape)]),
    ),
  );
  await executable.release();
  for (const [name, { data }] of Object.entries(g.evaluateProgram(program, given))) {
    data.forEach((expected, i) => {
      expect(results[name]!.data[i]).toBeCloseTo(expected, 4);
    });
  }
});
