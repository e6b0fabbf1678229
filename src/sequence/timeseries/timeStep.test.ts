import { expect, test } from 'vitest';
import { type DateFormat, findDateFormat, formatDate, parseDate } from './dateFormat.ts';
import { oneSeries } from './series.ts';
import { addSteps, describeStep, learnStep } from './timeStep.ts';

function learn(cells: readonly string[]) {
  const format = findDateFormat(cells) as DateFormat;
  const instants = Float64Array.from(cells, (cell) => parseDate(cell, format));
  const { order, offsets } = oneSeries(cells.length);
  const step = learnStep(instants, order, offsets);
  const next = (steps: number) => formatDate(addSteps(instants.at(-1)!, step, steps), format);
  return { step: describeStep(step), next: [1, 2, 3].map(next) };
}

test('days, hours and minutes go on over the ends of months and years', () => {
  expect(learn(['2019-12-29', '2019-12-30'])).toEqual({
    step: '1 day',
    next: ['2019-12-31', '2020-01-01', '2020-01-02'],
  });
  expect(learn(['2020-02-28 22:00', '2020-02-28 23:00']).next[0]).toBe('2020-02-29 00:00');
  expect(learn(['2020-01-01 00:00', '2020-01-01 00:10']).step).toBe('10 minutes');
});

test('one gap or a weekend does not change the step', () => {
  expect(learn(['2020-01-02', '2020-01-03', '2020-01-06', '2020-01-07', '2020-01-08']).step).toBe('1 day');
});

test('months go on as months, also on the 31st, at month ends, by quarters and by years', () => {
  expect(learn(['1960-11', '1960-12'])).toEqual({ step: '1 month', next: ['1961-01', '1961-02', '1961-03'] });
  expect(learn(['2020-01-31', '2020-02-29', '2020-03-31']).next).toEqual([
    '2020-04-30',
    '2020-05-31',
    '2020-06-30',
  ]);
  expect(learn(['2020-01-15', '2020-04-15']).step).toBe('3 months');
  expect(learn(['2018-03-01', '2019-03-01', '2020-03-01'])).toMatchObject({
    step: '12 months',
    next: ['2021-03-01', '2022-03-01', '2023-03-01'],
  });
});

test('every 28 days is not a month', () => {
  expect(learn(['2021-01-01', '2021-01-29', '2021-02-26']).step).toBe('28 days');
});

test('equal dates give no step of zero', () => {
  expect(learn(['2020-01-01', '2020-01-01', '2020-01-01', '2020-01-03']).step).toBe('2 days');
  expect(learn(['2020-01-01', '2020-01-01']).step).toBe('1 day');
});
