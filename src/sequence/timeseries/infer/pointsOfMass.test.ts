import { describe, expect, it, test } from 'vitest';
import { fitTimeSeries, parseCsv, timeSeriesCodecFromJson } from '../index.ts';
import { repairValues } from '../repairValues.ts';
import { pointsOfMass } from './pointsOfMass.ts';

const spread = (count: number, scale = 1) =>
  Array.from({ length: count }, (_, i) => scale * (1 + ((i * 37) % 101)));
const find = (numbers: readonly number[]) => {
  return pointsOfMass(Float64Array.from(numbers).sort());
};

describe('a point of mass', () => {
  it('is a value that a large share is exactly, and no other nearly as often', () => {
    expect(find([...new Array(60).fill(0), ...spread(90)])).toEqual({
      each: [{ value: 0, share: 0.4 }],
      low: 1,
      high: 101,
    });
    expect(find([...new Array(60).fill(-0), ...spread(90)])!.each[0]!.value).toBe(0);
    const coded = find([...new Array(60).fill(-999), ...spread(90)]);
    expect(coded).toMatchObject({ each: [{ value: -999 }], low: 1 });
  });

  it('may stand beside another, and beside two', () => {
    const both = [...new Array(60).fill(-999), ...new Array(30).fill(0), ...spread(110)];
    expect(find(both)).toEqual({
      each: [
        { value: -999, share: 0.3 },
        { value: 0, share: 0.15 },
      ],
      low: 1,
      high: 101,
    });
    const values = (numbers: readonly number[]) => find(numbers)?.each.map(({ value }) => value);
    expect(values([...both, ...new Array(40).fill(500)])).toEqual([-999, 500, 0]);
    expect(values([...both, ...[500, 600].flatMap((x) => new Array(40).fill(x))])).toBeUndefined();
  });

  it('is none where values are as frequent as others, are few, or are seldom met', () => {
    expect(find([...new Array(60).fill(0), ...new Array(13).fill(7), ...spread(90)])).toBeUndefined();
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
    points: [-999],
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

test('a point of more digits than the generator has comes back exactly, and leaves the others theirs', () => {
  const others = (i: number) => (((i * 37) % 101) / 100 + 0.003).toFixed(3);
  for (const point of ['-99999999', '-999999.999', '100000000000000000000'])
    for (const other of [others, (i: number) => `${(i * 37) % 101}`]) {
      const cells = (i: number) => (i % 5 < 3 ? point : other(i));
      const { codec, sequences } = fitTimeSeries(table(cells), { length: 20, stride: 20 });
      const { columns } = codec.rows(codec.decode(sequences.values), 0);
      expect(columns[1]!.cells.map(Number)).toEqual(Array.from({ length: 200 }, (_, i) => Number(cells(i))));
      if (point.length > 15) expect(columns[1]!.type).toBe('number');
    }
  const raw = (i: number) => (i % 5 < 3 ? '-0.123456789012' : `${Math.sin(i * 1.7)}`);
  const { codec, sequences } = fitTimeSeries(table(raw), { length: 20, stride: 20 });
  const { cells } = codec.rows(codec.decode(sequences.values), 0).columns[1]!;
  expect(cells.slice(0, 3)).toEqual(new Array(3).fill('-0.123456789012'));
  expect(cells[3]).toBe('-0.9258147');
});

describe('two points in one column', () => {
  /** Rain in tenths of which a fifth is unknown, written -999, and two fifths are none, written 0.00. */
  const rain = (i: number) => {
    if (i % 5 === 1) return '-999';
    return i % 5 < 3 ? '0.00' : (((i * 37) % 101) / 10 + 0.1).toFixed(2);
  };
  const watt = (i: number) => (i % 5 === 2 ? '-999' : `${10 * ((i * 37) % 101)}`);
  const both = (cells: (i: number) => string) => {
    const { codec, sequences, description } = fitTimeSeries(table(cells), { length: 20, stride: 20 });
    return { codec, sequences, description: description.columns[1]! };
  };

  test('are cases each, and each is written as the data write it', () => {
    const { codec, sequences, description } = both(rain);
    expect(description).toMatchObject({
      points: [0, -999],
      multipleOf: 0.1,
      why: 'numbers, multiples of 0.1, 40 % of them 0, 20 % of them -999',
    });
    expect(codec.groups![1]).toEqual({ kind: 'special', fills: [-1, -1], mayMiss: false });
    for (const read of [codec, timeSeriesCodecFromJson(codec.toJSON(), 'codec.json')])
      expect(read.rows(read.decode(sequences.values), 0).columns[1]!.cells).toEqual(
        Array.from({ length: 200 }, (_, i) => rain(i)),
      );
  });

  test('leave the others their grid, on which a point need not lie', () => {
    const { codec, sequences, description } = both(watt);
    expect(description).toMatchObject({ points: [-999], multipleOf: 10 });
    expect(codec.learned[1]).toMatchObject({ points: [-999], grain: 10 });
    const values = codec.decode(sequences.values);
    expect(codec.rows(values, 0).columns[1]!.cells).toEqual(Array.from({ length: 200 }, (_, i) => watt(i)));
    // also where a constraint has the column rounded first
    const place = { length: 20, lengths: undefined, last: new Map(), goesOn: false };
    const bound = { kind: 'bound', column: 'x', side: 'most', value: 500 } as const;
    const { values: repaired } = repairValues([bound], codec.learned, values, place);
    expect([...repaired].filter((x, i) => i % 2 === 1 && x < 0).every((x) => x === -999)).toBe(true);
  });

  test('one of other digits does not make whole numbers of a column of whole numbers', () => {
    const { codec } = both((i) => (i % 5 === 2 ? '-999.0' : `${10 * ((i * 37) % 101)}`));
    expect(codec.outputTypes[1]).toBe('number');
    expect(codec.rows(Float32Array.of(0, -999, 0, 20), 0).columns[1]!.cells).toEqual(['-999.0', '20']);
  });
});

test('a codec.json of version 4, with one point and no text of it, is read as it was', () => {
  const { codec } = fitTimeSeries(table(), { length: 20, stride: 20 });
  const json = structuredClone(codec.toJSON()) as { columns: Record<string, unknown>[] };
  expect(json).toMatchObject({ version: 5, columns: [{}, { points: [{ value: -999, text: '-999.00' }] }] });
  const { points: _, ...others } = json.columns[1]!;
  const old = { ...json, version: 4, columns: [json.columns[0], { ...others, point: -999 }] };
  const read = timeSeriesCodecFromJson(old, 'codec.json');
  expect(read.learned).toEqual(codec.learned);
  expect(read.rows(Float32Array.of(0, -999, 0, 6.25), 0).columns[1]!.cells).toEqual(['-999.00', '6.25']);
  const damaged = { ...others, points: [{ value: -999, text: '-99' }] };
  expect(() =>
    timeSeriesCodecFromJson({ ...json, columns: [json.columns[0], damaged] }, 'codec.json'),
  ).toThrow('columns[1].points.0: the text is of another value');
});

test('a point outside of the range of the others may be asked for', () => {
  const rows = Array.from({ length: 80 }, (_, id) =>
    [0, 1, 2].map((t) => `s${id},${t},${id % 2 ? 0 : 3 + ((id * 37) % 101)}`).join('\n'),
  );
  const { codec } = fitTimeSeries(parseCsv(['id,x,sold', ...rows].join('\n'), 'a.csv'), { key: 'id' });
  const [sold] = codec.attributes;
  expect(sold!.column).toMatchObject({ name: 'sold', points: [0] });
  expect(sold!.read('0')).toEqual({ value: 0, text: '0' });
  expect(sold!.read('1')).toEqual({
    what: '1 lies outside of what the model learned',
    remedy: 'give a whole number from 3 to 103, or 0; the nearest is 0',
  });
});

test('of two points each may be asked for, in the text that the data have', () => {
  const cellOf = (id: number) =>
    ['-999', '0', `${10 * (3 + ((id * 37) % 101))}`, `${10 * (3 + ((id * 41) % 97))}`][id % 4]!;
  const rows = Array.from({ length: 120 }, (_, id) =>
    [0, 1, 2].map((t) => `s${id},${t},${cellOf(id)}`).join('\n'),
  );
  const { codec } = fitTimeSeries(parseCsv(['id,x,sold', ...rows].join('\n'), 'a.csv'), { key: 'id' });
  const { read } = codec.attributes[0]!;
  expect(['-999', '0', '50'].map(read)).toEqual([-999, 0, 50].map((value) => ({ value, text: `${value}` })));
  expect(read('-998')).toMatchObject({
    remedy: expect.stringMatching(/, or -999, or 0; the nearest is -999$/),
  });
  expect(read('45')).toMatchObject({
    remedy: expect.stringMatching(/^give a multiple of 10 .* nearest are 40 and 50$/),
  });
});

test('an amount that mostly is none may stay none where a balance follows it', () => {
  const number = {
    kind: 'number',
    isOptional: false,
    isStatic: false,
    isInteger: true,
    decimals: 0,
  } as const;
  const learned = [
    { ...number, name: 'amount', start: 0, scale: 10, offset: 40, points: [0] },
    { ...number, name: 'balance', start: 3, scale: 500, offset: 500 },
  ];
  const values = [0, 100, 40, 140, 0, 140, 0, 140];
  const constraints = [{ kind: 'running', balance: 'balance', amount: 'amount' }] as const;
  const place = { length: 4, lengths: undefined, last: new Map(), goesOn: false };
  expect([...repairValues(constraints, learned, values, place).values]).toEqual(values);
});

test('a meter that never falls has none, though it stands still at first', () => {
  const meter = Array.from({ length: 200 }, (_, i) => (i < 60 ? 0 : (i - 59) * 3 + (i % 2)));
  const { codec } = fitTimeSeries(
    parseCsv(['x,meter', ...meter.map((m, i) => `${(i * 7) % 13},${m}`)].join('\n'), 'a.csv'),
    { length: 20 },
  );
  expect(codec.constraints).toEqual([{ kind: 'growth', column: 'meter' }]);
  expect(codec.learned[1]).not.toHaveProperty('points');
});
