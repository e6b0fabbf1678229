/**
 * Precision and recall (Kynkaanniemi et al. 2019, arXiv:1904.06991), density and coverage (Naeem et al. 2020,
 * arXiv:2002.09797) on standardised sequences (space.ts). With B(x) the ball around x up to its k-th nearest other
 * member of its own set, the border left out:
 *
 *     precision  share of generated y in some B(real x)        density   mean over y of #{x : y in B(x)} / k
 *     recall     share of real x in some B(generated y)        coverage  share of real x with some y in B(x)
 */
import type { Metric, MetricContext } from '../metric.ts';
import { protocol } from '../protocol.ts';
import { nearestOthers, neighbourhood } from './space.ts';

const frozen = protocol('prdc-sequences', 1, { neighbours: 5, most: 1000, space: 'standardised sequences' });

export interface Support {
  readonly precision: number;
  readonly recall: number;
  readonly density: number;
  readonly coverage: number;
}

/** From squared radii of both sets and squared distances [real, generated]. */
export function support(
  realRadii: Float64Array,
  generatedRadii: Float64Array,
  between: Float64Array,
  neighbours: number,
): Support {
  const [m, n] = [realRadii.length, generatedRadii.length];
  const isPrecise = new Uint8Array(n);
  let [recalled, balls, covered] = [0, 0, 0];
  for (let i = 0; i < m; i++) {
    let [isRecalled, isCovered] = [false, false];
    for (let j = 0; j < n; j++) {
      const square = between[i * n + j]!;
      if (square < realRadii[i]!) {
        isPrecise[j] = 1;
        isCovered = true;
        balls++;
      }
      if (square < generatedRadii[j]!) isRecalled = true;
    }
    if (isRecalled) recalled++;
    if (isCovered) covered++;
  }
  return {
    precision: isPrecise.reduce((a, b) => a + b, 0) / n,
    recall: recalled / m,
    density: balls / (neighbours * n),
    coverage: covered / m,
  };
}

function measured(context: MetricContext): Support {
  const { neighbours, most } = frozen.settings;
  return context.memo('support', () => {
    const { real, generated, within, between } = neighbourhood(context, most);
    const realRadii = nearestOthers(within.real, real.count, neighbours);
    const generatedRadii = nearestOthers(within.generated, generated.count, neighbours);
    return support(realRadii, generatedRadii, between, neighbours);
  });
}

const shared = {
  group: 'diversity',
  needs: { count: frozen.settings.neighbours + 1 },
  direction: 'higher',
  range: [0, 1],
  protocol: frozen,
} as const;

export const precisionMetric: Metric = {
  ...shared,
  id: 'precision',
  name: 'Precision',
  citation: 'Kynkaanniemi et al. 2019, arXiv:1904.06991',
  explanation: 'The share of generated sequences that look like some real one.',
  doesNotProve:
    'variety: one good sequence repeated has a perfect precision, and so has a copy of the training data',
  compute: (context) => ({ value: measured(context).precision }),
};

export const recallMetric: Metric = {
  ...shared,
  id: 'recall',
  name: 'Recall',
  citation: 'Kynkaanniemi et al. 2019, arXiv:1904.06991',
  explanation: 'The share of real sequences that lie where the generator may reach.',
  doesNotProve: 'that the generator really goes there: a few far outliers stretch its reach over everything',
  compute: (context) => ({ value: measured(context).recall }),
};

export const densityMetric: Metric = {
  ...shared,
  id: 'density',
  name: 'Density',
  range: [0, Number.POSITIVE_INFINITY],
  direction: 1,
  citation: 'Naeem et al. 2020, arXiv:2002.09797',
  explanation:
    'How many real sequences stand close to a generated one, against how many should: 1 is right, less is off the data, more is crowding in its densest parts.',
  doesNotProve: 'variety, as precision does not',
  compute: (context) => ({ value: measured(context).density }),
};

export const coverageMetric: Metric = {
  ...shared,
  id: 'coverage',
  name: 'Coverage',
  citation: 'Naeem et al. 2020, arXiv:2002.09797',
  explanation:
    'The share of real sequences that have a generated one nearby: low when kinds of sequences are missing.',
  doesNotProve: 'that nothing was memorised: a copy of the training data covers everything',
  compute: (context) => ({ value: measured(context).coverage }),
};
