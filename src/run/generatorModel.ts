/**
 * The trained generator as one program, complete with its weights: noise in, sequences in the user's units out. It is
 * what `generator.onnx` holds and what sampling runs, so the two cannot differ.
 *
 *     noise.steps [T, B, Z], noise.sequence [B, S] -> sequences [B, T, F],   x = scale tanh(...) + offset
 *
 * Columns of whole numbers are rounded. All noise is standard normal.
 */
import { type Gan, generateSequences } from '../gan/index.ts';
import {
  add,
  concat,
  constant,
  multiply,
  type Program,
  program,
  round,
  slice,
  type Tensor,
  transpose,
} from '../graph/index.ts';
import { lowerProgram } from '../onnx/lower.ts';
import { randomStream } from '../random/stream.ts';
import { type Executable, type Value, value } from '../runtime/engine.ts';
import type { FeatureDecoding } from '../sequence/timeseries/index.ts';

/** The generator's weights by name, `generator.lstm.weight_ih_l0`. */
export type Weights = Readonly<Record<string, { readonly data: ArrayLike<number> }>>;

export function generatorProgram(
  gan: Gan,
  weights: Weights,
  decodings: readonly FeatureDecoding[],
  batch: number,
): Program {
  const features = generateSequences(gan, batch, (name) => {
    const full = `generator.${name}`;
    return constant(weights[full]!.data, gan.parameters[full]!.shape);
  });
  const scale = constant(
    decodings.map((decoding) => decoding.scale),
    [decodings.length],
  );
  const offset = constant(
    decodings.map((decoding) => decoding.offset),
    [decodings.length],
  );
  const decoded = roundIntegers(add(multiply(features, scale), offset), decodings);
  return program({ sequences: transpose(decoded, [1, 0, 2]) });
}

/** Runs of neighbouring columns are rounded or left together. */
function roundIntegers(x: Tensor, decodings: readonly FeatureDecoding[]): Tensor {
  const parts: Tensor[] = [];
  for (let start = 0, end = 0; start < decodings.length; start = end) {
    const { isInteger } = decodings[start]!;
    while (end < decodings.length && decodings[end]!.isInteger === isInteger) end++;
    const part = slice(x, 2, { start, size: end - start });
    parts.push(isInteger ? round(part) : part);
  }
  return parts.length === 1 ? parts[0]! : concat(parts, 2);
}

/** Larger than any extent of a program, and prime: it stands for the batch, which the exported model leaves open. */
const OPEN_BATCH = { name: 'batch', extent: 7919 };

/** The bytes of `generator.onnx`, for any number of sequences at a time. */
export function generatorOnnx(
  gan: Gan,
  weights: Weights,
  decodings: readonly FeatureDecoding[],
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  const generator = generatorProgram(gan, weights, decodings, OPEN_BATCH.extent);
  return lowerProgram(generator, { metadata, open: OPEN_BATCH });
}

/** How many sequences one run of a sampling program makes; part of what a seed means. */
export const SAMPLE_BATCH = 256;

/**
 * Sequences `first` .. `first + count - 1` of the endless list that `seed` stands for, in the user's units, as batches
 * [n, T, F] of at most SAMPLE_BATCH. Every batch is drawn from (seed, its place), so that where a list is cut does
 * not matter.
 */
export async function* sampleBatches(
  executable: Executable,
  { count, seed, first = 0 }: { readonly count: number; readonly seed: number; readonly first?: number },
): AsyncGenerator<Float32Array, void, void> {
  const { inputs, outputs } = executable.program;
  const size = outputs.sequences!.shape.slice(1).reduce((product, extent) => product * extent, 1);
  const noise = Object.entries(inputs).map(([name, { shape }]) => {
    const held = value(new Float32Array(shape.reduce((product, extent) => product * extent, 1)), shape);
    return { name, held, stream: randomStream(seed, `sample ${name}`) };
  });
  const given: Record<string, Value> = Object.fromEntries(noise.map(({ name, held }) => [name, held]));
  const end = first + count;
  for (let at = first; at < end; ) {
    const page = Math.floor(at / SAMPLE_BATCH);
    const stop = Math.min(end, (page + 1) * SAMPLE_BATCH);
    for (const { held, stream } of noise) stream.normal(page, held.data as Float32Array);
    const { sequences } = await executable.run(given);
    const from = (at - page * SAMPLE_BATCH) * size;
    yield (sequences!.data as Float32Array).subarray(from, from + (stop - at) * size);
    at = stop;
  }
}
