/** Sequences from our generator, made as `gan-lstm sample` makes them. */
import { initialState } from '../../src/gan/state.ts';
import { type SequenceMaker, sequenceMaker } from '../../src/run/sampling/sequenceMaker.ts';
import type { Engine } from '../../src/runtime/engine.ts';
import type { LearnedColumn } from '../../src/sequence/timeseries/index.ts';
import { ganOfCase, type PeerCase } from './cases.ts';
import type { Sampled } from './messages.ts';

let opened: { readonly id: string; readonly maker: SequenceMaker } | undefined;

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

/** Workers are running before anything is measured, as the peers' threads are. */
async function open(engine: Engine, one: PeerCase, workers: number): Promise<SequenceMaker> {
  const gan = ganOfCase(one, 1);
  const generator = { gan, weights: initialState(gan), columns: columnsOf(one.shape.features) };
  const maker = sequenceMaker({ engine, generator, workers });
  await maker.startWorkers();
  return maker;
}

export async function sample(
  engine: Engine,
  one: PeerCase,
  count: number,
  workers: number,
): Promise<Sampled> {
  if (opened?.id !== one.id) {
    await opened?.maker.release();
    opened = { id: one.id, maker: await open(engine, one, workers) };
  }
  const from = performance.now();
  const size = one.shape.length * one.shape.features;
  let made = 0;
  for await (const values of opened.maker.batches({ count, seed: 1 })) made += values.length / size;
  if (made !== count) throw new Error(`sample: ${made} sequences were made where ${count} were asked for`);
  return { seconds: (performance.now() - from) / 1000 };
}

export async function releaseSampler(): Promise<void> {
  await opened?.maker.release();
}
