/**
 * Not finite: a measure of an iteration is NaN or infinite. It is found at every iteration, by the training itself,
 * not at a look, and training does not go on from such a state.
 */
import type { Detector } from './detector.ts';
import { slowDown } from './remedies.ts';

export const notFinite: Detector = {
  tells: 'a loss, gradient norm or mean logit of an iteration is NaN or infinite',
  patience: 1,
  warmUp: 0,
  measure: () => undefined,
  isFound: () => true,
  sentence: ({ iteration, lastGood }) =>
    `Iteration ${iteration} gave a value that is not finite; the state of iteration ${lastGood} is kept.`,
  advice: ({ penalty, gradientClip }) =>
    [
      'lower the learning rates',
      ...(gradientClip === 0 ? ['set gradientClip 1'] : []),
      ...(penalty === 'none' ? ['use the penalty r1r2'] : []),
    ].join(', or '),
  remedies: [slowDown(4, 'criticRate', 'generatorRate')],
};
