/** What one program under construction reads and leaves: its inputs, the state as it goes, and the parameters in it. */
import { input, type Shape, type Tensor } from '../graph/index.ts';
import type { Scope } from '../nn/index.ts';
import type { Gan } from './iteration.ts';

/** Named tensors of one program under construction: each name is one input, made when first asked for. */
export class Inputs {
  readonly #tensors = new Map<string, Tensor>();

  get(name: string, shape: Shape): Tensor {
    let tensor = this.#tensors.get(name);
    if (!tensor) {
      tensor = input(name, shape);
      this.#tensors.set(name, tensor);
    }
    return tensor;
  }
}

export type State = Record<string, Tensor>;

/** Reads parameters from `state`, writes buffers back to it, and draws noise under names of its own. */
export function scopeOver(gan: Gan, state: State, inputs: Inputs, isTraining: boolean): Scope {
  return {
    isTraining,
    parameter: (name) => {
      state[name] ??= inputs.get(name, gan.parameters[name]!.shape);
      return state[name];
    },
    update: (name, next) => {
      state[name] = next;
    },
    uniform: (name, shape) => inputs.get(`noise.uniform.${name}`, shape),
  };
}

export type Player = 'generator' | 'critic';

/** Names of a player's trained parameters, in order. */
export function trained(gan: Gan, player: Player): readonly string[] {
  return Object.keys(gan.parameters).filter((n) => n.startsWith(`${player}.`) && !gan.parameters[n]!.buffer);
}

/** What is learned from real sequences directly, under differential privacy: by one noisy gradient (privacy/). */
export const learnedFromReal = (gan: Gan): readonly string[] => [
  ...trained(gan, 'critic'),
  ...trained(gan, 'generator').filter((name) => name.startsWith('generator.attributes.')),
];

/** Names of the parameters that a player's own loss moves: all of its own, but for what real sequences teach apart. */
export function movedBy(gan: Gan, player: Player): readonly string[] {
  const names = trained(gan, player);
  if (player === 'critic' || !gan.config.privacy) return names;
  const apart = new Set(learnedFromReal(gan));
  return names.filter((name) => !apart.has(name));
}

/** A player's trained parameters as the iteration finds them. */
export function parametersOf(gan: Gan, player: Player, inputs: Inputs): Record<string, Tensor> {
  const names = trained(gan, player);
  return Object.fromEntries(names.map((name) => [name, inputs.get(name, gan.parameters[name]!.shape)]));
}
