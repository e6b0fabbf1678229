/**
 * The iteration under differential privacy, as three programs:
 *
 *     sum         real sequences -> sum over them of clipped gradients      the only one that reads data
 *     update      a noisy gradient -> the critic after its update
 *     generator   noise -> the generator after its update
 *
 * The gradient of one sequence is that of the critic's loss for a batch of one: the real sequence and one generated
 * beside it, so losses, penalties and differentiation are what they are without privacy. A scan goes from sequence to
 * sequence and carries the sum (docs/notes/0010-privacy.md has the other ways, measured):
 *
 *     g_i = dL(x_i, G(z_i)) / dw,   S = sum_i g_i min(1, C / |g_i|),   |.| over all parameters together
 *
 * What holds for a whole sequence (attributes) is learned in the same gradient, under the same clip and at the critic's
 * rate; the generator is then trained for attributes that it draws itself.
 */
import {
  add,
  concat,
  divide,
  gradients as gradientsOf,
  less,
  maximum,
  mean,
  minimum,
  multiply,
  type Program,
  program,
  reshape,
  scan,
  select,
  slice,
  sqrt,
  square,
  stopGradient,
  sum,
  type Tensor,
  transpose,
  zeros,
} from '../../graph/index.ts';
import { globalNorm, within } from '../../nn/index.ts';
import { attributesOf } from '../attributes.ts';
import { drawAttributes, drawNoise } from '../generating.ts';
import { attributePlaces, changed, type Gan, generatorStep, moveParameters, named } from '../iteration.ts';
import { lossOf } from '../losses.ts';
import { penalties } from '../penalties.ts';
import { Inputs, learnedFromReal, type State, scopeOver } from '../scope.ts';
import { stabilising } from '../stabilisers/stabilising.ts';
import { view } from '../views.ts';

/** A little below the clip, so that rounding in float32 does not carry a gradient beyond it. */
const WITHIN = 1 - 1e-4;
/** A squared norm from which on a gradient counts as not finite, and is left out. */
const BEYOND = 1e30;

/** What a sequence's own run tells besides its gradient, one number for each slot, `each.*`. */
export const TOLD = ['criticLoss', 'penalty', 'realLogit', 'generatedLogit', 'norm', 'kept'] as const;
export type Told = (typeof TOLD)[number];

function surroundings(gan: Gan, state: State, inputs: Inputs) {
  return stabilising({
    config: gan.config,
    specs: gan.stabiliserState,
    input: (name, shape) => inputs.get(name, shape),
    keep: (name, next) => {
      state[name] = next;
    },
  });
}

/**
 * Inputs: parameters, `real` [T, S, F], `taken` [S] with 1 for a slot that holds a sequence and 0 for an empty one,
 * and noise for S sequences. Outputs: `sum.*` by the names of `learnedFromReal`, and `each.*` [S].
 */
