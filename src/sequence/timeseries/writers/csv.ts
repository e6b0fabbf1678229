/** CSV by csv-stringify (RFC 4180 quoting), with the header and the delimiter of the user's file unless told otherwise. */
import { stringify } from 'csv-stringify/browser/esm/sync';
import { rowBatches, type Writer } from './writer.ts';

export const csvWriter: Writer = {
  extension: 'csv',
  isText: true,
  async *write(codec, batches, _count, options) {
    const { header = codec.hasHeader, delimiter = codec.delimiter } = options;
    const encoder = new TextEncoder();
    const names = codec.outputColumns;
    if (header) yield encoder.encode(stringify([[...names]], { delimiter }));
    for await (const { rowCount, columns } of rowBatches(codec, batches)) {
      // a row of one blank cell would be a blank line, which no reader takes for a row
      const quoted_empty = columns.length === 1;
      const rows = Array.from({ length: rowCount }, (_, r) => columns.map(({ cells }) => cells[r]!));
      yield encoder.encode(stringify(rows, { delimiter, quoted_empty }));
    }
  },
};
