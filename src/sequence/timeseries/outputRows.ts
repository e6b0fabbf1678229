/** Values in the user's units to rows as the user's file has them. */
import { UserError } from '../../errors/userError.ts';
import { isMissing } from './cellText.ts';
import type { CodecParts, LearnedColumn, ValuedColumn } from './codecParts.ts';
import type { CellType, LearnedCodec } from './codecs/codec.ts';

/** Rows to write, column by column; cells are formatted text. */
export interface OutputBatch {
  readonly rowCount: number;
  readonly columns: readonly OutputColumn[];
}

export interface OutputColumn {
  readonly name: string;
  /** Cells of 'number' and 'integer' are decimal numbers, or the marker. */
  readonly type: CellType;
  readonly cells: readonly string[];
  /** The text of missing cells; blank cells are missing too. */
  readonly marker?: string;
}

/** A value that is missing is not finite either, but only where values may be, and never everywhere. */
export function checkFinite(
  values: Float32Array,
  columns: readonly LearnedColumn[],
  length: number,
  lengths: Int32Array | undefined,
): void {
  const width = columns.length;
  const mayMiss = (i: number) => {
    const row = Math.floor(i / width);
    const isOver = lengths !== undefined && row % length >= lengths[Math.floor(row / length)]!;
    return isOver || columns[i % width]!.isOptional;
  };
  const isSound =
    values.every((value, i) => Number.isFinite(value) || (Number.isNaN(value) && mayMiss(i))) &&
    !(values.length > width && values.every(Number.isNaN));
  if (isSound) return;
  const what = 'gives values that are not finite, so it did not learn';
  throw new UserError('diverged', [
    { where: 'the model', what, remedy: 'train it again with a smaller learning rate' },
  ]);
}

export function longRows(
  { columns, length }: CodecParts,
  learned: number,
  values: Float32Array,
  first: number,
): OutputBatch {
  const rowCount = values.length / learned;
  const place = { first, count: rowCount / length, length };
  const made = new Map<string, readonly string[]>();
  let at = 0;
  for (const { name, isStatic, codec } of columns) {
    if (!codec.isLearned) continue;
    const placeOf = isStatic
      ? (row: number) => (first + Math.floor(row / length)) * length
      : (row: number) => first * length + row;
    made.set(name, formatColumn(codec, values, at++, learned, placeOf));
  }
  const cellsOf = (name: string) => made.get(name)!;
  const written = columns.map(({ name, codec }): OutputColumn => {
    const cells = codec.isLearned ? cellsOf(name) : codec.write(place, { cellsOf });
    return { name, type: codec.type, cells, ...markerOf(codec) };
  });
  return { rowCount, columns: written };
}

/** Values [n, T, C] to [n, T, V]: the columns that follow from others are computed as they are written. */
export function completeValues(
  parts: CodecParts,
  valued: readonly ValuedColumn[],
  learned: readonly LearnedColumn[],
  values: Float32Array,
): Float32Array {
  if (valued.length === learned.length) return values;
  const rows = longRows(parts, learned.length, values, 0);
  const complete = new Float32Array(rows.rowCount * valued.length);
  for (const [v, { name }] of valued.entries()) {
    const c = learned.findIndex((column) => column.name === name);
    const cells = c < 0 ? rows.columns.find((column) => column.name === name)!.cells : [];
    for (let row = 0; row < rows.rowCount; row++)
      complete[row * valued.length + v] =
        c < 0
          ? isMissing(cells[row]!)
            ? Number.NaN
            : Number(cells[row]!)
          : values[row * learned.length + c]!;
  }
  return complete;
}

/** Without the rows after the ends of sequences. */
export function cutRows(batch: OutputBatch, length: number, lengths: Int32Array | undefined): OutputBatch {
  if (!lengths) return batch;
  const columns = batch.columns.map((column) => ({
    ...column,
    cells: column.cells.filter((_, row) => row % length < lengths[Math.floor(row / length)]!),
  }));
  return { rowCount: lengths.reduce((sum, steps) => sum + steps, 0), columns };
}

export function wideRows(
  { columns, length }: CodecParts,
  names: readonly string[],
  values: Float32Array,
): OutputBatch {
  const codec = columns[0]!.codec as LearnedCodec;
  const written = names.map((name, t) => ({
    name,
    type: codec.type,
    cells: formatColumn(codec, values, t, length, (row) => row),
    ...markerOf(codec),
  }));
  return { rowCount: values.length / length, columns: written };
}

const markerOf = ({ marker }: { readonly marker?: string }) => (marker === undefined ? {} : { marker });

function formatColumn(
  codec: LearnedCodec,
  values: Float32Array,
  from: number,
  stride: number,
  placeOf: (row: number) => number,
): string[] {
  const cells = new Array<string>(Math.ceil((values.length - from) / stride));
  for (let i = from, at = 0; i < values.length; i += stride, at++)
    cells[at] = codec.format(values[i]!, placeOf(at));
  return cells;
}
