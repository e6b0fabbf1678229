/**
 * The last layer's numbers to features, group by group (featureGroups.ts). The number of a level is drawn, not set:
 *
 *     level = argmax(a + e),  e ~ N(0, 1) per level
 *
 * so that softmax-like shares of levels can be learned in the numbers a, and a step may be random though the state is
 * not. What the critic sees is the level itself, as it will be written; the gradient is that of softmax(a + e), the
 * straight-through estimator.
 *
 * Sources: Jang, Gu and Poole 2017, arXiv:1611.01144, straight-through Gumbel-softmax; Kusner and Hernandez-Lobato
 * 2016, arXiv:1611.04051, the same in a GAN on sequences. Here the noise is normal and not Gumbel, as
 * in Potapczynski, Loaiza-Ganem and Cunningham 2020, arXiv:1912.09588: then all noise that a generator asks for is of
 * one kind. Numbers that are missing take a fixed value in real and generated sequences alike: Li, Jiang and Marlin
 * 2019, arXiv:1902.09599 (MisGAN); so do those that are exactly one frequent value, which a continuous output would
 * only come near to: a mixture of a point and a density, as of a semicontinuous variable (Olsen and Schafer 2001, JASA
 * 96). The end of a sequence is a flag that is drawn in every step, and once it is up all
 * later steps are 0: Lin et al. 2020, arXiv:1909.13403 (DoppelGANger).
 */
import {
  add,
  argmax,
  concat,
  constant,
  expand,
  matmul,
  minimum,
  multiply,
  oneHot,
  reshape,
  slice,
  softmax,
  stopGradient,
  subtract,
  type Tensor,
  tanh,
  zeros,
} from '../graph/index.ts';
import { type FeatureGroup, groupChoices, groupWidth } from './featureGroups.ts';

/** [.., W] to 1 in the place of the level drawn and 0 elsewhere. */
export function choose(numbers: Tensor, noise: Tensor): Tensor {
  const scores = add(numbers, noise);
  const soft = softmax(scores);
  const hard = oneHot(argmax(scores), scores.shape[scores.shape.length - 1]!);
  return add(soft, stopGradient(subtract(hard, soft)));
}

const part = (x: Tensor, start: number, size: number): Tensor =>
  start === 0 && size === x.shape.at(-1) ? x : slice(x, x.shape.length - 1, { start, size });

/** `numbers` [.., F] and the noise of all choices [.., L] to the features of `groups`, in order; no end among them. */
export function shapeFeatures(
  groups: readonly FeatureGroup[],
  numbers: Tensor,
  noise: Tensor | undefined,
): readonly Tensor[] {
  let [at, drawn] = [0, 0];
  return groups.map((group) => {
    const [width, choices] = [groupWidth(group), groupChoices(group)];
    const own = part(numbers, at, width);
    const level = () => choose(part(own, width - choices, choices), part(noise!, drawn, choices));
    const made = makeGroup(group, own, level);
    at += width;
    drawn += choices;
    return made;
  });
}

function makeGroup(group: FeatureGroup, own: Tensor, level: () => Tensor): Tensor {
  switch (group.kind) {
    case 'number':
      return tanh(own);
    case 'choice':
    case 'end':
      return level();
    case 'special': {
      const flags = level();
      const cases = [tanh(part(own, 0, 1)), ...group.fills].map((x, i) => multiply(part(flags, i, 1), x));
      return concat([cases.reduce(add), flags], own.shape.length - 1);
    }
    default:
      return group satisfies never;
  }
}

/**
 * Flags [T, B, 2] of steps, each for itself, to those of a sequence: the first step is in it, and after the first step
 * that is not none is. in_t = 1 - min(1, sum of the flags of ends up to t).
 */
export function endFlags(flags: Tensor): Tensor {
  const [length, batch] = flags.shape as [number, number, number];
  if (length === 1) return concat([add(zeros([1, batch, 1]), 1), zeros([1, batch, 1])], 2);
  const ends = reshape(slice(flags, 2, { start: 1, size: 1 }), [length, batch]);
  const upTo = Array.from({ length: length * length }, (_, i) => {
    const [t, u] = [Math.floor(i / length), i % length];
    return u >= 1 && u <= t ? 1 : 0;
  });
  const ended = minimum(matmul(constant(upTo, [length, length]), ends), 1);
  const after = reshape(ended, [length, batch, 1]);
  return concat([subtract(1, after), after], 2);
}

/** Everything after the end at 0. `alive` [T, B, 1]. */
export const cutAtEnd = (x: Tensor, alive: Tensor): Tensor => multiply(x, expand(alive, x.shape));
