/**
 * What was measured, one line of JSON for each set and metric, appended as soon as it is known: a run that is stopped
 * goes on where it was, and the page is made from the lines. A line counts as long as everything it depends on is equal.
 */
import { appendFile, readFile } from 'node:fs/promises';
import type { EvaluationResult, Metric } from '../src/evaluate/index.ts';

export interface Conditions {
  readonly set: string;
  /** Sequences at the most, steps of the generator's training, trainings of each judge for figure and controls. */
  readonly count: number;
  readonly steps: number;
  readonly repetitions: number | 'protocol';
  readonly controlRepetitions: number;
}

export interface Line extends Conditions {
  readonly metric: string;
  /** Of the protocol. */
  readonly hash: string;
  /** Of the processor, all threads together. */
  readonly seconds: number;
  /** Of this metric alone. */
  readonly result: EvaluationResult;
}

const keyOf = (line: Conditions & { readonly metric: string; readonly hash: string }): string => {
  const { set, count, steps, repetitions, controlRepetitions, metric, hash } = line;
  return [set, count, steps, repetitions, controlRepetitions, metric, hash].join(' ');
};

/** JSON has no numbers that are not finite. */
const strange = ['NaN', 'Infinity', '-Infinity'];
const toText = (_: string, value: unknown) =>
  typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
const fromText = (_: string, value: unknown) =>
  typeof value === 'string' && strange.includes(value) ? Number(value) : value;

export interface JudgeRecord {
  find(conditions: Conditions, metric: Metric): Line | undefined;
  add(line: Line): Promise<void>;
}

export async function openRecord(path: string): Promise<JudgeRecord> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const lines = new Map<string, Line>();
  for (const one of text.split('\n')) {
    if (one === '') continue;
    const line = JSON.parse(one, fromText) as Line;
    lines.set(keyOf(line), line);
  }
  return {
    find: (conditions, { id, protocol }) =>
      lines.get(keyOf({ ...conditions, metric: id, hash: protocol.hash })),
    async add(line) {
      lines.set(keyOf(line), line);
      await appendFile(path, `${JSON.stringify(line, toText)}\n`);
    },
  };
}
