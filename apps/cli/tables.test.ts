import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { run, TINY_NETWORK, temporaryFolder } from '../../test/commandLine.ts';

const cwd = temporaryFolder();
const gan = (...args: readonly string[]) => run(args, { cwd });

/** Prices in order, and a copy. */
const rows = (count: number, k: number) =>
  Array.from({ length: count }, (_, r) => {
    const low = 10 + ((r * 37 + k * 11) % 50) / 2;
    const high = low + ((r * 7) % 9) / 4;
    return `${low.toFixed(2)},${high.toFixed(2)},${high.toFixed(2)}`;
  });
const HEADER = 'low,high,close';

beforeAll(() => {
  writeFileSync(join(cwd, 'prices.csv'), [HEADER, ...rows(200, 1)].join('\n'));
  mkdirSync(join(cwd, 'shops'));
  for (const k of [1, 2, 3])
    writeFileSync(join(cwd, `shops/shop-${k}.csv`), [HEADER, ...rows(80, k)].join('\n'));
});

test('a schema is written, edited, trained with, and kept for a run that goes on', async () => {
  const shown = await gan('inspect', 'prices.csv', '--schema', 'schema.yaml');
  expect(shown.stdout).toContain('holds      high >= low');
  expect(shown.stderr).toContain('Wrote the schema to schema.yaml');
  const path = join(cwd, 'schema.yaml');
  const text = readFileSync(path, 'utf8');
  expect(text).toMatch(/- name: close\n {4}kind: non-negative\n {4}role: derived\n {4}is: '"high"'/);
  expect((await gan('inspect', 'prices.csv', '--schema', 'schema.yaml')).code).toBe(3); // it exists
  writeFileSync(path, text.replace('role: derived', 'role: left out').replace(/ {4}is: .*\n/, ''));
  const trained = await gan(
    'train',
    'prices.csv',
    '--schema',
    'schema.yaml',
    ...TINY_NETWORK,
    '--steps',
    '2',
  );
  expect(trained.code, trained.stderr).toBe(0);
  writeFileSync(path, 'gone');
  expect((await gan('train', '--resume', 'runs/prices', '--steps', '3')).code).toBe(0);
  const made = await gan('sample', 'runs/prices', '--count', '2');
  expect(made.stdout.split('\n')[0]).toBe('low,high');
  const cells = made.stdout
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',').map(Number));
  expect(cells.every(([low, high]) => high! >= low!)).toBe(true);
});

test('what had to be changed is told in both languages', async () => {
  const english = await gan('sample', 'runs/prices', '--count', '50', '-o', 'a.csv');
  expect(english.stderr).toMatch(/so that it holds: high >= low: \d+ rows changed, by [\d.]+ on average/);
  const chinese = await gan('sample', 'runs/prices', '--count', '50', '-o', 'b.csv', '--language', 'zh');
  expect(chinese.stderr).toMatch(/为使其成立：high >= low：修改了 \d+ 行/);
});

test('a folder of tables is one data set, and its model a folder as before', async () => {
  const shown = await gan('inspect', 'shops');
  expect(shown.stdout).toContain('shops: 240 rows, 4 columns');
  const trained = await gan('train', 'shops', ...TINY_NETWORK, '--steps', '2');
  expect(trained.code, trained.stderr).toBe(0);
  expect((await gan('inspect', 'runs/shops')).stdout).toContain('Model: runs/shops');
  const made = await gan('sample', 'runs/shops', '--count', '1');
  expect(made.stdout.split('\n')[1]).toMatch(/^shop-4,/);
});

test('a constraint that the data break, and a date where there is none, are refused', async () => {
  const broken = await gan('train', 'prices.csv', '--constraints', 'low >= 20', '--out', 'x');
  expect(broken.code).toBe(3);
  expect(broken.stderr).toMatch(
    /error: prices\.csv, row \d+ \(line \d+\), column "low": breaks "low >= 20" \(low "1\d\.\d\d"\)/,
  );
  const dated = await gan('sample', 'runs/prices', '--from', '2024-01-01');
  expect(dated).toMatchObject({ code: 2, stderr: expect.stringContaining('the model writes no dates') });
});
