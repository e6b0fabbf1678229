import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  fitTimeSeries,
  type OutputFormat,
  outputFormats,
  parseCsv,
  readTable,
  writeBatches,
} from '../index.ts';
import type { WriteOptions } from './writer.ts';

const CSV = `date,price,count,unit,note\n${[3, 1, 4, 1, 5, 9, 2, 6].map((x, r) => `2020-02-0${r + 1},${(x * 1.5).toFixed(2)},${x * 100},"m, n",`).join('\n')}\n`;
const { codec } = fitTimeSeries(parseCsv(CSV, 'data.csv'), { length: 4 });

async function* cut(values: Float32Array, sequences: number): AsyncGenerator<Float32Array> {
  const size = sequences * codec.length * codec.learned.length;
  for (let i = 0; i < values.length; i += size) yield values.subarray(i, i + size);
}

async function collect(bytes: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  return new Uint8Array(Buffer.concat(chunks));
}

const VALUES = Float32Array.from({ length: 5 * 4 * 2 }, (_, i) => (i % 2 === 0 ? i * 0.25 : i * 10));

const written = (format: OutputFormat, options?: WriteOptions, batch = 2) =>
  collect(writeBatches(format, codec, cut(VALUES, batch), 5, options));

test.each(outputFormats)('%s does not depend on how the sequences are cut into batches', async (format) => {
  const whole = await written(format, {}, 5);
  if (format !== 'parquet') expect(await written(format, {}, 1)).toEqual(whole);
  const [a, b] = [await readBack(format, whole), await readBack(format, await written(format, {}, 1))];
  expect(b).toEqual(a);
});

async function readBack(format: OutputFormat, bytes: Uint8Array): Promise<unknown> {
  if (format === 'jsonl')
    return new TextDecoder()
      .decode(bytes)
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  const { names, columns } = await readTable(bytes, format);
  return { names, columns };
}

test('CSV holds the header, quotes what must be quoted, and reads back as it was meant', async () => {
  const text = new TextDecoder().decode(await written('csv'));
  expect(text.split('\n').slice(0, 3)).toEqual([
    'date,price,count,unit,note',
    '2020-02-09,0.00,10,"m, n",',
    '2020-02-10,0.50,30,"m, n",',
  ]);
  const table = parseCsv(text, 'out.csv');
  expect(table.columns).toEqual(codec.rows(VALUES, 0).columns.map(({ cells }) => cells));
});

test('CSV takes another delimiter, or no header', async () => {
  const text = new TextDecoder().decode(await written('csv', { delimiter: ';', header: false }));
  expect(text.split('\n')[0]).toBe('2020-02-09;0.00;10;m, n;');
});

test('JSONL is an object a row with numbers as numbers and blanks as null', async () => {
  const rows = (await readBack('jsonl', await written('jsonl'))) as unknown[];
  expect(rows).toHaveLength(20);
  expect(rows[1]).toEqual({ date: '2020-02-10', price: 0.5, count: 30, unit: 'm, n', note: null });
});

test('NPY is [N, T, F] of the rounded features, with values at a multiple of 64 bytes', async () => {
  const bytes = await written('npy');
  const header = new TextDecoder().decode(bytes.subarray(10, 128));
  expect(header).toContain("{'descr': '<f4', 'fortran_order': False, 'shape': (5, 4, 2), }");
  expect((bytes.length - VALUES.length * 4) % 64).toBe(0);
  const values = new Float32Array(bytes.slice(bytes.length - VALUES.length * 4).buffer);
  expect([...values]).toEqual(
    [...VALUES].map((value, i) =>
      Math.fround(i % 2 === 0 ? Math.round(value * 100) / 100 : Math.round(value)),
    ),
  );
});

test('NPY of float64 holds decimals as a CSV would', async () => {
  const bytes = await written('npy', { dtype: 'float64' });
  const table = await readTable(bytes, 'x.npy');
  expect(table.columns[1]!.slice(0, 4)).toEqual(['0', '0.5', '1', '1.5']);
});

test('NPY whose batches hold another number of sequences than told is a bug, not a file', async () => {
  await expect(collect(writeBatches('npy', codec, cut(VALUES, 2), 6))).rejects.toThrow(
    'the header says 6 sequences',
  );
});

