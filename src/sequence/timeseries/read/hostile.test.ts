import fc from 'fast-check';
import { expect, test } from 'vitest';
import { UserError } from '../../../errors/userError.ts';
import { describeTable, fitTimeSeries, formatDescription } from '../index.ts';
import type { DataOptions } from '../table.ts';
import { readTable } from './readTable.ts';

const encoder = new TextEncoder();

/** Reading, describing and fitting may refuse, but only in the user's words; what is accepted is sound. */
async function tryAll(bytes: Uint8Array, options: DataOptions = {}): Promise<'refused' | 'read'> {
  try {
    const table = await readTable(bytes, 'fuzz', options);
    expect(new Set(table.columns.map((cells) => cells.length))).toEqual(new Set([table.rowCount]));
    expect(table.names).toHaveLength(table.columns.length);
    expect(formatDescription(describeTable(table, options)).length).toBeGreaterThan(0);
    const { sequences, codec } = fitTimeSeries(table, options);
    expect(sequences.values.every((value) => value >= -1 && value <= 1)).toBe(true);
    expect(sequences.values).toHaveLength(sequences.count * sequences.length * sequences.features);
    expect(codec.features).toBe(sequences.features);
    const { rowCount, columns } = codec.rows(codec.decode(sequences.values), 0);
    for (const { cells } of columns) expect(cells).toHaveLength(rowCount);
    return 'read';
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    expect(error.problems.length).toBeGreaterThan(0);
    for (const { where, what, remedy } of error.problems)
      for (const part of [where, what, remedy]) expect(part.length).toBeGreaterThan(0);
    return 'refused';
  }
}

const runs = { numRuns: process.env.LONG ? 20_000 : 400 };

test('any bytes give a table or a UserError', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => void (await tryAll(bytes))),
    runs,
  );
});

test('bytes after the magic number of each binary format give a table or a UserError', async () => {
  const magic = fc.constantFrom(
    'PAR1',
    '\x93NUMPY\x01\x00v\x00{',
    'PK\x03\x04',
    '\x1f\x8b',
    '@data\n',
    '#a\n@classLabel true\n@data\n',
  );
  const bytes = fc
    .tuple(magic, fc.uint8Array({ maxLength: 200 }), fc.constantFrom('', 'PAR1'))
    .map(([head, body, tail]) => Uint8Array.from([...latin(head), ...body, ...latin(tail)]));
  await fc.assert(
    fc.asyncProperty(bytes, async (input) => void (await tryAll(input))),
    runs,
  );
});

const latin = (text: string) => [...text].map((character) => character.charCodeAt(0));

test('text of the characters that tables are made of gives a table or a UserError', async () => {
  const piece = fc.constantFrom(
    ...[
      '1',
      '-2.5',
      '3e2',
      '1e999',
      'NaN',
      'inf',
      '-Infinity',
      'NA',
      '',
      ' ',
      '"',
      '""',
      'abc',
      'é',
      '2020-01-01',
      '2020-02-30',
    ],
    ...[
      '1.2.2020',
      '13/1/2021',
      '1949-01',
      '12:30',
      '1,5',
      ',',
      ',',
      ',',
      ';',
      '\t',
      '|',
      '\n',
      '\n',
      '\n',
      '\r\n',
      '\r',
      ':',
      '@data',
      '#',
    ],
  );
  const text = fc.array(piece, { maxLength: 60 }).map((pieces) => encoder.encode(pieces.join('')));
  await fc.assert(
    fc.asyncProperty(text, async (bytes) => void (await tryAll(bytes))),
    runs,
  );
});

test('regular tables of mixed cells, with any options, are fitted or refused', async () => {
  const cell = fc.oneof(
    { weight: 6, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }).map(String) },
    { weight: 3, arbitrary: fc.integer({ min: -5, max: 5 }).map(String) },
    fc.constantFrom('', 'x', 'y', '2020-01-01', '2020-01-02', 'NaN', 'Infinity', '1e38', '-1e38'),
  );
  const column = fc.oneof(
    fc.array(cell, { minLength: 12, maxLength: 12 }),
    fc.array(fc.integer({ min: 0, max: 3 }).map(String), { minLength: 12, maxLength: 12 }),
    fc.constant(Array.from({ length: 12 }, (_, r) => `2020-01-${String(r + 1).padStart(2, '0')}`)),
    fc.constant(Array.from({ length: 12 }, (_, r) => String(r % 4))),
  );
  const name = fc.oneof({ weight: 12, arbitrary: fc.constantFrom('a', 'b', 'c') }, fc.constant('missing'));
  const options = fc.record(
    {
      length: fc.integer({ min: 0, max: 13 }),
      stride: fc.integer({ min: 0, max: 4 }),
      key: name,
      time: name,
      columns: fc.array(name, { maxLength: 2 }),
      ignore: fc.array(name, { maxLength: 2 }),
      layout: fc.constantFrom<'auto' | 'columns' | 'rows'>('auto', 'columns', 'rows'),
      header: fc.boolean(),
    },
    { requiredKeys: [] },
  );
  const fewOptions = fc.oneof(fc.constant({}), options);
  let read = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(column, { minLength: 3, maxLength: 3 }), fewOptions, async (columns, given) => {
      const rows = columns[0]!.map((_, r) => columns.map((cells) => cells[r]).join(','));
      if ((await tryAll(encoder.encode(['a,b,c', ...rows].join('\n')), given)) === 'read') read++;
    }),
    runs,
  );
  expect(read).toBeGreaterThan(10); // the generator must not only make tables that are refused
});

test.each([
  ['line ends', '\n'.repeat(1e6)],
  ['quotes', '"'.repeat(100_001)],
  ['spaces', `a${' '.repeat(1e6)}b`],
  ['delimiters', ','.repeat(10_000)],
  ['directives', `${'@x\n\n'.repeat(1e5)}b`],
  ['digits', '1'.repeat(99_999)],
  ['dashes and digits', `${'1-'.repeat(20_000)}\n`.repeat(3)],
])('many %s do not make the reader hang', async (_, text) => {
  expect(await tryAll(encoder.encode(text))).toBe('refused');
});
