import { expect, it } from 'vitest';
import { nodeEngine } from '../../runtime/node.ts';
import { readTable } from '../../sequence/timeseries/index.ts';
import { recipes } from '../../zoo/index.ts';
import { fitRecipe, learnedBy, sizesOf, usualSteps } from './fitRecipe.ts';
import { tableReader } from './learnedTable.ts';
import { tableWindows } from './zooData.ts';

const ROWS = 200;
const LENGTH = 6;
const tableOf = (names: string, row: (i: number) => readonly (string | number)[]) =>
  readTable(
    new TextEncoder().encode(
      `${names}\n${Array.from({ length: ROWS }, (_, i) => row(i).join(',')).join('\n')}\n`,
    ),
    'table',
  );

/** Tens, a lamp that is off in most rows, and a copy of the first column. */
const lamps = tableOf('tens,lamp,copy', (i) => {
  const tens = 10 * Math.round(20 + 9 * Math.sin(i / 7));
  return [tens, i % 5 === 0 ? (0.3 + (i % 37) / 40).toFixed(3) : 0, tens];
});
const named = (name: string) => recipes.find((recipe) => recipe.name === name)!;

it('real windows, encoded, decoded and written, are the windows that are judged', async () => {
  const { windows, table } = await tableWindows('lamps', await lamps, LENGTH);
  const { codec, written } = tableReader(table!);
  expect(codec.learned.map(({ name }) => name)).toEqual(['tens', 'lamp']);
  const again = written(codec.decode(table!.sequences.values));
  expect(again).toHaveLength(windows.values.length);
  expect(Math.max(...again.map((x, i) => Math.abs(x - windows.values[i]!)))).toBeLessThan(1e-5);
});

it('the default makes points of mass, grids and copies as the table has them; recipes of papers make numbers', async () => {
  const { windows, table } = await tableWindows('lamps', await lamps, LENGTH);
  const fitted = async (name: string) => {
    const options = { engine: nodeEngine(), windows, table, steps: 3, seed: 1 };
    const sampler = await fitRecipe(named(name), options);
    const { values } = await sampler.sample(50, 1);
    await sampler.release();
    const at = (f: number) => Array.from({ length: values.length / 3 }, (_, row) => values[row * 3 + f]!);
    const { low, high } = table!.judged[0]!;
    const tens = at(0).map((x) => low + x * (high - low + 1e-7));
    return {
      offGrid: tens.filter((x) => Math.abs(x / 10 - Math.round(x / 10)) > 1e-3).length,
      dark: at(1).filter((x) => x === 0).length,
      apart: at(2).filter((x, row) => x !== at(0)[row]).length,
    };
  };
  const ours = await fitted('default');
  expect(ours).toMatchObject({ offGrid: 0, apart: 0 });
  expect(ours.dark).toBeGreaterThan(0);
  const paper = await fitted('article-cnn');
  expect(paper.offGrid).toBeGreaterThan(200);
  expect(paper.dark).toBe(0);
});

it('a table with blank cells, and windows that were made, are learned as scaled windows', async () => {
  const blank = await tableWindows(
    'blank',
    await tableOf('a,b', (i) => [Math.sin(i), i % 9 ? i % 4 : '']),
    6,
  );
  expect(blank.table).toBeUndefined();
  const { data, columns } = learnedBy(named('default'), blank.windows, undefined);
  expect(columns).toHaveLength(2);
  expect([Math.min(...data.values), Math.max(...data.values)]).toEqual([-1, expect.closeTo(1, 6)]);
});

it('a table whose rows stand in another order than its dates is learned in the order of the windows', async () => {
  const backwards = await tableOf('date,a,b', (i) => [
    new Date(Date.UTC(2023, 0, ROWS - i)).toISOString().slice(0, 10),
    Math.sin(i / 5).toFixed(3),
    (i * 37) % 101,
  ]);
  const { windows, table } = await tableWindows('backwards', backwards, LENGTH);
  const { codec, written } = tableReader(table!);
  const again = written(codec.decode(table!.sequences.values));
  expect(Math.max(...again.map((x, i) => Math.abs(x - windows.values[i]!)))).toBeLessThan(1e-5);
});

it('how long a table is learned follows from the columns that are, as in training, and not from copies of them', async () => {
  const names = Array.from({ length: 20 }, (_, c) => `c${c}`).join(',');
  const wave = (i: number, c: number) => Math.sin(i / (3 + c) + c).toFixed(3);
  const { windows, table } = await tableWindows(
    'copies',
    await tableOf(names, (i) => Array.from({ length: 20 }, (_, c) => wave(i, c % 10))),
    LENGTH,
  );
  expect([windows.features, table!.columns]).toEqual([20, 10]);
  const [own, paper] = ['default', 'article-cnn'].map((name) => sizesOf(named(name), windows, table));
  expect([own!.columns, paper!.columns]).toEqual([10, undefined]);
  expect(usualSteps(named('default'), own!)).toBeLessThan(usualSteps(named('default'), windows));
});
