/** Small tables as texts, and what is learned of them, for the tests of codecs. */
import { fitTimeSeries, parseCsv, type TimeSeriesCodec } from '../src/sequence/timeseries/index.ts';
import type { Sequences } from '../src/sequence/timeseries/windows.ts';

export const learn = (text: string, options = {}) => fitTimeSeries(parseCsv(text, 'data.csv'), options);

/** What the exported generator computes of features. */
export const toUserUnits = (codec: TimeSeriesCodec, { values }: Sequences): Float32Array =>
  codec.decode(values);

export const cellsOf = (codec: TimeSeriesCodec, values: Float32Array, first = 0) =>
  Object.fromEntries(codec.rows(values, first).columns.map(({ name, cells }) => [name, cells]));

/** Ten rows: a date, a price, a whole number, a constant, a blank column, and a word. */
export const SMALL = [
  'date,price,count,unit,note,word',
  ...[3, 1, 4, 1, 5, 9, 2, 6, 5, 3].map(
    (x, r) => `2020-02-${20 + r},${(x * 1.5).toFixed(2)},${x * 100},m,,${x % 2 ? 'odd' : 'even'}`,
  ),
].join('\n');

/** Levels of unequal frequency beside a number: level k comes k + 1 times, in no order. */
export function levels(count: number): string {
  const cells = Array.from({ length: count }, (_, k) => new Array<string>(k + 1).fill(`level ${k}`)).flat();
  const mixed = cells.map((_, r) => cells[(r * 7919) % cells.length]!);
  return ['x,word', ...mixed.map((cell, r) => `${(r * 7) % 11},${cell}`)].join('\n');
}

/** Most values near 10, and every thirtieth up to a million. */
export const TAIL = Array.from({ length: 300 }, (_, r) =>
  r % 30 === 7 ? 1000 * (r * r + 1) : 10 + ((r * 7) % 13) / 4,
);
