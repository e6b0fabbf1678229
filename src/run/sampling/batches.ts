/**
 * Batches of sequences from a trained generator, on one thread. The first few of a list are made by a model whose layers
 * are one operator each, and all others by one loop: the former is several times as fast for a single sequence, the
 * latter is the faster one for many (docs/notes/0009-sampling.md). Which one makes a sequence depends on its place alone, so
 * that it is the same to the last bit, however many are made and however they are cut into batches.
 */
import type { Engine } from '../../runtime/engine.ts';
import type { TrainedGenerator } from '../generatorModel.ts';
import { openModel } from './openModel.ts';

/** Sequences `first` .. `first + count - 1` of the endless list that `seed` stands for. */
export interface Places {
  readonly seed: number;
  readonly first: number;
  readonly count: number;
  /** Another number is another list; 0 when absent. */
  readonly draw?: number;
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

export function batchesOf(engine: Engine, generator: TrainedGenerator): Batches {
  const { gan, columns } = generator;
  const [few, many] = [openModel(engine, generator, 'operators'), openModel(engine, generator, 'stack')];
  const gates = 4 * gan.config.generator.hidden * gan.shapes.length;
  const atOnce = Math.max(1, Math.floor(MOST_GATES / gates));
  return {
    async make(part) {
      if (part.first >= FEW) return many.run(part);
      if (part.count <= atOnce) return few.run(part);
      const values = new Float32Array(part.count * gan.shapes.length * columns.length);
      let at = 0;
      for (const piece of partsOf(part, atOnce)) {
        const made = await few.run(piece);
        values.set(made, at);
        at += made.length;
      }
      return values;
    },
    async release() {
      await few.release();
      await many.release();
    },
  };
}
