/**
 * Dead units: hidden units of the generator, or features of the critic, that say the same whatever comes in, because
 * their gates are shut or they sit at the end of their range. They are counted against the liveliest unit.
 */
import type { Detector } from './detector.ts';
import { slowDown } from './remedies.ts';

const QUIET = 1e-3;
const SHARE = 0.5;
const STILL = 1e-7;

/** The share of units whose deviation is below QUIET of the greatest. */
export function deadShare(deviations: Float32Array): number {
  const greatest = Math.max(...deviations);
  if (greatest < STILL) return 1;
  return deviations.filter((deviation) => deviation < QUIET * greatest).length / deviations.length;
}

export const deadUnits: Detector = {
  tells: `more than ${SHARE} of a player's units deviate less than ${QUIET} of what its liveliest unit does`,
  patience: 2,
  warmUp: 0,
  measure: ({ unitDeviations: { generator, critic } }) => ({
    generator: deadShare(generator),
    critic: deadShare(critic),
  }),
  isFound: ({ generator, critic }) => Math.max(generator!, critic!) > SHARE,
  sentence: ({ generator, critic }) =>
    `${Math.round(100 * Math.max(generator!, critic!))} % of the ` +
    `${critic! > generator! ? "critic's features" : "generator's units"} are dead: they say the same whatever comes in.`,
  advice: () => 'lower the rates and start anew, or take fewer hidden units',
  remedies: [slowDown(2, 'criticRate', 'generatorRate')],
};
