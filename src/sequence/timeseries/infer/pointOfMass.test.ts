import { describe, expect, it, test } from 'vitest';
import { fitTimeSeries, parseCsv, timeSeriesCodecFromJson } from '../index.ts';
import { pointOfMass } from './pointOfMass.ts';

const spread = (count: number, scale = 1) =>
  Array.from({ length: count }, (_, i) => scale * (1 + ((i * 37) % 101)));
const find = (numbers: readonly number[]) => {
  const sorted = Float64Array.from(numbers).sort();
  return pointOfMass(sorted, new Set(numbers).size);
};

describe('a point of mass', () => {
  it('is a value that a large share is exactly, and no other nearly as often', () => {
    expect(find([...new Array(60).fill(0), ...spread(90)])).toEqual({
      value: 0,
      share: 0.4,
      low: 1,
      high: 101,
    });
    expect(find([...new Array(60).fill(-0), ...spread(90)])!.value).toBe(0);
    expect(find([...new Array(60).fill(-999), ...spread(90)])).toMatchObject({ value: -999, low: 1 });
  });

  it('is none where values are as frequent as others, are few, or are seldom met', () => {
    expect(find([...new Array(60).fill(0), ...new Array(20).fill(7), ...spread(90)])).toBeUndefined();
    expect(find([...new Array(60).fill(0), 1, 2, 3, 4, 5])).toBeUndefined();
    expect(find([...new Array(19).fill(0), ...spread(90)])).toBeUndefined();
    expect(find([...new Array(60).fill(0), ...spread(100), ...spread(500, 0.01)])).toBeUndefined();
  });
});

const cellOf = (i: number) => (i % 5 < 3 ? '-999.00' : ((20 + ((i * 37) % 101)) / 4).toFixed(2));
const table = (cells = cellOf) =>
  parseCsv(
    ['t,x', ...Array.from({ length: 200 }, (_, i) => `${((i * 7) % 13) / 2},${cells(i)}`)].join('\n'),
    'a.csv',
  );

test('the range of the others is what is learned, and the point comes back exactly', () => {
  const { codec, sequences, description } = fitTimeSeries(table(), { length: 20, stride: 20 });
  expect(description.columns[1]).toMatchObject({
    point: -999,
    why: 'numbers, multiples of 0.25, 60 % of them -999',
  });
  expect(codec.groups).toEqual([
    { kind: 'number', width: 1 },
    { kind: 'special', fills: [-1], mayMiss: false },
  ]);
  const features = [...sequences.values.subarray(0, 8)].map((value) => +value.toFixed(3));
  expect(features.slice(1, 4)).toEqual([-1, 0, 1]);
  const own = Array.from({ length: 200 }, (_, i) => sequences.values[i * 4 + 1]!);
  expect(Math.min(...own)).toBe(-1);
  expect(Math.max(...own)).toBe(1);
  for (const read of [
    codec,
    timeSeriesCodecFromJson(JSON.parse(JSON.stringify(codec.toJSON())), 'codec.json'),
  ]) {
    const rows = read.rows(read.decode(sequences.values), 0);
    expect(rows.columns[1]!.cells).toEqual(Array.from({ length: 200 }, (_, i) => cellOf(i)));
  }
});

test('a number near the point is not written as the point', () => {
  const { codec } = fitTimeSeries(
    table((i) => (i % 5 < 3 ? '0.00' : ((20 + ((i * 37) % 101)) / 4).toFixed(2))),
    { length: 1, stride: 1 },
  );
  const [usual, point] = [
    codec.decode(Float32Array.of(0, -1, 1, 0)),
    codec.decode(Float32Array.of(0, 0.7, 0, 1)),
  ];
  expect(codec.rows(usual, 0).columns[1]!.cells).toEqual(['6.00']);
  expect(codec.rows(point, 0).columns[1]!.cells).toEqual(['0.00']);
});
