/**
 * Sequences of a trained generator that agree with what is known of them: the steps before a forecast, what lies around
 * a gap. With the noise z, of which all is standard normal, and known features y_i with a tolerance d_i,
 *
 *     p(z | y) ~ exp(-1/2 |z|^2 - 1/2 sum_i ((G(z)_i - y_i) / d_i)^2)
 *
 * is what the generator believes of the rest, and it is drawn from by randomised maximum likelihood: for each path a
 * noise z' of its own and y' = y + d e, e ~ N(0, I), and by Adam
 *
 *     z = argmin 1/2 |z - z'|^2 + 1/2 sum_i ((G(z)_i - y'_i) / d_i)^2.
 *
 * Where G is linear this is a draw from the posterior; where it is not, it is near one, and no more is claimed: the
 * spread of the paths is measured on pieces whose rest is known (run/heldOutPieces.ts). No training is needed for it, so
 * it works with every model.
 *
 * Sources: Kitanidis 1995, doi:10.1029/94WR02752, and Oliver, He and Reynolds 1996, for randomised maximum likelihood;
 * Yeh et al. 2017, arXiv:1607.07539, for filling gaps by search in the noise of a GAN; Luo et al. 2018, GRUI-GAN, for
 * the same with recurrent GANs on time series.
 */
import {
  add,
  constant,
  gradients,
  input,
  matmul,
  multiply,
  program,
  reshape,
  type Shape,
  sizeOf,
  square,
  subtract,
  sum,
  type Tensor,
} from '../graph/index.ts';
import { adam } from '../nn/index.ts';
import { randomStream } from '../random/stream.ts';
import { type Engine, emptyValue, type Value, value } from '../runtime/engine.ts';
import type { Shapes } from './config.ts';
import { movingFeatures } from './featureGroups.ts';
import { drawNoise, samplingScope } from './generating.ts';
import { attributePlaces, type Gan } from './iteration.ts';

/** What is known of a batch of sequences. */
export interface Known {
  /** Features [T, B, F]; those of attributes are read in the first step. */
  readonly values: Float32Array;
  /** 1 / d^2 [T, B, F], and 0 where nothing is known (closeness). */
  readonly weights: Float32Array;
}

/** 1 / d^2 of each feature, where it is known. */
export function closeness({ features, groups, changes }: Shapes): Float32Array {
  const moving = new Set(movingFeatures(features, groups));
  return Float32Array.from({ length: features }, (_, f) => {
    const d = moving.has(f) ? Math.max(LEAST_CLOSE, CLOSE * (changes?.[f] ?? 0)) : CLOSE_LEVEL;
    return 1 / d ** 2;
  });
}

export interface SearchOptions {
  readonly engine: Engine;
  /** Of the length of the sequences that are looked for. */
  readonly gan: Gan;
  readonly parameter: (name: string) => Tensor;
  /** The noise of a sequence drifts with this rate (longSeries.ts); it stands still when absent. */
  readonly drift?: number;
  readonly batch: number;
}

/** Chosen on ETTh1 (docs/notes/0007-conditions.md): more gain nothing, half as many lose a twentieth. */
const ITERATIONS = 200;
const RATE = 0.1;
/**
 * d of a number, in typical changes from step to step, but a twentieth of its range at the least: columns that hardly
 * move would outweigh all others, and so many iterations do not come nearer.
 */
const CLOSE = 0.5;
const LEAST_CLOSE = 0.1;
/** d of levels and flags, which are 0 or 1. */
const CLOSE_LEVEL = 0.5;
const OPTIMIZER = adam({ beta1: 0.9, beta2: 0.99 });

export interface Watch {
  /** Share of the iterations that are done. */
  readonly onProgress?: (share: number) => void;
  /** Throws its reason when it is aborted. */
  readonly signal?: AbortSignal | undefined;
}

export interface Search {
  /** Paths [T, B, F] for what is known; `page` tells draws apart. */
  find(known: Known, seed: number, page: number, watch?: Watch): Promise<Float32Array>;
  release(): Promise<void>;
}

