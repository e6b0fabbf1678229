/**
 * One iteration of training as one program, the article's eight steps:
 *
 *   1 initialise (once, state.ts)     2 draw noise z           3 generate G(z)       4 draw real sequences x
 *   5 score both with the critic      6 update the critic      7 update the generator against the new critic
 *   8 repeat
 *
 * The generated batch of step 3 serves both players. Real and generated sequences go through the critic in one call
 * of twice the batch. Extra critic steps (`criticSteps` > 1) run the first six alone.
 *
 * Inputs: the state, `real` [T, B, F], `noise.*`, and scalars (`rate.critic`, bias corrections). Outputs: `next.*`,
 * the state after the iteration, and `measure.*`.
 */
import {
  add,
  clip,
  concat,
  gradients,
  input,
  mean,
  multiply,
  type Program,
  program,
  type Shape,
  slice,
  stopGradient,
  type Tensor,
  zeros,
} from '../graph/index.ts';
import {
  clipByGlobalNorm,
  globalNorm,
  movingAverage,
  type Optimizer,
  optimizers,
  type ParameterSpecs,
  prefixed,
  type Scope,
  within,
} from '../nn/index.ts';
import type { GanConfig, Shapes } from './config.ts';
import { type Critic, createCritic } from './critic.ts';
import { createGenerator, type Generator, type Noise } from './generator.ts';
import { losses } from './losses.ts';
import { penalties } from './penalties.ts';

export interface Gan {
  readonly config: GanConfig;
  readonly shapes: Shapes;
  readonly generator: Generator;
  readonly critic: Critic;
  readonly optimizer: Optimizer;
  /** `generator.*` and `critic.*`. */
  readonly parameters: ParameterSpecs;
}

export function createGan(config: GanConfig, shapes: Shapes): Gan {
  const generator = createGenerator(config.generator, shapes.features);
  const critic = createCritic(config.critic, shapes.features, shapes.length);
  return {
    config,
    shapes,
    generator,
    critic,
    optimizer: optimizers[config.optimizer](config.optimizerSettings),
    parameters: { ...prefixed('generator', generator.parameters), ...prefixed('critic', critic.parameters) },
  };
}

export const slotName = (parameter: string, slot: string): string => `optimizer.${parameter}.${slot}`;
export const averageName = (parameter: string): string => parameter.replace(/^generator\./, 'average.');

