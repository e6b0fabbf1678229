/**
 * What was measured, as JSON beside the page, which is written from it: a part that is measured again takes the place
 * of what was there. Rows that stand beside each other are always from one run. On another machine or with another
 * version of anything the record begins anew.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly hasAvx512: boolean | undefined;
  readonly memoryGibibytes: number;
  /** GFLOP/s of one core: of a loop of multiply-adds, where there is a C compiler, and of the best large product. */
  readonly multiplyAddRate: number | undefined;
  readonly productRate: number;
}

export interface StepRow {
  readonly id: string;
  readonly title: string;
  readonly threads: number;
  readonly how: string;
  /** Of a step: the median over all turns, and where nine tenths of the rest lie. */
  readonly milliseconds: number;
  readonly tenth: number;
  readonly ninetieth: number;
  /** Of all threads together. */
  readonly processorMilliseconds: number;
  readonly steps: number;
  readonly parameters: number;
  /** The largest difference of a loss of the first steps from ours, over 1 + |loss|. */
  readonly difference: number;
  readonly compileMilliseconds: number;
}

export interface StepCase {
  readonly id: string;
  readonly shape: string;
  readonly kind: string;
  readonly gigaOperations: number;
  readonly seconds: number;
  readonly rounds: number;
  readonly rows: readonly StepRow[];
  readonly failed: readonly { readonly title: string; readonly why: string }[];
}

export interface StartRow {
  readonly shape: string;
  readonly title: string;
  readonly threads: number;
  /** From the start of the process until the framework is loaded, and until the first step is done. */
  readonly loadMilliseconds: number;
  readonly firstStepMilliseconds: number;
  /** MiB after some dozens of steps; unknown but on Linux. */
  readonly resident: number | undefined;
  readonly runs: number;
}

export interface GrowthPoint {
  readonly axis: 'batch' | 'length' | 'width';
  readonly size: number;
  readonly title: string;
  readonly milliseconds: number;
}

export interface SamplingRow {
  readonly title: string;
  readonly how: string;
  readonly count: number;
  readonly sequencesPerSecond: number;
  /** The most MiB that were resident while they were made. */
  readonly resident: number | undefined;
}

export interface PeerRecord {
  readonly machine: Machine;
  readonly versions: Readonly<Record<string, string>>;
  readonly missing: Readonly<Record<string, string>>;
  /** Seconds that each case of the steps and each other part took to measure. */
  readonly took: Readonly<Record<string, number>>;
  readonly steps: Readonly<Record<string, StepCase>>;
  readonly start?: readonly StartRow[];
  readonly growth?: readonly GrowthPoint[];
  readonly sampling?: { readonly shape: string; readonly rows: readonly SamplingRow[] };
}

export type Measured = Partial<Pick<PeerRecord, 'steps' | 'start' | 'growth' | 'sampling'>>;

export async function readRecord(path: string): Promise<PeerRecord | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as PeerRecord;
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return undefined;
    throw error;
  }
}

export async function writeRecord(path: string, record: PeerRecord): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `${JSON.stringify(record, null, 1)}\n`);
}

/** Whether figures of both may stand on one page. */
export function isComparable(
  before: PeerRecord,
  machine: Machine,
  versions: PeerRecord['versions'],
): boolean {
  const { processor, cores } = before.machine;
  return (
    processor === machine.processor &&
    cores === machine.cores &&
    Object.entries(versions).every(([name, version]) => (before.versions[name] ?? version) === version)
  );
}

export function merged(
  before: PeerRecord | undefined,
  now: Pick<PeerRecord, 'machine' | 'versions' | 'missing' | 'took'>,
  measured: Measured,
): PeerRecord {
  return {
    ...before,
    ...now,
    ...measured,
    versions: { ...before?.versions, ...now.versions },
    took: { ...before?.took, ...now.took },
    missing: Object.fromEntries(
      Object.entries({ ...before?.missing, ...now.missing }).filter(([name]) => !(name in now.versions)),
    ),
    steps: { ...before?.steps, ...measured.steps },
  };
}
