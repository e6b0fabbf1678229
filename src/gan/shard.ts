/**
 * One shard of the training, as a worker runs it (runtime/shards.ts). It computes the gradients of its part of the
 * batch, meets the others, and takes the mean of all gradients, added in the order of the shards: so every shard makes
 * the same update, bit by bit, and holds the same state.
 */
import { exchangedName, type Program, sizeOf } from '../graph/index.ts';
import { type Executable, emptyValue, type Value } from '../runtime/engine.ts';
import type { Shard, ShardPlace } from '../runtime/shards.ts';
import { batchReader, type Sequences } from './batches.ts';
import type { GanConfig, Shapes } from './config.ts';
import { feeder } from './feeder.ts';
import { createGan, type Gan, iterationProgram } from './iteration.ts';
import { readMeasures } from './measures.ts';
import { shardOf, shardPrograms } from './sharding.ts';
import { blankLike, type TrainingState, turnOver } from './state.ts';

export interface ShardSetup {
  readonly config: GanConfig;
  readonly shapes: Shapes;
  readonly state: TrainingState;
  /** Its values lie in shared memory. */
  readonly data: Sequences;
  readonly rows?: Int32Array | undefined;
}

export type ShardRequest =
  /** Answered with the measures of the shard's part. */
  | { readonly type: 'iterate'; readonly config: GanConfig; readonly step: number }
  /** Answered with the state by the first shard. */
  | { readonly type: 'state' }
  | { readonly type: 'load'; readonly state: TrainingState };

/** A program between two meetings, and the buffers of what it leaves, but for the state. */
interface Stage {
  readonly executable: Executable;
  readonly next: readonly string[];
  readonly others: Readonly<Record<string, Value>>;
  /** Gradients and the means that stand in their place in later stages. */
  readonly gradients: readonly { readonly own: Float32Array; readonly mean: Float32Array }[];
}

interface Stages {
  readonly stages: readonly Stage[];
  /** What is handed from stage to stage. */
  readonly handed: Readonly<Record<string, Value>>;
}

async function compileStages(place: ShardPlace, programs: readonly Program[]): Promise<Stages> {
  const handed: Record<string, Value> = {};
  const stages: Stage[] = [];
  for (const program of programs) {
    const next: string[] = [];
    const others: Record<string, Value> = {};
    const gradients: { own: Float32Array; mean: Float32Array }[] = [];
    for (const [name, { dtype, shape }] of Object.entries(program.outputs)) {
      if (name.startsWith('next.')) {
        next.push(name.slice('next.'.length));
        continue;
      }
      others[name] = emptyValue(dtype, shape);
      if (name.startsWith('kept.')) handed[name] = others[name];
      if (!name.startsWith('gradient.')) continue;
      const mean = emptyValue('float32', shape);
      handed[exchangedName(name)] = mean;
      gradients.push({ own: others[name].data as Float32Array, mean: mean.data as Float32Array });
    }
    stages.push({ executable: await place.engine.compile(program), next, others, gradients });
  }
  return { stages, handed };
}

/** How many numbers a shard tells the others at one meeting, at the most. */
export const slotSize = (gan: Gan): number =>
  Object.values(gan.parameters).reduce((total, { shape }) => total + sizeOf(shape), 0);

/** Tells the others this shard's gradients, and makes means of all of theirs. */
async function exchange({ slots, index, of, meet }: ShardPlace, gradients: Stage['gradients'], half: number) {
  const own = slots[index]!;
  const start = half * (own.length / 2);
  let at = start;
  for (const { own: gradient } of gradients) {
    own.set(gradient, at);
    at += gradient.length;
  }
  await meet();
  at = start;
  for (const { mean } of gradients) {
    const size = mean.length;
    mean.set(slots[0]!.subarray(at, at + size));
    for (let shard = 1; shard < of; shard++) {
      const slot = slots[shard]!;
      const share = shard === of - 1 ? of : 1; // the last one divides too, which saves a pass over memory
      for (let i = 0; i < size; i++) mean[i] = (mean[i]! + slot[at + i]!) / share;
    }
    at += size;
  }
}

export const shard: Shard = async (setup, place) => {
  const { config, shapes, state: start, data, rows } = setup as ShardSetup;
  const whole = createGan(config, shapes);
  const own = shardOf(whole, place.of);
  const part = { index: place.index, of: place.of };
  const programs = shardPrograms(own);
  const full = await compileStages(place, programs.full);
  const criticOnly = programs.criticOnly && (await compileStages(place, programs.criticOnly));

  let state = start;
  let spare = blankLike(state);
  let meetings = 0;
  const inputs = Object.assign({}, ...programs.full.map((program) => program.inputs));
  const isOthers = (name: string) => name in state || name in full.handed;
  const wholeInputs = iterationProgram(whole, { updatesGenerator: true }).inputs;
  const read = batchReader(data, config.batch, config.seed, rows, part);
  const feed = feeder(inputs, isOthers, read, config.seed, { part, whole: wholeInputs });

  /** All stages of one round; the state moves when the last one is through, since all of them begin with the old one. */
  async function run({ stages, handed }: Stages, fed: Readonly<Record<string, Value>>) {
    const given = { ...state, ...handed, ...fed };
    const results: Record<string, Value> = {};
    for (const { executable, next, others, gradients } of stages) {
      const into: Record<string, Value> = { ...others };
      for (const name of next) into[`next.${name}`] = spare[name]!;
      Object.assign(results, await executable.run(given, into));
      // two halves in turn: a shard that is ahead must not write over what another one still reads
      if (gradients.length > 0) await exchange(place, gradients, meetings++ % 2);
    }
    const moved = stages.flatMap(({ next }) => next);
    [state, spare] = turnOver(state, spare, moved);
    return results;
  }

  async function iterate(now: GanConfig, step: number) {
    const gan = { ...whole, config: now };
    let results: Readonly<Record<string, Value>> = {};
    for (let round = 0; round < now.criticSteps; round++) {
      const stages = round === now.criticSteps - 1 ? full : criticOnly!;
      results = await run(stages, feed(gan, step, round));
    }
    return readMeasures(results);
  }

  return async (request) => {
    const asked = request as ShardRequest;
    switch (asked.type) {
      case 'iterate':
        return iterate(asked.config, asked.step);
      case 'state':
        return place.index === 0 ? state : undefined;
      case 'load':
        state = asked.state;
        spare = blankLike(state);
        return undefined;
      default:
        return asked satisfies never;
    }
  };
};
