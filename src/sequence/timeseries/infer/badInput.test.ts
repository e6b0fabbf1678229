/** What people bring that cannot be learned as it is: each named with its row, its column and a remedy. */
import { expect, test } from 'vitest';
import { type DataOptions, describeTable, parseCsv } from '../index.ts';

const said = (rows: readonly string[], options: DataOptions = {}) => {
  const { problems, warnings } = describeTable(parseCsv(rows.join('\n'), 'd.csv'), options);
  const line = ({ where, what, remedy }: (typeof problems)[number]) => `${where}: ${what}; ${remedy}`;
  return { problems: problems.map(line), warnings: warnings.map(line) };
};
const table = (header: string, count: number, row: (r: number) => string) => [
  header,
  ...Array.from({ length: count }, (_, r) => row(r)),
];
const day = (r: number) => new Date(Date.UTC(2024, 0, 1 + r)).toISOString().slice(0, 10);
const number = (r: number) => (r * 37) % 101;

test('a key that is another in every row', () => {
  const rows = table('ticket,x', 300, (r) => `T${(r * 7) % 307},${number(r)}`);
  expect(said(rows, { key: 'ticket' }).problems).toEqual([
    'd.csv, column "ticket": has one row for each key (row 1 "T0", row 2 "T7"); a sequence needs two steps or more; name a key whose values repeat, or ignore the column to take all rows as one series',
  ]);
  expect(said(rows).problems).toEqual([]);
});

test('times out of order, and twice', () => {
  const rows = table('date,x', 300, (r) => `${day(r === 50 ? 20 : r === 90 ? 89 : r)},${number(r)}`);
  expect(said(rows).warnings).toEqual([
    'd.csv, "date": 1 rows are earlier than the row before them, the first of them row 51; the rows of each series were sorted; ignore the column to keep the file\'s order',
    'd.csv, "date": 2 rows have the time of the row before them, the first of them row 51; they stay in the order of the file; give finer times where their order matters, or remove copies',
  ]);
});

test('a column of 10,000 texts', () => {
  const rows = table(
    'word,x',
    30_000,
    (r) => `w${'abcdefghij'[r % 10]}${(r * 7) % 1000}x${(r * 3) % 10_000},${number(r)}`,
  );
  const { warnings, problems } = said(rows);
  expect(problems).toEqual([]);
  expect(warnings[0]).toMatch(
    /^d\.csv, column "word": holds 10000 different texts, more than the 1000 that are learned \(row 1001, "w[^"]+", is the first beyond\); it is left out; group rare texts, or ignore the column/,
  );
});

test('a column of missing values only', () => {
  const rows = table('a,x', 300, (r) => `${r % 2 ? 'NA' : ''},${number(r)}`);
  expect(said(rows).warnings).toEqual([
    'd.csv, column "a": holds only missing values, in rows 1 to 300; it is written blank; fill it in, or ignore it to leave it out of the output',
  ]);
});

test('sequences of one row: some are told with a row, and are made too', () => {
  const rows = table('account_id,x', 300, (r) => `${r < 3 ? `single${r}` : `k${r % 9}`},${number(r)}`);
  const { warnings } = said(rows);
  expect(warnings.find((line) => line.includes('one row only'))).toBe(
    'd.csv: 3 of 12 series have one row only, the first of them row 1; sequences of one step are made too; remove such rows if they are mistakes',
  );
});
