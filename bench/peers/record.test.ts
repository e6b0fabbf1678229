import { expect, test } from 'vitest';
import { isComparable, type Machine, merged, type StepCase, type StepRow } from './record.ts';
import { ratioTable, timesTable } from './stepTables.ts';

const machine: Machine = {
  processor: 'P',
  cores: 2,
  hasAvx512: true,
  memoryGibibytes: 8,
  multiplyAddRate: 100,
  productRate: 80,
};

const row = (id: string, milliseconds: number, threads = 2): StepRow => ({
  id,
  title: id,
  threads,
  how: 'one',
  milliseconds,
  tenth: milliseconds,
  ninetieth: milliseconds,
  processorMilliseconds: milliseconds,
  steps: 1,
  parameters: 1,
  difference: 0,
  compileMilliseconds: 1,
});

const measuredCase = (rows: readonly StepRow[]): StepCase => ({
  id: 'a',
  shape: 'S',
  kind: 'standard',
  gigaOperations: 1,
  seconds: 1,
  rounds: 1,
  rows,
  failed: [],
});

const now = { machine, versions: { node: 'v1', jax: '1' }, missing: { tensorflow: 'no' }, took: { a: 3 } };
const record = merged(undefined, now, {
  steps: { a: measuredCase([row('pytorch-1', 40), row('jax-2', 30), row('ours-1', 20), row('wasm-1', 5)]) },
});

test('the ratio is that of the fastest peer to ours, and WebAssembly is neither', () => {
  const cells = ratioTable([record.steps.a!], record).split('\n')[2]!;
  expect(cells).toContain('| jax-2, 2: 30.0 | 2: 20.0 | **1.50** | 2.00 |  | 1.50 | 1.00 | 25 % |');
});

test('the fastest peer and our fastest are in bold', () => {
  const bold = timesTable([record.steps.a!]).match(/\*\*[\d.]+\*\*/g);
  expect(bold).toEqual(['**30.0**', '**20.0**']);
});

test('a case that is measured again takes the place of the whole old one, and other parts stay', () => {
  const later = merged(
    { ...record, start: [] },
    { ...now, took: { a: 4, b: 1 } },
    {
      steps: { a: measuredCase([row('ours-1', 10)]) },
    },
  );
  expect(later.steps.a!.rows.map(({ id }) => id)).toEqual(['ours-1']);
  expect(later.start).toEqual([]);
  expect(later.took).toEqual({ a: 4, b: 1 });
});

test('a framework that was missing and is measured is missing no more', () => {
  const later = merged(record, { ...now, missing: {}, versions: { tensorflow: '2' } }, {});
  expect(later.missing).toEqual({});
});

test('figures of another machine, or of another version, do not stand on one page', () => {
  expect(isComparable(record, machine, { node: 'v1' })).toBe(true);
  expect(isComparable(record, machine, { pytorch: '2' })).toBe(true);
  expect(isComparable(record, { ...machine, cores: 4 }, {})).toBe(false);
  expect(isComparable(record, machine, { jax: '2' })).toBe(false);
});
