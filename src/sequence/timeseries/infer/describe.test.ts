import { describe, expect, test } from 'vitest';
import { column, day, describeCsv, noise, roles, whole, words } from '../../../../test/describedTables.ts';
import { parseCsv } from '../read/csv.ts';
import { describeTable, formatDescription } from './describe.ts';

describe('kinds', () => {
  test('each kind of column is told by its content', () => {
    const found = describeCsv(
      {
        number: noise,
        whole,
        paddedWhole: (r) => `${whole(r)}.0`,
        text: (r) => words[whole(r) % 3],
        date: day,
        same: () => 7,
        sameText: () => 'on',
        none: () => 'NA',
      },
      60,
    );
    expect(Object.fromEntries(found.columns.map(({ name, kind }) => [name, kind]))).toEqual({
      number: 'numeric',
      whole: 'integer',
      paddedWhole: 'integer',
      text: 'categorical',
      date: 'datetime',
      same: 'constant',
      sameText: 'constant',
      none: 'empty',
    });
    expect(found.problems).toEqual([]);
  });

  test('counts, range and decimals are those of the column', () => {
    const values = ['1.50', '2', 'NA', '-3.125', '2'];
    const found = column(describeCsv({ x: (r) => values[r], y: noise }, 5), 'x');
    expect(found).toMatchObject({
      count: 5,
      missing: 1,
      distinct: 3,
      min: -3.125,
      max: 2,
      mean: 0.59375,
      decimals: 3,
    });
  });

  test('one wrong cell in a column of numbers is a mistake with its place, not a text column', () => {
    const found = describeCsv({ x: (r) => (r === 16 ? 'abc' : noise(r)), y: noise }, 1000);
    expect(found.problems).toHaveLength(1);
    expect(found.problems[0]).toMatchObject({ where: 'data.csv, row 17 (line 18), column "x"' });
    expect(found.problems[0]!.what).toContain('"abc" is no number, as the 999 other cells');
  });

  test('all wrong cells are reported at once, twenty of them with their places', () => {
    const found = describeCsv(
      { x: (r) => (r % 20 === 3 ? 'abc' : noise(r)), y: (r) => (r === 5 ? '-inf' : noise(r)) },
      600,
    );
    expect(found.problems).toHaveLength(21);
    expect(found.problems[20]!.what).toContain('11 more');
  });

  test('infinite cells and cells beyond 32-bit floats are mistakes; NaN is missing', () => {
    const odd: Record<number, string> = { 3: 'Infinity', 5: '1e300', 7: 'NaN' };
    const found = describeCsv({ x: (r) => odd[r] ?? noise(r) }, 60);
    expect(found.problems.map(({ what }) => what)).toEqual([
      expect.stringContaining('is infinite'),
      expect.stringContaining('32-bit floats'),
    ]);
    expect(column(found, 'x').missing).toBe(1);
  });

  test('a column half of numbers is text, and the reason says so', () => {
    const found = describeCsv({ x: (r) => (r % 4 === 0 ? 'abc' : noise(r)), y: noise }, 60);
    expect(column(found, 'x')).toMatchObject({
      kind: 'categorical',
      role: 'left out',
      why: expect.stringContaining('only 75 % of the cells are numbers, row 1 is "abc"'),
    });
  });

  test('decimal commas and dates of unclear order are named as the reason', () => {
    const table = parseCsv('a;b;c\n1,5;1/2/2020;1\n2,5;2/3/2020;2.5\n1,25;1/2/2020;3\n', 'data.csv');
    const found = describeTable(table);
    expect(column(found, 'a').why).toContain('decimal comma');
    expect(column(found, 'b').why).toContain('day and month');
  });

  test('eight digits are a date only under a name that says so', () => {
    const compact = (r: number) => day(r).replaceAll('-', '');
    expect(roles(describeCsv({ date: compact, x: noise }, 40))).toEqual({ date: 'time', x: 'feature' });
    expect(column(describeCsv({ meters: compact, x: noise }, 40), 'meters').kind).toBe('integer');
  });
});

test('the text for people shows every column, the layout and the mistakes', () => {
  const text = formatDescription(describeCsv({ date: day, x: (r) => (r === 1 ? 'inf' : noise(r)) }, 60));
  for (const part of [
    'data.csv: 60 rows',
    'date/time',
    'step 1 day',
    'one series',
    'stride 1',
    'problem    data.csv, row 2 (line 3)',
  ])
    expect(text).toContain(part);
});
