import { beforeAll, describe, expect, it } from 'vitest';
import { UserError } from '../errors/userError.ts';
import { nodeEngine } from '../runtime/node.ts';
import { parseCsv, readTable } from '../sequence/timeseries/index.ts';
import { forecastRun } from './forecastRun.ts';
import { memoryHost } from './hostMemory.ts';
import { imputeRun } from './imputeRun.ts';
import type { GivenSettings } from './settings.ts';
import { trainRun } from './trainRun.ts';

const engine = nodeEngine();
const host = memoryHost();

/** A wave of 12 steps under slow changes of level, its doubled phase beside it, and a text that follows it. */
function rowsOf(from: number, to: number): string[] {
  return Array.from({ length: to - from }, (_, i) => {
    const t = from + i;
    const date = new Date(Date.UTC(2024, 0, 1, t)).toISOString().slice(0, 16).replace('T', ' ');
    const wave = Math.sin((2 * Math.PI * t) / 12);
    const level = Math.sin(t / 90);
    return `${date},${(10 * wave + 8 * level).toFixed(2)},${(5 * Math.cos((2 * Math.PI * t) / 12)).toFixed(2)},${wave > 0 ? 'up' : 'down'}`;
  });
}
const HEAD = 'when,x,y,way';
const tableOf = (rows: readonly string[]) =>
  readTable(new TextEncoder().encode([HEAD, ...rows].join('\n')), 'history.csv');

async function train(folder: string, csv: string, given: GivenSettings) {
  const table = await readTable(new TextEncoder().encode(csv), 'data.csv');
  const naming = (name: string) => name;
  for await (const _ of trainRun({ host, engine, folder, table, data: 'data.csv', naming, given }));
}

beforeAll(async () => {
  const small = { batch: 48, generatorHidden: 24, criticHidden: 24, diagnoseEvery: 0 };
  await train('model', [HEAD, ...rowsOf(0, 1500)].join('\n'), { ...small, length: 24, steps: 400 });
}, 60_000);

async function textOf(bytes: AsyncIterable<Uint8Array>) {
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  return parseCsv(Buffer.concat(chunks).toString(), 'out.csv');
}

describe('a forecast', () => {
  const options = { host, engine, folder: 'model', format: 'csv' as const, seed: 1 };

  it('follows the history in its times, columns and course, and knows how far it is off', async () => {
    const history = await tableOf(rowsOf(1700, 1900));
    const { score, bytes } = await forecastRun({ ...options, history, steps: 12, paths: 20 });
    const { names, columns, rowCount } = await textOf(bytes);
    expect([names, rowCount]).toEqual([['path', 'when', 'x', 'y', 'way'], 240]);
    const truth = await tableOf(rowsOf(1900, 1912));
    expect(columns[1]!.slice(0, 12)).toEqual(truth.columns[0]);
    expect(columns[1]!.slice(228)).toEqual(truth.columns[0]);
    expect(columns[0]!.at(-1)).toBe('20');
    const error = columns[2]!.reduce(
      (sum, cell, row) => sum + Math.abs(Number(cell) - Number(truth.columns[1]![row % 12])) / 240,
      0,
    );
    expect(error).toBeLessThan(6); // the last value is off by 9 in the mean
    expect(score!.pieces).toBe(8);
    expect(score!.error).toBeLessThan(0.75 * score!.simpleError);
    expect(score!.inBand).toBeGreaterThan(0.4);
  });

  it('is written as quantiles, which are in order', async () => {
    const history = await tableOf(rowsOf(1700, 1740));
    const { bytes } = await forecastRun({ ...options, history, steps: 5, paths: 20, quantiles: [0.1, 0.9] });
    const { names, columns, rowCount } = await textOf(bytes);
    expect([names[0], rowCount, columns[0]![0], columns[0]![9]]).toEqual(['quantile', 10, '0.1', '0.9']);
    for (let t = 0; t < 5; t++)
      expect(Number(columns[2]![t])).toBeLessThanOrEqual(Number(columns[2]![5 + t]));
    expect(new Set(columns[4])).toEqual(new Set(columns[4]!.filter((way) => ['up', 'down'].includes(way))));
  });

  it('from values that the model never saw is made with a warning', async () => {
    const shifted = rowsOf(0, 60).map((row) => row.replace(/,(-?[\d.]+),/, (_, x) => `,${Number(x) + 30},`));
    const { warnings } = await forecastRun({
      ...options,
      history: await tableOf(shifted),
      steps: 2,
      paths: 2,
    });
    expect(warnings).toHaveLength(1);
    expect(warnings[0]!.where).toBe('history.csv, column "x"');
    expect(warnings[0]!.what).toMatch(/^\d+ % of the values lie outside of the -1\d\.\d+ to 1\d\.\d+ that/);
  });

  it('from a history that is too short to hold anything out says so, and from one row is refused', async () => {
    const short = await forecastRun({ ...options, history: await tableOf(rowsOf(0, 8)), steps: 5, paths: 2 });
    expect(short.score).toBeUndefined();
    const one = forecastRun({ ...options, history: await tableOf(rowsOf(0, 1)), steps: 5, paths: 2 });
    await expect(one).rejects.toThrow(UserError);
  });
});

