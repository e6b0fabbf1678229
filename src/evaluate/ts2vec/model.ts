/**
 * TS2Vec as Context-FID trains it: AdamW (rate 0.001, decay 0.01), batches of 8 in epochs without the rest, two random
 * crops of the same steps, steps hidden with probability 1/2 after the first layer, and the plain mean of the weights
 * over all steps (the start included) as the encoder that is used.
 */
import { gather, max, slice, type Tensor, transpose } from '../../graph/index.ts';
import { adam, type Scope } from '../../nn/index.ts';
import { randomStream } from '../../random/stream.ts';
import type { Engine } from '../../runtime/engine.ts';
import { compileForward, type Forward } from '../judges/forward.ts';
import {
  compileTrainer,
  initialWeights,
  packing,
  type TrainerSpec,
  type Weights,
} from '../judges/training.ts';
import type { SequenceSet } from '../sequenceSet.ts';
import { contrastInputs, contrastiveLoss, fillContrast } from './contrast.ts';
import { type Crop, drawCrop } from './crops.ts';
import { type EncoderSizes, encode, encoderParameters } from './encoder.ts';

export interface Ts2VecSettings {
  readonly hidden: number;
  readonly output: number;
  readonly depth: number;
  readonly batch: number;
  readonly rate: number;
  readonly weightDecay: number;
  readonly steps: number;
}

/** Both crops stand in one batch of 2 B windows: `x`, `valid`, `shown`; `overlap` moves the shared steps to the front. */
export function ts2vecTrainer(
  length: number,
  sizes: EncoderSizes,
  settings: Omit<Ts2VecSettings, 'steps'>,
): TrainerSpec {
  const { batch, rate, weightDecay } = settings;
  return {
    parameters: encoderParameters(sizes, length),
    optimizer: adam({ weightDecay }),
    rate,
    inputs: {
      x: [2 * batch, length, sizes.features],
      valid: [2 * batch, length, 1],
      shown: [2 * batch, length, 1],
      ...contrastInputs(length),
    },
    indices: { overlap: [length] },
    loss: (scope, inputs) => {
      const { x, valid, shown, overlap } = inputs as Record<string, Tensor>;
      const encoded = encode(sizes, scope, { x: x!, valid: valid!, shown: shown! });
      const steps = gather(transpose(encoded, [1, 0, 2]), overlap!);
      const [first, second] = [0, batch].map((start) => slice(steps, 1, { start, size: batch }));
      return contrastiveLoss(first!, second!, inputs);
    },
  };
}

type Buffers = Readonly<
  Record<string, { readonly data: { [i: number]: number; fill(value: number): unknown } }>
>;

/** Writes one step's crops. `isShown(view, b, t)` says which steps stay visible after the first layer. */
export function fillCrops(
  set: SequenceSet,
  rows: ArrayLike<number>,
  crop: Crop,
  isShown: (view: number, b: number, t: number) => boolean,
  into: Buffers,
): void {
  const { length, features, values } = set;
  const batch = rows.length;
  const [x, valid, shown, overlap] = ['x', 'valid', 'shown', 'overlap'].map((name) => into[name]!.data);
  for (const data of [x!, valid!, shown!]) data.fill(0);
  [
    [crop.start, crop.right],
    [crop.left, crop.end],
  ].forEach(([from, to], view) => {
    for (let b = 0; b < batch; b++) {
      for (let t = from!; t < to!; t++) {
        const at = (view * batch + b) * length + t;
        valid![at] = 1;
        shown![at] = Number(isShown(view, b, t));
        const row = (rows[b]! * length + t + crop.offsets[b]!) * features;
        for (let f = 0; f < features; f++) x![at * features + f] = values[row + f]!;
      }
    }
  });
  for (let t = 0; t < length; t++) overlap![t] = Math.min(length - 1, crop.left + t);
}

/** The plain mean of packed weights over steps, the start counting as one. */
export function weightAverage(initial: Float32Array) {
  const mean = Float64Array.from(initial);
  return {
    /** After step 1, 2, ... */
    add(step: number, weights: Float32Array): void {
      const share = 1 / (step + 1);
      for (let i = 0; i < mean.length; i++) mean[i]! += (weights[i]! - mean[i]!) * share;
    },
    weights: (): Float32Array => Float32Array.from(mean),
  };
}

export interface Ts2VecRun {
  readonly seed: number;
  readonly steps: number;
  readonly signal?: AbortSignal | undefined;
  after?(step: number, loss: number): void;
}

export interface Ts2Vec {
  /** The averaged weights. */
  train(set: SequenceSet, run: Ts2VecRun): Promise<Weights>;
  /** The largest value over time of every channel: [N, output]. */
  embed(weights: Weights, set: SequenceSet): Promise<Float32Array>;
  release(): Promise<void>;
}

export async function compileTs2Vec(
  engine: Engine,
  length: number,
  sizes: EncoderSizes,
  settings: Omit<Ts2VecSettings, 'steps'>,
): Promise<Ts2Vec> {
  const { batch } = settings;
  const trainer = await compileTrainer(engine, ts2vecTrainer(length, sizes, settings));
  const forward: Forward = await compileForward(engine, {
    parameters: encoderParameters(sizes, length),
    length,
    features: sizes.features,
    chunk: 64,
    apply: (scope: Scope, x) => max(encode(sizes, scope, { x: transpose(x, [1, 0, 2]) }), { axes: [1] }),
  });
  return {
    async train(set, { seed, steps, signal, after }) {
      const orders = randomStream(seed, 'ts2vec epochs');
      const draws = randomStream(seed, 'ts2vec crops');
      const perEpoch = Math.floor(set.count / batch);
      const initial = initialWeights(encoderParameters(sizes, length), seed);
      const { pack, unpack } = packing(encoderParameters(sizes, length));
      const average = weightAverage(pack(initial));
      const uniform = new Float32Array(5 + batch + 2 * batch * length);
      let epoch = -1;
      let order = new Int32Array(0);
      await trainer.train({
        seed,
        steps,
        initial,
        signal,
        feed: (step, into) => {
          const at = (step - 1) % perEpoch;
          if (Math.floor((step - 1) / perEpoch) !== epoch) {
            epoch = Math.floor((step - 1) / perEpoch);
            order = orders.permutation(epoch, set.count) as Int32Array<ArrayBuffer>;
          }
          draws.uniform(step, uniform);
          let used = 0;
          const crop = drawCrop(length, batch, () => uniform[used++]!);
          const rows = order.subarray(at * batch, (at + 1) * batch);
          const isShown = (view: number, b: number, t: number) =>
            uniform[5 + batch + (view * batch + b) * length + t]! < 0.5;
          fillCrops(set, rows, crop, isShown, into);
          fillContrast(length, crop.right - crop.left, batch, into);
        },
        after: (step, loss, weights) => {
          average.add(step, weights);
          after?.(step, loss);
        },
      });
      return unpack(average.weights());
    },
    embed: (weights, set) => forward.run(weights, set),
    async release() {
      await trainer.release();
      await forward.release();
    },
  };
}
