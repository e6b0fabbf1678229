/**
 * Train on synthetic, test on real (TSTR; Esteban, Hyland, Ratsch 2017, arXiv:1706.02633) for forecasting: the next
 * step of all features from the last four, by ridge regression (ridgeForecast.ts). Tried on real sequences that were
 * not trained on: the held-out set, or where there is none the last fifth of a shuffled real set.
 *
 *     TSTR   error when trained on generated sequences / error when trained on real ones
 *     TRTS   the other way round, trained on real and tried on generated, over the same: small when generated sequences
 *            are too easy, large when they follow another rule
 *
 * Errors are of standardised values. Where even the real forecaster errs as much as the plain mean (1), the ratio says
 * nothing, and a warning says so.
 */

import { split } from '../judges/discriminative.ts';
import type { Measurement, Metric, MetricContext } from '../metric.ts';
import { sampled, standardizer } from '../neighbours/space.ts';
import { protocol } from '../protocol.ts';
import { fitForecaster, forecastError } from './ridgeForecast.ts';

const settings = {
  learner: 'ridge',
  lags: 4,
  strength: 1e-4,
  trainShare: 0.8,
  most: 2000,
  error: 'root mean square of standardised values',
} as const;

const frozen = protocol('tstr-forecast-ridge', 1, settings);
const backward = protocol('trts-forecast-ridge', 1, { ...settings, value: 'TRTS / TRTR' });

interface Errors {
  readonly TSTR: number;
  readonly TRTR: number;
  readonly TRTS: number;
}

function errorsOf({ real, generated, heldOut, seed }: MetricContext): Errors {
  const { strength, trainShare, most } = settings;
  const lags = Math.min(settings.lags, real.length - 1);
  const toSpace = standardizer(real);
  const parts = heldOut ? { train: real, test: heldOut } : split(real, trainShare, seed, 'forecast');
  const count = Math.min(most, parts.train.count, generated.count);
  const [train, fake] = [
    toSpace(sampled(parts.train, count, seed, 'train')),
    toSpace(sampled(generated, count, seed, 'generated')),
  ];
  const test = toSpace(sampled(parts.test, most, seed, 'test'));
  const ofReal = fitForecaster(train, lags, strength);
  return {
    TSTR: forecastError(fitForecaster(fake, lags, strength), test),
    TRTR: forecastError(ofReal, test),
    TRTS: forecastError(ofReal, fake),
  };
}

function measure(side: 'TSTR' | 'TRTS', context: MetricContext): Measurement {
  const details = { ...context.memo('errors of linear forecasts', () => errorsOf(context)) };
  const { TRTR } = details;
  if (!(TRTR > 0))
    return { value: Number.NaN, details, warnings: ['real sequences are forecast without any error'] };
  const warnings =
    TRTR > 0.95 ? ['even a forecaster trained on real sequences does no better than their mean'] : [];
  return { value: details[side] / TRTR, details, warnings };
}

export const forecastingMetric: Metric = {
  id: 'tstr-forecast',
  name: 'Forecasting, trained on generated',
  group: 'utility',
  needs: { length: 3, count: 10 },
  direction: 'lower',
  range: [0, Number.POSITIVE_INFINITY],
  protocol: frozen,
  citation: 'Esteban, Hyland, Ratsch 2017, RCGAN, arXiv:1706.02633',
  explanation:
    'A forecaster is trained on generated sequences and tried on real ones: how many times larger its error is than that of one trained on real sequences. About 1 when generated data serve as well.',
  doesNotProve:
    'use for other tasks or for learners that are not linear; a copy of the training data serves perfectly',
  compute: (context) => measure('TSTR', context),
};

export const backwardForecastingMetric: Metric = {
  ...forecastingMetric,
  id: 'trts-forecast',
  name: 'Forecasting, tried on generated',
  direction: 1,
  protocol: backward,
  explanation:
    'A forecaster is trained on real sequences and tried on generated ones: how many times larger its error is there than on other real ones. Above 1 where generated sequences follow another rule, below 1 where they are too easy.',
  doesNotProve: 'variety: one good sequence, made again and again, passes',
  compute: (context) => measure('TRTS', context),
};
