/**
 * Training of a judge: one compiled program is one step, from (parameters, optimiser slots, batch) to the next of
 * them. What a step is given depends on (seed, step) alone.
 *
 * All parameters travel as one flat vector, cut inside the program, and so do their slots: one update of the optimiser
 * in the place of one per parameter, and three tensors handed to the engine in the place of hundreds.
 */
import {
  concat,
  gradients,
  input,
  type Program,
  program,
  reshape,
  type Shape,
  sizeOf,
  split,
  type Tensor,
} from '../../graph/index.ts';
import type { Optimizer, ParameterSpecs, Scope } from '../../nn/index.ts';
import { type RandomStream, randomStream } from '../../random/stream.ts';
import { type Engine, type Value, value } from '../../runtime/engine.ts';

export type Weights = Readonly<Record<string, Value>>;

export interface TrainerSpec {
  readonly parameters: ParameterSpecs;
  readonly optimizer: Optimizer;
  /** The step size of step 1, 2, ... and the optimiser's scalars, where they differ from its own. */
  readonly rate: number;
  readonly scalars?: (step: number) => Readonly<Record<string, number>>;
  /** Inputs that `feed` fills before every step: float32 unless named in `indices`. */
  readonly inputs: Readonly<Record<string, Shape>>;
  readonly indices?: Readonly<Record<string, Shape>>;
  loss(scope: Scope, inputs: Readonly<Record<string, Tensor>>): Tensor;
}

export interface TrainingRun {
  readonly seed: number;
  readonly steps: number;
  /** Start from these weights; drawn from (seed, name) when absent. */
  readonly initial?: Weights;
  feed(step: number, into: Readonly<Record<string, Value>>): void;
  /** After every step; the packed weights may be read until it returns. */
  readonly after?: (step: number, loss: number, weights: Float32Array) => void;
  readonly signal?: AbortSignal | undefined;
}

export interface Trainer {
  train(run: TrainingRun): Promise<Weights>;
  release(): Promise<void>;
}

/** Repetitions of a judge have seeds of their own, far from those of a neighbouring seed. */
export const runSeed = (seed: number, run: number): number => seed + run * 1_000_003;

/** Parameters as one vector, in the order of their specs. */
export function packing(parameters: ParameterSpecs) {
  const names = Object.keys(parameters);
  const sizes = names.map((name) => sizeOf(parameters[name]!.shape));
  const size = sizes.reduce((a, b) => a + b, 0);
  return {
    names,
    sizes,
    size,
    pack(weights: Weights): Float32Array {
      const flat = new Float32Array(size);
      let at = 0;
      names.forEach((name, i) => {
        flat.set(weights[name]!.data as Float32Array, at);
        at += sizes[i]!;
      });
      return flat;
    },
    unpack(flat: Float32Array): Weights {
      let at = 0;
      return Object.fromEntries(
        names.map((name, i) => {
          const data = flat.slice(at, at + sizes[i]!);
          at += sizes[i]!;
          return [name, value(data, parameters[name]!.shape)];
        }),
      );
    },
  };
}

/** Reads parameters from inputs of their own names; `uniform` makes an input that is drawn anew for every run. */
export function inputScope(parameters: ParameterSpecs, isTraining: boolean): Scope {
  const made = new Map<string, Tensor>();
  const once = (name: string, shape: Shape) => {
    const known = made.get(name) ?? input(name, shape);
    made.set(name, known);
    return known;
  };
  return {
    isTraining,
    parameter: (name) => once(name, parameters[name]!.shape),
    update: (name) => {
      throw new Error(`a judge has no buffers, but '${name}' was updated`);
    },
    uniform: (name, shape) => once(`noise ${name}`, shape),
  };
}

export function stepProgram(spec: TrainerSpec): Program {
  const { parameters, optimizer } = spec;
  const { names, sizes, size } = packing(parameters);
  const weights = input('weights', [size]);
  const pieces = split(weights, 0, sizes).map((piece, i) => reshape(piece, parameters[names[i]!]!.shape));
  const scope: Scope = {
    ...inputScope(parameters, true),
    parameter: (name) => pieces[names.indexOf(name)]!,
  };
  const declared = Object.fromEntries([
    ...Object.entries(spec.inputs).map(([name, shape]) => [name, input(name, shape)]),
    ...Object.entries(spec.indices ?? {}).map(([name, shape]) => [name, input(name, shape, 'int32')]),
  ]) as Record<string, Tensor>;
  const loss = spec.loss(scope, declared);
  const found = concat(
    gradients(loss, pieces).map((gradient, i) => reshape(gradient, [sizes[i]!])),
    0,
  );
  const scalars = Object.fromEntries(
    Object.keys((spec.scalars ?? optimizer.scalars)(1)).map((name) => [name, input(name, [])]),
  );
  const slots = optimizer.slots.map((slot) => input(slot, [size]));
  const next = optimizer.update(weights, found, slots, input('rate', []), scalars);
  return program({
    loss,
    'next weights': next.parameter,
    ...Object.fromEntries(optimizer.slots.map((slot, j) => [`next ${slot}`, next.slots[j]!])),
  });
}

export function initialWeights(parameters: ParameterSpecs, seed: number): Weights {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, { shape, initialize }]) => [
      name,
      value(initialize(shape, randomStream(seed, `judge ${name}`)), shape),
    ]),
  );
}

const blank = (shape: Shape): Value => value(new Float32Array(sizeOf(shape)), shape);

export async function compileTrainer(engine: Engine, spec: TrainerSpec): Promise<Trainer> {
  const { parameters, optimizer } = spec;
  const step = stepProgram(spec);
  const executable = await engine.compile(step);
  const { size, pack, unpack } = packing(parameters);
  const scalarsAt = spec.scalars ?? optimizer.scalars;

  async function train({ seed, steps, initial, feed, after, signal }: TrainingRun): Promise<Weights> {
    const blanks = () =>
      Object.fromEntries(['weights', ...optimizer.slots].map((name) => [name, blank([size])]));
    let state: Record<string, Value> = {
      ...blanks(),
      weights: value(pack(initial ?? initialWeights(parameters, seed)), [size]),
    };
    let spare: Record<string, Value> = blanks();
    const given: Record<string, Value> = { rate: value(Float32Array.of(spec.rate), []) };
    const noise: [Float32Array, RandomStream][] = [];
    for (const [name, { shape, dtype }] of Object.entries(step.inputs)) {
      if (name in state || name === 'rate') continue;
      given[name] = dtype === 'int32' ? value(new Int32Array(sizeOf(shape)), shape) : blank(shape);
      if (name.startsWith('noise ')) noise.push([given[name].data as Float32Array, randomStream(seed, name)]);
    }
    for (let at = 1; at <= steps; at++) {
      signal?.throwIfAborted();
      for (const [name, scalar] of Object.entries(scalarsAt(at))) given[name]!.data[0] = scalar;
      for (const [out, stream] of noise) stream.uniform(at, out);
      feed(at, given);
      const into = Object.fromEntries(
        Object.entries(spare).map(([name, buffer]) => [`next ${name}`, buffer]),
      );
      const { loss } = await executable.run({ ...state, ...given }, into);
      const lossValue = loss!.data[0]!;
      if (!Number.isFinite(lossValue)) {
        throw new Error(`a judge's loss became ${lossValue} at step ${at} of ${steps}`);
      }
      [state, spare] = [spare, state];
      after?.(at, lossValue, state.weights!.data as Float32Array);
    }
    return unpack(state.weights!.data as Float32Array);
  }
  return { train, release: () => executable.release() };
}
