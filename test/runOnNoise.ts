/** What a generator makes, as the tests of training look at it. */
import { constant, type Program, sizeOf, type Tensor } from '../src/graph/index.ts';
import { randomStream } from '../src/random/stream.ts';
import { type Value, type Values, value } from '../src/runtime/engine.ts';
import { nodeEngine } from '../src/runtime/node.ts';

/** Runs a program all of whose inputs are normal noise, drawn by (seed, name). */
export async function runOnNoise(program: Program, seed: number): Promise<Values> {
  const executable = await nodeEngine().compile(program);
  const noise = Object.entries(program.inputs).map(([name, { shape }]) => {
    const drawn = new Float32Array(sizeOf(shape));
    randomStream(seed, name).normal(0, drawn);
    return [name, value(drawn, shape)] as const;
  });
  const results = await executable.run(Object.fromEntries(noise));
  await executable.release();
  return results;
}

/** Gives a generator the weights that stand in a state under `average.*`, or under its own name. */
export const weightsIn =
  (state: Readonly<Record<string, Value>>, player: 'generator' | 'average' = 'generator') =>
  (name: string): Tensor => {
    const { data, shape } = state[`${player}.${name}`]!;
    return constant(data, shape);
  };