/** Named tensors of one program under construction: each name is one input, made when first asked for. */
class Inputs {
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

type State = Record<string, Tensor>;

/** Reads parameters from `state`, writes buffers back to it, and draws noise under names of its own. */
function scopeOver(gan: Gan, state: State, inputs: Inputs, isTraining: boolean): Scope {
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

/** Names of a player's trained parameters, in order. */
function trained(gan: Gan, player: 'generator' | 'critic'): readonly string[] {
  return Object.keys(gan.parameters).filter((n) => n.startsWith(`${player}.`) && !gan.parameters[n]!.buffer);
}

export function noiseInputs({ config, shapes }: Gan, batch: number): Record<string, Shape> {
  const { noise, sequenceNoise } = config.generator;
  return {
    'noise.steps': [shapes.length, batch, noise],
    ...(sequenceNoise > 0 && { 'noise.sequence': [batch, sequenceNoise] }),
  };
}

function drawNoise(gan: Gan, batch: number, inputs: Inputs): Noise {
  const shapes = noiseInputs(gan, batch);
  const sequence = shapes['noise.sequence'];
  return {
    steps: inputs.get('noise.steps', shapes['noise.steps']!),
    sequence: sequence && inputs.get('noise.sequence', sequence),
  };
}

/**
 * Noise to features in (-1, 1), [T, B, F], outside training: what `noiseInputs` names are the inputs, and `parameter`
 * gives the generator's weights by their names in `gan.generator.parameters`.
 */
export function generateSequences(gan: Gan, batch: number, parameter: (name: string) => Tensor): Tensor {
  const scope: Scope = {
    isTraining: false,
    parameter,
    update: () => {},
    uniform: (name) => {
      throw new Error(`generateSequences: '${name}' asks for noise outside training`);
    },
  };
  return gan.generator.apply(scope, drawNoise(gan, batch, new Inputs()));
}

/** Differentiates a player's loss and moves its parameters in `state`; returns the gradients' norm. */
function updatePlayer(
  gan: Gan,
  player: 'generator' | 'critic',
  loss: Tensor,
  state: State,
  inputs: Inputs,
): Tensor {
  const { config, optimizer } = gan;
  const names = trained(gan, player);
  const before = names.map((name) => inputs.get(name, gan.parameters[name]!.shape));
  const raw = gradients(loss, before);
  const used = config.gradientClip > 0 ? clipByGlobalNorm(raw, config.gradientClip) : raw;
  const rate = inputs.get(`rate.${player}`, []);
  const scalars = Object.fromEntries(
    Object.keys(optimizer.scalars(1)).map((name) => [name, inputs.get(`${name}.${player}`, [])]),
  );
  names.forEach((name, i) => {
    const { shape } = before[i]!;
    const slots = optimizer.slots.map((slot) => inputs.get(slotName(name, slot), shape));
    const updated = optimizer.update(before[i]!, used[i]!, slots, rate, scalars);
    const { weightClip } = config;
    state[name] =
      player === 'critic' && weightClip > 0
        ? clip(updated.parameter, -weightClip, weightClip)
        : updated.parameter;
    optimizer.slots.forEach((slot, j) => {
      state[slotName(name, slot)] = updated.slots[j]!;
    });
  });
  return globalNorm(raw);
}

/** Steps 5 and 6. */
function criticStep(gan: Gan, real: Tensor, generated: Tensor, state: State, inputs: Inputs) {
  const { config, critic } = gan;
  const batch = real.shape[1]!;
  const both = concat([real, stopGradient(generated)], 1);
  const scope = within(scopeOver(gan, state, inputs, true), 'critic');
  const logits = critic.apply(scope, both);
  const realLogits = slice(logits, 0, { size: batch });
  const generatedLogits = slice(logits, 0, { start: batch, size: batch });
  const loss = losses[config.loss].critic(realLogits, generatedLogits);
  const penalty =
    config.penalty === 'none'
      ? zeros([])
      : penalties[config.penalty].build({
          critic: (x) => critic.apply(scope, x),
          both,
          logits,
          mix: () => inputs.get('noise.uniform.mix', [1, batch, 1]),
        });
  const objective =
    config.penalty === 'none' ? loss : add(loss, multiply(penalty, inputs.get('penaltyWeight', [])));
  const norm = updatePlayer(gan, 'critic', objective, state, inputs);
  return { loss, penalty, norm, realMean: mean(realLogits), generatedMean: mean(generatedLogits) };
}

/** Step 7. */
function generatorStep(gan: Gan, real: Tensor, generated: Tensor, state: State, inputs: Inputs) {
  const { config, critic } = gan;
  const scope = within(scopeOver(gan, state, inputs, true), 'critic');
  const { comparesWithReal, generator: lossOf } = losses[config.loss];
  const batch = real.shape[1]!;
  const logits = critic.apply(scope, comparesWithReal ? concat([generated, real], 1) : generated);
  const generatedLogits = slice(logits, 0, { size: batch });
  const realLogits = comparesWithReal ? slice(logits, 0, { start: batch, size: batch }) : generatedLogits;
  const loss = lossOf(generatedLogits, realLogits);
  const norm = updatePlayer(gan, 'generator', loss, state, inputs);
  if (config.averageDecay > 0) {
    for (const name of trained(gan, 'generator')) {
      const average = inputs.get(averageName(name), gan.parameters[name]!.shape);
      state[averageName(name)] = movingAverage(average, state[name]!, inputs.get('averageDecay', []));
    }
  }
  return { loss, norm };
}

function named(prefix: string, tensors: Readonly<Record<string, Tensor>>): Record<string, Tensor> {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [`${prefix}.${name}`, tensor]));
}

function changed(state: State, inputs: Inputs): State {
  return Object.fromEntries(Object.entries(state).filter(([name, x]) => x !== inputs.get(name, x.shape)));
}

/** The whole iteration, or its first six steps when `updatesGenerator` is false. */
export function iterationProgram(
  gan: Gan,
  { updatesGenerator }: { readonly updatesGenerator: boolean },
): Program {
  const { batch } = gan.config;
  const { length, features } = gan.shapes;
  const inputs = new Inputs();
  const state: State = {};
  const real = inputs.get('real', [length, batch, features]);
  const generatorScope = within(scopeOver(gan, state, inputs, true), 'generator');
  const generated = gan.generator.apply(generatorScope, drawNoise(gan, batch, inputs));
  const critic = criticStep(gan, real, generated, state, inputs);
  const measures: Record<string, Tensor> = {
    criticLoss: critic.loss,
    penalty: critic.penalty,
    criticGradient: critic.norm,
    realLogit: critic.realMean,
    generatedLogit: critic.generatedMean,
  };
  if (updatesGenerator) {
    const generator = generatorStep(gan, real, generated, state, inputs);
    measures.generatorLoss = generator.loss;
    measures.generatorGradient = generator.norm;
  }
  return program({ ...named('next', changed(state, inputs)), ...named('measure', measures) });
}
