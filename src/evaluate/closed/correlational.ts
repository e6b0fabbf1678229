/**
 * Correlational score in Diffusion-TS' form (Yuan and Qiao 2024, arXiv:2403.01742): features standardised over all
 * sequences and steps (deviation with count - 1), c_ij = mean of x_i x_j for i >= j, the diagonal included;
 *
 *     score = sum over i >= j of |c_ij - c'_ij| / 10,
 *
 * the mean of five draws with replacement of a fifth of each set. A constant feature correlates with nothing.
 */
import { randomStream } from '../../random/stream.ts';
import { type Metric, mean } from '../metric.ts';
import { protocol } from '../protocol.ts';
import { momentsOf, pick, type SequenceSet } from '../sequenceSet.ts';

const frozen = protocol('diffusion-ts-correlational', 1, {
  draws: 5,
  share: 0.2,
  replacement: true,
  divisor: 10,
  interval: 't95 of the mean',
});

/** c_ij at [i (i + 1) / 2 + j], j <= i. */
export function correlations(set: SequenceSet): Float64Array {
  const { features, values } = set;
  const rows = values.length / features;
  const moments = momentsOf(set);
  const scale = moments.variance.map((v) => (v > 0 ? 1 / Math.sqrt((v * rows) / (rows - 1)) : 0));
  const found = new Float64Array((features * (features + 1)) / 2);
  const row = new Float64Array(features);
  for (let at = 0; at < values.length; at += features) {
    for (let f = 0; f < features; f++) row[f] = (values[at + f]! - moments.mean[f]!) * scale[f]!;
    let k = 0;
    for (let i = 0; i < features; i++) for (let j = 0; j <= i; j++) found[k++]! += row[i]! * row[j]!;
  }
  return found.map((total) => total / rows);
}

export function correlationalScore(real: SequenceSet, generated: SequenceSet): number {
  const expected = correlations(real);
  const found = correlations(generated);
  return expected.reduce((total, c, k) => total + Math.abs(c - found[k]!), 0) / frozen.settings.divisor;
}

/** The largest difference of one pair of features, by which the report names the offending columns. */
function worstPair(real: SequenceSet, generated: SequenceSet, names: readonly string[]) {
  const expected = correlations(real);
  const found = correlations(generated);
  let worst = { pair: '', difference: 0 };
  let k = 0;
  for (let i = 0; i < names.length; i++) {
    for (let j = 0; j <= i; j++, k++) {
      const difference = found[k]! - expected[k]!;
      if (i !== j && Math.abs(difference) > Math.abs(worst.difference)) {
        worst = { pair: `${names[j]} and ${names[i]}`, difference };
      }
    }
  }
  return worst;
}

function drawn(set: SequenceSet, seed: number, name: string, draw: number): SequenceSet {
  const rows = new Int32Array(Math.max(1, Math.floor(set.count * frozen.settings.share)));
  randomStream(seed, `correlational ${name}`).integers(draw, set.count, rows);
  return pick(set, rows);
}

export const correlationalMetric: Metric = {
  id: 'correlational',
  name: 'Correlational score',
  group: 'joint',
  needs: { features: 2, count: 10 },
  direction: 'lower',
  range: [0, Number.POSITIVE_INFINITY],
  protocol: frozen,
  citation: 'Yuan and Qiao 2024, Diffusion-TS, arXiv:2403.01742; Ni et al. 2020, arXiv:2006.05421',
  explanation: 'Compares how the features go together at the same moment, over all pairs of features.',
  doesNotProve:
    'that features follow each other over time: no lag is looked at; nor that their joint shape is right beyond correlation',
  compute: ({ real, generated, featureNames, seed }) => {
    const runs = Array.from({ length: frozen.settings.draws }, (_, i) =>
      correlationalScore(drawn(real, seed, 'real', i), drawn(generated, seed, 'generated', i)),
    );
    const { pair, difference } = worstPair(real, generated, featureNames);
    return { value: mean(runs), runs, details: pair === '' ? {} : { [`worst pair: ${pair}`]: difference } };
  },
};
