/**
 * Paths through what is known of pieces of a series: a search in the noise of the trained generator
 * (gan/posteriorSearch.ts), for forecasts and for gaps alike.
 */
import { UserError } from '../errors/userError.ts';
import { closeness, createGan, createSearch } from '../gan/index.ts';
import type { Engine } from '../runtime/engine.ts';
import { parametersFrom, type Weights } from './generatorModel.ts';
import type { Model } from './modelFolder.ts';

/** L steps, of which some features are known. */
export interface Piece {
  /** [L, F]; what is not known is not looked at. */
  readonly steps: Float32Array;
  /** [L, F], 1 where a feature is known. */
  readonly known: Uint8Array;
}

export interface PathSearch {
  readonly engine: Engine;
  readonly model: Model;
  readonly weights: Weights;
  readonly seed: number;
  /** Share of the work that is done. */
  readonly onProgress?: ((share: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Sequences that are searched for at the same time, at the most. */
const MOST = 256;

/** The values [paths x L x C] of each piece, path after path, in the user's units. All pieces have L steps. */
export async function findPaths(
  { engine, model, weights, seed, onProgress, signal }: PathSearch,
  pieces: readonly Piece[],
  paths: number,
): Promise<readonly Float32Array[]> {
  const { codec, config, gan: own } = model;
  const { features } = codec;
  const length = pieces[0]!.steps.length / features;
  const gan = createGan(own.config, { ...own.shapes, length });
  const rows = pieces.flatMap((_, p) => new Array<number>(paths).fill(p));
  const batch = Math.min(MOST, rows.length);
  const { memory } = config.shapes;
  const parameter = parametersFrom(own, weights);
  const drift = memory === undefined ? {} : { drift: memory };
  const search = await createSearch({ engine, gan, parameter, batch, ...drift });
  const close = closeness(gan.shapes);
  const width = codec.learned.length;
  const found = pieces.map(() => new Float32Array(paths * length * width));
  try {
    for (let first = 0, page = 0; first < rows.length; first += batch, page++) {
      const values = new Float32Array(length * batch * features);
      const exactness = new Float32Array(values.length);
      for (let b = 0; b < batch; b++) {
        const piece = pieces[rows[Math.min(first + b, rows.length - 1)]!]!;
        for (let t = 0; t < length; t++)
          for (let f = 0; f < features; f++) {
            const [from, to] = [t * features + f, (t * batch + b) * features + f];
            if (piece.known[from] === 0) continue;
            values[to] = piece.steps[from]!;
            exactness[to] = close[f]!;
          }
      }
      const known = { values, weights: exactness };
      const share = (part: number) => onProgress?.((first + part * batch) / (rows.length + batch));
      const sequences = await search.find(known, seed, page, { onProgress: share, signal });
      for (let b = 0; b < batch && first + b < rows.length; b++) {
        const own = new Float32Array(length * features);
        for (let t = 0; t < length; t++)
          own.set(
            sequences.subarray((t * batch + b) * features, (t * batch + b + 1) * features),
            t * features,
          );
        const at = (first + b) % paths;
        found[rows[first + b]!]!.set(codec.decode(own), at * length * width);
      }
    }
  } finally {
    await search.release();
  }
  return found;
}

/** Models that cannot be searched so. */
export function requireSearchable({ codec }: Model, folder: string): void {
  const what = codec.isRagged
    ? 'makes sequences that end, each in its time, and what goes on is not found in them'
    : codec.layout === 'rows'
      ? 'was learned from rows that are whole sequences'
      : undefined;
  if (what === undefined) return;
  throw new UserError('usage', [
    { where: folder, what, remedy: 'train on series of one common length, or on one long series' },
  ]);
}
