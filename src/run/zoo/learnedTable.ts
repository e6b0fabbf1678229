/**
 * A table as `gan-lstm train` understands it: points of mass, grids, columns that follow from others, and what holds in
 * every row. A recipe that learns the table is trained on these features, and what it makes is written as rows and read
 * again, as a user would do who judges a file of `gan-lstm sample`.
 */
import type { Sequences } from '../../gan/index.ts';
import { sharedValues } from '../../runtime/shards.ts';
import {
  fitTimeSeries,
  type LearnedColumn,
  type Table,
  type TimeSeriesCodec,
  timeSeriesCodecFromJson,
} from '../../sequence/timeseries/index.ts';

/** Plain data, so that workers can be told it. */
export interface LearnedTable {
  /** codec.json. */
  readonly codec: unknown;
  /** How many of its columns are learned. */
  readonly columns: number;
  /** Values in shared memory. */
  readonly sequences: Sequences;
  /** Of every column that is judged: its name, and what of it becomes 0 and 1. */
  readonly judged: readonly { readonly name: string; readonly low: number; readonly high: number }[];
}

/**
 * Undefined where the windows are not those of one series of numbers that are all there: of these alone it is the same.
 * `order` is that in which the windows have the rows, by a time that is no longer beside them here.
 */
export function learnTable(
  table: Table,
  judged: LearnedTable['judged'],
  order: Int32Array,
  sizes: Pick<Sequences, 'count' | 'length'>,
): LearnedTable | undefined {
  const at = judged.map(({ name }) => table.names.indexOf(name));
  if (at.includes(-1)) return undefined;
  const inOrder = (cells: readonly string[]) => Array.from(order, (row) => cells[row]!);
  const only = {
    ...table,
    names: judged.map(({ name }) => name),
    columns: at.map((c) => inOrder(table.columns[c]!)),
  };
  const { codec, sequences } = fitTimeSeries(only, { length: sizes.length, stride: 1 });
  const isLike = codec.layout === 'one series' && !codec.isRagged && sequences.count === sizes.count;
  const isWhole = codec.learned.every((column) => column.kind === 'number' && !column.isOptional);
  if (!isLike || !isWhole) return undefined;
  return {
    codec: codec.toJSON(),
    columns: codec.learned.length,
    sequences: { ...sequences, values: sharedValues(sequences.values) },
    judged,
  };
}

export interface TableReader {
  readonly codec: TimeSeriesCodec;
  readonly columns: readonly LearnedColumn[];
  /** Values [n, T, C] that a generator makes, as they are written, to [n, T, F] with every judged column in 0 .. 1. */
  written(values: Float32Array): Float32Array;
}

/** Sequences that are written at once: their cells are texts, which take memory. */
const AT_ONCE = 500;

export function tableReader({ codec: json, judged }: Pick<LearnedTable, 'codec' | 'judged'>): TableReader {
  const codec = timeSeriesCodecFromJson(json, 'the learned table');
  const size = codec.length * codec.learned.length;
  return {
    codec,
    columns: codec.learned,
    written(values) {
      const count = values.length / size;
      const steps = count * codec.length;
      const windows = new Float32Array(steps * judged.length);
      for (let first = 0; first < count; first += AT_ONCE) {
        const part = values.subarray(first * size, (first + AT_ONCE) * size);
        const { columns } = codec.rows(part, first);
        for (const [f, { name, low, high }] of judged.entries()) {
          const { cells } = columns.find((column) => column.name === name)!;
          for (const [row, cell] of cells.entries())
            windows[(first * codec.length + row) * judged.length + f] =
              (Number(cell) - low) / (high - low + 1e-7);
        }
      }
      return windows;
    },
  };
}
