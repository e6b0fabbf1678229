/** Every metric, in the order of the report. Adding one is its record, its test and a line here. */
import { autocorrelationMetric } from './closed/autocorrelation.ts';
import { correlationalMetric } from './closed/correlational.ts';
import { marginalDistributionMetric } from './closed/marginalDistribution.ts';
import { kolmogorovSmirnovMetric, wassersteinMetric } from './closed/marginals.ts';
import { medianKernelMetric } from './closed/medianKernel.ts';
import { kurtosisMetric, skewnessMetric } from './closed/moments.ts';
import { euclideanMetric, warpingMetric } from './closed/paired.ts';
import { spectralMetric } from './closed/spectral.ts';
import { drawdownMetric, tailMetric } from './closed/tails.ts';
import { tunedKernelMetric } from './closed/tunedKernel.ts';
import { convolutionalMetric } from './judges/convolutional.ts';
import { discriminativeMetric } from './judges/discriminative.ts';
import {
  imagentimeDiscriminativeMetric,
  paperDiscriminativeMetric,
  sbtsDiscriminativeMetric,
} from './judges/discriminativeVariants.ts';
import { predictiveMetric } from './judges/predictive.ts';
import {
  imagentimePredictiveMetric,
  paperPredictiveMetric,
  sbtsPredictiveMetric,
} from './judges/predictiveVariants.ts';
import { randomConvolutionsMetric } from './judges/randomConvolutions.ts';
import type { Metric } from './metric.ts';
import { alphaPrecisionMetric, betaRecallMetric } from './neighbours/alphaPrecision.ts';
import { spreadMetric, uniqueMetric } from './neighbours/diversity.ts';
import { coverageMetric, densityMetric, precisionMetric, recallMetric } from './neighbours/support.ts';
import { vendiMetric } from './neighbours/vendi.ts';
import { authenticityMetric } from './privacy/authenticity.ts';
import { closerShareMetric, closestRatioMetric, secondRatioMetric } from './privacy/closestRecord.ts';
import { exactCopiesMetric, nearCopiesMetric } from './privacy/copies.ts';
import { identifiabilityMetric } from './privacy/identifiability.ts';
import { attributeMetric, densityMembershipMetric, membershipMetric } from './privacy/inference.ts';
import { contextFidMetric } from './ts2vec/contextFid.ts';
import { tsgbenchContextFidMetric } from './ts2vec/contextFidTsgbench.ts';
import { backwardForecastingMetric, forecastingMetric } from './utility/forecasting.ts';
import { utilityMetrics } from './utility/utilityMetrics.ts';

export const metrics: readonly Metric[] = [
  discriminativeMetric,
  imagentimeDiscriminativeMetric,
  paperDiscriminativeMetric,
  sbtsDiscriminativeMetric,
  predictiveMetric,
  imagentimePredictiveMetric,
  paperPredictiveMetric,
  sbtsPredictiveMetric,
  contextFidMetric,
  tsgbenchContextFidMetric,
  randomConvolutionsMetric,
  convolutionalMetric,
  forecastingMetric,
  backwardForecastingMetric,
  ...utilityMetrics,
  marginalDistributionMetric,
  wassersteinMetric,
  kolmogorovSmirnovMetric,
  skewnessMetric,
  kurtosisMetric,
  tailMetric,
  euclideanMetric,
  warpingMetric,
  autocorrelationMetric,
  spectralMetric,
  drawdownMetric,
  correlationalMetric,
  medianKernelMetric,
  tunedKernelMetric,
  precisionMetric,
  recallMetric,
  densityMetric,
  coverageMetric,
  alphaPrecisionMetric,
  betaRecallMetric,
  spreadMetric,
  vendiMetric,
  uniqueMetric,
  authenticityMetric,
  exactCopiesMetric,
  nearCopiesMetric,
  closerShareMetric,
  closestRatioMetric,
  secondRatioMetric,
  identifiabilityMetric,
  membershipMetric,
  densityMembershipMetric,
  attributeMetric,
];

export const metricIds: readonly string[] = metrics.map(({ id }) => id);
