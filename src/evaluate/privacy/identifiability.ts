/**
 * Identifiability (Yoon, Drumright, van der Schaar 2020, ADS-GAN, JBHI 24): the share of real sequences whose nearest
 * generated sequence is closer than their nearest other real one. Without the original's weights by entropy of the
 * columns: the space is standardised instead.
 */
import type { Metric } from '../metric.ts';
import { nearestOthers, neighbourhood } from '../neighbours/space.ts';
import { protocol } from '../protocol.ts';

const frozen = protocol('identifiability', 1, {
  most: 1000,
  space: 'standardised sequences',
  weights: 'none',
});

export const identifiabilityMetric: Metric = {
  id: 'identifiability',
  name: 'Identifiability',
  group: 'privacy',
  needs: { count: 20 },
  direction: 'lower',
  range: [0, 1],
  protocol: frozen,
  citation: 'Yoon, Drumright, van der Schaar 2020, ADS-GAN, IEEE JBHI 24(8)',
  explanation:
    'The share of real sequences to which some generated one comes closer than any other real one does: about a half for fresh real data of the same count, 1 for a copy.',
  doesNotProve: 'privacy, nor its absence: a good generator has about the value of fresh real data, not 0',
  compute: (context) => {
    const { real, generated, within, between } = neighbourhood(context, frozen.settings.most);
    const others = nearestOthers(within.real, real.count, 1);
    const n = generated.count;
    const identified = others.reduce((total, square, i) => {
      return total + Number(between.subarray(i * n, (i + 1) * n).some((d) => d < square));
    }, 0);
    return { value: identified / real.count };
  },
};
