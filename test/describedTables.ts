/** Tables from a function a column, as `inspect` describes them. */
import { type ColumnDescription, describeTable } from '../src/sequence/timeseries/infer/describe.ts';
import { parseCsv } from '../src/sequence/timeseries/read/csv.ts';
import type { DataOptions } from '../src/sequence/timeseries/table.ts';

/** A CSV of `rows` rows from one function a column. */
function csv(columns: Record<string, (row: number) => unknown>, rows: number): string {
  const lines = Array.from({ length: rows }, (_, r) =>
    Object.values(columns)
      .map((cell) => cell(r))
      .join(','),
  );
  return `${Object.keys(columns).join(',')}\n${lines.join('\n')}\n`;
}

export function describeCsv(
  columns: Record<string, (row: number) => unknown>,
  rows: number,
  options?: DataOptions,
) {
  return describeTable(parseCsv(csv(columns, rows), 'data.csv'), options);
}

export const column = (description: { columns: readonly ColumnDescription[] }, name: string) =>
  description.columns.find((candidate) => candidate.name === name)!;

export const roles = (description: { columns: readonly ColumnDescription[] }) =>
  Object.fromEntries(description.columns.map(({ name, role }) => [name, role]));

/** A number that looks random, the same in every run. */
export const noise = (row: number) => Math.round(Math.abs(Math.sin(row * 12.9898) * 43758.5453) * 100) / 100;
export const whole = (row: number) => Math.floor(noise(row) % 97);
export const day = (row: number) =>
  new Date(Date.UTC(2020, 0, 1) + row * 86_400_000).toISOString().slice(0, 10);
export const words = ['red', 'green', 'blue'];
