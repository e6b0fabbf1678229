/**
 * CSV with the header and the delimiter of the user's file unless told otherwise. Batches with a cell that needs
 * quotes go through csv-stringify (RFC 4180); all others are joined, which is several times as fast.
 */
import { stringify } from 'csv-stringify/browser/esm/sync';
import { type Notations, notationOf, writtenCell } from '../notation/notation.ts';
import type { OutputBatch } from '../outputRows.ts';
import { rowBatches, type Writer } from './writer.ts';

export const csvWriter: Writer = {
  extension: 'csv',
  isText: true,
  async *write(codec, batches, _count, options) {
    const { header = codec.hasHeader, delimiter = codec.delimiter } = options;
    const encoder = new TextEncoder();
    if (header) yield encoder.encode(stringify([[...codec.outputColumns]], { delimiter }));
    for await (const plain of rowBatches(codec, batches, options.flow)) {
      const batch = inNotations(plain, codec.notations);
      const write = needsQuotes(batch, delimiter) ? writeQuoted : writePlain;
      yield encoder.encode(write(batch, delimiter));
    }
  },
};

/** Cells as the user's file writes them, which are texts then. */
function inNotations({ rowCount, columns }: OutputBatch, notations: Notations): OutputBatch {
  const written = columns.map((column) => {
    const notation = notationOf(notations, column.name);
    if (notation === undefined) return column;
    const write = (cell: string) => (cell === column.marker ? cell : writtenCell(cell, notation));
    return { ...column, type: 'text' as const, cells: column.cells.map(write) };
  });
  return { rowCount, columns: written };
}

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
