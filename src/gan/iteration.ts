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
 * Stabilisers (stabilisers/) act at named places of the iteration; those that are off leave no trace in the program.
 *
 * Inputs: the state, `real` [T, B, F], `noise.*`, and scalars (`rate.critic`, bias corrections). Outputs: `next.*`,
 * the state after the iteration, and `measure.*`.
 */
import {
  add,
  clip,
  concat,
  gradients as gradientsOf,
  inStages,
  mean,
  multiply,
  type Program,
  program,
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
  within,
} from '../nn/index.ts';
import { attributesOf } from './attributes.ts';
import { classCount, classesOf, classLoss, labelsOf } from './classCritic.ts';
import type { GanConfig, Shapes } from './config.ts';
import { type Critic, createCritic } from './critic.ts';
import { criticAhead } from './criticAhead.ts';
import { placeGroups } from './featureGroups.ts';
import { drawNoise } from './generating.ts';
import { createGenerator, type Generator, type Noise } from './generator.ts';
import { lossOf } from './losses.ts';
import { penalties } from './penalties.ts';
import { Inputs, movedBy, type Player, parametersOf, type State, scopeOver, trained } from './scope.ts';
import { activeStabilisers } from './stabilisers/index.ts';
import type { StateSpec } from './stabilisers/stabiliser.ts';
import { type Stabilising, stabiliserState, stabilising } from './stabilisers/stabilising.ts';
import { view, viewFeatures } from './views.ts';

export interface Gan {
  readonly config: GanConfig;
  readonly shapes: Shapes;
  readonly generator: Generator;
  readonly critic: Critic;
  readonly optimizer: Optimizer;
  /** `generator.*` and `critic.*`. */
  readonly parameters: ParameterSpecs;
  /** What the stabilisers carry besides: `stabiliser.*`. */
  readonly stabiliserState: Readonly<Record<string, StateSpec>>;
}

export function createGan(config: GanConfig, shapes: Shapes): Gan {
  const active = activeStabilisers(config);
  const joined = active.reduce((count, { record, amount }) => count * (record.joined?.(amount) ?? 1), 1);
  const extension = active.flatMap(({ record, amount }) => record.extension?.(amount) ?? [])[0];
  const { features, groups, ranges } = shapes;
  const generator = createGenerator(config.generator, features, groups, ranges);
  const classes = classesOf(config, shapes);
  const critic = createCritic(
    config.critic,
    viewFeatures(config, shapes) * joined,
    shapes.length,
    extension,
    classes && classCount(classes),
  );
  const parameters = {
    ...prefixed('generator', generator.parameters),
    ...prefixed('critic', critic.parameters),
  };
  const trainedOnes = Object.entries(parameters).flatMap(([name, { shape, buffer }]) =>
    buffer ? [] : [{ name, shape }],
  );
  return {
    config,
    shapes,
    generator,
    critic,
    optimizer: optimizers[config.optimizer](config.optimizerSettings),
    parameters,
    stabiliserState: stabiliserState(config, shapes, trainedOnes),
  };
}

export const slotName = (parameter: string, slot: string): string => `optimizer.${parameter}.${slot}`;
export const averageName = (parameter: string): string => parameter.replace(/^generator\./, 'average.');

/** Differentiates a player's loss and moves its parameters in `state`. */
function updatePlayer(
  gan: Gan,
  player: Player,
  loss: Tensor,
  rate: Tensor,
  state: State,
  inputs: Inputs,
): { readonly norm: Tensor; readonly gradients: State } {
  const names = movedBy(gan, player);
  const before = names.map((name) => inputs.get(name, gan.parameters[name]!.shape));
  const raw = gradientsOf(loss, before);
  const gradients = Object.fromEntries(names.map((name, i) => [name, raw[i]!]));
  moveParameters(gan, player, gradients, rate, state, inputs);
  return { norm: globalNorm(raw), gradients };
}

/** Moves parameters in `state` by their gradients, with the clocks of a player's optimiser. */
export function moveParameters(
  gan: Gan,
  player: Player,
  gradients: Readonly<Record<string, Tensor>>,
  rate: Tensor,
  state: State,
  inputs: Inputs,
): void {
  const { config, optimizer } = gan;
  const names = Object.keys(gradients);
  const raw = Object.values(gradients);
  const used = config.gradientClip > 0 ? clipByGlobalNorm(raw, config.gradientClip) : raw;
  const scalars = Object.fromEntries(
    Object.keys(optimizer.scalars(1)).map((name) => [name, inputs.get(`${name}.${player}`, [])]),
  );
  names.forEach((name, i) => {
    const { shape } = gan.parameters[name]!;
    const slots = optimizer.slots.map((slot) => inputs.get(slotName(name, slot), shape));
    const updated = optimizer.update(inputs.get(name, shape), used[i]!, slots, rate, scalars);
    const { weightClip } = config;
    state[name] =
      name.startsWith('critic.') && weightClip > 0
        ? clip(updated.parameter, -weightClip, weightClip)
        : updated.parameter;
    optimizer.slots.forEach((slot, j) => {
      state[slotName(name, slot)] = updated.slots[j]!;
    });
  });
}

