/** A trained judge applied to a whole set, a fixed number of sequences at a time. */
import { input, program, sizeOf, type Tensor, transpose } from '../../graph/index.ts';
import type { ParameterSpecs, Scope } from '../../nn/index.ts';
import { type Engine, value } from '../../runtime/engine.ts';
import type { SequenceSet } from '../sequenceSet.ts';
import { inputScope, type Weights } from './training.ts';

export interface ForwardSpec {
  readonly parameters: ParameterSpecs;
  readonly length: number;
  readonly features: number;
  readonly chunk: number;
  /** x [T, B, F] -> [B, ...]. */
  apply(scope: Scope, x: Tensor): Tensor;
}

export interface Forward {
  /** [N, ...], flat. */
  run(weights: Weights, set: SequenceSet): Promise<Float32Array>;
  release(): Promise<void>;
}

/**
 * Sequences at `rows` into places `from` .. of a batch [B, T, F], each copied as one piece; what wants steps first,
 * [T, B, F], turns the batch round in its program, which takes a tenth of the time of writing it so here.
 */
export function fillSequences(set: SequenceSet, rows: ArrayLike<number>, out: Float32Array, from = 0): void {
  const { length, features, values } = set;
  const width = length * features;
  for (let b = 0; b < rows.length; b++) {
    const at = rows[b]! * width;
    out.set(values.subarray(at, at + width), (from + b) * width);
  }
}

/** A batch [B, T, F] with its steps first: [T, B, F]. */
export const stepsFirst = (batch: Tensor): Tensor => transpose(batch, [1, 0, 2]);

export async function compileForward(engine: Engine, spec: ForwardSpec): Promise<Forward> {
  const { length, features, chunk } = spec;
  const x = stepsFirst(input('x', [chunk, length, features]));
  const result = spec.apply(inputScope(spec.parameters, false), x);
  const executable = await engine.compile(program({ result }));
  const width = sizeOf(result.shape) / chunk;
  return {
    async run(weights, set) {
      const all = new Float32Array(set.count * width);
      const x = value(new Float32Array(chunk * length * features), [chunk, length, features]);
      for (let from = 0; from < set.count; from += chunk) {
        const taken = Math.min(chunk, set.count - from);
        // the rest of the last chunk keeps older sequences, whose results are dropped
        const rows = Array.from({ length: taken }, (_, i) => from + i);
        fillSequences(set, rows, x.data as Float32Array);
        const { result: values } = await executable.run({ ...weights, x });
        all.set((values!.data as Float32Array).subarray(0, taken * width), from * width);
      }
      return all;
    },
    release: () => executable.release(),
  };
}