export function sumProgram(gan: Gan, slots: number): Program {
  const { config, shapes, critic } = gan;
  const { length, features } = shapes;
  const inputs = new Inputs();
  const state: State = {};
  const scope = scopeOver(gan, state, inputs, true);
  const stabilisers = surroundings(gan, state, inputs);
  const real = inputs.get('real', [length, slots, features]);
  const places = attributePlaces(gan);
  const told = places && attributesOf(real, places.start, places.width); // [S, Fs]
  const noise = drawNoise(gan, slots, (name, shape) => inputs.get(name, shape));
  const generated = stopGradient(gan.generator.apply(within(scope, 'generator'), noise, told));
  const bySlot = (x: Tensor) => transpose(view(config, shapes, x), [1, 0, 2]); // [S, T, V]
  const { attributes } = gan.generator;
  const names = learnedFromReal(gan);
  const parameters = names.map((name) => inputs.get(name, gan.parameters[name]!.shape));

  const { carried, steps } = scan(
    (totals, [taken, x, made, mix, ownAttributes, draws]) => {
      const alone = (tensor: Tensor) => reshape(tensor, [tensor.shape[0]!, 1, tensor.shape[1]!]); // [T, 1, V]
      const both = concat([alone(x!), alone(made!)], 1);
      const criticScope = within(scope, 'critic');
      const { logits } = critic.read(criticScope, both);
      const [realLogit, generatedLogit] = [slice(logits, 0, { size: 1 }), slice(logits, 0, { start: 1 })];
      const loss = lossOf(config.loss).critic(realLogit, generatedLogit);
      const penalty =
        config.penalty === 'none'
          ? zeros([])
          : penalties[config.penalty].build({
              critic: (sequences) => critic.apply(criticScope, sequences),
              both,
              logits,
              mix: () => reshape(mix!, [1, 1, 1]),
              disturbance: () => {
                throw new Error('sumProgram: a disturbance takes the deviation over a batch (objections.ts)');
              },
            });
      const terms = [
        ...(config.penalty === 'none' ? [] : [multiply(penalty, inputs.get('penaltyWeight', []))]),
        ...stabilisers.criticTerms({ real: realLogit, generated: generatedLogit, parameters: {} }),
        ...(attributes
          ? [attributes.loss(within(scope, 'generator.attributes'), row(ownAttributes!), row(draws!))]
          : []),
      ];
      const gradients = gradientsOf(
        terms.reduce((total, term) => add(total, term), loss),
        parameters,
      );
      const squared = gradients.map((gradient) => sum(square(gradient))).reduce((a, b) => add(a, b));
      const isSound = less(squared, BEYOND);
      const norm = sqrt(squared);
      const factor = multiply(
        taken!,
        minimum(divide(WITHIN * config.privacy!.clip, maximum(norm, 1e-20)), 1),
      );
      const each: Record<Told, Tensor> = {
        criticLoss: loss,
        penalty,
        realLogit: mean(realLogit),
        generatedLogit: mean(generatedLogit),
        norm,
        kept: select(isSound, multiply(squared, square(factor)), 0),
      };
      return {
        carried: totals.map((total, i) => add(total, select(isSound, multiply(gradients[i]!, factor), 0))),
        steps: TOLD.map((name) => each[name]),
      };
    },
    parameters.map(({ shape }) => zeros(shape)),
    [
      inputs.get('taken', [slots]),
      bySlot(real),
      bySlot(generated),
      inputs.get('noise.uniform.mix', [slots]),
      ...(attributes ? [told!, inputs.get('noise.uniform.attributes', [slots, 1 + attributes.groups])] : []),
    ],
  );
  return program({
    ...Object.fromEntries(names.map((name, i) => [`sum.${name}`, carried[i]!])),
    ...Object.fromEntries(TOLD.map((name, i) => [`each.${name}`, steps[i]!])),
  });
}

const row = (x: Tensor): Tensor => reshape(x, [1, x.shape[0]!]);

/** Inputs: the state and `noisy.*`, the gradients by which it moves. Outputs: `next.*` and `measure.criticGradient`. */
export function updateProgram(gan: Gan): Program {
  const inputs = new Inputs();
  const state: State = {};
  const gradients = Object.fromEntries(
    learnedFromReal(gan).map((name) => [name, inputs.get(`noisy.${name}`, gan.parameters[name]!.shape)]),
  );
  moveParameters(gan, 'critic', gradients, inputs.get('rate.critic', []), state, inputs);
  return program({
    ...named('next', state),
    'measure.criticGradient': globalNorm(Object.values(gradients)),
  });
}

/** Inputs: the state and noise, and nothing of the data. Outputs: `next.*` and the generator's `measure.*`. */
export function generatorProgram(gan: Gan): Program {
  const { batch } = gan.config;
  const { length, features } = gan.shapes;
  const inputs = new Inputs();
  const state: State = {};
  const scope = within(scopeOver(gan, state, inputs, true), 'generator');
  const noise = drawNoise(gan, batch, (name, shape) => inputs.get(name, shape));
  const generated = gan.generator.apply(scope, noise, drawAttributes(gan, scope, noise));
  const { loss, norm } = generatorStep(
    gan,
    inputs.get('real', [length, batch, features]),
    { noise, generated, likelihood: undefined },
    surroundings(gan, state, inputs),
    state,
    inputs,
  );
  const made = program({
    ...named('next', changed(state, inputs)),
    'measure.generatorLoss': loss,
    'measure.generatorGradient': norm,
  });
  if (made.inputs.real)
    throw new Error('generatorProgram: it reads real sequences, which no guarantee covers (objections.ts)');
  return made;
}
