/** A writer turns batches of generated values into the bytes of a file, holding one batch (or row group) at a time. */

import { typeOfDigits } from '../notation/digitDates.ts';
import { notationOf, writtenCell } from '../notation/notation.ts';
import { type Flow, type OutputBatch, startFlow } from '../outputRows.ts';
import type { TimeSeriesCodec } from '../timeSeriesCodec.ts';

/** [n, T, C] in the user's units, not rounded. */
export type ValueBatches = AsyncIterable<Float32Array>;

export interface WriteOptions {
  /** CSV: whether to write names. Default: as the user's file. */
  readonly header?: boolean;
  /** CSV: one character. Default: as the user's file. */
  readonly delimiter?: string;
  /** NPY: the type of the values. Default 'float32', what the generator computes. */
  readonly dtype?: 'float32' | 'float64';
  /** Receives what is changed on the way. */
  readonly flow?: Flow;
}

export interface Writer {
  /** The usual ending of the file's name, without a point. */
  readonly extension: string;
  readonly isText: boolean;
  write(
    codec: TimeSeriesCodec,
    batches: ValueBatches,
    count: number,
    options: WriteOptions,
  ): AsyncIterable<Uint8Array>;
}

/** The formatted rows of each batch; counts sequences, so that a time axis and keys go on from batch to batch. */
export async function* rowBatches(
  codec: TimeSeriesCodec,
  batches: ValueBatches,
  flow: Flow = startFlow(),
): AsyncGenerator<OutputBatch, void, void> {
  let first = 0;
  for await (const values of batches) {
    if (values.length === 0) continue;
    yield inDigits(codec.rows(values, first, flow), codec);
    first += values.length / (codec.length * codec.learned.length);
  }
}

/** Dates of digits alone, such as Unix time, are so in every format; what else is written in its own way is so in a CSV only. */
function inDigits({ rowCount, columns }: OutputBatch, { notations }: TimeSeriesCodec): OutputBatch {
  const written = columns.map((column) => {
    const notation = notationOf(notations, column.name);
    if (notation?.kind !== 'digits') return column;
    const cells = column.cells.map((cell) => writtenCell(cell, notation));
    return { ...column, type: typeOfDigits(notation), cells };
  });
  return { rowCount, columns: written };
}
