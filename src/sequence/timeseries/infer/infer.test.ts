import { describe, expect, test } from 'vitest';
import { UserError } from '../../../errors/userError.ts';
import { parseCsv } from '../read/csv.ts';
import type { DataOptions } from '../table.ts';
import { type ColumnDescription, describeTable, formatDescription } from './describe.ts';

/** A CSV of `rows` rows from one function a column. */
function csv(columns: Record<string, (row: number) => unknown>, rows: number): string {
  const lines = Array.from({ length: rows }, (_, r) =>
    Object.values(columns)
      .map((cell) => cell(r))
      .join(','),
  );
  return `${Object.keys(columns).join(',')}\n${lines.join('\n')}\n`;
}

function describeCsv(columns: Record<string, (row: number) => unknown>, rows: number, options?: DataOptions) {
  return describeTable(parseCsv(csv(columns, rows), 'data.csv'), options);
}

const column = (description: { columns: readonly ColumnDescription[] }, name: string) =>
  description.columns.find((candidate) => candidate.name === name)!;

const roles = (description: { columns: readonly ColumnDescription[] }) =>
  Object.fromEntries(description.columns.map(({ name, role }) => [name, role]));

/** A number that looks random, the same in every run. */
const noise = (row: number) => Math.round(Math.abs(Math.sin(row * 12.9898) * 43758.5453) * 100) / 100;
const whole = (row: number) => Math.floor(noise(row) % 97);
const day = (row: number) => new Date(Date.UTC(2020, 0, 1) + row * 86_400_000).toISOString().slice(0, 10);
const words = ['red', 'green', 'blue'];

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

describe('time', () => {
  test('a split date, a row number and a date column are time; other whole numbers are not', () => {
    const at = (r: number) => new Date(Date.UTC(2020, 0, 30) + r * 3_600_000);
    const found = describeCsv(
      {
        No: (r) => r + 1,
        year: (r) => at(r).getUTCFullYear(),
        month: (r) => at(r).getUTCMonth() + 1,
        day: (r) => at(r).getUTCDate(),
        hour: (r) => at(r).getUTCHours(),
        load: whole,
      },
      100,
    );
    expect(roles(found)).toEqual({
      No: 'time',
      year: 'time',
      month: 'time',
      day: 'time',
      hour: 'time',
      load: 'feature',
    });
    expect(column(found, 'hour').step).toBe('1 hour');
  });

  test('a month column alone is a feature', () => {
    expect(roles(describeCsv({ month: (r) => (whole(r) % 12) + 1, x: noise }, 60)).month).toBe('feature');
  });

  test('rows that are newest first are put oldest first, and said so', () => {
    const found = describeCsv({ date: (r) => day(100 - r), x: noise }, 60);
    expect(found.warnings.map(({ what }) => what)).toContainEqual(expect.stringContaining('newest first'));
  });

  test('a few rows out of order are sorted, and counted', () => {
    const found = describeCsv({ date: (r) => day(r === 7 ? 3 : r), x: noise }, 200);
    expect(found.warnings.map(({ what }) => what)).toContainEqual(
      expect.stringMatching(/^1 rows are earlier/),
    );
    expect(found.layout).toBe('one series');
  });

  test('the user may name the time, which must be one', () => {
    const found = describeCsv({ depth: (r) => r * r, x: noise, color: (r) => words[whole(r) % 3] }, 60, {
      time: 'depth',
    });
    expect(column(found, 'depth')).toMatchObject({ role: 'time', why: 'you named it' });
    const wrong = describeCsv({ x: noise, color: (r) => words[whole(r) % 3] }, 60, { time: 'color' });
    expect(wrong.problems).toMatchObject([
      { where: 'data.csv, column "color"', what: expect.stringContaining('cannot be the time') },
    ]);
  });
});

