/** What a worker does for sampling (runtime/shards.ts): makes the sequences of one stretch after another. */
import { createGan, type GanConfig, type Shapes } from '../../gan/index.ts';
import type { Shard } from '../../runtime/shards.ts';
import type { TrainedGenerator } from '../generatorModel.ts';
import { BATCH, batchesOf, FEW, type Places, partsOf } from './batches.ts';

export interface SamplingSetup extends Omit<TrainedGenerator, 'gan'> {
  readonly config: GanConfig;
  readonly shapes: Shapes;
}

/** Places as plain data: the attributes are told for each sequence. Answered with [count, T, C]. */
export interface Stretch extends Omit<Places, 'given'> {
  readonly given: Readonly<Record<string, Float32Array>>;
}

export const shard: Shard = async (setup, { engine }) => {
  const { config, shapes, weights, columns } = setup as SamplingSetup;
  const batches = batchesOf(engine, { gan: createGan(config, shapes), weights, columns });
  await batches.make({ seed: 0, first: FEW, count: BATCH }); // it is ready when it has its model
  return async (request) => {
    const { given, ...places } = request as Stretch;
    const told = Object.entries(given).map(
      ([name, values]) => [name, (sequence: number) => values[sequence - places.first]!] as const,
    );
    const stretch = new Float32Array(places.count * shapes.length * columns.length);
    let at = 0;
    for (const part of partsOf({ ...places, given: Object.fromEntries(told) }, BATCH)) {
      const made = await batches.make(part);
      stretch.set(made, at);
      at += made.length;
    }
    return stretch;
  };
};
