import { expect, test } from 'vitest';
import { parseCsv } from './csv.ts';
import { csvBlocks } from './csvBlocks.ts';

const ROWS = 't,x\n0,1.5\n1,2.5\n2,1.0\n';

test.each([
  ['comments', '# made by a logger\n# units: s, mV, and more\n'],
  ['a comment with as many commas as names', '# made by a logger, in Berlin\n'],
  ['what spreadsheets say of the delimiter', 'sep=,\r\n'],
  ['both', 'sep=,\n# a comment\n'],
])('%s before a table are passed over, and lines keep their numbers', (_, before) => {
  const table = parseCsv(before + ROWS, 'data.csv');
  expect(table.names).toEqual(['t', 'x']);
  expect(table.columns[1]).toEqual(['1.5', '2.5', '1.0']);
  expect(table.lines![0]).toBe(before.split('\n').length + 1);
});

test('the delimiter that the first line names is that of the table', () => {
  const table = parseCsv('sep=;\nx\n1,5\n2,5\n', 'data.csv');
  expect([table.form.delimiter, table.columns]).toEqual([';', [['1,5', '2,5']]]);
});

test('a # before the names of columns is part of the first', () => {
  expect(parseCsv(`#${ROWS}`, 'data.csv').names).toEqual(['#t', 'x']);
});

test('lines that end as on old machines are passed over too', () => {
  expect(parseCsv(`# a\n${ROWS}`.replaceAll('\n', '\r'), 'data.csv').names).toEqual(['t', 'x']);
});

test('a file that is read in blocks is rid of them once', async () => {
  async function* chunks() {
    yield new TextEncoder().encode(`# a comment\n${ROWS}`);
    yield new TextEncoder().encode('# 3,4\n');
  }
  const blocks: string[] = [];
  for await (const block of csvBlocks(chunks(), 'data.csv')) blocks.push(block);
  expect(blocks).toEqual([`\n${ROWS}`, '# 3,4\n']);
});
