import { describe, expect, it } from 'vitest';
import { derive, draw, type OperatorCase, pair, relativeError } from '../../test/conformance/declaration.ts';
import { operatorCases } from '../../test/conformance/index.ts';
import { evaluate, program, type ReferenceValue, type Tensor } from '../graph/index.ts';
import { type Engine, type Value, value } from '../runtime/engine.ts';
import { nodeEngine } from '../runtime/node.ts';
import { webEngine } from '../runtime/web.ts';

const engines: readonly Engine[] = [nodeEngine(), webEngine()];

describe.each(engines)(
  'on $name, results, gradients and second derivatives agree with the reference',
  (engine) => {
    it.each(operatorCases)('$title', async (declared: OperatorCase) => {
      const { inputs, results, gradients, seconds } = derive(declared);
      const drawn = draw(declared);
      const outputs: Record<string, Tensor> = {};
      const name = (kind: string, tensors: readonly (Tensor | undefined)[]) =>
        tensors.forEach((tensor, i) => {
          if (tensor) outputs[`${kind}${i}`] = tensor;
        });
      name('y', results);
      name('dL/dx', gradients);
      name('dP/dx', seconds);
      const expected = evaluate(Object.values(outputs), pair(inputs, drawn));

      const executable = await engine.compile(program(outputs));
      const given = Object.fromEntries(inputs.map((x, i) => [`x${i}`, engineValue(x, drawn[i]!)]));
      const actual = await executable.run(given);
      await executable.release();

      Object.entries(outputs).forEach(([key, { shape, dtype }], i) => {
        expect({ key, shape: actual[key]!.shape, dtype: actual[key]!.dtype }).toEqual({ key, shape, dtype });
        const error = relativeError(actual[key]!.data, expected[i]!.data, 0.1);
        expect(error, key).toBeLessThan(declared.tolerance ?? 1e-5);
      });
    });
  },
);

function engineValue({ dtype, shape }: Tensor, { data }: ReferenceValue): Value {
  const convert = { float32: Float32Array, int32: Int32Array, bool: Uint8Array }[dtype];
  return value(convert.from(data), shape);
}
