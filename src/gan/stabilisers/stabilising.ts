/** The stabilisers of a configuration at work in one program: what the iteration asks at each of their places. */
import { multiply, type Shape, type Tensor } from '../../graph/index.ts';
import type { GanConfig, Shapes } from '../config.ts';
import { type ActiveStabiliser, activeStabilisers } from './index.ts';
import type {
  CriticMoment,
  GeneratorMoment,
  Moment,
  Place,
  Player,
  PlayerParameters,
  StateSpec,
} from './stabiliser.ts';

export const stabiliserStateName = (stabiliser: string, key: string): string =>
  `stabiliser.${stabiliser}.${key}`;
const scalarName = (stabiliser: string, key: string): string => `stabilise.${stabiliser}.${key}`;

/** The state that stabilisers carry from iteration to iteration, by its full names. */
export function stabiliserState(
  config: GanConfig,
  shapes: Shapes,
  parameters: readonly { readonly name: string; readonly shape: Shape }[],
): Readonly<Record<string, StateSpec>> {
  const specs = activeStabilisers(config).flatMap(({ name, amount, record }) =>
    Object.entries(record.state?.(amount, config, shapes, parameters) ?? {}).map(
      ([key, spec]) => [stabiliserStateName(name, key), spec] as const,
    ),
  );
  return Object.fromEntries(specs);
}

/** What the iteration's scalar inputs of the stabilisers are at a moment of the run, by their full names. */
export function stabiliserScalars(config: GanConfig, moment: Moment): Readonly<Record<string, number>> {
  const scalars = activeStabilisers(config).flatMap(({ name, amount, record }) =>
    Object.entries(record.scalars?.(amount, moment) ?? {}).map(
      ([key, number]) => [scalarName(name, key), number] as const,
    ),
  );
  return Object.fromEntries(scalars);
}

export interface Stabilising {
  /** Whether a term of the generator's loss compares the critic's features of generated and real sequences. */
  readonly usesFeatures: boolean;
  readonly lookAhead: number;
  generatedForCritic(generated: Tensor): Tensor;
  shown(sequences: Tensor, name: string): Tensor;
  criticTerms(moment: CriticMoment): readonly Tensor[];
  generatorTerms(moment: GeneratorMoment): readonly Tensor[];
  criticRate(rate: Tensor, moment: CriticMoment): Tensor;
  afterUpdate(player: Player, parameters: PlayerParameters): void;
}

export interface Surroundings {
  readonly config: GanConfig;
  readonly specs: Readonly<Record<string, StateSpec>>;
  /** An input of the program. */
  readonly input: (name: string, shape: Shape) => Tensor;
  /** Sets a part of the state after the iteration. */
  readonly keep: (name: string, next: Tensor) => void;
}

function placeOf({ name, amount }: ActiveStabiliser, { config, specs, input, keep }: Surroundings): Place {
  return {
    amount,
    config,
    normal: (key, shape) => input(`noise.${name}.${key}`, shape),
    scalar: (key) => input(scalarName(name, key), []),
    held: (key) => {
      const full = stabiliserStateName(name, key);
      return input(full, specs[full]!.shape);
    },
    keep: (key, next) => keep(stabiliserStateName(name, key), next),
  };
}

export function stabilising(surroundings: Surroundings): Stabilising {
  const active = activeStabilisers(surroundings.config).map((stabiliser) => ({
    ...stabiliser,
    place: placeOf(stabiliser, surroundings),
  }));
  return {
    usesFeatures: active.some(({ record }) => record.usesFeatures === true),
    lookAhead: Math.max(0, ...active.map(({ record, amount }) => record.lookAhead?.(amount) ?? 0)),
    generatedForCritic: (generated) =>
      active.reduce((x, { record, place }) => record.generatedForCritic?.(place, x) ?? x, generated),
    shown: (sequences, name) =>
      active.reduce((x, { record, place }) => record.shown?.(place, x, name) ?? x, sequences),
    criticTerms: (moment) => active.flatMap(({ record, place }) => record.criticTerm?.(place, moment) ?? []),
    generatorTerms: (moment) =>
      active.flatMap(({ record, place }) => record.generatorTerm?.(place, moment) ?? []),
    criticRate: (rate, moment) =>
      active.reduce((r, { record, place }) => {
        const factor = record.criticRateFactor?.(place, moment);
        return factor ? multiply(r, factor) : r;
      }, rate),
    afterUpdate: (player, parameters) => {
      for (const { record, place } of active) record.afterUpdate?.(place, player, parameters);
    },
  };
}
