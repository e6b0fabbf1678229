/**
 * One update as one program: moves, one after another, each of which lowers one loss by moving some networks. A later
 * move sees what the earlier ones have made. Two players of a GAN are two moves; the joint phase of TimeGAN is two, and
 * its critic, which moves only now and then, is an update of its own.
 *
 * What a step is given (rows of the data, noise) depends on (seed, name of the update, step) alone.
 */

import { placeSequence, type Sequences } from '../gan/index.ts';
import { concat, gradients, input, program, reshape, sizeOf, split, type Tensor } from '../graph/index.ts';
import { clipByGlobalNorm, type Optimizer } from '../nn/index.ts';
import { randomStream } from '../random/stream.ts';
import { type Engine, emptyValue, type Value } from '../runtime/engine.ts';
import { type Draw, type Networks, type ScopeOf, Vectors, vectorSize } from './networks.ts';

export interface Move<N extends string, D extends string> {
  readonly networks: readonly N[];
  readonly optimizer: Optimizer;
  readonly rate: number;
  /** Limit of the joint gradient norm; none when absent. */
  readonly gradientClip?: number;
  loss(scopeOf: ScopeOf<N>, given: Readonly<Record<D, Tensor>>): Tensor;
}

export interface UpdateSpec<N extends string, D extends string> {
  readonly name: string;
  readonly networks: Networks<N>;
  readonly draws: Readonly<Record<D, Draw>>;
  readonly moves: Readonly<Record<string, Move<NoInfer<N>, NoInfer<D>>>>;
}

/** Vectors of networks, moved in place. */
export type ZooState<N extends string> = Record<N, Value>;

export interface Update<N extends string> {
  /**
   * Makes update `step` (from 0) of the state and tells the losses before it, by move. Where `isKept` says no, the
   * state stays as it was.
   */
  run(
    state: ZooState<N>,
    step: number,
    isKept?: (losses: Readonly<Record<string, number>>) => boolean,
  ): Promise<Readonly<Record<string, number>>>;
  release(): Promise<void>;
}

const scalarName = (move: string, name: string) => `${move}.scalar.${name}`;
const slotName = (move: string, slot: string) => `${move}.slot.${slot}`;

export function updateProgram<N extends string, D extends string>(spec: UpdateSpec<N, D>) {
  const { networks, draws, moves } = spec;
  const vectors = new Vectors(networks);
  const given = Object.fromEntries(
    Object.entries<Draw>(draws).map(([name, { shape }]) => [name, input(name, shape)]),
  ) as Record<D, Tensor>;
  const outputs: Record<string, Tensor> = {};
  for (const [name, { networks: moved, optimizer, rate, gradientClip, loss: lossOf }] of Object.entries<
    Move<N, D>
  >(moves)) {
    const loss = lossOf(vectors.scopeOf, given);
    const pieces = moved.flatMap((network) => Object.values(vectors.pieces(network)));
    const raw = gradients(loss, pieces);
    const used = gradientClip === undefined ? raw : clipByGlobalNorm(raw, gradientClip);
    const gradient = concat(
      used.map((g) => reshape(g, [sizeOf(g.shape)])),
      0,
    );
    const sizes = moved.map((network) => vectorSize(networks[network]));
    const size = sizes.reduce((a, b) => a + b, 0);
    const scalars = Object.fromEntries(
      Object.keys(optimizer.scalars(1)).map((scalar) => [scalar, input(scalarName(name, scalar), [])]),
    );
    const slots = optimizer.slots.map((slot) => input(slotName(name, slot), [size]));
    const before = concat(
      moved.map((network) => vectors.vector(network)),
      0,
    );
    const rateInput = input(scalarName(name, 'rate'), []);
    const after = optimizer.update(before, gradient, slots, rateInput, scalars);
    split(after.parameter, 0, sizes).forEach((next, i) => {
      vectors.replace(moved[i]!, next);
      outputs[`next.${moved[i]}`] = next;
    });
    optimizer.slots.forEach((slot, i) => {
      outputs[`next.${slotName(name, slot)}`] = after.slots[i]!;
    });
    outputs[`loss.${name}`] = loss;
    if (!(rate > 0)) throw new Error(`updateProgram: the rate of '${name}' is ${rate}`);
  }
  return program(outputs);
}

export async function compileUpdate<N extends string, D extends string>(
  engine: Engine,
  spec: UpdateSpec<N, D>,
  data: Sequences,
  seed: number,
): Promise<Update<N>> {
  const { draws, moves } = spec;
  const built = updateProgram(spec);
  const executable = await engine.compile(built);
  const held: Record<string, Value> = {};
  for (const [name, { shape }] of Object.entries(built.inputs)) {
    if (!(name in spec.networks)) held[name] = emptyValue('float32', shape);
  }
  for (const [name, { rate }] of Object.entries(moves)) held[scalarName(name, 'rate')]!.data[0] = rate;
  const spare: Record<string, Value> = {};
  for (const [name, { shape }] of Object.entries(built.outputs)) spare[name] = emptyValue('float32', shape);
  const moved = Object.keys(built.outputs).filter((name) => name.startsWith('next.'));
  const feed = feeder(spec.name, draws, data, seed);
  let made = 0;

  return {
    async run(state, step, isKept) {
      feed(step, held);
      for (const [name, { optimizer }] of Object.entries<Move<N, D>>(moves)) {
        for (const [scalar, number] of Object.entries(optimizer.scalars(made + 1)))
          held[scalarName(name, scalar)]!.data[0] = number;
      }
      await executable.run({ ...held, ...(state as Record<string, Value>) }, spare);
      const losses = Object.fromEntries(
        Object.keys(moves).map((name) => [name, spare[`loss.${name}`]!.data[0]!]),
      );
      const broken = Object.entries(losses).find(([, loss]) => !Number.isFinite(loss));
      if (broken)
        throw new Error(`${spec.name}: the loss '${broken[0]}' became ${broken[1]} at step ${step}`);
      if (isKept && !isKept(losses)) return losses;
      made++;
      for (const output of moved) {
        const name = output.slice('next.'.length);
        const target: Record<string, Value> = name in held ? held : (state as Record<string, Value>);
        [target[name], spare[output]] = [spare[output]!, target[name]!];
      }
      return losses;
    },
    release: () => executable.release(),
  };
}

/** Fills what is drawn anew for every step; rows of the data come in a fresh order every time, each at most once. */
export function feeder(name: string, draws: Readonly<Record<string, Draw>>, data: Sequences, seed: number) {
  const entries = Object.entries(draws).map(([draw, { from }]) => ({
    draw,
    from,
    stream: randomStream(seed, `${name} ${draw}`),
  }));
  return (step: number, into: Readonly<Record<string, Value>>): void => {
    for (const { draw, from, stream } of entries) {
      const drawn = into[draw];
      if (!drawn) continue; // the moves of this update have no use for it
      const { data: out, shape } = drawn as { data: Float32Array; shape: readonly number[] };
      if (from === 'data') {
        const [, batch] = shape as [number, number];
        const rows = stream.permutation(step, data.count).subarray(0, batch);
        rows.forEach((row, b) => {
          placeSequence(data, row, out, b, batch);
        });
      } else stream[from](step, out);
    }
  };
}
