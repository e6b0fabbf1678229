/**
 * Series of any length, piece by piece: the recurrent layers go on from what they carried out of the piece before, so
 * there is no seam. The noise of a sequence, which stands still in the windows that were learned from, drifts:
 *
 *     s_0 ~ N(0, I),   s_t = r s_{t-1} + sqrt(1 - r^2) e_t,   e_t ~ N(0, I)
 *
 * so that it is standard normal at every step, as the generator knows it, and what it decides (a level, a phase) is
 * forgotten as fast as the real series forgets it (levelMemory.ts). With r = 1 a series would keep one level for ever, and the sequences of a model would
 * differ from series to series and not within them.
 */
import type { Shape, Tensor } from '../graph/index.ts';
import type { GivenAttributes } from './attributes.ts';
import { drawAttributes, drawNoise, samplingScope } from './generating.ts';
import type { Continued } from './generator.ts';
import type { Gan } from './iteration.ts';
import { Inputs } from './scope.ts';

/**
 * A piece of as many steps as `gan` has: the noise of `noiseInputs`, but `noise.sequence` [T, B, S] drawn by
 * `driftingNoise`, `state` [B, .] of the piece before and `begins`, 1 in the first piece, are the inputs.
 */
export function continueSequences(
  gan: Gan,
  batch: number,
  parameter: (name: string) => Tensor,
  given?: GivenAttributes,
): Continued {
  const inputs = new Inputs();
  const { length } = gan.shapes;
  const input = (name: string, shape: Shape) =>
    inputs.get(name, name === 'noise.sequence' ? [length, ...shape] : shape);
  const from = { state: input('state', [batch, gan.generator.stateSize]), begins: input('begins', []) };
  const scope = samplingScope(parameter, batch > 1 ? 'stack' : 'operators');
  const noise = drawNoise(gan, batch, input);
  return gan.generator.goOn(scope, noise, from, drawAttributes(gan, scope, noise, given));
}

/** Makes white noise [T, n] in place to noise that drifts, from `before` [n], the last step of the piece before. */
export function driftingNoise(
  white: Float32Array,
  rate: number,
  before: Float32Array | undefined,
  n: number,
): void {
  const fresh = Math.sqrt(1 - rate * rate);
  for (let i = 0; i < white.length; i++) {
    const last = i < n ? before?.[i] : white[i - n];
    if (last !== undefined) white[i] = rate * last + fresh * white[i]!;
  }
}
