/**
 * Diversity as an entropy: the Vendi score (Friedman and Dieng 2023, arXiv:2210.02410), the exponential of the Shannon
 * entropy of the eigenvalues l of K / n, where K holds how alike the sequences of one set are,
 *
 *     VS = exp(- sum l log l),   k(x, y) = exp(- |x - y|^2 / (2 s^2)):
 *
 * 1 when all are one, n when none is like another; how many different sequences there are in effect. Here that of the
 * generated set over that of as many real ones. The width s is half the median distance of real sequences (standardised
 * whole sequences): with the median itself nearly all sequences are alike, and the score of any set is a handful.
 *
 * An entropy of the density (Kozachenko and Leonenko) was not chosen: copies make it minus infinity, and in hundreds of
 * dimensions it is that of a few principal components, so a figure of what those leave out.
 */
import { medianDistance } from '../closed/kernels.ts';
import type { Metric } from '../metric.ts';
import { protocol } from '../protocol.ts';
import { symmetricEigenvalues } from '../ts2vec/eigenvalues.ts';
import { neighbourhood } from './space.ts';

const frozen = protocol('vendi', 1, {
  kernel: 'gaussian',
  width: 'half the median of real, zero diagonal included',
  space: 'standardised sequences',
  order: 1,
  most: 400,
});

/** Of a table of squared distances [n, n]. */
export function vendiScore(squares: Float64Array, count: number, width: number): number {
  const alike = squares.map((square) => Math.exp(-square / (2 * width * width)) / count);
  let entropy = 0;
  // rounding leaves tiny negative eigenvalues
  for (const value of symmetricEigenvalues(alike, count)) if (value > 0) entropy -= value * Math.log(value);
  return Math.exp(entropy);
}

export const vendiMetric: Metric = {
  id: 'vendi',
  name: 'Vendi score ratio',
  group: 'diversity',
  needs: { count: 4 },
  direction: 1,
  range: [0, Number.POSITIVE_INFINITY],
  protocol: frozen,
  citation: 'Friedman, Dieng 2023, The Vendi score, TMLR, arXiv:2210.02410',
  explanation:
    'How many different sequences there are in effect, by the entropy of how alike they are, against as many real ones: 1 is right, near 0 is total collapse.',
  doesNotProve: 'that the variety is the right one: noise is various',
  compute: (context) => {
    const { real, within } = neighbourhood(context, frozen.settings.most);
    const width = medianDistance(within.real) / 2;
    if (!(width > 0)) {
      return { value: Number.NaN, warnings: ['most real sequences are identical: the kernel has no width'] };
    }
    const [expected, found] = [within.real, within.generated].map((squares) =>
      vendiScore(squares, real.count, width),
    ) as [number, number];
    return { value: found / expected, details: { 'real set': expected, 'generated set': found } };
  },
};