test('Parquet holds typed columns and reads back like the CSV', async () => {
  const table = await readTable(await written('parquet'), 'x.parquet');
  expect(table.names).toEqual(['date', 'price', 'count', 'unit', 'note']);
  expect(table.columns[0]).toEqual(codec.rows(VALUES, 0).columns[0]!.cells);
  expect(table.columns[1]!.map(Number)).toEqual(codec.rows(VALUES, 0).columns[1]!.cells.map(Number));
  expect(table.columns[2]).toEqual(codec.rows(VALUES, 0).columns[2]!.cells);
  expect(table.columns[4]).toEqual(new Array(20).fill(''));
});

test('no writer reads far ahead of what is taken from it', async () => {
  for (const format of ['csv', 'jsonl', 'npy'] as const) {
    let made = 0;
    const endless = async function* () {
      for (; made < 1000; made++) yield VALUES.subarray(0, 8);
    };
    let chunks = 0;
    for await (const _ of writeBatches(format, codec, endless(), 1000)) if (++chunks === 5) break;
    expect(made).toBeLessThanOrEqual(5);
  }
});

test('Parquet is written a row group at a time', async () => {
  let made = 0;
  const batches = async function* () {
    for (; made < 200; made++) yield new Float32Array(2000 * 8);
  };
  const sizes: number[] = [];
  for await (const _ of writeBatches('parquet', codec, batches(), 400_000)) {
    sizes.push(made);
    if (sizes.length === 2) break;
  }
  expect(sizes[0]).toBeLessThan(12); // 300,000 cells are 60,000 rows, 8 batches
});

const text = fc
  .string({ unit: 'grapheme', maxLength: 8 })
  .filter((cell) => cell === cell.trim() && !cell.includes('\0'));

test('a CSV of any names and constant texts reads back the same', async () => {
  await fc.assert(
    fc.asyncProperty(
      text.filter((name) => /^\p{L}/u.test(name)),
      text,
      fc.constantFrom(',', ';', '\t', '|'),
      async (name, cell, delimiter) => {
        fc.pre(name !== 'x' && !/^\s|\s$|\ufeff/.test(name + cell));
        const names = ['x', name];
        const rows = [1, 5, 2, 4].map((x) => [String(x), cell]);
        const table = {
          source: 't',
          names,
          columns: [rows.map(([x]) => x!), rows.map(([, word]) => word!)],
          rowCount: 4,
          form: { format: 'csv', hasHeader: true, delimiter },
        } as const;
        const fitted = fitTimeSeries(table, { length: 2, columns: ['x'], ignore: [] });
        expect(fitted.codec.outputColumns).toEqual(['x']);
        const free = fitTimeSeries(table, { length: 2 });
        const batches = (async function* () {
          yield Float32Array.of(1, 2, 3, 4);
        })();
        const bytes = await collect(writeBatches('csv', free.codec, batches, 2));
        const back = await readTable(bytes, 'out.csv', { delimiter, header: true });
        expect(back.names).toEqual([...free.codec.outputColumns]);
        expect(back.columns).toEqual(
          free.codec.rows(Float32Array.of(1, 2, 3, 4), 0).columns.map(({ cells }) => cells),
        );
      },
    ),
  );
});

test('a missing cell keeps the marker in CSV, and is null or NaN where a format has that', async () => {
  const gaps = ['x,word', '1.5,a', 'NA,?', '2.5,b', 'NA,?', '3.5,a', '4.5,b'].join('\n');
  const { codec: gappy, sequences } = fitTimeSeries(parseCsv(gaps, 'data.csv'), {
    length: 6,
    columns: ['x', 'word'],
  });
  const bytes = async (format: OutputFormat) => {
    const batches = (async function* () {
      yield gappy.decode(sequences.values);
    })();
    return collect(writeBatches(format, gappy, batches, 1));
  };
  expect(new TextDecoder().decode(await bytes('csv'))).toBe(`${gaps}\n`);
  const rows = (await readBack('jsonl', await bytes('jsonl'))) as unknown[];
  expect(rows.slice(0, 2)).toEqual([
    { x: 1.5, word: 'a' },
    { x: null, word: null },
  ]);
  const { columns } = await readTable(await bytes('parquet'), 'out.parquet');
  expect(columns.map((cells) => cells.slice(0, 2))).toEqual([
    ['1.5', ''],
    ['a', ''],
  ]);
  const npy = await bytes('npy');
  const values = new Float32Array(npy.slice(128).buffer);
  expect([...values.subarray(0, 4)]).toEqual([1.5, 0, NaN, 1]);
});