describe('series', () => {
  test('a column named as an identifier whose values repeat is the key', () => {
    const found = describeCsv({ account_id: (r) => `A${r % 30}`, x: noise }, 300);
    expect(found).toMatchObject({
      layout: 'one series per key',
      series: { count: 30, shortest: 10, longest: 10 },
    });
    expect(found.sequences).toMatchObject({ count: 30, length: 10 });
  });

  test('a name that merely ends in the letters id is no key, nor is a row identifier', () => {
    expect(describeCsv({ humid: (r) => whole(r) % 5, x: noise }, 100).layout).toBe('one series');
    expect(describeCsv({ id: (r) => `row${r}`, x: noise }, 100).layout).toBe('one series');
  });

  test('texts in blocks are a key without a telling name; texts that come again are not', () => {
    expect(describeCsv({ place: (r) => `p${Math.floor(r / 20)}`, x: noise }, 200).layout).toBe(
      'one series per key',
    );
    expect(describeCsv({ wind: (r) => words[whole(r) % 3], x: noise }, 200).layout).toBe('one series');
  });

  test('texts within which alone the time grows are a key', () => {
    const found = describeCsv(
      { date: (r) => day(Math.floor(r / 3)), color: (r) => words[r % 3], x: noise },
      150,
    );
    expect(found).toMatchObject({ layout: 'one series per key', series: { count: 3, longest: 50 } });
  });

  test('text columns that change only at multiples of one number give blocks', () => {
    const block = (r: number) => Math.floor(r / 14);
    const found = describeCsv(
      {
        x: noise,
        provider: (r) => words[whole(block(r)) % 3],
        state: (r) => words[whole(block(r) + 500) % 3],
      },
      14 * 60,
    );
    expect(found).toMatchObject({
      layout: 'blocks',
      series: { count: 60, longest: 14 },
      sequences: { length: 14 },
    });
  });

  test('a step that begins again gives blocks, also of unequal lengths', () => {
    const found = describeCsv({ step: (r) => (r < 30 ? r : (r - 30) % 50), x: noise }, 230);
    expect(found).toMatchObject({ layout: 'blocks', series: { count: 5, shortest: 30, longest: 50 } });
    expect(roles(found)).toEqual({ step: 'time', x: 'feature' });
  });

  test('recordings of the same period one after another give blocks', () => {
    expect(describeCsv({ date: (r) => day(r % 25), x: noise }, 100)).toMatchObject({
      layout: 'blocks',
      series: { count: 4 },
    });
  });

  test('unequal series stay whole and ragged; long ones, and a length, give windows that most can fill', () => {
    const lengths = Array.from({ length: 20 }, (_, s) => 2 + s * 2);
    const keys = lengths.flatMap((length, s) => new Array<number>(length).fill(s));
    const found = describeCsv({ user_id: (r) => keys[r], x: noise }, keys.length);
    expect(found.sequences).toMatchObject({ length: 40, count: 20, isRagged: true });
    const asked = describeCsv({ user_id: (r) => keys[r], x: noise }, keys.length, { length: 10 });
    expect(asked.sequences).toMatchObject({ length: 10, isRagged: false });
    expect(asked.warnings.map(({ what }) => what)).toContainEqual(
      expect.stringContaining('4 of 20 series are shorter than 10 steps'),
    );
    const longer = lengths.flatMap((length, s) => new Array<number>(length * 10).fill(s));
    expect(describeCsv({ user_id: (r) => longer[r], x: noise }, longer.length).sequences).toMatchObject({
      length: 24,
      isRagged: false,
    });
  });

  test('series of one common length stay whole up to 256 steps, longer ones give windows of 128', () => {
    expect(describeCsv({ id: (r) => `s${r % 4}`, x: noise }, 4 * 256).sequences.length).toBe(256);
    expect(describeCsv({ id: (r) => `s${r % 4}`, x: noise }, 4 * 300).sequences.length).toBe(128);
  });

  test('more than 50,000 windows make the stride wider', () => {
    const found = describeCsv({ x: noise }, 120_000);
    expect(found.sequences.stride).toBe(3);
    expect(found.sequences.count).toBeLessThanOrEqual(50_000);
    expect(describeCsv({ x: noise }, 120_000, { stride: 1 }).sequences.count).toBe(120_000 - 23);
  });

  test('a blank key is a mistake with its row', () => {
    const found = describeCsv({ user: (r) => (r === 4 ? '' : `u${r % 3}`), x: noise }, 60, { key: 'user' });
    expect(found.problems).toMatchObject([{ where: 'data.csv, row 5 (line 6), column "user"' }]);
  });
});

