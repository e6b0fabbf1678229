import { expect, test } from 'vitest';
import { cellsOf, learn, SMALL, toUserUnits } from '../../../test/smallTables.ts';
import { parseCsv, startFlow, timeSeriesCodecFromJson } from './index.ts';

test('windows hold the scaled values of the rows in order', () => {
  const { sequences } = learn('x,y\n0,10\n1,20\n2,30\n3,10\n', { length: 3, columns: ['x', 'y'] });
  expect(sequences).toMatchObject({ count: 2, length: 3, features: 2 });
  const third = Math.fround(1 / 3);
  expect([...sequences.values]).toEqual(
    [-1, -1, -third, 0, third, 1, -third, 0, third, 1, 1, -1].map(Math.fround),
  );
});

test('stride leaves rows between the starts of windows', () => {
  const { sequences } = learn('x\n0\n9\n1\n8\n2\n7\n3\n6\n', { length: 3, stride: 2 });
  expect(sequences.count).toBe(3);
  expect(sequences.values[3]).toBeCloseTo((1 - 4.5) / 4.5, 6);
});

test('no window reaches from one key into the next', () => {
  const rows = Array.from(
    { length: 40 },
    (_, r) => `${r % 2 ? 'b' : 'a'},${r % 2 ? 100 + ((r * 7) % 11) : (r * 7) % 11}`,
  );
  const { sequences } = learn(`id,x\n${rows.join('\n')}`, { length: 5 });
  expect(sequences.count).toBe(2 * 16);
  for (let n = 0; n < sequences.count; n++) {
    const window = sequences.values.subarray(n * 5, n * 5 + 5);
    expect(new Set(window.map(Math.sign)).size).toBe(1); // all of a (low) or all of b (high)
  }
});

test("the output has the user's columns in order, decimals, whole numbers, constants, blanks, and a time that goes on", () => {
  const { codec, sequences } = learn(SMALL, { length: 5 });
  expect(codec.outputColumns).toEqual(['date', 'price', 'count', 'unit', 'note', 'word']);
  const cells = cellsOf(codec, toUserUnits(codec, sequences).subarray(0, 30), 0);
  expect(cells).toEqual({
    date: [
      '2020-03-01',
      '2020-03-02',
      '2020-03-03',
      '2020-03-04',
      '2020-03-05',
      '2020-03-06',
      '2020-03-07',
      '2020-03-08',
      '2020-03-09',
      '2020-03-10',
    ],
    price: ['4.50', '1.50', '6.00', '1.50', '7.50', '1.50', '6.00', '1.50', '7.50', '13.50'],
    count: ['300', '100', '400', '100', '500', '100', '400', '100', '500', '900'],
    unit: new Array(10).fill('m'),
    note: new Array(10).fill(''),
    word: ['odd', 'odd', 'even', 'odd', 'odd', 'odd', 'even', 'odd', 'odd', 'odd'],
  });
});

test('a later batch goes on where the one before ended', () => {
  const { codec, sequences } = learn(SMALL, { length: 5 });
  const values = toUserUnits(codec, sequences);
  const whole = codec.rows(values.subarray(0, 90), 0);
  const parts = [codec.rows(values.subarray(0, 30), 0), codec.rows(values.subarray(30, 90), 2)];
  for (const [c, { cells }] of whole.columns.entries())
    expect(parts.flatMap(({ columns }) => columns[c]!.cells)).toEqual(cells);
});

test('keyed output has new keys, and each sequence starts where the latest real one did', () => {
  const rows = ['7', '9'].flatMap((key, k) =>
    [0, 1, 2].map((t) => `${key},2020-0${k + 1}-0${t + 1},${t * t + k}`),
  );
  const { codec } = learn(`user_id,date,x\n${rows.join('\n')}`);
  expect(cellsOf(codec, Float32Array.of(1, 2, 3, 1, 2, 3), 5)).toMatchObject({
    user_id: ['15', '15', '15', '16', '16', '16'],
    date: ['2020-02-01', '2020-02-02', '2020-02-03', '2020-02-01', '2020-02-02', '2020-02-03'],
  });
});

