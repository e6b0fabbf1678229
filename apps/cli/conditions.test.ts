import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { run, TINY_CSV, TINY_NETWORK, temporaryFolder } from '../../test/commandLine.ts';

const cwd = temporaryFolder();
const gan = (...args: readonly string[]) => run(args, { cwd });

/** Two plans in two towns, but never "gold" in Bern. */
const VISITS = [
  'guest,town,plan,spent',
  ...Array.from({ length: 40 }, (_, k) =>
    Array.from({ length: 6 }, (_, t) => {
      const town = k % 4 === 0 ? 'Bern' : 'Basel';
      const plan = town === 'Basel' && k % 3 === 0 ? 'gold' : 'basic';
      return `g${k},${town},${plan},${(k * 7 + t * 3) % 11}`;
    }),
  ).flat(),
  '',
].join('\n');

beforeAll(async () => {
  writeFileSync(join(cwd, 'tiny.csv'), TINY_CSV);
  writeFileSync(join(cwd, 'visits.csv'), VISITS);
  const lines = TINY_CSV.split('\n');
  writeFileSync(join(cwd, 'history.csv'), lines.slice(0, 61).join('\n'));
  const gaps = lines.slice(0, 81).map((line, i) => (i >= 40 && i < 43 ? line.replace(/,.*,/, ',,') : line));
  writeFileSync(join(cwd, 'gaps.csv'), gaps.join('\n'));
  const small = TINY_NETWORK.filter((word, i, all) => word !== '--length' && all[i - 1] !== '--length');
  for (const args of [
    ['tiny.csv', ...TINY_NETWORK],
    ['visits.csv', ...small, '--key', 'guest'],
  ]) {
    const { code, stderr } = await gan('train', ...args, '--steps', '20', '-q');
    if (code !== 0) throw new Error(stderr);
  }
}, 30_000);

describe('sample for given attributes', () => {
  test('makes what was asked for, and balances labels', async () => {
    const { code, stdout, stderr } = await gan(
      'sample',
      'runs/visits',
      '--where',
      'town=Bern',
      '--count',
      '5',
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const rows = stdout.trim().split('\n').slice(1);
    expect(rows).toHaveLength(30);
    expect(rows.every((row) => row.split(',')[1] === 'Bern')).toBe(true);
    const balanced = await gan('sample', 'runs/visits', '--balance', 'plan', '--count', '10');
    expect(balanced.stdout.match(/,gold,/g)).toHaveLength(30);
  });

  test('notices what never occurred together', async () => {
    const asked = ['--where', 'town=Bern', '--where', 'plan=gold', '--count', '1'];
    const { code, stderr, stdout } = await gan('sample', 'runs/visits', ...asked);
    expect(code).toBe(0);
    expect(stderr).toBe(
      'warning: --where: no sequence of the data had town=Bern and plan=gold together (town=Bern had 10, plan=gold had 10); it is made from what was learned of others; do not take it for something that was seen; plan that occurred with the rest: basic (10)\n',
    );
    expect(stdout).toContain(',Bern,gold,');
  });

  test('refuses what was not learned, every mistake at once', async () => {
    const { code, stderr } = await gan(
      ...['sample', 'runs/visits', '--where', 'town=Bren', '--where', 'plann=gold', '--balance', 'spent'],
    );
    expect(code).toBe(2);
    expect(stderr).toContain('did you mean "Bern"? It may be one of "Basel", "Bern"');
    expect(stderr).toContain('"plann" is no attribute that the model learned; did you mean "plan"?');
    expect(stderr).toContain('"spent" changes within a sequence');
  });

  test('refuses what is no condition', async () => {
    const { code, stderr } = await gan('sample', 'runs/visits', '--where', 'town');
    expect(code).toBe(2);
    expect(stderr).toContain(
      '--where: "town" is no condition; write the column, a sign of equality and the value',
    );
  });

  test('of a model without attributes says what they would be', async () => {
    const { code, stderr } = await gan('sample', 'runs/tiny', '--where', 'level=3');
    expect(code).toBe(2);
    expect(stderr).toContain(
      'the model learned none; attributes are columns with one value in all rows of a sequence',
    );
  });
});

describe('sample --length', () => {
  test('makes one long series, and counts rows by it', async () => {
    const { code, stdout } = await gan('sample', 'runs/tiny', '--count', '1', '--length', '300');
    expect(code).toBe(0);
    const rows = stdout.trim().split('\n');
    expect(rows).toHaveLength(301);
    expect([rows[1]!.slice(0, 10), rows[300]!.slice(0, 10)]).toEqual(['2024-04-30', '2025-02-23']);
    const many = await gan('sample', 'runs/tiny', '--rows', '450', '--length', '300');
    expect(many.stdout.trim().split('\n')).toHaveLength(601);
  });

  test('is refused by a model of whole sequences', async () => {
    const { code, stderr } = await gan('sample', 'runs/visits', '--length', '300');
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: --length: cannot be chosen: the model makes sequences of 6 steps/);
  });
});

