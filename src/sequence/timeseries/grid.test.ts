import { expect, test } from 'vitest';
import { grainOf, roundTo, roundUpTo, stepOf } from './grid.ts';
import { fitTimeSeries, parseCsv, timeSeriesCodecFromJson } from './index.ts';

test('rounding is to multiples of the grain in units of the last decimal', () => {
  expect([4, 5, 14.9, -26].map((x) => roundTo(x, { decimals: 0, grain: 10 }))).toEqual([0, 10, 10, -30]);
  expect([0.1, 0.13, 7.37].map((x) => roundTo(x, { decimals: 2, grain: 25 }))).toEqual([0, 0.25, 7.25]);
  expect(roundUpTo(11, { decimals: 0, grain: 10 })).toBe(20);
  expect(roundUpTo(0.26, { decimals: 2, grain: 25 })).toBe(0.5);
  expect(roundTo(Number.NaN, { decimals: 2, grain: 25 })).toBeNaN();
  expect(stepOf({ decimals: 2, grain: 25 })).toBe(0.25);
});

test('a point stays where it is, also as 32 bits have it; what is near it does not become it', () => {
  const grid = { decimals: 0, grain: 10, points: [-999.9, 4] };
  expect([-999.9, Math.fround(-999.9), 4, 4.1, -999].map((x) => roundTo(x, grid))).toEqual([
    -999.9, -999.9, 4, 0, -1000,
  ]);
});

test('the grain is the greatest common divisor, of numbers enough to tell', () => {
  const many = (step: number) => Float64Array.from({ length: 40 }, (_, i) => ((i * 7) % 13) * step);
  expect(grainOf(many(10), 0)).toBe(10);
  expect(grainOf(many(0.25), 2)).toBe(25);
  expect(grainOf(many(-0.05), 2)).toBe(5);
  expect(grainOf(many(1), 0)).toBeUndefined();
  expect(grainOf(many(10).slice(0, 19), 0)).toBeUndefined();
  expect(grainOf(Float64Array.from([...many(10), Number.NaN]), 0)).toBe(10);
  expect(grainOf(new Float64Array(40), 0)).toBeUndefined();
  expect(grainOf(many(1e18), 0)).toBeUndefined();
  expect(grainOf(many(2e-25), 25)).toBeUndefined();
});

test('tens are written as tens, quarters as quarters, by every way out', () => {
  const rows = Array.from(
    { length: 60 },
    (_, i) => `${10 * ((i * 7) % 13)},${(((i * 5) % 11) / 4).toFixed(2)}`,
  );
  const table = parseCsv(['watt,price', ...rows].join('\n'), 'a.csv');
  const { codec, description } = fitTimeSeries(table, { length: 4, stride: 4 });
  expect(description.columns.map(({ why, multipleOf }) => [why, multipleOf])).toEqual([
    ['numbers, multiples of 10', 10],
    ['numbers, multiples of 0.25', 0.25],
  ]);
  const features = Float32Array.from({ length: 8 }, (_, i) => Math.sin(i));
  for (const read of [
    codec,
    timeSeriesCodecFromJson(JSON.parse(JSON.stringify(codec.toJSON())), 'codec.json'),
  ]) {
    const values = read.decode(features);
    expect([0, 2, 4, 6].every((i) => values[i]! % 10 === 0)).toBe(true);
    const [watt, price] = read.rows(values, 0).columns;
    expect(watt!.cells.every((cell) => /^\d*0$/.test(cell))).toBe(true);
    expect(price!.cells.every((cell) => /\.(00|25|50|75)$/.test(cell))).toBe(true);
  }
});

test('multiples of 1/128 are no raw floats, and are written with all of their digits', () => {
  const cells = Array.from({ length: 101 }, (_, i) => `${100 + ((i * 37) % 101) / 128}`);
  const { codec, sequences, description } = fitTimeSeries(parseCsv(['x', ...cells].join('\n'), 'a.csv'), {
    length: 101,
  });
  expect(description.columns[0]!.multipleOf).toBe(1 / 128);
  expect(codec.rows(codec.decode(sequences.values), 0).columns[0]!.cells).toEqual(cells);
});
