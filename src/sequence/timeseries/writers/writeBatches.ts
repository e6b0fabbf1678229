/** All output formats by name; a new one is one file and one line here. */
import type { TimeSeriesCodec } from '../timeSeriesCodec.ts';
import { csvWriter } from './csv.ts';
import { jsonlWriter } from './jsonl.ts';
import { npyWriter } from './npy.ts';
import { parquetWriter } from './parquet.ts';
import type { ValueBatches, WriteOptions, Writer } from './writer.ts';

const WRITERS = {
  csv: csvWriter,
  jsonl: jsonlWriter,
  npy: npyWriter,
  parquet: parquetWriter,
} as const satisfies Record<string, Writer>;

export type OutputFormat = keyof typeof WRITERS;

export const outputFormats = Object.keys(WRITERS) as readonly OutputFormat[];

/** Whether a format is text, which may go to a terminal. */
export const isTextFormat = (format: OutputFormat): boolean => WRITERS[format].isText;

/** The bytes of `count` sequences. `batches` hold [n, T, C] in the user's units, not rounded; sizes may differ. */
export function writeBatches(
  format: OutputFormat,
  codec: TimeSeriesCodec,
  batches: ValueBatches,
  count: number,
  options: WriteOptions = {},
): AsyncIterable<Uint8Array> {
  return WRITERS[format].write(codec, batches, count, options);
}
