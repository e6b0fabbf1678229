/**
 * Identifiability (Yoon, Drumright, van der Schaar 2020, ADS-GAN, JBHI 24): the share of real sequences whose nearest
 * generated sequence is closer than their nearest other real one. Without the original's weights by entropy of the
 * columns: the space is standardised instead.
 *
 * Windows of one series have their neighbours in time as neighbours, the closer the denser the set is sampled: a floor of
 * 1,000 out of 1,800 windows then scored half of a figure of 1,000 out of 3,600. So real sequences that share a step with
 * the one asked about do not count as others (version 2; version 1 counted them).
 */
import type { Metric } from '../metric.ts';
import { nearestApart, neighbourhood } from '../neighbours/space.ts';
import { protocol } from '../protocol.ts';

const frozen = protocol('identifiability', 2, {
  most: 1000,
  space: 'standardised sequences',
  weights: 'none',
  others: 'share no step',
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
    'The share of real sequences to which some generated one comes closer than any other real one does that shares no step with it: about a half for fresh real data of the same count, 1 for a copy.',
  doesNotProve: 'privacy, nor its absence: a good generator has about the value of fresh real data, not 0',
  compute: (context) => {
    const { real, generated, within, between } = neighbourhood(context, frozen.settings.most);
    const others = nearestApart(within.real, real);
    const n = generated.count;
    let [asked, identified] = [0, 0];
    others.forEach((square, i) => {
      if (square === Number.POSITIVE_INFINITY) return; // all others overlap it
      asked++;
      if (between.subarray(i * n, (i + 1) * n).some((d) => d < square)) identified++;
    });
    if (asked === 0)
      return { value: Number.NaN, warnings: ['all real sequences share steps with each other'] };
    return { value: identified / asked };
  },
};
