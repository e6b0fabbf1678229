/** A trained judge applied to a whole set, a fixed number of sequences at a time. */
import { input, program, sizeOf, type Tensor } from '../../graph/index.ts';
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

/** Sequences at `rows` as a batch [T, B, F]. */
export function fillBatch(
  set: SequenceSet,
  rows: ArrayLike<number>,
  out: Float32Array,
  from = 0,
  batch = rows.length,
) {
  const { length, features, values } = set;
  for (let b = 0; b < rows.length; b++) {
    let at = rows[b]! * length * features;
    for (let t = 0; t < length; t++) {
      let to = (t * batch + from + b) * features;
      for (let f = 0; f < features; f++) out[to++] = values[at++]!;
    }
  }
}

export async function compileForward(engine: Engine, spec: ForwardSpec): Promise<Forward> {
  const { length, features, chunk } = spec;
  const result = spec.apply(inputScope(spec.parameters, false), input('x', [length, chunk, features]));
  const executable = await engine.compile(program({ result }));
  const width = sizeOf(result.shape) / chunk;
  return {
    async run(weights, set) {
      const all = new Float32Array(set.count * width);
      const x = value(new Float32Array(length * chunk * features), [length, chunk, features]);
      for (let from = 0; from < set.count; from += chunk) {
        const taken = Math.min(chunk, set.count - from);
        // the rest of the last chunk keeps older sequences, whose results are dropped
        fillBatch(
          set,
          Array.from({ length: taken }, (_, i) => from + i),
          x.data as Float32Array,
          0,
          chunk,
        );
        const { result: values } = await executable.run({ ...weights, x });
        all.set((values!.data as Float32Array).subarray(0, taken * width), from * width);
      }
      return all;
    },
    release: () => executable.release(),
  };
}
