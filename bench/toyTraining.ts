/** One training of a small GAN on a small set, from start to end or to the end of its time, and what came of it. */
import type { GanConfig } from '../src/gan/config.ts';
import type { Finding, Look } from '../src/gan/diagnosis/diagnosis.ts';
import { meanDistance, mutualDistances, nearest, recall } from '../src/gan/diagnosis/distances.ts';
import { generateSequences } from '../src/gan/generating.ts';
import { createGan } from '../src/gan/iteration.ts';
import { type LossName, lossOf } from '../src/gan/losses.ts';
import { type TrainingEvent, train } from '../src/gan/train.ts';
import { typicalChanges } from '../src/gan/views.ts';
import { constant, program, sizeOf, transpose } from '../src/graph/index.ts';
import { randomStream } from '../src/random/stream.ts';
import { type Engine, type Values, value } from '../src/runtime/engine.ts';
import type { SequenceSet } from './sequenceSets.ts';

/** The settings of `gan-lstm train` for a loss, with networks small enough for many runs. */
export function toyConfig(loss: LossName, seed: number, steps: number): GanConfig {
  const { penalty, penaltyWeight, criticSteps, beta1, rate } = lossOf(loss).usual;
  return {
    generator: { cell: 'lstm', hidden: 32, layers: 1, noise: 4, sequenceNoise: 8, start: 'noise' },
    critic: { kind: 'cnn', hidden: 32, layers: 2, spectralNorm: false, differences: 0.2 },
    loss,
    penalty,
    penaltyWeight,
    weightClip: 0,
    criticSteps,
    batch: 64,
    optimizer: 'adam',
    optimizerSettings: { beta1, beta2: 0.9 },
    criticRate: rate,
    generatorRate: rate,
    schedule: 'linear',
    gradientClip: 0,
    averageDecay: 0.995,
    heldOut: 0.05,
    diagnoseEvery: 100,
    steps,
    seed,
  };
}

export interface Outcome {
  readonly seconds: number;
  /** Spent on each look of the diagnosis; the first compiles its program. */
  readonly lookSeconds: readonly number[];
  readonly steps: number;
  readonly reason: 'finished' | 'interrupted' | 'diverged';
  readonly findings: readonly Finding[];
  readonly looks: readonly Look[];
  readonly remedies: readonly Extract<TrainingEvent, { type: 'remedy' }>[];
  readonly samples: Float32Array;
}

/** Drawn after training, to judge it by. */
export const SAMPLES = 512;

export async function trainToy(
  engine: Engine,
  set: SequenceSet,
  config: GanConfig,
  seconds = Number.POSITIVE_INFINITY,
): Promise<Outcome> {
  const { length, features } = set.sequences;
  const gan = createGan(config, { length, features, changes: typicalChanges(set.sequences) });
  const controller = new AbortController();
  const findings: Finding[] = [];
  const looks: Look[] = [];
  const remedies: Extract<TrainingEvent, { type: 'remedy' }>[] = [];
  const lookSeconds: number[] = [];
  const start = performance.now();
  let before = start;
  let done: Extract<TrainingEvent, { type: 'done' }> | undefined;
  let state: Values = {};
  for await (const event of train({
    engine,
    gan,
    data: set.sequences,
    signal: controller.signal,
    checkpointEvery: 250,
  })) {
    if (event.type === 'diagnosis') lookSeconds.push((performance.now() - before) / 1000);
    before = performance.now();
    if (event.type === 'step' && performance.now() - start > 1000 * seconds) controller.abort();
    else if (event.type === 'finding') findings.push(event);
    else if (event.type === 'diagnosis') looks.push(event);
    else if (event.type === 'remedy') remedies.push(event);
    else if (event.type === 'checkpoint' && event.isLast) state = event.state;
    else if (event.type === 'done') done = event;
  }
  const spent = (performance.now() - start) / 1000;
  const weights = (name: string) => state[`average.${name}`] ?? state[`generator.${name}`]!;
  const generated = generateSequences(gan, SAMPLES, (name) =>
    constant(weights(name).data, weights(name).shape),
  );
  const executable = await engine.compile(program({ samples: transpose(generated, [1, 0, 2]) }));
  const noise = Object.entries(executable.program.inputs).map(([name, { shape }]) => {
    const held = value(new Float32Array(sizeOf(shape)), shape);
    randomStream(99, name).normal(0, held.data as Float32Array);
    return [name, held] as const;
  });
  const { samples } = await executable.run(Object.fromEntries(noise));
  await executable.release();
  return {
    seconds: spent,
    lookSeconds,
    steps: done!.step,
    reason: done!.reason,
    findings,
    looks,
    remedies,
    samples: samples!.data as Float32Array,
  };
}

/** How many are compared where distances between all pairs are taken. */
const COMPARED = 256;
const NEIGHBOURS = 3;

export interface Judgement {
  /** Where the data has modes: those with at least a fifth of their fair share, and the share of samples in any. */
  readonly modes?: { readonly covered: number; readonly inAny: number };
  /** The share of real sequences in the neighbourhood of a generated one. */
  readonly recall: number;
  /** Mean distance between generated sequences over that between real ones. */
  readonly spread: number;
}

/** Undefined where the samples are not finite. */
export function judge({ modes, sequences }: SequenceSet, samples: Float32Array): Judgement | undefined {
  if (!samples.every(Number.isFinite)) return undefined;
  const width = sequences.length * sequences.features;
  const made = { count: COMPARED, width, values: samples };
  const real = { count: Math.min(COMPARED, sequences.count), width, values: sequences.values };
  const distances = mutualDistances(made);
  const common = {
    recall: recall(made, nearest(distances, COMPARED, NEIGHBOURS), real),
    spread: meanDistance(distances) / meanDistance(mutualDistances(real)),
  };
  if (!modes) return common;
  const hits = new Array<number>(modes.count).fill(0);
  for (let i = 0; i < SAMPLES; i++) {
    const mode = modes.of(samples.subarray(i * width, (i + 1) * width));
    if (mode !== undefined) hits[mode]!++;
  }
  const covered = hits.filter((count) => count >= SAMPLES / modes.count / 5).length;
  return { ...common, modes: { covered, inAny: hits.reduce((a, b) => a + b, 0) / SAMPLES } };
}
