/** Sequences from our generator, by the program and the batches that `gan-lstm sample` draws with. */
import { initialState } from '../../src/gan/state.ts';
import { generatorProgram, SAMPLE_BATCH, sampleBatches } from '../../src/run/generatorModel.ts';
import type { Engine, Executable } from '../../src/runtime/engine.ts';
import type { LearnedColumn } from '../../src/sequence/timeseries/index.ts';
import { ganOfCase, type PeerCase } from './cases.ts';
import type { Sampled } from './messages.ts';

let compiled: { readonly id: string; readonly executable: Executable } | undefined;

/** Every feature a number in its own unit. */
const columnsOf = (features: number): readonly LearnedColumn[] =>
  Array.from({ length: features }, (_, start) => ({
    kind: 'number',
    name: `x${start}`,
    start,
    scale: 1,
    offset: 0,
    isInteger: false,
    decimals: 6,
    isOptional: false,
    isStatic: false,
  }));

async function compile(engine: Engine, one: PeerCase): Promise<Executable> {
  const gan = ganOfCase(one, 1);
  return engine.compile(
    generatorProgram(gan, initialState(gan), columnsOf(one.shape.features), SAMPLE_BATCH),
  );
}

export async function sample(engine: Engine, one: PeerCase, count: number): Promise<Sampled> {
  if (compiled?.id !== one.id) compiled = { id: one.id, executable: await compile(engine, one) };
  const from = performance.now();
  const size = one.shape.length * one.shape.features;
  let made = 0;
  for await (const values of sampleBatches(compiled.executable, { count, seed: 1 }))
    made += values.length / size;
  if (made !== count) throw new Error(`sample: ${made} sequences were made where ${count} were asked for`);
  return { seconds: (performance.now() - from) / 1000 };
}
