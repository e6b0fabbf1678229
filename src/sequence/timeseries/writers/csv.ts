/**
 * CSV with the header and the delimiter of the user's file unless told otherwise. Batches with a cell that needs
 * quotes go through csv-stringify (RFC 4180); all others are joined, which is several times as fast.
 */
import { stringify } from 'csv-stringify/browser/esm/sync';
import type { OutputBatch } from '../outputRows.ts';
import { rowBatches, type Writer } from './writer.ts';

export const csvWriter: Writer = {
  extension: 'csv',
  isText: true,
  async *write(codec, batches, _count, options) {
    const { header = codec.hasHeader, delimiter = codec.delimiter } = options;
    const encoder = new TextEncoder();
    if (header) yield encoder.encode(stringify([[...codec.outputColumns]], { delimiter }));
    for await (const batch of rowBatches(codec, batches, options.flow)) {
      const write = needsQuotes(batch, delimiter) ? writeQuoted : writePlain;
      yield encoder.encode(write(batch, delimiter));
    }
  },
};

/** A row of one blank cell needs them too: it would be a blank line, which no reader takes for a row. */
function needsQuotes({ columns }: OutputBatch, delimiter: string): boolean {
  const special = new RegExp(`["\\r\\n${delimiter.replace(/[\]^\\-]/, '\\$&')}]|^\\s|\\s$`);
  return (
    columns.some(
      ({ type, cells, marker }) =>
        (type === 'text' || (marker !== undefined && special.test(marker)) || /[\d.eE+-]/.test(delimiter)) &&
        cells.some((cell) => special.test(cell)),
    ) ||
    (columns.length === 1 && columns[0]!.cells.includes(''))
  );
}

function writeQuoted({ rowCount, columns }: OutputBatch, delimiter: string): string {
  const rows = Array.from({ length: rowCount }, (_, r) => columns.map(({ cells }) => cells[r]!));
  return stringify(rows, { delimiter, quoted_empty: columns.length === 1 });
}

function writePlain({ rowCount, columns }: OutputBatch, delimiter: string): string {
  let text = '';
  for (let r = 0; r < rowCount; r++) {
    for (let c = 0; c < columns.length; c++) text += (c === 0 ? '' : delimiter) + columns[c]!.cells[r]!;
    text += '\n';
  }
  return text;
}
