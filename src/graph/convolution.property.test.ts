import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { derive, draw, finiteDifferences, pair, relativeError } from '../../test/conformance/declaration.ts';
import { value } from '../runtime/engine.ts';
import { nodeEngine } from '../runtime/node.ts';
import * as g from './index.ts';

const runs = { seed: 9, numRuns: Number(process.env.LONG ? 300 : 60) };

interface Axis {
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  readonly padding: number;
  /** Elements beyond the smallest image that the padded kernel fits. */
  readonly beyond: number;
}

const axis: fc.Arbitrary<Axis> = fc.record({
  kernel: fc.integer({ min: 1, max: 4 }),
  stride: fc.integer({ min: 1, max: 4 }),
  dilation: fc.integer({ min: 1, max: 3 }),
  padding: fc.integer({ min: 0, max: 3 }),
  beyond: fc.integer({ min: 0, max: 5 }),
});

const settings = fc.record({
  axes: fc.array(axis, { minLength: 1, maxLength: 2 }),
  batch: fc.integer({ min: 1, max: 2 }),
  inputs: fc.integer({ min: 1, max: 2 }),
  outputs: fc.integer({ min: 1, max: 2 }),
});

describe('a convolution with any stride, dilation, padding and rest, along one axis or two', () => {
  it('has right derivatives of both orders, and so has its transpose, on the reference and onnxruntime-node', async () => {
    const engine = nodeEngine();
    await fc.assert(
      fc.asyncProperty(settings, fc.boolean(), async ({ axes, batch, inputs, outputs }, isTransposed) => {
        const list = (pick: (axis: Axis) => number) => axes.map(pick);
        const options = {
          stride: list(({ stride }) => stride),
          dilation: list(({ dilation }) => dilation),
          padding: list(({ padding }) => padding),
        };
        const image = list(({ kernel, dilation, padding, beyond }) =>
          Math.max(1, dilation * (kernel - 1) + 1 + beyond - 2 * padding),
        );
        const places = axes.map(({ kernel, stride, dilation, padding }, i) => {
          const reach = dilation * (kernel - 1) + 1;
          return Math.floor((image[i]! + 2 * padding - reach) / stride) + 1;
        });
        const kernel = list((one) => one.kernel);
        const declared = {
          title: JSON.stringify([axes, batch, inputs, outputs, isTransposed]),
          operators: [],
          inputs: [
            { shape: isTransposed ? [batch, outputs, ...places] : [batch, inputs, ...image] },
            { shape: [outputs, inputs, ...kernel] },
          ],
          build: (...[x, w]: g.Tensor[]) =>
            isTransposed
              ? g.transposedConvolution(x!, w!, { ...options, spatial: image })
              : g.convolution(x!, w!, options),
        };
        const { inputs: variables, results, loss, gradients, penalty, seconds } = derive(declared);
        const drawn = draw(declared);
        const given = pair(variables, drawn);
        expect(results[0]!.shape.slice(2)).toEqual(isTransposed ? image : places);
        const named: Record<string, g.Tensor> = { y: results[0]! };
        variables.forEach((variable, i) => {
          const found = [gradients[i]!, seconds[i]!] as const;
          const [first, second] = g.evaluate(found, given);
          expect(relativeError(first!.data, finiteDifferences(loss, variable, given))).toBeLessThan(1e-7);
          expect(relativeError(second!.data, finiteDifferences(penalty!, variable, given))).toBeLessThan(
            1e-6,
          );
          [named[`first${i}`], named[`second${i}`]] = found;
        });
        const reference = g.evaluate(Object.values(named), given);
        const executable = await engine.compile(g.program(named));
        const values = drawn.map(
          ({ shape, data }, i) => [`x${i}`, value(Float32Array.from(data), shape)] as const,
        );
        const actual = await executable.run(Object.fromEntries(values));
        await executable.release();
        Object.keys(named).forEach((name, i) => {
          expect(actual[name]!.shape).toEqual(named[name]!.shape);
          expect(relativeError(actual[name]!.data, reference[i]!.data), name).toBeLessThan(1e-5);
        });
      }),
      runs,
    );
  });
});
