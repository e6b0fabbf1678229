/** MMD^2 with one Gaussian kernel whose width is the median distance of real sequences (see kernels.ts). */
import type { Metric } from '../metric.ts';
import { sampled } from '../neighbours/space.ts';
import { protocol } from '../protocol.ts';
import { discrepancy, medianDistance, squareTables } from './kernels.ts';

const frozen = protocol('mmd-median', 1, {
  kernel: 'gaussian',
  width: 'median of real, zero diagonal included',
  estimate: 'unbiased',
  most: 500,
});

export const medianKernelMetric: Metric = {
  id: 'mmd',
  name: 'Maximum mean discrepancy',
  group: 'joint',
  needs: { count: 4 },
  direction: 'lower',
  range: [Number.NEGATIVE_INFINITY, 2],
  protocol: frozen,
  citation: 'Gretton et al. 2012, A kernel two-sample test, JMLR 13',
  explanation:
    'Compares whole sequences by how alike they are within each set and between the sets; about 0 when the two sets are one distribution, and a little below 0 by chance.',
  doesNotProve:
    'that fine detail is right: differences much smaller than the typical distance between sequences hardly count',
  compute: ({ real, generated, seed }) => {
    const count = Math.min(frozen.settings.most, real.count, generated.count);
    const tables = squareTables(
      sampled(real, count, seed, 'real'),
      sampled(generated, count, seed, 'generated'),
    );
    const sigma = medianDistance(tables.real);
    if (!(sigma > 0)) {
      return { value: Number.NaN, warnings: ['most real sequences are identical: the kernel has no width'] };
    }
    const { unbiased, biased } = discrepancy(tables, [sigma]);
    return { value: unbiased, details: { biased, 'kernel width': sigma } };
  },
};
