import { expect, test } from 'vitest';
import { UserError } from '../../../errors/userError.ts';
import { type CsvOptions, parseCsv } from './csv.ts';
import { readTable } from './readTable.ts';

const read = (text: string, options?: CsvOptions) => parseCsv(text, 'data.csv', options);

/** The table as rows, for short expectations. */
const rowsOf = (text: string, options?: CsvOptions) => {
  const { names, columns, rowCount } = read(text, options);
  return { names, rows: Array.from({ length: rowCount }, (_, r) => columns.map((cells) => cells[r])) };
};

async function mistakes(work: () => unknown): Promise<string[]> {
  try {
    await work();
  } catch (error) {
    if (error instanceof UserError)
      return error.problems.map(({ where, what, remedy }) => `${where}: ${what}; ${remedy}`);
    throw error;
  }
  throw new Error('no error was thrown');
}

test.each([',', ';', '\t', '|', ' '])('cells separated by %j are found', (delimiter) => {
  const expected = {
    names: ['time', 'a', 'b'],
    rows: [
      ['2020-01-01', '1.5', '2'],
      ['2020-01-02', '3', ''],
    ],
  };
  const lines = [
    expected.names,
    ['2020-01-01', '1.5', '2'],
    ['2020-01-02', '3', delimiter === ' ' ? 'NA' : ''],
  ];
  const { names, rows } = rowsOf(lines.map((cells) => cells.join(delimiter)).join('\n'));
  expect(names).toEqual(expected.names);
  expect(rows[0]).toEqual(expected.rows[0]);
  expect(rows[1]!.slice(0, 2)).toEqual(['2020-01-02', '3']);
});

test('runs of spaces count as one delimiter, also before the first cell', () => {
  expect(rowsOf('   1.0e+00   -2.5  3\n   4.0e+00    5.5  6\n').rows).toEqual([
    ['1.0e+00', '-2.5', '3'],
    ['4.0e+00', '5.5', '6'],
  ]);
});

test('a comma inside numbers is no delimiter where semicolons separate', () => {
  expect(rowsOf('1,5;2,5\n3,5;4,5\n').rows[0]).toEqual(['1,5', '2,5']);
});

test('a space inside a date is no delimiter where commas separate', () => {
  expect(read('date,a\n2016-07-01 00:00:00,1\n2016-07-01 01:00:00,2\n').columns[0]![1]).toBe(
    '2016-07-01 01:00:00',
  );
});

test('quoted cells may hold delimiters, quotes and line ends, and lines are still counted right', () => {
  const table = read('name,x\n"a, ""b""\nc",1\nd,2\n');
  expect(table.columns[0]).toEqual(['a, "b"\nc', 'd']);
  expect([...table.lines!]).toEqual([2, 4]);
});

test('CRLF, a lone CR, a missing last line end and blank lines do not matter', () => {
  for (const text of [
    'a,b\r\n1,2\r\n\r\n3,4',
    'a,b\r1,2\r3,4\r',
    'a,b\n\n1,2\n3,4\n\n',
    '"a",b\r\n1,2\r\n3,4\r\n',
  ])
    expect(rowsOf(text)).toEqual({
      names: ['a', 'b'],
      rows: [
        ['1', '2'],
        ['3', '4'],
      ],
    });
});

test('line numbers count blank lines', () => {
  expect([...read('a,b\n\n1,2\n\n3,4\n').lines!]).toEqual([3, 5]);
});

test('a byte order mark is no part of the first name', async () => {
  const table = await readTable(new TextEncoder().encode('\ufeffa,b\n1,2\n'), 'data.csv');
  expect(table.names).toEqual(['a', 'b']);
});

test.each([
  ['a,b\n1,2\n3,4\n', true],
  ['1,2\n3,4\n', false],
  ['x,2\ny,4\nz,6\n', false],
  ['id,value\nx,2\ny,4\n', true],
  [',Open\n0,1.5\n1,2.5\n', true],
  ['0,1,2\n0.5,1.5,2.5\n3.5,1.5,2\n', true],
  ['2020-01-01,1\n2020-01-02,2\n', false],
  ['NA,1\n3,2\n', false],
  ['only\n1\n2\n', true],
  ['1\n2\n', false],
])('whether %j has a header is %j', (text, expected) => {
  expect(read(text).form.hasHeader).toBe(expected);
});

