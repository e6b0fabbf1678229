import { describe, expect, test } from 'vitest';
import { column, day, describeCsv, noise, roles, whole, words } from '../../../../test/describedTables.ts';
import { parseCsv } from '../read/csv.ts';
import { describeTable } from './describe.ts';

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
