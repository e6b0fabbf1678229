/** One line for each run of the stability table that is done, so that a table that was broken off goes on. */
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { FindingKind } from '../src/gan/diagnosis/index.ts';

export interface Job {
  readonly set: string;
  readonly row: string;
  readonly seed: number;
  readonly steps: number;
}

export interface RunRecord extends Job {
  readonly reason: 'finished' | 'interrupted' | 'diverged';
  /** Generator updates that were made. */
  readonly reached: number;
  readonly seconds: number;
  /** Where the data has modes. */
  readonly covered?: number;
  readonly inAny?: number;
  /** Absent where the samples are not finite. */
  readonly recall?: number;
  readonly spread?: number;
  /** What diagnosis found, each kind once. */
  readonly findings: readonly FindingKind[];
}

export const keyOf = ({ set, row, seed, steps }: Job): string => JSON.stringify([set, row, seed, steps]);

/** By key; a line that was cut off in the middle is left out. */
export function readRecords(file: string): Map<string, RunRecord> {
  const records = new Map<string, RunRecord>();
  for (const line of existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []) {
    try {
      const record = JSON.parse(line) as RunRecord;
      records.set(keyOf(record), record);
    } catch {
      // the last line of a process that was killed while it wrote; its run is done again
    }
  }
  return records;
}

export function addRecord(file: string, record: RunRecord): void {
  mkdirSync(dirname(file), { recursive: true });
  const isCut = existsSync(file) && !/(^|\n)$/.test(readFileSync(file, 'utf8'));
  appendFileSync(file, `${isCut ? '\n' : ''}${JSON.stringify(record)}\n`);
}