describe('the wide layout', () => {
  const wide = (rows: number, columns: number, cell: (r: number, c: number) => unknown) =>
    parseCsv(
      Array.from({ length: rows }, (_, r) =>
        Array.from({ length: columns }, (_, c) => cell(r, c)).join(','),
      ).join('\n'),
      'data.csv',
    );

  test('24 nameless columns of numbers are one sequence a row, and a class label is an attribute', () => {
    const found = describeTable(wide(40, 25, (r, c) => (c === 0 ? (r % 3) + 1 : noise(r * 25 + c))));
    expect(found).toMatchObject({
      layout: 'rows',
      rows: 40,
      features: 2,
      sequences: { count: 40, length: 24 },
    });
    expect(column(found, 'column_1')).toMatchObject({
      role: 'attribute',
      why: expect.stringContaining('texts of 3 levels'),
    });
    const one = describeTable(wide(40, 25, (r, c) => (c === 0 ? 7 : noise(r * 25 + c))));
    expect(column(one, 'column_1')).toMatchObject({ role: 'left out', why: 'a class label of one class' });
    const ignored = describeTable(
      wide(40, 25, (r, c) => (c === 0 ? (r % 3) + 1 : noise(r * 25 + c))),
      { ignore: ['column_1'] },
    );
    expect(ignored.sequences).toMatchObject({ count: 40, length: 24 });
    expect(column(ignored, 'column_1')).toMatchObject({ role: 'left out', why: 'you asked to ignore it' });
  });

  test('fewer columns, or named ones, are variables unless the user says otherwise', () => {
    const narrow = wide(40, 10, (r, c) => noise(r * 10 + c));
    expect(describeTable(narrow).layout).toBe('one series');
    expect(describeTable(narrow, { layout: 'rows' })).toMatchObject({
      layout: 'rows',
      sequences: { count: 40, length: 10 },
    });
    const many = wide(40, 30, (r, c) => noise(r * 30 + c));
    expect(describeTable(many, { layout: 'columns' })).toMatchObject({ layout: 'one series', features: 30 });
  });

  test('a wrong cell is named by its row and column in the file', () => {
    const found = describeTable(wide(40, 30, (r, c) => (r === 2 && c === 4 ? 'inf' : noise(r * 30 + c))));
    expect(found.problems).toMatchObject([{ where: 'data.csv, row 3 (line 3), column "column_5"' }]);
  });
});

describe('options', () => {
  const mistakes = (options: DataOptions): string[] => {
    try {
      describeCsv(
        { Open: noise, Close: (r) => noise(r + 1), color: (r) => words[whole(r) % 3] },
        60,
        options,
      );
    } catch (error) {
      expect(error).toBeInstanceOf(UserError);
      expect((error as UserError).kind).toBe('usage');
      return (error as UserError).problems.map(({ where, what, remedy }) => `${where}: ${what}; ${remedy}`);
    }
    return [];
  };

  test('unknown columns are mistakes with the nearest name, all at once', () => {
    expect(mistakes({ columns: ['Opne', 'zzzzz'], key: 'colour' })).toEqual([
      expect.stringMatching(/^key: .*"colour".*did you mean "color"/),
      expect.stringMatching(/^columns: .*"Opne".*did you mean "Open"/),
      expect.stringMatching(/^columns: .*"zzzzz".*the columns are "Open", "Close", "color"/),
    ]);
  });

  test('contradictions are mistakes', () => {
    expect(mistakes({ columns: ['Open'], ignore: ['Open'] })).toEqual([
      expect.stringContaining('is also in columns'),
    ]);
    expect(mistakes({ layout: 'rows', key: 'color' })).toEqual([
      expect.stringContaining('no meaning with layout rows'),
    ]);
    expect(mistakes({ length: 0, stride: 1.5 })).toHaveLength(2);
    expect(mistakes({ columns: [] })).toEqual([expect.stringContaining('names no column')]);
  });

  test('columns and ignore choose what is learned', () => {
    const all = { a: noise, b: (r: number) => noise(r + 9), c: (r: number) => noise(r + 99) };
    expect(roles(describeCsv(all, 60, { columns: ['b'] }))).toEqual({
      a: 'left out',
      b: 'feature',
      c: 'left out',
    });
    expect(roles(describeCsv(all, 60, { ignore: ['b'] }))).toEqual({
      a: 'feature',
      b: 'left out',
      c: 'feature',
    });
  });

  test('a column of texts that do not repeat is left out, and a mistake where it is asked for', () => {
    const columns = { x: noise, name: (r: number) => `person ${'abcdefgh'.slice(r % 7)}${'xyz'.repeat(r)}` };
    expect(describeCsv(columns, 60).columns[1]).toMatchObject({
      role: 'left out',
      why: 'nearly every text is another (60 in 60 cells), as in names',
    });
    expect(describeCsv(columns, 60, { columns: ['x', 'name'] }).problems).toMatchObject([
      {
        where: 'data.csv, column "name"',
        what: expect.stringContaining('cannot be learned: it is text'),
        remedy: 'name columns of numbers, or of texts that repeat',
      },
    ]);
  });

  test('texts that repeat are levels: up to 50 their own, up to 1,000 with a shared one, more are left out', () => {
    const of = (levels: number) =>
      describeCsv({ x: noise, code: (r) => `c${(r * 7919) % levels}` }, 4000).columns[1]!;
    expect(of(50)).toMatchObject({ role: 'feature', codec: 'categorical', why: 'texts of 50 levels' });
    expect(of(60)).toMatchObject({ role: 'feature', why: 'texts of 60 levels; the 11 rarest share one' });
    expect(of(1001)).toMatchObject({
      role: 'left out',
      why: 'has 1001 different texts, and at most 1000 are learned as levels',
    });
  });
});

