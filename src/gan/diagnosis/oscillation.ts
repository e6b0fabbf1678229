/**
 * Oscillation: the players chase each other in circles (Mescheder et al. 2018, arXiv:1801.04406). Told by the critic's
 * mean logit of generated sequences over the last iterations, its trend removed: its autocorrelation is strongly
 * negative at half a period and strongly positive at the whole one, with at least three periods in sight.
 */
import type { Detector } from './detector.ts';
import { penalise, slowDown } from './remedies.ts';

const STRENGTH = 0.5;
const PERIODS = 3;
const LEAST = 100;
const SHORTEST = 6;

export const oscillation: Detector = {
  tells: `autocorrelation of E D(G(z)) below -${STRENGTH} at half a period and above ${STRENGTH} at a whole one`,
  patience: 2,
  warmUp: 0.1,
  measure({ recent }) {
    if (recent.length < LEAST) return undefined;
    return strongestPeriod(recent);
  },
  isFound: ({ strength }) => strength! > STRENGTH,
  sentence: ({ period, strength }) =>
    `The players go round in circles: the critic's opinion of generated sequences comes back every ` +
    `${Math.round(period!)} iterations (correlation ${strength!.toFixed(2)}).`,
  advice: ({ penalty }) =>
    penalty === 'none'
      ? 'switch on the penalty r1r2, which damps it, or lower both rates'
      : 'lower both rates, or raise penaltyWeight',
  remedies: [penalise('r1r2', 1), slowDown(2, 'criticRate', 'generatorRate')],
};

/** The period p whose weaker sign, min(-r(p / 2), r(p)), is strongest. */
export function strongestPeriod(series: readonly number[]): {
  readonly period: number;
  readonly strength: number;
} {
  const x = detrended(series);
  const n = x.length;
  const variance = x.reduce((total, v) => total + v * v, 0) / n;
  if (!(variance > 1e-12)) return { period: 0, strength: 0 };
  const longest = Math.floor(n / PERIODS);
  const correlation = Float64Array.from({ length: longest + 1 }, (_, lag) => {
    let total = 0;
    for (let i = lag; i < n; i++) total += x[i]! * x[i - lag]!;
    return total / (n - lag) / variance;
  });
  let best = { period: 0, strength: 0 };
  for (let period = SHORTEST; period <= longest; period++) {
    const strength = Math.min(-correlation[Math.round(period / 2)]!, correlation[period]!);
    if (strength > best.strength) best = { period, strength };
  }
  return best;
}

function detrended(series: readonly number[]): readonly number[] {
  const n = series.length;
  const [middle, average] = [(n - 1) / 2, series.reduce((a, b) => a + b, 0) / n];
  let [above, below] = [0, 0];
  series.forEach((v, i) => {
    above += (i - middle) * (v - average);
    below += (i - middle) ** 2;
  });
  return series.map((v, i) => v - average - (above / below) * (i - middle));
}
