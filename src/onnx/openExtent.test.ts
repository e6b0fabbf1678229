import * as ort from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import * as g from '../graph/index.ts';
import { gru, lstm } from '../nn/index.ts';
import { lowerProgram } from './lower.ts';

const open = { name: 'batch', extent: 7919 };
const [T, Z, H] = [4, 2, 3];
const wave = (size: number) => Float32Array.from({ length: size }, (_, i) => Math.sin(i * 1.3 + 0.2));

/** A recurrent network whose start, reshapes and outputs all hold the batch. */
function build(layer: typeof lstm | typeof gru, batch: number): g.Program {
  const [steps, shared] = [g.input('steps', [T, batch, Z]), g.input('shared', [batch, 1])];
  const network = layer({ inputs: Z + 1, hidden: H, layers: 2 });
  const scope = {
    isTraining: false,
    parameter: (name: string) => {
      const { shape } = network.parameters[name]!;
      return g.constant(wave(g.sizeOf(shape)), shape);
    },
    update: () => {},
    uniform: () => expect.fail('no noise is asked for'),
  };
  const repeated = g.expand(g.reshape(shared, [1, batch, 1]), [T, batch, 1]);
  const { outputs } = network.apply(scope, g.concat([steps, repeated], 2));
  return g.program({ sequences: g.transpose(outputs, [1, 0, 2]), flat: g.reshape(outputs, [T * batch, H]) });
}

async function run(model: Uint8Array, batch: number) {
  const session = await ort.InferenceSession.create(model);
  const results = await session.run({
    steps: new ort.Tensor('float32', wave(T * batch * Z), [T, batch, Z]),
    shared: new ort.Tensor('float32', wave(batch), [batch, 1]),
  });
  await session.release();
  return results;
}

describe.each([
  ['lstm', lstm],
  ['gru', gru],
] as const)('an open extent in a model with a %s', (_, layer) => {
  it.each([1, 3, 40])(
    'takes the value of the inputs: a batch of %i gives what a model of that batch gives',
    async (batch) => {
      const [opened, closed] = [build(layer, open.extent), build(layer, batch)];
      const actual = await run(lowerProgram(opened, { open }), batch);
      const expected = await run(lowerProgram(closed), batch);
      for (const name of ['sequences', 'flat']) {
        expect(actual[name]!.dims).toEqual(expected[name]!.dims);
        expect([...(actual[name]!.data as Float32Array)]).toEqual([
          ...(expected[name]!.data as Float32Array),
        ]);
      }
    },
  );
});

it('a constant with content of its own along an open extent is refused', () => {
  const x = g.input('x', [open.extent]);
  const ramp = g.constant(
    Float32Array.from({ length: open.extent }, (_, i) => i),
    [open.extent],
  );
  expect(() => lowerProgram(g.program({ y: g.add(x, ramp) }), { open })).toThrow(
    /cannot follow the open extent/,
  );
});