export async function createSearch(options: SearchOptions): Promise<Search> {
  const { engine, batch, gan } = options;
  const { length, features } = gan.shapes;
  const { step, latents, places } = searchStep(options);
  const executable = await engine.compile(step);
  const shape = [length, batch, features];
  return {
    async find({ values, weights }, seed, page, { onProgress, signal } = {}) {
      const disturbed = new Float32Array(values.length);
      randomStream(seed, 'search known').normal(page, disturbed);
      for (let i = 0; i < values.length; i++)
        disturbed[i] = weights[i]! > 0 ? values[i]! + disturbed[i]! / Math.sqrt(weights[i]!) : 0;
      const fixed: Record<string, Value> = {
        known: value(disturbed, shape),
        weights: value(weights, shape),
        ...(places && { attributes: value(attributesIn(values, places, shape), [batch, places.width]) }),
      };
      let state: Record<string, Value> = {};
      for (const [name, { shape: own }] of latents) {
        const drawn = new Float32Array(sizeOf(own));
        randomStream(seed, `search ${name}`).normal(page, drawn);
        fixed[`prior.${name}`] = value(drawn, own);
        state[name] = value(drawn.slice(), own);
        for (const slot of OPTIMIZER.slots) state[`${slot}.${name}`] = emptyValue('float32', own);
      }
      let found = new Float32Array(0);
      for (let iteration = 0; iteration < ITERATIONS; iteration++) {
        const scalars = {
          rate: RATE * Math.min(1, 2 * (1 - iteration / ITERATIONS)),
          ...OPTIMIZER.scalars(iteration + 1),
        };
        const told = Object.fromEntries(
          Object.entries(scalars).map(([name, scalar]) => [name, value(Float32Array.of(scalar), [])]),
        );
        const { sequences, ...next } = await executable.run({ ...fixed, ...state, ...told });
        state = Object.fromEntries(
          Object.entries(next).map(([name, held]) => [name.slice('next.'.length), held]),
        );
        found = sequences!.data as Float32Array<ArrayBuffer>;
        signal?.throwIfAborted();
        onProgress?.((iteration + 1) / ITERATIONS);
      }
      return found;
    },
    release: () => executable.release(),
  };
}

/** One step of Adam for all paths at once. */
function searchStep({ gan, parameter, drift, batch }: SearchOptions) {
  const { length, features } = gan.shapes;
  /** By name, without that of attributes: they are told. */
  const latents = new Map<string, Tensor>();
  const noise = drawNoise(gan, batch, (name, shape) => {
    const isDrifting = drift !== undefined && name === 'noise.sequence';
    const x = input(name, isDrifting ? [length, ...shape] : shape);
    if (name !== 'noise.attributes') latents.set(name, x);
    return isDrifting ? drifting(x, drift) : x;
  });
  const places = attributePlaces(gan);
  const told = places && input('attributes', [batch, places.width]);
  const sequences = gan.generator.apply(samplingScope(parameter), noise, told);
  const known = input('known', [length, batch, features]);
  const weights = input('weights', [length, batch, features]);
  const misfit = sum(multiply(square(subtract(sequences, known)), weights));
  const priors = Array.from(latents, ([name, x]) =>
    sum(square(subtract(x, input(`prior.${name}`, x.shape)))),
  );
  const loss = multiply(
    [misfit, ...priors].reduce((a, b) => add(a, b)),
    0.5,
  );
  const slopes = gradients(loss, [...latents.values()]);
  const scalars = Object.fromEntries(
    Object.keys(OPTIMIZER.scalars(1)).map((name) => [name, input(name, [])]),
  );
  const rate = input('rate', []);
  const outputs: Record<string, Tensor> = { sequences };
  [...latents].forEach(([name, x], i) => {
    const slots = OPTIMIZER.slots.map((slot) => input(`${slot}.${name}`, x.shape));
    const moved = OPTIMIZER.update(x, slopes[i]!, slots, rate, scalars);
    outputs[`next.${name}`] = moved.parameter;
    OPTIMIZER.slots.forEach((slot, j) => {
      outputs[`next.${slot}.${name}`] = moved.slots[j]!;
    });
  });
  return { step: program(outputs), latents, places };
}

function attributesIn(
  values: Float32Array,
  { start, width }: { start: number; width: number },
  shape: Shape,
) {
  const [, batch, features] = shape as [number, number, number];
  const found = new Float32Array(batch * width);
  for (let b = 0; b < batch; b++)
    found.set(values.subarray(b * features + start, b * features + start + width), b * width);
  return found;
}

/** White noise [T, B, S] to noise that drifts, in one product: s = L e. */
function drifting(white: Tensor, rate: number): Tensor {
  const [length, batch, size] = white.shape as [number, number, number];
  const fresh = Math.sqrt(1 - rate * rate);
  const lower = Array.from({ length: length * length }, (_, i) => {
    const [t, u] = [Math.floor(i / length), i % length];
    return u > t ? 0 : rate ** (t - u) * (u === 0 ? 1 : fresh);
  });
  const flat = reshape(white, [length, batch * size]);
  return reshape(matmul(constant(lower, [length, length]), flat), [length, batch, size]);
}
