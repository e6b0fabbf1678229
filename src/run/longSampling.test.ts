import { describe, expect, it } from 'vitest';
import { nodeEngine } from '../runtime/node.ts';
import { parseCsv, readTable } from '../sequence/timeseries/index.ts';
import { memoryHost } from './hostMemory.ts';
import { sampleRun } from './sampleRun.ts';
import type { GivenSettings } from './settings.ts';
import { trainRun } from './trainRun.ts';

const engine = nodeEngine();
const given: GivenSettings = {
  length: 8,
  steps: 5,
  batch: 8,
  generatorHidden: 4,
  criticHidden: 4,
  diagnoseEvery: 0,
};

async function train(csv: string) {
  const host = memoryHost();
  const table = await readTable(new TextEncoder().encode(csv), 'data.csv');
  const naming = (name: string) => name;
  for await (const _ of trainRun({ host, engine, folder: 'model', table, data: 'data.csv', naming, given }));
  return host;
}

const day = (i: number) => new Date(Date.UTC(2024, 0, 1 + i)).toISOString().slice(0, 10);
const series = [
  'date,x,sky',
  ...Array.from(
    { length: 90 },
    (_, i) => `${day(i)},${(Math.sin(i / 5) * 9).toFixed(3)},${i % 3 ? 'sun' : 'rain'}`,
  ),
].join('\n');

async function sample(
  host: ReturnType<typeof memoryHost>,
  count: number,
  length: number,
  format: 'csv' | 'npy' = 'csv',
) {
  const { bytes, made } = await sampleRun({ host, engine, folder: 'model', format, count, length, seed: 3 });
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  expect(made()).toBeCloseTo(count, 6);
  return Buffer.concat(chunks);
}

describe('a model of windows of one long series', () => {
  it('makes a series of any length, with the days that follow', async () => {
    const host = await train(series);
    const { names, columns, rowCount } = parseCsv((await sample(host, 1, 700)).toString(), 'new.csv');
    expect([names, rowCount]).toEqual([['date', 'x', 'sky'], 700]);
    expect([columns[0]![0], columns[0]![699]]).toEqual([day(90), day(789)]);
    const x = columns[1]!.map(Number);
    expect(x.every(Number.isFinite)).toBe(true);
    expect(new Set(x.slice(-100)).size).toBeGreaterThan(20);
    const shorter = parseCsv((await sample(host, 1, 5)).toString(), 'new.csv');
    expect(shorter.columns[1]).toEqual(columns[1]!.slice(0, 5));
  });

  it('makes the same series however many are made, each with noise of its own', async () => {
    const host = await train(series);
    const rows = async (count: number) =>
      parseCsv((await sample(host, count, 300)).toString(), 'n').columns[1]!;
    const [one, two] = [await rows(1), await rows(2)];
    expect(two.slice(0, 300)).toEqual(one);
    expect(two.slice(300)).not.toEqual(one);
    const npy = await sample(host, 2, 300, 'npy');
    expect(npy.subarray(0, 100).toString('latin1')).toContain("'shape': (2, 300, 2)");
    expect(npy.length % 64).toBe((2 * 300 * 2 * 4) % 64);
  });
});

it('a model of whole sequences refuses another length, and says why', async () => {
  const rows = Array.from({ length: 30 }, (_, k) =>
    Array.from({ length: 8 }, (_, t) => `k${k},${(k * 5 + t * 3) % 11}`),
  ).flat();
  const host = await train(['id,x', ...rows].join('\n'));
  await expect(sample(host, 1, 50)).rejects.toThrow(
    /makes sequences of 8 steps, which were whole or of several series/,
  );
});
