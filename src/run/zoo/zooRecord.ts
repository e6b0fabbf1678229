/**
 * What a run of the zoo leaves: `runs.jsonl`, one finished piece of work a line, only ever appended, and the generated
 * windows as NPY beside it. What stands there is not done again.
 */
import { type Problem, UserError } from '../../errors/userError.ts';
import type { ZooMetric } from '../../zoo/index.ts';
import type { Host } from '../host.ts';
import type { LossPoint, Scores } from './zooShard.ts';

export const RECORDS_FILE = 'runs.jsonl';

/** Real windows against real ones, and against noise with their moments: between them every recipe stands. */
export const controls = ['floor', 'ceiling'] as const;
export type Control = (typeof controls)[number];

/** Which piece of work a record is of. */
export interface ZooKey {
  /** A recipe or a control. */
  readonly recipe: string;
  readonly dataset: string;
  /** Steps in a window; the 24 of published figures in records that do not say. */
  readonly length?: number;
  readonly seed: number;
  /** 0 for controls. */
  readonly steps: number;
  /** Windows that were generated, and as many real ones that they were judged against. */
  readonly count: number;
  /** SHA-256 of the windows. */
  readonly data: string;
  /** Of a recipe that is settings alone, the beginning of the SHA-256 of what they come to; else empty. */
  readonly settings: string;
}

export interface TrainedRecord extends ZooKey {
  readonly type: 'trained';
  /** From the first step to the last generated window. */
  readonly seconds: number;
  readonly engine: string;
  /** Trainings and judgements that ran at the same time, this one among them. */
  readonly jobs: number;
  /** In the folder of the run. */
  readonly file: string;
  readonly losses: readonly LossPoint[];
  /** Milliseconds since 1970. */
  readonly time: number;
}

export interface JudgedRecord extends ZooKey {
  readonly type: 'judged';
  readonly repetitions: number;
  /** What was asked for; a metric that says nothing on these data has no score. */
  readonly metrics: readonly ZooMetric[];
  readonly scores: Scores;
  readonly seconds: number;
  readonly time: number;
}

export interface FailedRecord extends ZooKey {
  readonly type: 'failed';
  readonly message: string;
  readonly time: number;
}

export type ZooRecord = TrainedRecord | JudgedRecord | FailedRecord;

export const keyText = ({ recipe, dataset, seed, steps, count, data, settings }: ZooKey): string =>
  JSON.stringify([recipe, dataset, seed, steps, count, data, settings]);

export async function readRecords(
  host: Host,
  folder: string,
): Promise<{ readonly records: readonly ZooRecord[]; readonly warnings: readonly Problem[] }> {
  const path = `${folder}/${RECORDS_FILE}`;
  if (!(await host.exists(path))) return { records: [], warnings: [] };
  const warnings: Problem[] = [];
  const records = new TextDecoder()
    .decode(await host.readFile(path))
    .split('\n')
    .flatMap((line, i): ZooRecord[] => {
      if (line === '') return [];
      try {
        return [JSON.parse(line) as ZooRecord];
      } catch {
        const where = `${path}, line ${i + 1}`;
        warnings.push({ where, what: 'is no whole record', remedy: 'that piece of work is done again' });
        return [];
      }
    });
  return { records, warnings };
}

/** A line that was torn by a crash is ended first. */
export async function appendRecord(host: Host, folder: string, record: ZooRecord): Promise<void> {
  const path = `${folder}/${RECORDS_FILE}`;
  const old = (await host.exists(path)) ? await host.readFile(path) : new Uint8Array();
  const isTorn = old.length > 0 && old[old.length - 1] !== 0x0a;
  await host.append(path, `${isTorn ? '\n' : ''}${JSON.stringify(record)}\n`);
}

export async function requireRecords(host: Host, folder: string): Promise<readonly ZooRecord[]> {
  const { records } = await readRecords(host, folder);
  if (records.length > 0) return records;
  const what = 'holds no runs of the zoo';
  throw new UserError('file', [{ where: folder, what, remedy: 'make some first: gan-lstm zoo run all' }]);
}