test('the user decides about the header', () => {
  expect(read('1,2\n3,4\n', { header: true }).names).toEqual(['1', '2']);
  expect(read('a,b\n3,4\n', { header: false })).toMatchObject({
    names: ['column_1', 'column_2'],
    rowCount: 2,
  });
});

test('a column without a name gets one', () => {
  expect(read(',Open\n0,1.5\n1,2.5\n').names).toEqual(['column_1', 'Open']);
});

test('an empty file and a header without rows are refused', async () => {
  expect(await mistakes(() => readTable(new Uint8Array(), 'data.csv'))).toEqual([
    expect.stringContaining('data.csv: is empty'),
  ]);
  expect(await mistakes(() => read(' \n\n'))).toEqual([expect.stringContaining('is empty')]);
  expect(await mistakes(() => read('a,b\n'))).toEqual([expect.stringContaining('has a header but no rows')]);
});

test('every ragged row is named with its line', async () => {
  const found = await mistakes(() => read('a,b\n1,2\n3\n4,5\n6,7\n8,9,10\n1,2\n'));
  expect(found).toEqual([
    expect.stringContaining('data.csv, row 2 (line 3): has 1 cells where the header has 2'),
    expect.stringContaining('data.csv, row 5 (line 6): has 3 cells where the header has 2'),
  ]);
});

test('of many mistakes twenty are shown and the others counted', async () => {
  const rows = Array.from({ length: 100 }, (_, r) => (r % 4 === 0 ? '1' : '1,2'));
  const found = await mistakes(() => read(`a,b\n${rows.join('\n')}`));
  expect(found).toHaveLength(21);
  expect(found[20]).toContain('5 more');
});

test('prose is no table', async () => {
  const words =
    'It was the best of times, it was\nthe worst of times\nit was the age of wisdom, it was, foolishness, it\nwas\n';
  expect((await mistakes(() => read(words.repeat(5))))[0]).toContain('does not look like a table');
});

test('a header that comes twice is refused with both places', async () => {
  expect(await mistakes(() => read('a,b,a\n1,2,3\n'))).toEqual([
    expect.stringContaining('columns 1 and 3 are both called "a"'),
  ]);
});

test('a wrong delimiter is refused with the right one', async () => {
  expect(await mistakes(() => read('a,b\n1,2\n', { delimiter: ';' }))).toEqual([
    expect.stringMatching(/delimiter ";": does not occur.*separated by comma/),
  ]);
  expect(await mistakes(() => read('a,b\n1,2\n', { delimiter: '::' }))).toEqual([
    expect.stringContaining('one character'),
  ]);
  expect(read('a;b\n1;2\n', { delimiter: 'semicolon' }).names).toEqual(['a', 'b']);
});

test('a given delimiter wins over the one that would be found', () => {
  expect(read('a;b,c\n1;2,3\n', { delimiter: ',' }).names).toEqual(['a;b', 'c']);
});

test.each(['plain', '"quoted"'])('a huge cell beside %s cells is refused with its place', async (other) => {
  const found = await mistakes(() => read(`a,b\n${other},1\n${'x'.repeat(1_000_000)},2\n`));
  expect(found).toEqual([expect.stringMatching(/^data.csv, line 3, column 1: holds 1000000 characters/)]);
  expect(found[0]!.length).toBeLessThan(300);
});

test('a quote that is never closed is refused with its line', async () => {
  expect((await mistakes(() => read('a,b\n1,2\n"3,4\n5,6\n')))[0]).toMatch(/line [34].*not closed/i);
});

test('bytes that are not UTF-8 are refused with their line', async () => {
  const latin1 = Uint8Array.from(
    [...'a,b\n1,2\n'].map((c) => c.charCodeAt(0)).concat([0xe9, 0x2c, 0x31, 0x0a]),
  );
  expect(await mistakes(() => readTable(latin1, 'data.csv'))).toEqual([
    expect.stringMatching(/line 3 is not valid UTF-8.*iconv/),
  ]);
});

test.each([
  ['UTF-16', [0xff, 0xfe, 0x61, 0x00]],
  ['ZIP', [0x50, 0x4b, 0x03, 0x04, 0x14]],
  ['PDF', [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ['no text', [0x61, 0x2c, 0x00, 0x01, 0x02]],
])('a file of %s that is called .csv is refused', async (word, bytes) => {
  expect((await mistakes(() => readTable(Uint8Array.from(bytes), 'data.csv')))[0]).toContain(word);
});