/** Steps 5 and 6. */
function criticStep(
  gan: Gan,
  real: Tensor,
  fresh: Tensor,
  stabilisers: Stabilising,
  state: State,
  inputs: Inputs,
) {
  const { config, critic } = gan;
  const generated = stabilisers.generatedForCritic(stopGradient(fresh));
  const seen = (x: Tensor, name: string) => stabilisers.shown(view(config, gan.shapes, x), name);
  const both = concat([seen(real, 'real'), seen(generated, 'generated')], 1);
  const judged = both.shape[1]! / 2;
  const scope = within(scopeOver(gan, state, inputs, true), 'critic');
  const { logits, classes: classLogits } = critic.read(scope, both);
  const realLogits = slice(logits, 0, { size: judged });
  const generatedLogits = slice(logits, 0, { start: judged, size: judged });
  const loss = lossOf(config.loss).critic(realLogits, generatedLogits);
  const penalty =
    config.penalty === 'none'
      ? zeros([])
      : penalties[config.penalty].build({
          critic: (x) => critic.apply(scope, x),
          both,
          logits,
          mix: () => inputs.get('noise.uniform.mix', [1, judged, 1]),
          disturbance: () =>
            inputs.get('noise.uniform.disturbance', [both.shape[0]!, judged, both.shape[2]!]),
        });
  const parameters = parametersOf(gan, 'critic', inputs);
  const moment = { real: realLogits, generated: generatedLogits, parameters };
  const objective = [
    ...(config.penalty === 'none' ? [] : [multiply(penalty, inputs.get('penaltyWeight', []))]),
    ...stabilisers.criticTerms(moment),
    ...classTerms(gan, classLogits, real),
  ].reduce((total, term) => add(total, term), loss);
  const rate = stabilisers.criticRate(inputs.get('rate.critic', []), moment);
  const update = updatePlayer(gan, 'critic', objective, rate, state, inputs);
  stabilisers.afterUpdate('critic', pick(state, trained(gan, 'critic')));
  return { loss, penalty, ...update, realMean: mean(realLogits), generatedMean: mean(generatedLogits) };
}

/** Step 7. */
export function generatorStep(
  gan: Gan,
  real: Tensor,
  made: {
    readonly noise: Noise;
    readonly generated: Tensor;
    /** Of real attributes; a term of its own, which moves nothing else. */
    readonly likelihood: Tensor | undefined;
  },
  stabilisers: Stabilising,
  state: State,
  inputs: Inputs,
) {
  const { config, critic } = gan;
  const { noise, generated, likelihood } = made;
  const { comparesWithReal, generator: generatorLoss } = lossOf(config.loss);
  const { usesFeatures, lookAhead } = stabilisers;
  const seen = (x: Tensor, name: string) => stabilisers.shown(view(config, gan.shapes, x), name);
  const shown = seen(generated, 'again');
  const judged = shown.shape[1]!;
  const seesReal = comparesWithReal || usesFeatures || lookAhead > 0;
  const both = seesReal ? concat([shown, seen(real, 'real')], 1) : shown;
  const judging = lookAhead > 0 ? criticAhead(gan, lookAhead, both, state, inputs) : state;
  const scope = within(scopeOver(gan, judging, inputs, true), 'critic');
  const reading = critic.read(scope, both);
  const halves = (x: Tensor) => {
    const made = slice(x, 0, { size: judged });
    return { generated: made, real: seesReal ? slice(x, 0, { start: judged, size: judged }) : made };
  };
  const logits = halves(reading.logits);
  const loss = generatorLoss(logits.generated, logits.real);
  const features = () => halves(reading.features);
  const moment = { noise, generated, real, features, parameters: parametersOf(gan, 'generator', inputs) };
  const terms = [
    ...stabilisers.generatorTerms(moment),
    ...classTerms(gan, reading.classes, generated),
    ...(likelihood ? [likelihood] : []),
  ];
  const objective = terms.reduce((total, term) => add(total, term), loss);
  const rate = inputs.get('rate.generator', []);
  const update = updatePlayer(gan, 'generator', objective, rate, state, inputs);
  stabilisers.afterUpdate('generator', pick(state, trained(gan, 'generator')));
  if (config.averageDecay > 0) {
    for (const name of trained(gan, 'generator')) {
      const average = inputs.get(averageName(name), gan.parameters[name]!.shape);
      const weight = state[name] ?? inputs.get(name, gan.parameters[name]!.shape);
      state[averageName(name)] = movingAverage(average, weight, inputs.get('averageDecay', []));
    }
  }
  return { loss, ...update };
}

