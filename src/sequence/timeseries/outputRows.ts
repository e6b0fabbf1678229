/** Values in the user's units to rows as the user's file has them. */
import { UserError } from '../../errors/userError.ts';
import { isMissing } from './cellText.ts';
import type { CodecParts, LearnedColumn, ValuedColumn } from './codecParts.ts';
import type { CellType, LearnedCodec } from './codecs/codec.ts';
import type { Correction } from './repair.ts';
import { repairValues, unmetSequences } from './repairValues.ts';
import { axisInstants } from './timeAxis.ts';

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

/** What goes on from one batch of rows to the next, and what was changed on the way; made anew for every file. */
export interface Flow extends Beginning {
  readonly corrections: Map<string, Correction>;
  /** The first instant that no row has taken, where one series goes on. */
  readonly cursor: { instant?: number };
  readonly last: Map<string, number>;
}

export interface Beginning {
  /** Where the user wants the time to begin. */
  readonly from?: number | undefined;
  /** What was asked for: cells of a column, by sequence, that are written as they were told. */
  readonly told?: ReadonlyMap<string, (sequence: number) => string> | undefined;
  /** Numbers of the row before the first, by column, where a constraint looks back at them. */
  readonly last?: ReadonlyMap<string, number> | undefined;
}

export const startFlow = ({ from, told, last = new Map() }: Beginning = {}): Flow => ({
  corrections: new Map(),
  cursor: from === undefined ? {} : { instant: from },
  last: new Map(last),
  from,
  told,
});

/** Values [n, T, C] to be written: sequences `first` ... `first + n - 1`. */
export interface Written {
  readonly parts: CodecParts;
  readonly learned: readonly LearnedColumn[];
  readonly values: Float32Array;
  readonly first: number;
  /** Steps of each sequence, where they differ. */
  readonly lengths: Int32Array | undefined;
  readonly flow: Flow;
}

/** Values [n, T, C] brought to where the constraints hold; every change is counted in `flow`. */
function repair({ parts, learned, values, lengths, flow }: Written): ArrayLike<number> {
  const { constraints = [] } = parts;
  if (constraints.length === 0) return values;
  const { values: repaired, corrections } = repairValues(constraints, learned, values, {
    ...sequencesOf(parts, values.length / learned.length, lengths),
    last: flow.last,
  });
  for (const { constraint, rows, change } of corrections) {
    const total = flow.corrections.get(constraint) ?? { constraint, rows: 0, change: 0 };
    flow.corrections.set(constraint, { constraint, rows: total.rows + rows, change: total.change + change });
  }
  return repaired;
}

/** With the rows after the ends of sequences, and with the values that are written. */
export function longRows(written: Written): {
  readonly batch: OutputBatch;
  readonly repaired: ArrayLike<number>;
} {
  const { parts, learned, values, first, lengths, flow } = written;
  const { columns, length } = parts;
  const width = learned.length;
  const rowCount = values.length / width;
  const place = { first, count: rowCount / length, length };
  const repaired = repair(written);
  const made = new Map<string, readonly string[]>();
  let at = 0;
  for (const { name, isStatic, codec } of columns) {
    if (!codec.isLearned) continue;
    const told = flow.told?.get(name);
    const sequenceOf = (row: number) => first + Math.floor(row / length);
    const placeOf = isStatic
      ? (row: number) => sequenceOf(row) * length
      : (row: number) => first * length + row;
    const cells = told
      ? Array.from({ length: rowCount }, (_, row) => told(sequenceOf(row)))
      : formatColumn(codec, repaired, at, width, placeOf);
    made.set(name, cells);
    at++;
  }
  const cellsOf = (name: string) => made.get(name)!;
  const { axis } = parts;
  const instants = axis && axisInstants(axis, { ...place, cellsOf, lengths, cursor: flow.cursor });
  const { from } = flow;
  const around = { cellsOf, ...(instants && { instants }), ...(from !== undefined && { from }) };
  const shown = columns.flatMap(({ name, isHidden, codec }): OutputColumn[] => {
    if (isHidden) return [];
    const cells = codec.isLearned ? cellsOf(name) : codec.write(place, around);
    return [{ name, type: codec.type, cells, ...markerOf(codec) }];
  });
  return { batch: { rowCount, columns: shown }, repaired };
}

