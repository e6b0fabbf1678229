import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decimalsOf, formatNumber, isInfinite, isMissing } from './cellText.ts';

test.each([
  ['1', 0],
  ['-12.50', 2],
  ['+.5', 1],
  ['5.', 0],
  ['1e3', 0],
  ['1.5e-3', 4],
  ['1.2345678e+00', 7],
  ['1.25E1', 1],
  ['007', 0],
])('%j is a number of %i decimals', (text, decimals) => {
  expect(decimalsOf(text)).toBe(decimals);
});

test.each([
  '',
  '.',
  '-',
  'e5',
  '1e',
  '1e+',
  '1,5',
  '1_000',
  '0x10',
  '1 2',
  'Infinity',
  'NaN',
  '1.2.3',
  '--1',
  '1e5.5',
])('%j is no number', (text) => {
  expect(decimalsOf(text)).toBe(-1);
});

test('whatever is called a number JavaScript reads as one, and all its own numbers are', () => {
  fc.assert(
    fc.property(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      (value) => decimalsOf(String(value)) >= 0,
    ),
  );
  fc.assert(
    fc.property(fc.stringMatching(/^[-+.0-9eE]{0,8}$/), (text) => {
      if (decimalsOf(text) >= 0) expect(Number(text)).not.toBeNaN();
      else expect(text.trim() === '' || Number.isNaN(Number(text))).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

test('markers of missing and infinite values are told from numbers and words', () => {
  for (const text of ['', 'NA', 'NaN', 'null', '?', '-', 'None']) expect(isMissing(text)).toBe(true);
  for (const text of ['0', 'Nile', 'nap', 'inf']) expect(isMissing(text)).toBe(false);
  for (const text of ['inf', '-Infinity', '+INF']) expect(isInfinite(text)).toBe(true);
  for (const text of ['info', 'NaN', '1e999']) expect(isInfinite(text)).toBe(false);
});

test('numbers are written without exponent, minus zero, or more zeros than asked for', () => {
  expect(formatNumber(1.5, 3, 3)).toBe('1.500');
  expect(formatNumber(1.5, 3, 0)).toBe('1.5');
  expect(formatNumber(2, 3, 1)).toBe('2.0');
  expect(formatNumber(2, 3, 0)).toBe('2');
  expect(formatNumber(-0.0001, 2, 0)).toBe('0');
  expect(formatNumber(1e-7, 7, 0)).toBe('0.0000001');
  expect(formatNumber(100, 0, 0)).toBe('100');
});