describe('what cannot be learned from', () => {
  test('a single row, no numbers, and constants only are mistakes', () => {
    expect(describeCsv({ x: noise, y: noise }, 1).problems.map(({ what }) => what)).toContainEqual(
      expect.stringContaining('single row'),
    );
    expect(describeCsv({ color: (r) => `shade${r}` }, 60).problems).toMatchObject([
      { what: expect.stringContaining('no column of varying numbers or of texts that repeat') },
    ]);
    expect(describeCsv({ a: () => 1, b: () => 'x' }, 60).problems).toHaveLength(1);
  });

  test('a window longer than the table is a mistake with the longest that fits', () => {
    expect(describeCsv({ x: noise }, 30, { length: 50 }).problems).toMatchObject([
      {
        what: 'a window of 50 steps is asked for, but the table has 30 rows',
        remedy: expect.stringContaining('at most 30'),
      },
    ]);
  });

  test('a ramp alone is learned, for there is nothing else', () => {
    expect(roles(describeCsv({ x: (r) => r * 2 }, 60))).toEqual({ x: 'feature' });
  });
});

describe('warnings', () => {
  const warned = (columns: Record<string, (row: number) => unknown>, rows = 300) =>
    describeCsv(columns, rows).warnings.map(({ where, what }) => `${where}: ${what}`);

  test('missing values are counted with their first rows', () => {
    expect(warned({ x: (r) => (r % 10 === 2 ? 'NA' : noise(r)) })).toEqual([
      expect.stringMatching(
        /column "x": 30 of 300 cells \(10 %\) are missing, rows 3, 13, 23, 33, 43, \.\.\.; where they are is learned/,
      ),
    ]);
  });

  test('a mostly missing column is left out unless it is named', () => {
    const columns = { x: noise, y: (r: number) => (r % 3 === 0 ? noise(r) : '') };
    expect(column(describeCsv(columns, 90), 'y')).toMatchObject({
      role: 'left out',
      why: expect.stringContaining('67 % of it is missing'),
    });
    expect(roles(describeCsv(columns, 90, { columns: ['x', 'y'] })).y).toBe('feature');
  });

  test('few sequences, and numbers too close for 32 bits, are said', () => {
    expect(warned({ x: noise }, 40)).toEqual([expect.stringContaining('only 21 sequences')]);
    expect(warned({ x: (r) => 1_600_000_000 + whole(r) })).toEqual([
      expect.stringContaining('32-bit floats'),
    ]);
  });

  test('a sound table gives none', () => {
    expect(warned({ date: day, x: noise, y: whole })).toEqual([]);
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

describe('times out of order', () => {
  const keyed = (times: readonly string[]) =>
    describeCsv(
      { id: (r) => `s${r % 2}`, date: (r) => times[Math.floor(r / 2)], x: noise },
      times.length * 2,
    );
  const day = (d: number) => `2024-01-${String(d).padStart(2, '0')}`;

  test('are named with their column and first row, sorted, and kept in order where they are equal', () => {
    const { warnings } = keyed([1, 2, 5, 3, 4, 6, 6, 7].map(day));
    const ofDates = warnings.filter(({ where }) => where === 'data.csv, "date"');
    expect(ofDates.map(({ what }) => what)).toEqual([
      '2 rows are earlier than the row before them, the first of them row 7; the rows of each series were sorted',
      '2 rows have the time of the row before them, the first of them row 13; they stay in the order of the file',
    ]);
  });

  test('in order and all different give no word', () => {
    const { warnings } = keyed(Array.from({ length: 20 }, (_, d) => day(d + 1)));
    expect(warnings.filter(({ where }) => where.includes('date'))).toEqual([]);
  });
});