/** Which rows are a sequence: all of them where one series goes on. */
const sequencesOf = ({ length, isOneSeries }: CodecParts, rowCount: number, lengths: Written['lengths']) =>
  isOneSeries ? { length: rowCount, lengths: undefined, goesOn: true } : { length, lengths, goesOn: false };

/** The sequences that break a constraint as they would be written, and the first that each breaks. */
export function unmetOf(rows: Written, valued: readonly ValuedColumn[]): Map<number, string> {
  const { constraints = [] } = rows.parts;
  if (constraints.length === 0) return new Map();
  const { batch } = longRows({ ...rows, flow: startFlow(rows.flow) });
  const cellsOf = (name: string) => batch.columns.find((column) => column.name === name)!.cells;
  const decimalsOf = (name: string) => {
    const column = valued.find((each) => each.name === name);
    return column?.kind === 'number' ? column.decimals : 0;
  };
  return unmetSequences(constraints, cellsOf, decimalsOf, {
    rowCount: batch.rowCount,
    ...sequencesOf(rows.parts, batch.rowCount, rows.lengths),
  });
}

/** Values [n, T, C] to [n, T, V]: repaired, and the columns that follow from others as they are written. */
export function completeValues(rows: Written, valued: readonly ValuedColumn[]): Float32Array {
  const { parts, learned, values } = rows;
  if (valued.length === learned.length && parts.constraints === undefined) return values;
  const { batch, repaired } = longRows(rows);
  const complete = new Float32Array(batch.rowCount * valued.length);
  for (const [v, { name }] of valued.entries()) {
    const c = learned.findIndex((column) => column.name === name);
    const cells = c < 0 ? batch.columns.find((column) => column.name === name)!.cells : [];
    const valueAt = (row: number) =>
      c >= 0
        ? repaired[row * learned.length + c]!
        : isMissing(cells[row]!)
          ? Number.NaN
          : Number(cells[row]!);
    for (let row = 0; row < batch.rowCount; row++) complete[row * valued.length + v] = valueAt(row);
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

/** A row a sequence: its label, and its values by their columns. */
export function wideRows(written: Written): OutputBatch {
  const { parts, first, flow } = written;
  const { columns, length, steps } = parts;
  const values = repair(written);
  const width = columns.length;
  const size = length * width;
  const cellsAt = (codec: LearnedCodec, from: number) =>
    formatColumn(codec, values, from, size, (row) => first + row);
  const [labels, sequences] = [true, false].map((isLabel) =>
    columns.flatMap(({ name, isStatic = false, codec }, c): OutputColumn[] => {
      if (isStatic !== isLabel) return [];
      const shared = { type: codec.type, ...markerOf(codec) };
      const cells = (from: number) => cellsAt(codec as LearnedCodec, from);
      if (!isStatic)
        return steps!
          .slice(0, length)
          .map((step, t) => ({ name: step, ...shared, cells: cells(t * width + c) }));
      const told = flow.told?.get(name);
      return [{ name, ...shared, cells: cells(c).map((cell, n) => told?.(first + n) ?? cell) }];
    }),
  );
  return { rowCount: values.length / size, columns: [...labels!, ...sequences!] };
}

const markerOf = ({ marker }: { readonly marker?: string }) => (marker === undefined ? {} : { marker });

function formatColumn(
  codec: LearnedCodec,
  values: ArrayLike<number>,
  from: number,
  stride: number,
  placeOf: (row: number) => number,
): string[] {
  const cells = new Array<string>(Math.ceil((values.length - from) / stride));
  for (let i = from, at = 0; i < values.length; i += stride, at++)
    cells[at] = codec.format(values[i]!, placeOf(at));
  return cells;
}
