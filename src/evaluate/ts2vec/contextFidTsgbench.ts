/**
 * C-FID, protocol `tsgbench` (Ang et al. 2023, arXiv:2309.03755, by their code): as Context-FID (contextFid.ts), but
 *
 *   - time and features are exchanged before TS2Vec: it crops and convolves along the columns, and a "step" is the whole
 *     course of one column;
 *   - 100 dimensions in the place of 320.
 *
 * So the order of the columns matters and the order of steps does not, beyond what the first dense layer learns of it.
 * Another figure than Context-FID, and much smaller. Their code trains once; the mean of five is given here, with the
 * spread that theirs does not show. Their values are scaled per step and column, the ones here per column.
 */
import type { Metric } from '../metric.ts';
import { protocol } from '../protocol.ts';
import { type SequenceSet, sequenceSet } from '../sequenceSet.ts';
import { contextFidMetric, contextFidProtocol, contextFidScore } from './contextFid.ts';

const frozen = protocol('tsgbench-c-fid', 1, {
  ...contextFidProtocol.settings,
  output: 100,
  axes: 'time and features exchanged',
});

/** [N, T, F] -> [N, F, T]. */
export function turned({ count, length, features, values }: SequenceSet): SequenceSet {
  const swapped = new Float32Array(values.length);
  let to = 0;
  for (let n = 0; n < count; n++) {
    for (let f = 0; f < features; f++) {
      for (let t = 0; t < length; t++) swapped[to++] = values[(n * length + t) * features + f]!;
    }
  }
  return sequenceSet(swapped, features, length);
}

export const tsgbenchContextFidMetric: Metric = {
  ...contextFidMetric,
  id: 'context-fid-tsgbench',
  name: 'C-FID (TSGBench)',
  needs: { engine: true, features: 2, count: 2 },
  protocol: frozen,
  citation: 'Ang et al. 2023, TSGBench, arXiv:2309.03755; src/evaluation.py, src/ts2vec.py',
  explanation:
    'Like Context-FID, but the network looks along the columns and takes the course of each as one step: how far apart the two sets lie in what it sees.',
  doesNotProve:
    'that steps are in order, which it hardly sees; nor can figures be compared with Context-FID, or of different data sets',
  isVariant: true,
  compute: (context) => contextFidScore(frozen.settings, context, turned),
};
