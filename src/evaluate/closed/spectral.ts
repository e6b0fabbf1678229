/**
 * Spectral distance: the mean power spectrum of each feature, without its mean, as shares of its whole power, real
 * against generated. With P_k = mean over sequences of |sum_t (x_t - m) e^(-2 pi i k t / T)|^2, k = 1 .. T / 2, and
 * p = P / sum P:
 *
 *     distance = mean over features of 1/2 sum_k |p_k - q_k|       (0: same rhythm, 1: no frequency in common)
 *
 * m is the mean of the sequence itself, so that slow drift between sequences does not hide the rhythm within them.
 * A feature without power in both sets counts 0, in one of them 1.
 */
import { type Metric, mean, perFeature } from '../metric.ts';
import { protocol } from '../protocol.ts';
import { part, type SequenceSet } from '../sequenceSet.ts';

const frozen = protocol('spectral', 1, {
  spectrum: 'mean periodogram',
  distance: 'total variation',
  most: 5000,
});

/** Shares of power per feature, [T / 2] each; all zero without power. */
export function powerShares(set: SequenceSet): readonly Float64Array[] {
  const { count, length, features, values } = set;
  const frequencies = Math.floor(length / 2);
  const cosine = Float64Array.from({ length }, (_, t) => Math.cos((2 * Math.PI * t) / length));
  const sine = Float64Array.from({ length }, (_, t) => Math.sin((2 * Math.PI * t) / length));
  const row = new Float64Array(length);
  return Array.from({ length: features }, (_, feature) => {
    const power = new Float64Array(frequencies);
    for (let n = 0; n < count; n++) {
      for (let t = 0; t < length; t++) row[t] = values[(n * length + t) * features + feature]!;
      const centre = mean(row);
      for (let k = 1; k <= frequencies; k++) {
        let [re, im] = [0, 0];
        for (let t = 0; t < length; t++) {
          const turn = (k * t) % length;
          re += (row[t]! - centre) * cosine[turn]!;
          im += (row[t]! - centre) * sine[turn]!;
        }
        power[k - 1]! += re * re + im * im;
      }
    }
    const total = power.reduce((a, b) => a + b, 0);
    // below float32's resolution of a sequence there is only rounding
    return total > 1e-12 * count * length ? power.map((p) => p / total) : power.fill(0);
  });
}

export function spectralDistances(real: SequenceSet, generated: SequenceSet): Float64Array {
  const { most } = frozen.settings;
  const expected = powerShares(part(real, 0, Math.min(most, real.count)));
  const found = powerShares(part(generated, 0, Math.min(most, generated.count)));
  return Float64Array.from(expected, (p, feature) => {
    const q = found[feature]!;
    const hasPower = (shares: Float64Array) => shares.some((x) => x > 0);
    if (hasPower(p) !== hasPower(q)) return 1;
    return p.reduce((total, x, k) => total + Math.abs(x - q[k]!), 0) / 2;
  });
}

export const spectralMetric: Metric = {
  id: 'spectral',
  name: 'Spectral distance',
  group: 'time',
  needs: { length: 4 },
  direction: 'lower',
  range: [0, 1],
  protocol: frozen,
  citation: 'periodogram: Schuster 1898; total variation of normalised spectra',
  explanation:
    'Compares which rhythms carry the movement of each feature: 0 when the same frequencies matter equally, 1 when none is shared.',
  doesNotProve:
    'that levels or amplitudes are right: each spectrum is scaled to one; nor anything about phase or shape',
  compute: ({ real, generated, featureNames }) => {
    const distances = spectralDistances(real, generated);
    return { value: mean(distances), details: perFeature('spectral', featureNames, distances) };
  },
};
