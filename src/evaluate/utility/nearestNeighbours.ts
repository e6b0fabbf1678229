/** k-nearest neighbours in the space of whole standardised sequences: the mean of the targets of the k nearest. */
import { squaredDistanceBelow } from '../neighbours/distances.ts';
import type { SequenceSet } from '../sequenceSet.ts';
import type { Examples, Learner } from './learner.ts';

const settings = { neighbours: 5, distance: 'euclidean, standardised' } as const;

/** Rows of the `k` nearest of `among` to sequence `row`, the nearest first; of equally near ones the earlier. */
export function nearest(set: SequenceSet, row: number, among: SequenceSet, k: number): readonly number[] {
  const width = set.length * set.features;
  const found: { square: number; at: number }[] = [];
  for (let at = 0; at < among.count; at++) {
    const limit = found.length < k ? Number.POSITIVE_INFINITY : found.at(-1)!.square;
    const square = squaredDistanceBelow(limit, set.values, row * width, among.values, at * width, width);
    if (!(square < limit)) continue;
    const place = found.findIndex((other) => square < other.square);
    found.splice(place < 0 ? found.length : place, 0, { square, at });
    if (found.length > k) found.pop();
  }
  return found.map(({ at }) => at);
}

export function neighbourAnswers(
  { inputs, targets, outputs }: Examples,
  asked: SequenceSet,
  k: number,
): Float64Array {
  const answers = new Float64Array(asked.count * outputs);
  for (let row = 0; row < asked.count; row++) {
    const rows = nearest(asked, row, inputs, k);
    for (const at of rows) {
      for (let o = 0; o < outputs; o++)
        answers[row * outputs + o]! += targets[at * outputs + o]! / rows.length;
    }
  }
  return answers;
}

export const nearestNeighbours: Learner = {
  id: 'knn',
  name: 'nearest neighbours',
  needsEngine: false,
  isRandom: false,
  isSlow: false,
  settings,
  citation: 'Fix and Hodges 1951; 5 nearest neighbours',
  answer: (examples, asked) => asked.map((set) => neighbourAnswers(examples, set, settings.neighbours)),
};
