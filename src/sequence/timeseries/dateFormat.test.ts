import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type DateFormat, findDateFormat, formatDate, parseDate } from './dateFormat.ts';

test.each([
  ['1949-01'],
  ['2016-07-01'],
  ['2016/7/1'],
  ['2016-07-01 00:00:00'],
  ['2016-07-01T13:30'],
  ['2016-07-01 13:30:05.125'],
  ['2016-07-01T13:30:05Z'],
  ['2016-07-01 13:30:05+02:00'],
  ['31.12.2016'],
  ['12/31/2016 23:59'],
  ['0099-03-01'],
])('%j is read and written back as it was', (text) => {
  const format = findDateFormat([text]) as DateFormat;
  expect(formatDate(parseDate(text, format), format)).toBe(text);
});

test('instants are those of UTC', () => {
  const format = findDateFormat(['2016-07-01 13:30:05.125']) as DateFormat;
  expect(parseDate('2016-07-01 13:30:05.125', format)).toBe(Date.UTC(2016, 6, 1, 13, 30, 5, 125));
});

test.each([
  [['hello']],
  [['12']],
  [['1.5']],
  [['2016-13-01x']],
  [['2016.07']],
  [['1/2/16']],
  [['2020-01-01', '01.02.2020']],
])('%j has no date format', (cells) => {
  expect(findDateFormat(cells)).toBe('no date');
});

test('day or month first is decided by the data, by their order if need be, and else left open', () => {
  expect(findDateFormat(['1/2/2020', '13/2/2020'])).toMatchObject({ order: 'dmy' });
  expect(findDateFormat(['1/2/2020', '2/13/2020'])).toMatchObject({ order: 'mdy' });
  expect(findDateFormat(['1/10/2020', '2/10/2020', '3/10/2020', '1/11/2020'])).toMatchObject({
    order: 'dmy',
  });
  expect(findDateFormat(['10/1/2020', '10/2/2020', '10/3/2020', '11/1/2020'])).toMatchObject({
    order: 'mdy',
  });
  expect(findDateFormat(['1/2/2020', '2/3/2020'])).toBe('ambiguous');
});

test('days that the calendar lacks are no dates', () => {
  const format = findDateFormat(['2020-01-01']) as DateFormat;
  for (const text of ['2021-02-29', '2020-04-31', '2020-00-01', '2020-13-01', '2020-01-00', '1900-02-29'])
    expect(parseDate(text, format)).toBeNaN();
  for (const text of ['2020-02-29', '2000-02-29']) expect(parseDate(text, format)).not.toBeNaN();
});

test('every second of the years 0 to 9999 survives writing and reading', () => {
  const second = fc.integer({
    min: Date.UTC(0, 0, 1) / 1000 - 59_926_435_200,
    max: Date.UTC(9999, 11, 31) / 1000,
  });
  const formats = ['2016-07-01 00:00:00', '2016/7/1T1:00:00Z', '31.12.2016 10:00:00'].map(
    (t) => findDateFormat([t]) as DateFormat,
  );
  fc.assert(
    fc.property(second, fc.constantFrom(...formats), (seconds, format) => {
      expect(parseDate(formatDate(seconds * 1000, format), format)).toBe(seconds * 1000);
    }),
  );
});
