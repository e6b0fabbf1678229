/**
 * A stabiliser as a record: what it adds, whose idea it is, and the places of the iteration at which it acts. Each has
 * one amount; 0 is off, and then nothing of it enters the program. `iteration.ts` asks the places in order.
 */
import type { Shape, Tensor } from '../../graph/index.ts';
import type { Initializer } from '../../nn/index.ts';
import type { GanConfig, Shapes } from '../config.ts';
import type { FeatureExtension } from '../critic.ts';
import type { Noise } from '../generator.ts';

/** How a stabiliser reaches what it needs while the program is built; names are its own. */
export interface Place {
  readonly amount: number;
  readonly config: GanConfig;
  /** Standard normal values, drawn anew for every run. */
  normal(name: string, shape: Shape): Tensor;
  /** A number that `scalars` gives. */
  scalar(name: string): Tensor;
  /** A tensor of `state`, as the iteration found it. */
  held(name: string): Tensor;
  /** What a tensor of `state` is after the iteration. */
  keep(name: string, next: Tensor): void;
}

/** A player's trained parameters by name, as the iteration found them or as it leaves them. */
export type PlayerParameters = Readonly<Record<string, Tensor>>;

export type Player = 'critic' | 'generator';

export interface CriticMoment {
  /** [B] each. */
  readonly real: Tensor;
  readonly generated: Tensor;
  readonly parameters: PlayerParameters;
}

export interface GeneratorMoment {
  readonly noise: Noise;
  /** As the generator makes them and as the data holds them, [T, B, F]. */
  readonly generated: Tensor;
  readonly real: Tensor;
  /** The critic's features [B, K] of both, for what `usesFeatures`. */
  readonly features: () => { readonly generated: Tensor; readonly real: Tensor };
  readonly parameters: PlayerParameters;
}

export interface StateSpec {
  readonly shape: Shape;
  /** Starts as a copy of the parameter of this name, or as `initialize` fills it. */
  readonly copyOf?: string;
  readonly initialize?: Initializer;
}

/** Where in the run a number is asked for. */
export interface Moment {
  /** Critic updates and generator updates before this one. */
  readonly criticUpdates: number;
  readonly generatorUpdates: number;
  /** 0 at the start of the run, 1 at its end. */
  readonly progress: number;
}

/** Why an amount does not go with the rest of a configuration. */
export interface Objection {
  readonly what: string;
  readonly remedy: string;
}

export interface Stabiliser {
  readonly formula: string;
  readonly source: string;
  /** The amount that its paper, or practice since, gives it. */
  readonly usual: number;
  objection?(amount: number, config: GanConfig): Objection | undefined;
  /** How many sequences the critic sees as one. */
  joined?(amount: number): number;
  /** The batch must be a multiple of it. */
  batchMultiple?(amount: number): number;
  extension?(amount: number): FeatureExtension;
  state?(
    amount: number,
    config: GanConfig,
    shapes: Shapes,
    parameters: readonly { readonly name: string; readonly shape: Shape }[],
  ): Readonly<Record<string, StateSpec>>;
  scalars?(amount: number, moment: Moment): Readonly<Record<string, number>>;
  /** The generated batch that the critic learns from. */
  generatedForCritic?(place: Place, generated: Tensor): Tensor;
  /** What the critic is shown for sequences [T, B, F]; `name` tells its calls apart. */
  shown?(place: Place, sequences: Tensor, name: string): Tensor;
  /** Whether `generatorTerm` compares features: then real sequences go through the critic with the generated ones. */
  readonly usesFeatures?: boolean;
  /** Added to a player's loss. */
  criticTerm?(place: Place, moment: CriticMoment): Tensor;
  generatorTerm?(place: Place, moment: GeneratorMoment): Tensor;
  /** The factor of the critic's learning rate. */
  criticRateFactor?(place: Place, moment: CriticMoment): Tensor;
  /** Called when a player has moved. */
  afterUpdate?(place: Place, player: Player, parameters: PlayerParameters): void;
  /** Critic updates that the generator looks ahead. */
  lookAhead?(amount: number): number;
}
