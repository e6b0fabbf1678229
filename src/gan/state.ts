import { type Shape, sizeOf } from '../graph/index.ts';
import { randomStream } from '../random/stream.ts';
import { emptyValue, type Value, value } from '../runtime/engine.ts';
import { averageName, type Gan, slotName } from './iteration.ts';

/** Everything that training carries from iteration to iteration, by name. */
export type TrainingState = Readonly<Record<string, Value>>;

/** Step 1: parameters drawn from (seed, name), optimiser slots at zero, averages equal to their weights. */
export function initialState(gan: Gan): TrainingState {
  const { seed, averageDecay } = gan.config;
  const state: Record<string, Value> = {};
  const set = (name: string, data: Float32Array, shape: Shape) => {
    state[name] = value(data, shape);
  };
  for (const [name, { shape, initialize, buffer }] of Object.entries(gan.parameters)) {
    const data = initialize(shape, randomStream(seed, `initialize ${name}`));
    set(name, data, shape);
    if (buffer) continue;
    for (const slot of gan.optimizer.slots) set(slotName(name, slot), new Float32Array(data.length), shape);
    if (averageDecay > 0 && name.startsWith('generator.')) set(averageName(name), data.slice(), shape);
  }
  for (const [name, { shape, copyOf, initialize }] of Object.entries(gan.stabiliserState)) {
    const stream = randomStream(seed, `initialize ${name}`);
    set(name, copyOf ? (state[copyOf]!.data.slice() as Float32Array) : initialize!(shape, stream), shape);
  }
  return state;
}

export const blankLike = (state: TrainingState): TrainingState =>
  mapState(state, ({ dtype, shape }) => emptyValue(dtype, shape));
export const cloneState = (state: TrainingState): TrainingState =>
  mapState(state, ({ data, shape }) => value(data.slice() as typeof data, shape));

/** State and spare buffers after the new values of `names` were written into the spare ones: these change places. */
export function turnOver(state: TrainingState, spare: TrainingState, names: readonly string[]) {
  const [next, freed] = [{ ...state }, { ...spare }];
  for (const name of names) {
    next[name] = spare[name]!;
    freed[name] = state[name]!;
  }
  return [next, freed] as const;
}

function mapState(state: TrainingState, map: (value: Value) => Value): TrainingState {
  return Object.fromEntries(Object.entries(state).map(([name, held]) => [name, map(held)]));
}

/** How many numbers each player learns. */
export function parameterCounts({ parameters }: Gan) {
  const count = (player: string) =>
    Object.entries(parameters)
      .filter(([name, { buffer }]) => name.startsWith(`${player}.`) && !buffer)
      .reduce((total, [, { shape }]) => total + sizeOf(shape), 0);
  return { generatorParameters: count('generator'), criticParameters: count('critic') };
}
