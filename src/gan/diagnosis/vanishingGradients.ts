/**
 * Vanishing gradients through time: what the last step asks for does not reach the steps before it, so the network
 * cannot learn what lies further apart. Its reach is the number of steps back at which |dL/dv_t| is still a hundredth
 * of what it is at the last step. An LSTM with the usual forget bias of 1 reaches some 15 steps when it starts.
 */
import type { Detector } from './detector.ts';
import type { Observation } from './observation.ts';

const REACHES = 0.01;
const SHARE = 0.1;

export function reachOf(bySteps: Float32Array): number | undefined {
  const last = bySteps.length - 1;
  if (last < 1 || !(bySteps[last]! > 0)) return undefined;
  let reach = 0;
  for (let back = 1; back <= last; back++) {
    if (bySteps[last - back]! >= REACHES * bySteps[last]!) reach = back;
  }
  return reach;
}

/** The player with the shorter reach. */
function shortest({ throughTime, length }: Observation) {
  const reaches = [reachOf(throughTime.generator), reachOf(throughTime.critic)];
  const known = reaches.filter((reach) => reach !== undefined);
  if (known.length === 0 || length < 8) return undefined;
  const reach = Math.min(...known);
  return { reach, isCritic: reaches[1] === reach && reaches[0] !== reach ? 1 : 0, length };
}

export const vanishingGradients: Detector = {
  tells: `|dL/dv_t| below ${REACHES} of its value at the last step more than ${SHARE} T steps before it`,
  patience: 2,
  warmUp: 0,
  measure: shortest,
  isFound: ({ reach, length }) => reach! < Math.max(2, SHARE * length!),
  sentence: ({ reach, length, isCritic }) =>
    `Gradients vanish through time in the ${isCritic ? 'critic' : 'generator'}: they reach ` +
    `${reach} of ${length} steps back, so it cannot learn what lies further apart.`,
  advice: () =>
    'give shorter sequences (length) or a sequenceNoise that every step sees, use a cnn critic, or lower the rates if it began during training',
  remedies: [],
};