describe('gaps', () => {
  const options = { host, engine, folder: 'model', format: 'csv' as const, seed: 1 };

  it('are filled near the truth, and nothing else is touched', async () => {
    const rows = rowsOf(1700, 1900);
    const holed = rows.map((row, i) => {
      const [when, x, y, way] = row.split(',');
      if (i >= 60 && i < 66) return `${when},,${y},`;
      return i >= 120 && i < 128 ? `${when},,,${way}` : [when, x, y, way].join(',');
    });
    const { cells, gaps, score, bytes } = await imputeRun({ ...options, table: await tableOf(holed) });
    expect([cells, gaps]).toEqual([28, 2]);
    const { columns } = await textOf(bytes);
    const truth = await tableOf(rows);
    let [error, count] = [0, 0];
    for (let i = 0; i < 200; i++) {
      const isGap = (i >= 60 && i < 66) || (i >= 120 && i < 128);
      if (!isGap)
        expect(columns.map((column) => column[i])).toEqual(truth.columns.map((column) => column[i]));
      else {
        error += Math.abs(Number(columns[1]![i]) - Number(truth.columns[1]![i]));
        count++;
        expect(['up', 'down']).toContain(columns[3]![i]);
      }
    }
    expect(error / count).toBeLessThan(3);
    expect(score!.error).toBeLessThan(score!.simpleError);
  });

  it('are none in a whole table, which comes back as it was', async () => {
    const rows = rowsOf(0, 40);
    const { cells, bytes } = await imputeRun({ ...options, table: await tableOf(rows) });
    expect(cells).toBe(0);
    expect((await textOf(bytes)).columns).toEqual((await tableOf(rows)).columns);
  });
});

describe('a model of whole sequences', () => {
  const keyed = (count: number, steps: number) =>
    Array.from({ length: count }, (_, k) =>
      Array.from(
        { length: steps },
        (_, t) => `k${k},${k % 2 ? 'up' : 'down'},${(k % 2 ? t : -t) + ((k * 7) % 3)}`,
      ),
    ).flat();
  const history = (steps: number) =>
    readTable(new TextEncoder().encode(['id,kind,x', ...keyed(2, steps).slice(steps)].join('\n')), 'h.csv');
  const options = { host, engine, folder: 'whole', format: 'csv' as const, seed: 1, paths: 3 };

  beforeAll(async () => {
    const small = { batch: 16, generatorHidden: 8, criticHidden: 8, diagnoseEvery: 0, key: 'id' };
    await train('whole', ['id,kind,x', ...keyed(60, 10)].join('\n'), { ...small, steps: 20 });
  }, 30_000);

  it('goes on to the end of the sequence, with its key and attributes, and no further', async () => {
    const { bytes } = await forecastRun({ ...options, history: await history(6), steps: 4 });
    const { names, columns, rowCount } = await textOf(bytes);
    expect([names, rowCount]).toEqual([['path', 'id', 'kind', 'x'], 12]);
    expect(new Set([...columns[1]!, ...columns[2]!])).toEqual(new Set(['k1', 'up']));
    const further = forecastRun({ ...options, history: await history(6), steps: 5 });
    await expect(further).rejects.toThrow(/whole sequences of 10 steps.*ask for at most 4 steps/s);
  });

  it('refuses a table of several', async () => {
    const table = await readTable(
      new TextEncoder().encode(['id,kind,x', ...keyed(2, 4)].join('\n')),
      'h.csv',
    );
    await expect(forecastRun({ ...options, history: table, steps: 2 })).rejects.toThrow(/holds 2 series/);
  });
});
