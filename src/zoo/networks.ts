/**
 * Networks by name, for trainings that are no game of one generator and one critic. All parameters of a network travel
 * as one vector, which is cut inside the program: one update of the optimiser, and few tensors handed to the engine.
 */
import { input, reshape, type Shape, sizeOf, split, type Tensor } from '../graph/index.ts';
import type { ParameterSpecs, Scope } from '../nn/index.ts';
import { randomStream } from '../random/stream.ts';
import { type Value, value } from '../runtime/engine.ts';

export type Networks<N extends string> = Readonly<Record<N, ParameterSpecs>>;

/** Gives a network's parameters to its layers. */
export type ScopeOf<N extends string> = (network: N) => Scope;

export const networksOf = <N extends string>(
  layers: Readonly<Record<N, { readonly parameters: ParameterSpecs }>>,
): Networks<N> => {
  const entries = Object.entries<{ readonly parameters: ParameterSpecs }>(layers);
  return Object.fromEntries(entries.map(([name, { parameters }]) => [name, parameters])) as Networks<N>;
};

export const vectorSize = (specs: ParameterSpecs): number =>
  Object.values(specs).reduce((total, { shape }) => total + sizeOf(shape), 0);

/** The vectors that training starts from, drawn by (seed, network, parameter). */
export function initialVectors<N extends string>(networks: Networks<N>, seed: number): Record<N, Value> {
  const entries = Object.entries<ParameterSpecs>(networks).map(([network, specs]) => {
    const vector = new Float32Array(vectorSize(specs));
    let at = 0;
    for (const [name, { shape, initialize }] of Object.entries(specs)) {
      vector.set(initialize(shape, randomStream(seed, `initialize ${network}.${name}`)), at);
      at += sizeOf(shape);
    }
    return [network, value(vector, [vector.length])] as const;
  });
  return Object.fromEntries(entries) as Record<N, Value>;
}

/** The vectors of one program under construction, cut into parameters when they are asked for. */
export class Vectors<N extends string> {
  readonly #networks: Networks<N>;
  readonly #vectors = new Map<N, Tensor>();
  readonly #pieces = new Map<N, Readonly<Record<string, Tensor>>>();

  constructor(networks: Networks<N>) {
    this.#networks = networks;
  }

  vector(network: N): Tensor {
    const known = this.#vectors.get(network) ?? input(network, [vectorSize(this.#networks[network])]);
    this.#vectors.set(network, known);
    return known;
  }

  /** From now on layers read the parameters that an update has made. */
  replace(network: N, next: Tensor): void {
    this.#vectors.set(network, next);
    this.#pieces.delete(network);
  }

  pieces(network: N): Readonly<Record<string, Tensor>> {
    const known = this.#pieces.get(network);
    if (known) return known;
    const entries = Object.entries(this.#networks[network]);
    const sizes = entries.map(([, { shape }]) => sizeOf(shape));
    const cut = split(this.vector(network), 0, sizes);
    const pieces = Object.fromEntries(entries.map(([name, { shape }], i) => [name, reshape(cut[i]!, shape)]));
    this.#pieces.set(network, pieces);
    return pieces;
  }

  readonly scopeOf: ScopeOf<N> = (network) => {
    const refuse = (what: string) => () => {
      throw new Error(`${network}: a network of the zoo has no ${what}`);
    };
    return {
      isTraining: true,
      parameter: (name) => this.pieces(network)[name]!,
      update: refuse('buffers'),
      uniform: refuse('noise of its own; name it among the inputs'),
    };
  };
}

/** What a program is given besides vectors: rows of the data, or noise, [..shape]. */
export interface Draw {
  readonly from: 'data' | 'normal' | 'uniform';
  readonly shape: Shape;
}
