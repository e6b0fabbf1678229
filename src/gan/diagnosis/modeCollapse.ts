/**
 * Mode collapse: whatever the noise, the generator makes the same, or few kinds of the same. Told by the spread of
 * generated sequences against that of real ones; by the share of their variance that the noise explains (the rest is
 * the course that all of them share); by how near generated sequences lie to each other; by how many of the
 * others are covered by them, against how many real ones cover (recall); and, where only some kinds are lost, by the
 * kinds of the data that are hardly made any more (kinds.ts).
 */
import type { Detector } from './detector.ts';
import { meanDistance, mutualDistances, nearest, recall, shareBetweenSequences } from './distances.ts';
import { holdBackGenerator, penalise, slowDown } from './remedies.ts';

const NEIGHBOURS = 3;
const SPREAD = 0.25;
const RECALL = 0.35;
const NEAREST = 0.5;
/** Three kinds of 25 are 0.12, as drawn 0.08 to 0.16; one of them is no collapse yet. */
const LOST = 0.07;

export const modeCollapse: Detector = {
  tells:
    `spread of G(z) below ${SPREAD} of the data's, or recall below ${RECALL} of what real sequences reach while ` +
    `nearest generated neighbours lie below ${NEAREST} of the real ones' distance (Kynkaanniemi et al. 2019, arXiv:1904.06991), ` +
    `or kinds that hold ${LOST} of the data get less than a fifth of their share (after Richardson and Weiss 2018, arXiv:1805.12462)`,
  patience: 3,
  warmUp: 0.2,
  measure({ generated, real, others, features, lost }) {
    if (real.count < 8) return undefined;
    const [made, wanted] = [mutualDistances(generated), mutualDistances(real)];
    const spreadOfData = meanDistance(wanted);
    if (spreadOfData < 1e-6) return undefined;
    const near = (distances: Float64Array, k: number) => nearest(distances, real.count, k);
    const average = (values: Float64Array) => values.reduce((a, b) => a + b, 0) / values.length;
    return {
      spread: meanDistance(made),
      spreadOfData,
      noiseShare: shareBetweenSequences(generated, features),
      noiseShareOfData: shareBetweenSequences(real, features),
      nearest: average(near(made, 1)),
      nearestOfData: average(near(wanted, 1)),
      recall: recall(generated, near(made, NEIGHBOURS), others),
      recallOfData: recall(real, near(wanted, NEIGHBOURS), others),
      lost: lost ?? 0,
    };
  },
  isFound: ({ spread, spreadOfData, nearest, nearestOfData, recall, recallOfData, lost }) =>
    spread! < SPREAD * spreadOfData! ||
    lost! > LOST ||
    (recall! < RECALL * recallOfData! && nearest! < NEAREST * nearestOfData!),
  sentence: ({ spread, spreadOfData, recall, noiseShare, noiseShareOfData, lost }) =>
    'The generator makes too few kinds of sequences (mode collapse): they lie ' +
    `${percent(spread! / spreadOfData!)} as far apart as real ones, cover ${percent(recall!)} of other real ` +
    `sequences, ${percent(lost!)} of the real ones are of kinds that are hardly made, and noise explains ` +
    `${percent(noiseShare!)} of their variance (real ones: ${percent(noiseShareOfData!)}).`,
  advice: ({ penalty, criticRate, generatorRate }) =>
    penalty === 'none'
      ? 'use the loss relativistic with the penalty r1r2, or add packing 2 or modeSeeking 0.1'
      : generatorRate > criticRate
        ? 'lower generatorRate to criticRate or below, or add packing 2 or modeSeeking 0.1'
        : 'lower both learning rates, add packing 2 or modeSeeking 0.1, or take a larger batch',
  remedies: [penalise('r1r2', 1), holdBackGenerator, slowDown(2, 'criticRate', 'generatorRate')],
};

const percent = (share: number): string => `${Math.round(100 * share)} %`;
