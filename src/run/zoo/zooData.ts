/**
 * What recipes are compared on: windows of one length, every one that there is (stride 1), each feature scaled by its
 * extremes to 0 .. 1, in the order of its times, or of the file where it has none. The preparation of Diffusion-TS, which
 * is TimeGAN's but for the order of time and the last window. `sines` is made, as TimeGAN's code makes it.
 */
import type { Problem } from '../../errors/userError.ts';
import { timeganSines } from '../../evaluate/calibration/sines.ts';
import { extremesOf, preparations, type SequenceSet } from '../../evaluate/index.ts';
import { sharedValues } from '../../runtime/shards.ts';
import type { Table } from '../../sequence/timeseries/index.ts';
import { realSet } from '../evaluationSets.ts';
import { sha256 } from '../sha256.ts';
import { type LearnedTable, learnTable } from './learnedTable.ts';

export interface ZooData {
  /** Decides which published figures it is compared with: sines, stocks, energy, etth1. */
  readonly name: string;
  /** Values in shared memory, so that workers need no copy. */
  readonly windows: SequenceSet;
  readonly featureNames: readonly string[];
  /** The table they were cut from, for recipes that learn it (learnedTable.ts). */
  readonly table?: LearnedTable | undefined;
  /** Of the values. */
  readonly sha256: string;
  readonly warnings: readonly Problem[];
}

export const MADE_SET = 'sines';
const MADE_COUNT = 10_000;
const MADE_FEATURES = 5;

export async function madeSines(length: number, count = MADE_COUNT): Promise<ZooData> {
  const windows = timeganSines(count, length, MADE_FEATURES);
  const featureNames = Array.from({ length: MADE_FEATURES }, (_, f) => `sine ${f + 1}`);
  return zooData(MADE_SET, windows, featureNames, []);
}

export async function tableWindows(name: string, table: Table, length: number): Promise<ZooData> {
  const { real, order, featureNames, warnings } = realSet(table, { length });
  const { low, high } = extremesOf(real);
  const judged = featureNames.map((column, f) => ({ name: column, low: low[f]!, high: high[f]! }));
  const data = await zooData(name, preparations.minmax.learn(real)(real), featureNames, warnings);
  return { ...data, table: learnTable(table, judged, order, real) };
}

async function zooData(
  name: string,
  windows: SequenceSet,
  featureNames: readonly string[],
  warnings: readonly Problem[],
): Promise<ZooData> {
  const { count, length, features } = windows;
  return {
    name,
    windows: { count, length, features, values: sharedValues(windows.values) },
    featureNames,
    sha256: await sha256(windows.values),
    warnings,
  };
}
