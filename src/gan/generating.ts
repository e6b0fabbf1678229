/** Noise to sequences: what a generator is fed in a program, in training and outside of it. */
import type { Shape, Tensor } from '../graph/index.ts';
import { type Recurrence, type Scope, within } from '../nn/index.ts';
import type { GivenAttributes } from './attributes.ts';
import type { Noise } from './generator.ts';
import type { Gan } from './iteration.ts';
import { Inputs } from './scope.ts';

export function noiseInputs({ generator, shapes }: Gan, batch: number): Record<string, Shape> {
  const { steps, sequence, levels, attributes } = generator.noise;
  return {
    'noise.steps': [shapes.length, batch, steps],
    ...(sequence > 0 && { 'noise.sequence': [batch, sequence] }),
    ...(levels > 0 && { 'noise.levels': [shapes.length, batch, levels] }),
    ...(attributes > 0 && { 'noise.attributes': [batch, attributes] }),
  };
}

/** The noise of a batch as inputs of a program; `get` makes them. */
export function drawNoise(gan: Gan, batch: number, get: (name: string, shape: Shape) => Tensor): Noise {
  const shapes = noiseInputs(gan, batch);
  const read = (name: string) => shapes[name] && get(name, shapes[name]);
  return {
    steps: read('noise.steps')!,
    sequence: read('noise.sequence'),
    levels: read('noise.levels'),
    attributes: read('noise.attributes'),
  };
}

/**
 * Noise to features in (-1, 1), [T, B, F], outside training: what `noiseInputs` names are the inputs, and `parameter`
 * gives the generator's weights by their names in `gan.generator.parameters`.
 */
export function generateSequences(
  gan: Gan,
  batch: number,
  parameter: (name: string) => Tensor,
  given?: GivenAttributes,
  recurrence: Recurrence = 'stack',
): Tensor {
  const inputs = new Inputs();
  const scope = samplingScope(parameter, recurrence);
  const noise = drawNoise(gan, batch, (name, shape) => inputs.get(name, shape));
  return gan.generator.apply(scope, noise, drawAttributes(gan, scope, noise, given));
}

/** [B, Fs], or undefined where there are none. */
export const drawAttributes = (
  { generator }: Gan,
  scope: Scope,
  noise: Noise,
  given?: GivenAttributes,
): Tensor | undefined => generator.attributes?.draw(within(scope, 'attributes'), noise.attributes!, given);

/** Parameters as they are, and nothing that belongs to training. */
export const samplingScope = (
  parameter: (name: string) => Tensor,
  recurrence: Recurrence = 'layers',
): Scope => ({
  isTraining: false,
  recurrence,
  parameter,
  update: () => {},
  uniform: (name) => {
    throw new Error(`samplingScope: '${name}' asks for noise outside training`);
  },
});
