import { describe, expect, test } from 'vitest';
import { column, day, describeCsv, noise, roles, whole, words } from '../../../../test/describedTables.ts';
import { UserError } from '../../../errors/userError.ts';
import type { DataOptions } from '../table.ts';

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
