/**
 * Batches of sequences from a trained generator, on one thread. The first few of a list are made by a model whose layers
 * are one operator each, and all others by one loop: the former is several times as fast for a single sequence, the
 * latter is the faster one for many (docs/notes/0009-sampling.md). Which one makes a sequence depends on its place alone, so
 * that it is the same to the last bit, however many are made and however they are cut into batches.
 */
import { sizeOf } from '../../graph/index.ts';
import { randomStream } from '../../random/stream.ts';
import { type Engine, type Executable, type Value, value } from '../../runtime/engine.ts';
import { generatorOnnx, generatorProgram, type TrainedGenerator } from '../generatorModel.ts';
import { drawSequences } from './pagedNoise.ts';

/** Sequences `first` .. `first + count - 1` of the endless list that `seed` stands for. */
export interface Places {
  readonly seed: number;
  readonly first: number;
  readonly count: number;
  /** Tells the attributes of sequence i by the names of their inputs; all others are drawn. */
  readonly given?: Readonly<Record<string, (sequence: number) => number>>;
}

/** Sequences at the head of a list that are made by operators; part of what a seed means. */
export const FEW = 32;
/** The batch from which more at a time gain nothing. */
export const BATCH = 256;
/** Values of all gates of all steps that an operator may hold at the same time. */
const MOST_GATES = 2 ** 23;

/** The same in parts that are each made in one way, of at most `most` sequences. */
export function* partsOf(places: Places, most: number): Generator<Places, void, void> {
  const { first, count } = places;
  const end = first + count;
  for (let at = first; at < end; ) {
    const stop = Math.min(end, at + most, at < FEW ? FEW : end);
    yield { ...places, first: at, count: stop - at };
    at = stop;
  }
}

export interface Batches {
  /** The sequences of a part, [n, T, C] in the user's units, arrays of their own. */
  make(part: Places): Promise<Float32Array>;
  release(): Promise<void>;
}

type Form = 'operators' | 'stack';

export function batchesOf(engine: Engine, generator: TrainedGenerator): Batches {
  const { gan, weights, columns } = generator;
  const loaded = new Map<Form, Promise<Executable>>();
  const sized = new Map<string, Promise<Executable>>();

  async function load(form: Form, size: number): Promise<Executable> {
    const program = generatorProgram(gan, weights, columns, size, form);
    const first = loaded.get(form) ?? engine.load(generatorOnnx(generator, form), program);
    loaded.set(form, first);
    return (await first).resized(program);
  }
  function executableOf(form: Form, size: number): Promise<Executable> {
    const key = `${form} ${size}`;
    const known = sized.get(key) ?? load(form, size);
    sized.set(key, known);
    return known;
  }
  async function run(form: Form, places: Places): Promise<Float32Array> {
    const executable = await executableOf(form, places.count);
    const { sequences } = await executable.run(inputsOf(executable, places));
    return sequences!.data as Float32Array;
  }
  const gates = 4 * gan.config.generator.hidden * gan.shapes.length;
  const atOnce = Math.max(1, Math.floor(MOST_GATES / gates));

  return {
    async make(part) {
      if (part.first >= FEW) return run('stack', part);
      if (part.count <= atOnce) return run('operators', part);
      const values = new Float32Array(part.count * gan.shapes.length * columns.length);
      let at = 0;
      for (const piece of partsOf(part, atOnce)) {
        const made = await run('operators', piece);
        values.set(made, at);
        at += made.length;
      }
      return values;
    },
    async release() {
      for (const executable of await Promise.all(loaded.values())) await executable.release();
      loaded.clear();
      sized.clear();
    },
  };
}

function inputsOf({ program }: Executable, { seed, first, given = {} }: Places): Record<string, Value> {
  const inputs: Record<string, Value> = {};
  for (const [name, { shape }] of Object.entries(program.inputs)) {
    const data = new Float32Array(sizeOf(shape));
    const attribute = given[name];
    if (name.startsWith('noise.')) drawSequences(randomStream(seed, `sample ${name}`), data, shape, first);
    else for (let i = 0; i < data.length; i++) data[i] = attribute?.(first + i) ?? Number.NaN; // to be drawn
    inputs[name] = value(data, shape);
  }
  return inputs;
}