test('text keys become identifiers that no real sequence has', () => {
  const rows = ['synthetic-1', 'b'].flatMap((key) => [1, 5, 2].map((x) => `${key},${x}`));
  const { codec } = learn(`id,x\n${rows.join('\n')}`);
  expect(cellsOf(codec, Float32Array.of(1, 2, 3), 0).id).toEqual([
    'new-synthetic-1',
    'new-synthetic-1',
    'new-synthetic-1',
  ]);
});

test('counters go on by their step, or begin again in every sequence', () => {
  const one = learn(`No,x\n${[5, 1, 4, 2, 3].map((x, r) => `${10 + 2 * r},${x}`).join('\n')}`, { length: 2 });
  expect(cellsOf(one.codec, Float32Array.of(1, 2, 3, 4), 1).No).toEqual(['24', '26', '28', '30']);
  const many = learn(
    `id,t,x\n${['a', 'b'].flatMap((id) => [0.5, 0.6, 0.7].map((t, i) => `${id},${t},${(i * 5) % 3}`)).join('\n')}`,
  );
  expect(cellsOf(many.codec, Float32Array.of(1, 2, 3), 4).t).toEqual(['0.5', '0.6', '0.7']);
});

test('a time axis that would pass the year 9999 begins again', () => {
  const { codec } = learn(`date,x\n${[1, 5, 2, 4].map((x, r) => `${9990 + r}-06-01,${x}`).join('\n')}`, {
    length: 2,
  });
  const { date } = cellsOf(codec, new Float32Array(12), 0);
  expect(date!.every((cell) => /^999\d-06-01$/.test(cell))).toBe(true);
  expect(date![0]).toBe('9994-06-01');
});

test('a wide file comes back wide, with its label, which holds for a whole row', () => {
  const rows = Array.from({ length: 30 }, (_, r) =>
    [r % 2, ...Array.from({ length: 24 }, (_, c) => ((r * 31 + c * 17) % 100) / 4)].join(' '),
  );
  const { codec, sequences } = learn(rows.join('\n'));
  expect(sequences).toMatchObject({ count: 30, length: 24, features: 3 });
  expect(codec).toMatchObject({ hasHeader: false, delimiter: ' ' });
  const batch = codec.rows(toUserUnits(codec, sequences), 0);
  expect(batch.columns.map(({ name }) => name)).toEqual(codec.outputColumns);
  expect(batch.columns.map(({ cells }) => Number(cells[3]))).toEqual(rows[3]!.split(' ').map(Number));
  expect(codec.attributes.map(({ column, texts }) => [column.name, texts])).toEqual([
    ['column_1', ['0', '1']],
  ]);
  expect(codec.encode(parseCsv(rows.join('\n'), 'other.csv'))).toEqual(sequences);
  const restored = timeSeriesCodecFromJson(JSON.parse(JSON.stringify(codec.toJSON())), 'codec.json');
  const told = new Map([['column_1', () => '1']]);
  const asked = restored.rows(toUserUnits(codec, sequences), 0, startFlow({ told }));
  expect(asked.columns.map(({ name }) => name)).toEqual(batch.columns.map(({ name }) => name));
  expect(new Set(asked.columns[0]!.cells)).toEqual(new Set(['1']));
  expect(asked.columns.slice(1)).toEqual(batch.columns.slice(1));
});

test('every problem of the data is thrown at once', () => {
  const rows = Array.from(
    { length: 40 },
    (_, r) => `${r === 3 ? 'oops' : (r * 7) % 11},${r === 8 ? 'inf' : (r * 5) % 13}`,
  );
  expect(() => learn(`x,y\n${rows.join('\n')}`, { length: 50 })).toThrow(
    /oops[\s\S]*infinite[\s\S]*window of 50/,
  );
});

test("values that are not finite are the model's fault and say so", () => {
  const { codec } = learn('x\n1\n3\n2\n4\n', { length: 2 });
  expect(() => codec.rows(Float32Array.of(1, Number.NaN), 0)).toThrow(
    expect.objectContaining({ kind: 'diverged' }),
  );
});