/** Of sequences whose logits [.., K] stand first: real ones for the critic, generated ones for the generator. */
function classTerms(
  { config, shapes }: Gan,
  logits: Tensor | undefined,
  sequences: Tensor,
): readonly Tensor[] {
  const classes = classesOf(config, shapes);
  if (!classes || !logits) return [];
  const own = slice(logits, 0, { size: sequences.shape[1]! });
  // a generated sequence is to suit its label, and never the label what is easily told
  const labels = stopGradient(labelsOf(classes, sequences));
  return [multiply(classLoss(own, labels), config.classWeight!)];
}

const pick = (state: State, names: readonly string[]): State =>
  Object.fromEntries(names.map((name) => [name, state[name]!]));

export function named(prefix: string, tensors: Readonly<Record<string, Tensor>>): Record<string, Tensor> {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [`${prefix}.${name}`, tensor]));
}

/** What of a state is no longer as the program was given it. */
export function changed(state: State, inputs: Inputs): State {
  return Object.fromEntries(Object.entries(state).filter(([name, x]) => x !== inputs.get(name, x.shape)));
}

interface Iteration {
  /** `next.*` and `measure.*`. */
  readonly outputs: Readonly<Record<string, Tensor>>;
  /** Of the critic, then of the generator where it is updated: each player's gradients as `gradient.*`. */
  readonly gradients: readonly Readonly<Record<string, Tensor>>[];
}

/** Which features are attributes; undefined where none are. */
export function attributePlaces({ generator, shapes }: Gan) {
  const [first] = placeGroups(shapes.features, shapes.groups).filter(({ isStatic }) => isStatic);
  return first && { start: first.start, width: generator.attributes!.width };
}

/** The whole iteration, or its first six steps when `updatesGenerator` is false. */
export function iterationProgram(gan: Gan, parts: { readonly updatesGenerator: boolean }): Program {
  return program(buildIteration(gan, parts).outputs);
}

/** The same as programs that end where a player's gradients are known and before they are used (sharding.ts). */
export function iterationStages(gan: Gan, parts: { readonly updatesGenerator: boolean }): readonly Program[] {
  const { outputs, gradients } = buildIteration(gan, parts);
  return inStages(outputs, gradients);
}

function buildIteration(gan: Gan, { updatesGenerator }: { readonly updatesGenerator: boolean }): Iteration {
  const { batch } = gan.config;
  const { length, features } = gan.shapes;
  const inputs = new Inputs();
  const state: State = {};
  const real = inputs.get('real', [length, batch, features]);
  const stabilisers = stabilising({
    config: gan.config,
    specs: gan.stabiliserState,
    input: (name, shape) => inputs.get(name, shape),
    keep: (name, next) => {
      state[name] = next;
    },
  });
  const generatorScope = within(scopeOver(gan, state, inputs, true), 'generator');
  const noise = drawNoise(gan, batch, (name, shape) => inputs.get(name, shape));
  const places = attributePlaces(gan);
  // sequences are learned for the attributes of the real ones in the same places of the batch
  const told = places && attributesOf(real, places.start, places.width); // [B, Fs]
  const generated = gan.generator.apply(generatorScope, noise, told);
  const critic = criticStep(gan, real, generated, stabilisers, state, inputs);
  const measures: Record<string, Tensor> = {
    criticLoss: critic.loss,
    penalty: critic.penalty,
    criticGradient: critic.norm,
    realLogit: critic.realMean,
    generatedLogit: critic.generatedMean,
  };
  const gradients = [named('gradient', critic.gradients)];
  if (updatesGenerator) {
    const { attributes } = gan.generator;
    const likelihood = attributes?.loss(
      within(generatorScope, 'attributes'),
      told!,
      inputs.get('noise.uniform.attributes', [batch, 1 + attributes.groups]),
    );
    const generator = generatorStep(gan, real, { noise, generated, likelihood }, stabilisers, state, inputs);
    measures.generatorLoss = generator.loss;
    measures.generatorGradient = generator.norm;
    gradients.push(named('gradient', generator.gradients));
  }
  return { outputs: { ...named('next', changed(state, inputs)), ...named('measure', measures) }, gradients };
}
