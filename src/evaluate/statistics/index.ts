/** The door of the plain statistics of two sets of sequences. */
export { type Ascending, ascending, quantile } from './ascending.ts';
export { autocorrelation, autocorrelationDifference, timeStructure } from './autocorrelation.ts';
export { stepChanges } from './changes.ts';
export { type ColumnMoments, columnMoments, fillMissing, finiteColumn } from './columns.ts';
export { correlationDifference, correlationMatrix } from './correlation.ts';
export { meanPairwiseDistance, nearestDistances } from './distances.ts';
export {
  type Comparison,
  choose,
  compareOnEqualTerms,
  type Draw,
  equalDraws,
  meanOfDefined,
  type OnEqualTerms,
  uniformDraws,
} from './draws.ts';
export { histogram, type SharedHistogram, sharedHistogram } from './histogram.ts';
export { kolmogorovSmirnov } from './kolmogorovSmirnov.ts';
export { type Points, pickPoints, toPoints } from './points.ts';
export { type PrincipalComponents, principalComponents, project } from './principalComponents.ts';
export { distanceToMedian, wasserstein } from './wasserstein.ts';
