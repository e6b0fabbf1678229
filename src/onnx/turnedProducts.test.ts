import { describe, expect, it } from 'vitest';
import * as g from '../graph/index.ts';
import type { ScanBody } from '../graph/scan/scan.ts';
import { value } from '../runtime/engine.ts';
import { nodeEngine } from '../runtime/node.ts';
import { lowerProgram } from './lower.ts';
import { isTurnedProduct } from './turnedProducts.ts';

/** h' = tanh(h w + x) through T steps, and the gradient of the sum of all h. */
function recurrence(batch: number, size: number, weight = (w: g.Tensor) => w) {
  const [x, given] = [g.input('x', [3, batch, size]), g.input('w', [size, size])];
  const w = weight(given);
  const step = ([h]: readonly g.Tensor[], [s]: readonly g.Tensor[]) => {
    const next = g.tanh(g.add(g.matmul(h!, w), s!));
    return { carried: [next], steps: [next] };
  };
  const { steps } = g.scan(step, [g.zeros([batch, size])], [x]);
  const [dx, dw] = g.gradients(g.sum(g.square(steps[0]!)), [x, given]);
  return g.program({ y: steps[0]!, dx: dx!, dw: dw! });
}

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
    expect(turnedOf(recurrence(2, 16))).toHaveLength(2);
  });

  it('but not where the step is as large', () => {
    expect(turnedOf(recurrence(16, 16))).toEqual([]);
  });

  it('and its weight outside of the loop, once, where it is not as it is wanted', () => {
    const results = 2; // of the forward and of the backward step
    expect(turnsOf(recurrence(2, 16))).toBe(results + 1);
    expect(turnsOf(recurrence(16, 16))).toBe(0);
  });

  it('and a weight that was turned for it is read as it was; the turned one is left out where nothing reads it', () => {
    const { y } = recurrence(2, 16, (w) => g.transpose(w)).outputs;
    expect(turnsOf(g.program({ y: y! }))).toBe(1);
  });
});

it('a turned product has the values of the product', async () => {
  const program = recurrence(2, 16);
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
