import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatFigure, formatPercent, formatValue, shorten } from './format.ts';

describe('formatValue', () => {
  it.each([
    [0, '0'],
    [733.5, '733.5'],
    [2016, '2016'],
    [12_400, '12.4k'],
    [5_250_000, '5.25M'],
    [-2_000_000, '-2M'],
    [0.0213, '0.0213'],
    [3e-7, '3e-7'],
    [1e20, '1e20'],
    [100, '100'],
    [Number.NaN, '–'],
  ])('writes %d as %s', (value, expected) => {
    expect(formatValue(value)).toBe(expected);
  });

  it('is short and never off by more than half a per cent', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = formatValue(value);
        expect(text.length).toBeLessThanOrEqual(9);
        const unit = { k: 1e3, M: 1e6, G: 1e9, T: 1e12 }[text.at(-1)!] ?? 1;
        const read = Number.parseFloat(text) * unit;
        expect(Math.abs(read - value)).toBeLessThanOrEqual(Math.abs(value) * 5.1e-3);
      }),
    );
  });
});

describe('formatFigure and formatPercent', () => {
  it.each([
    [null, '–', '–'],
    [0, '0', '0%'],
    [0.0213, '0.021', '2.1%'],
    [0.5, '0.50', '50%'],
    [1.234, '1.23', '123%'],
    [1e6, '1M', '100M%'],
  ])('write %d as %s and %s', (value, figure, percent) => {
    expect(formatFigure(value)).toBe(figure);
    expect(formatPercent(value)).toBe(percent);
  });
});

describe('shorten', () => {
  it('keeps both ends, counts characters and not code units, and leaves short names alone', () => {
    expect(shorten('temperature_sensor_12', 11)).toBe('tempe…or_12');
    expect(shorten('😀😀😀😀', 3)).toBe('😀…😀');
    expect(shorten('T1', 14)).toBe('T1');
  });
});
