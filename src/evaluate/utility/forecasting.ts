/**
 * Train on synthetic, test on real (TSTR; Esteban, Hyland, Ratsch 2017, arXiv:1706.02633) for forecasting: the next
 * step of all features from the last four, by ridge regression (ridgeForecast.ts). Tried on real sequences that were
 * not trained on: the held-out set, or where there is none the last fifth of a shuffled real set.
 *
 *     value  error when trained on generated sequences / error when trained on real ones
 *     TRTS   the other way round, trained on real and tried on generated, is given beside it: small when generated
 *            sequences are too easy
 *
 * Errors are of standardised values. Where even the real forecaster errs as much as the plain mean (1), the ratio says
 * nothing, and a warning says so.
 */

import { split } from '../judges/discriminative.ts';
import type { Measurement, Metric, MetricContext } from '../metric.ts';
import { sampled, standardizer } from '../neighbours/space.ts';
import { protocol } from '../protocol.ts';
import { fitForecaster, forecastError } from './ridgeForecast.ts';

const frozen = protocol('tstr-forecast-ridge', 1, {
  learner: 'ridge',
  lags: 4,
  strength: 1e-4,
  trainShare: 0.8,
  most: 2000,
  error: 'root mean square of standardised values',
});

function compute({ real, generated, heldOut, seed }: MetricContext): Measurement {
  const { strength, trainShare, most } = frozen.settings;
  const lags = Math.min(frozen.settings.lags, real.length - 1);
  const toSpace = standardizer(real);
  const parts = heldOut ? { train: real, test: heldOut } : split(real, trainShare, seed, 'forecast');
  const count = Math.min(most, parts.train.count, generated.count);
  const [train, fake] = [
    toSpace(sampled(parts.train, count, seed, 'train')),
    toSpace(sampled(generated, count, seed, 'generated')),
  ];
  const test = toSpace(sampled(parts.test, most, seed, 'test'));
  const ofReal = fitForecaster(train, lags, strength);
  const [tstr, trtr] = [
    forecastError(fitForecaster(fake, lags, strength), test),
    forecastError(ofReal, test),
  ];
  const details = { TSTR: tstr, TRTR: trtr, TRTS: forecastError(ofReal, fake) };
  if (!(trtr > 0))
    return { value: Number.NaN, details, warnings: ['real sequences are forecast without any error'] };
  const warnings =
    trtr > 0.95 ? ['even a forecaster trained on real sequences does no better than their mean'] : [];
  return { value: tstr / trtr, details, warnings };
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
  compute,
};
