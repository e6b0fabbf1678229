/**
 * Drowned by noise: under differential privacy, what has moved the critic over its last updates was more noise than
 * data (privacy/signal.ts), so it cannot teach the generator what the data are like, and what comes out looks like
 * nothing. Whatever else is seen of such a run, its sequences are of no use.
 */
import type { Detector } from './detector.ts';

/** Of the noise: below it, figures of the report come near those of a naive generator (docs/notes/0009-privacy.md). */
const RATIO = 1;

export const drownedByNoise: Detector = {
  tells: `under differential privacy: |mean of the clipped gradients' sums, less what single sequences scatter| over the last 100 updates below ${RATIO} of that of the noise`,
  patience: 2,
  warmUp: 0.1,
  measure: ({ signal: seen }) => seen && { ...seen, ratio: seen.signal / seen.noise },
  isFound: ({ ratio }) => ratio! < RATIO,
  sentence: ({ ratio, clippedShare, meanNorm }) =>
    `Noise drowns the data: of what moved the critic over the last 100 updates, the part from real sequences was ` +
    `${show(ratio!)} of the noise (gradients of single sequences had the mean norm ${show(meanNorm!)}, ` +
    `${Math.round(100 * clippedShare!)} % were clipped). What this run makes is of little use.`,
  advice: ({ privacy }) =>
    `give more sequences or a larger privacyEpsilon; where that cannot be, a larger batch, fewer steps, or a smaller critic${
      privacy ? `, or a privacyClip other than ${show(privacy.clip)}` : ''
    }`,
  remedies: [],
};

const show = (value: number): string => `${Number(value.toPrecision(2))}`;
