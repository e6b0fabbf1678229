/** The table of detectors. */
import { criticSaturation } from './criticSaturation.ts';
import { deadUnits } from './deadUnits.ts';
import type { Detector } from './detector.ts';
import { drownedByNoise } from './drownedByNoise.ts';
import { explodingGradients } from './explodingGradients.ts';
import { modeCollapse } from './modeCollapse.ts';
import { notFinite } from './notFinite.ts';
import { oscillation } from './oscillation.ts';
import { overfitCritic } from './overfitCritic.ts';
import { vanishingGradients } from './vanishingGradients.ts';

export const detectors = {
  modeCollapse,
  criticSaturation,
  vanishingGradients,
  explodingGradients,
  oscillation,
  overfitCritic,
  deadUnits,
  drownedByNoise,
  notFinite,
} as const satisfies Record<string, Detector>;

export type FindingKind = keyof typeof detectors;
export const findingKinds = Object.keys(detectors) as FindingKind[];
