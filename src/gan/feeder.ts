/**
 * What an iteration is given besides the state: a real batch, noise, and scalars. All of it depends on the seed, the
 * configuration and the place in the run alone.
 */
import { type Shape, sizeOf } from '../graph/index.ts';
import { schedules } from '../nn/index.ts';
import { type RandomStream, randomStream } from '../random/stream.ts';
import { type Value, value } from '../runtime/engine.ts';
import type { Gan } from './iteration.ts';
import { fillPart, type Part, WHOLE } from './part.ts';
import { stabiliserScalars } from './stabilisers/stabilising.ts';

type Inputs = Readonly<Record<string, { readonly shape: Shape }>>;

/** Fills the same buffers for every iteration. */
export function feeder(
  /** Of the program that is fed; what the feeder does not know is left out by `isOthers`. */
  inputs: Inputs,
  isOthers: (name: string) => boolean,
  read: (index: number, out: Float32Array) => void,
  seed: number,
  /** Where the program sees a part of each batch: which, and the inputs of a program that sees all of it. */
  { part, whole }: { readonly part: Part; readonly whole: Inputs } = { part: WHOLE, whole: inputs },
) {
  const held: Record<string, Value> = {};
  const streams: Record<string, RandomStream> = {};
  for (const [name, { shape }] of Object.entries(inputs)) {
    if (isOthers(name)) continue;
    held[name] = value(new Float32Array(sizeOf(shape)), shape);
    if (name.startsWith('noise.')) streams[name] = randomStream(seed, name);
  }
  const set = (name: string, scalar: number) => {
    if (held[name]) held[name].data[0] = scalar;
  };
  return ({ config, optimizer }: Gan, step: number, round: number): Readonly<Record<string, Value>> => {
    const index = step * config.criticSteps + round;
    const progress = step / config.steps;
    const factor = schedules[config.schedule](progress);
    if (held.real) read(index, held.real.data as Float32Array);
    for (const [name, stream] of Object.entries(streams)) {
      const { shape, data } = held[name]!;
      const draw = name.startsWith('noise.uniform.') ? stream.uniform : stream.normal;
      fillPart(shape, whole[name]!.shape, part, data as Float32Array, (run, from) => draw(index, run, from));
    }
    set('rate.critic', config.criticRate * factor);
    set('rate.generator', config.generatorRate * factor);
    set('penaltyWeight', config.penaltyWeight);
    const moment = { criticUpdates: index, generatorUpdates: step, progress };
    for (const [name, scalar] of Object.entries(stabiliserScalars(config, moment))) set(name, scalar);
    // the average forgets its start quickly: decay is at most (1 + n) / (10 + n)
    set('averageDecay', Math.min(config.averageDecay, (1 + step) / (10 + step)));
    for (const [player, count] of [
      ['critic', index + 1],
      ['generator', step + 1],
    ] as const) {
      for (const [name, scalar] of Object.entries(optimizer.scalars(count))) set(`${name}.${player}`, scalar);
    }
    return held;
  };
}
