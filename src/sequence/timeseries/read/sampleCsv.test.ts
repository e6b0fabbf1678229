import { expect, test } from 'vitest';
import type { UserError } from '../../../errors/userError.ts';
import { fitTimeSeries } from '../fitTimeSeries.ts';
import { describeTable } from '../infer/describe.ts';
import { csvBlocks } from './csvBlocks.ts';
import { sampleCsv } from './sampleCsv.ts';

/** A text as a file whose bytes come in pieces of `size`. */
const fileOf = (text: string, size = 777) => {
  const bytes = new TextEncoder().encode(text);
  const passes: number[] = [];
  return {
    passes,
    source: 'big.csv',
    async *open() {
      passes.push(0);
      for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
    },
    onProgress(pass: number, rows: number) {
      passes[pass - 1] = rows;
    },
  };
};

const hour = (t: number) => new Date(Date.UTC(2020, 0, 1, t)).toISOString().slice(0, 16).replace('T', ' ');
const SERIES = [
  'when,load,note',
  ...Array.from({ length: 20_000 }, (_, t) => {
    const load = (10 + 5 * Math.sin((2 * Math.PI * t) / 24) + ((t * 7919) % 100) / 50).toFixed(2);
    return `${hour(t)},${load},${t % 3 === 0 ? '"low, or none"' : 'as usual'}`;
  }),
].join('\n');

const ACCOUNTS = [
  'id,amount',
  ...Array.from(
    { length: 24_000 },
    (_, i) => `K${String(Math.floor(i / 8) + 1).padStart(5, '0')},${(i * 7919) % 1000}`,
  ),
].join('\n');

test('blocks hold whole records, however the bytes come, also with line ends in quotes', async () => {
  const text = 'a,b\n1,"two\nlines"\n3,ü\n5,"q""uote"\n';
  for (const size of [1, 2, 5, 100]) {
    const blocks: string[] = [];
    for await (const block of csvBlocks(fileOf(text, size).open(), 't.csv')) blocks.push(block);
    expect(blocks.join('')).toBe(text);
    for (const block of blocks) expect(block.split('"').length % 2).toBe(1);
  }
});

test('a table that fits is held whole, and is what the whole file is', async () => {
  const table = await sampleCsv(fileOf(SERIES), {}, { cells: 60_000 });
  expect([table.rowCount, table.drawn]).toEqual([20_000, undefined]);
  expect(table.columns[2]!.slice(0, 2)).toEqual(['low, or none', 'as usual']);
});

test('of one long series stretches from all over are held, and no window, gap or step reaches over what is missing', async () => {
  const file = fileOf(SERIES);
  const table = await sampleCsv(file, {}, { cells: 15_000 });
  expect(table.rowCount).toBeLessThanOrEqual(5000);
  expect(table.rowCount).toBeGreaterThan(4900);
  expect(file.passes).toEqual([20_000, 20_000]);
  const { columns, gaps } = { columns: table.columns, gaps: table.drawn!.gaps };
  expect(gaps.length).toBeGreaterThan(55);
  const instants = columns[0]!.map((cell) => Date.parse(`${cell.replace(' ', 'T')}Z`) / 3_600_000);
  for (let row = 1; row < instants.length; row++) {
    if (gaps.includes(row)) expect(instants[row]! - instants[row - 1]!).toBeGreaterThan(1);
    else expect(instants[row]! - instants[row - 1]!).toBe(1);
  }
  const description = describeTable(table);
  expect(description.layout).toBe('one series');
  expect(description.sequences).toMatchObject({ length: 24, isRagged: false });
  expect(description.warnings[0]!.what).toMatch(
    /^has 20,000 rows, more than are held; \d+ rows in \d+ stretches were drawn, by a fixed seed/,
  );
  const { codec, sequences } = fitTimeSeries(table);
  expect(sequences.count).toBe(table.rowCount - 23 * (gaps.length + 1));
  // the hours are even: they are counted on from the end of the file, and no gaps are learned
  expect(codec.learned.map(({ name }) => name)).not.toContain('when: hours since the row before');
  const rows = codec.rowByRow().rows(codec.decode(sequences.values.slice(0, codec.features)), 0);
  expect(rows.columns[0]!.cells).toEqual([hour(20_000)]);
});

test('of many sequences whole ones are held, the same ones in every run', async () => {
  const table = await sampleCsv(fileOf(ACCOUNTS), {}, { cells: 4000 });
  expect(table.rowCount).toBeLessThanOrEqual(2000);
  const counts = new Map<string, number>();
  for (const key of table.columns[0]!) counts.set(key, (counts.get(key) ?? 0) + 1);
  expect(new Set(counts.values())).toEqual(new Set([8]));
  expect(counts.size).toBeGreaterThan(60);
  expect(table.drawn!.what).toBe(`the ${table.rowCount} rows of ${counts.size} values of "id" were drawn`);
  const again = await sampleCsv(fileOf(ACCOUNTS, 5000), {}, { cells: 4000 });
  expect(again.columns).toEqual(table.columns);
});

test('a row with too few cells is named by its number in the file', async () => {
  const rows = SERIES.split('\n');
  rows[15_000] = '2021-01-01 00:00,1';
  const made = sampleCsv(fileOf(rows.join('\n')), {}, { cells: 15_000 });
  await expect(made.catch((error: UserError) => Promise.reject(error.problems[0]))).rejects.toMatchObject({
    where: 'big.csv, row 15000',
    what: 'has 2 cells where the table has 3 columns',
  });
});

test('bytes that are no text are refused', async () => {
  const file = {
    source: 'b.csv',
    async *open() {
      yield Uint8Array.of(97, 44, 98, 10, 0xff, 0xfe, 10);
    },
  };
  await expect(sampleCsv(file, {})).rejects.toThrow('is not valid UTF-8');
});