describe('forecast', () => {
  test('writes paths with the days that follow, and says how far off it was, in both languages', async () => {
    const args = ['forecast', 'runs/tiny', 'history.csv', '--steps', '4', '--paths', '5', '-o', 'next.csv'];
    const { code, stderr } = await gan(...args);
    expect(code, stderr).toBe(0);
    const number = '\\d+\\.\\d\\d';
    expect(stderr).toMatch(
      new RegExp(
        `^Wrote 5 paths of 4 steps to next\\.csv\nOn 8 held-out pieces of this table: mean error ${number}, of the last value ${number} \\(standard deviations of a column\\); \\d+ % of the values lay within the band of 80 %\\.\n$`,
      ),
    );
    const rows = readFileSync(join(cwd, 'next.csv'), 'utf8').trim().split('\n');
    expect(rows).toHaveLength(21);
    expect(rows[0]).toBe('path,date,level,count');
    expect(rows[1]).toMatch(/^1,2024-03-01,\d+\.\d\d?,\d+$/);
    expect(rows[20]).toMatch(/^5,2024-03-04,/);
    const zh = await gan(...args, '--force', '--language', 'zh');
    expect(zh.stderr).toMatch(/^已将 5 条路径（每条 4 步）写入 next\.csv\n在此表格留出的 8 段上：平均误差/);
  }, 20_000);

  test('writes quantiles to standard output, and refuses what is none', async () => {
    const args = ['forecast', 'runs/tiny', 'history.csv', '--steps', '2', '--paths', '5', '-q'];
    const { stdout, stderr } = await gan(...args, '--quantiles', '0.1,0.9');
    expect(stderr).toBe('');
    expect(
      stdout
        .trim()
        .split('\n')
        .map((row) => row.split(',')[0]),
    ).toEqual(['quantile', '0.1', '0.1', '0.9', '0.9']);
    const wrong = await gan(...args, '--quantiles', '10,90');
    expect([wrong.code, wrong.stderr]).toEqual([
      2,
      'error: --quantiles: "10,90" will not do; give shares between 0 and 1 with commas, such as 0.1,0.5,0.9\n',
    ]);
  }, 20_000);
});

describe('impute', () => {
  test('fills the gaps and leaves the rest, and says how far off it was', async () => {
    const { code, stderr } = await gan('impute', 'runs/tiny', 'gaps.csv', '-o', 'whole.csv');
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(
      /^Filled 3 cells in 1 gap: whole\.csv\nOn \d held-out pieces of this table: mean error/,
    );
    const [before, after] = ['gaps.csv', 'whole.csv'].map((name) =>
      readFileSync(join(cwd, name), 'utf8').trim().split('\n'),
    ) as [string[], string[]];
    expect(after).toHaveLength(before.length);
    before.forEach((line, i) => {
      if (line.includes(',,')) expect(after[i]).toMatch(/^[\d-]+,\d+\.\d\d?,\d+$/);
      else expect(after[i]).toBe(line);
    });
  }, 20_000);
});
