/**
 * Drowned by noise: under differential privacy, more noise than data has moved the critic over its last updates
 * (privacy/signal.ts), and what the generator makes is no nearer to the data than one sequence would be that is always
 * the same, their mean m. How far two sets lie apart is told by the share of their distances that is not within them
 * (Szekely and Rizzo 2013, the coefficient of inhomogeneity of the energy distance),
 *
 *     H = (2 E|X - Y| - E|X - X'| - E|Y - Y'|) / 2 E|X - Y|,   0 where they are alike, 1 where they are worlds apart.
 *
 * Noise alone is no verdict: it forgets, while data pull the same way, so much is learned with more noise than data.
 */
import type { Detector } from './detector.ts';
import { distance, meanDistance, mutualDistances } from './distances.ts';
import type { Rows } from './observation.ts';

/** H from the mean distances across and within. */
const inhomogeneity = (across: number, first: number, second: number): number =>
  across > 0 ? (2 * across - first - second) / (2 * across) : 0;

function meanAcross(a: Rows, b: Rows): number {
  let total = 0;
  for (let i = 0; i < a.count; i++) for (let j = 0; j < b.count; j++) total += distance(a, i, b, j);
  return total / (a.count * b.count);
}

function middleOf({ count, width, values }: Rows): Rows {
  const middle = new Float32Array(width);
  values.forEach((v, i) => {
    middle[i % width]! += v / count;
  });
  return { count: 1, width, values: middle };
}

export const drownedByNoise: Detector = {
  tells:
    'under differential privacy, in the second half of a run: what gradients agree on below the noise over the last 100 ' +
    'updates, and H(generated, real) at least H(mean of real, real) (Szekely and Rizzo 2013)',
  patience: 1,
  warmUp: 0.5,
  measure({ signal: seen, generated, real }) {
    if (!seen || real.count < 8) return undefined;
    const within = meanDistance(mutualDistances(real));
    const made = meanDistance(mutualDistances(generated));
    return {
      ...seen,
      ratio: seen.signal / seen.noise,
      apart: inhomogeneity(meanAcross(generated, real), made, within),
      apartOfMiddle: inhomogeneity(meanAcross(middleOf(real), real), 0, within),
    };
  },
  isFound: ({ ratio, apart, apartOfMiddle }) => ratio! < 1 && apart! >= apartOfMiddle!,
  sentence: ({ ratio, apart, apartOfMiddle, clippedShare, meanNorm }) =>
    'Noise drowns the data, and what is made is of no use: generated and real sequences lie ' +
    `${show(apart!)} apart (0: alike, 1: worlds apart), where one and the same mean sequence would lie ` +
    `${show(apartOfMiddle!)}; of what moved the critic over the last 100 updates, the part from real sequences was ` +
    `${show(ratio!)} of the noise (gradients of single sequences had the mean norm ${show(meanNorm!)}, ` +
    `${Math.round(100 * clippedShare!)} % were clipped).`,
  advice: ({ privacy }) =>
    `give more sequences or a larger privacyEpsilon; where that cannot be, a larger batch, fewer steps, or a smaller critic${
      privacy ? `, or a privacyClip other than ${show(privacy.clip)}` : ''
    }`,
  remedies: [],
};

const show = (value: number): string => `${Number(value.toPrecision(2))}`;
