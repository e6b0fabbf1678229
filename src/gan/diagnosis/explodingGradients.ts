/**
 * Exploding gradients through time: going back, |dL/dv_t| grows far beyond what the last step asked for, so that one
 * step of learning throws the network about (Pascanu et al. 2013, arXiv:1211.5063).
 */
import type { Detector } from './detector.ts';
import { clipGradients, slowDown } from './remedies.ts';

const GROWTH = 100;

/** max_t |dL/dv_t| over its value at the last step. */
export function growthOf(bySteps: Float32Array): number | undefined {
  const last = bySteps.at(-1);
  if (last === undefined || bySteps.length < 2 || !(last > 0)) return undefined;
  return Math.max(...bySteps) / last;
}

export const explodingGradients: Detector = {
  tells: `max_t |dL/dv_t| above ${GROWTH} times its value at the last step (Pascanu et al. 2013, arXiv:1211.5063)`,
  patience: 2,
  warmUp: 0,
  measure({ throughTime }) {
    const generator = growthOf(throughTime.generator);
    const critic = growthOf(throughTime.critic);
    if (generator === undefined && critic === undefined) return undefined;
    return { generatorGrowth: generator ?? 1, criticGrowth: critic ?? 1 };
  },
  isFound: ({ generatorGrowth, criticGrowth }) => Math.max(generatorGrowth!, criticGrowth!) > GROWTH,
  sentence: ({ generatorGrowth, criticGrowth }) =>
    `Gradients explode through time in the ${criticGrowth! > generatorGrowth! ? 'critic' : 'generator'}: going back ` +
    `they grow ${Math.max(generatorGrowth!, criticGrowth!).toPrecision(3)} times.`,
  advice: ({ gradientClip }) =>
    gradientClip === 0 ? 'set gradientClip 1, or lower the rates' : 'lower gradientClip and the rates',
  remedies: [clipGradients(1), slowDown(2, 'criticRate', 'generatorRate')],
};
