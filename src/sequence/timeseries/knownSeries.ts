/**
 * One real series as a model sees it, for what goes on from it or fills its gaps: its steps in the scale of the codec,
 * which cells hold a value, and how rows after its last one, or in its place, are written.
 */
import { UserError } from '../../errors/userError.ts';
import { isMissing } from './cellText.ts';
import { type CodecParts, type Learned, placeColumns } from './codecParts.ts';
import { widthOf } from './codecs/codec.ts';
import { CODECS } from './codecs/registry.ts';
import { asLearned, encodePlan, planEncoding } from './encodeTable.ts';
import { withFollowing, withSources } from './following.ts';
import { type DataPlan, planTable } from './infer/plan.ts';
import { keepAround } from './keepAround.ts';
import type { OutputBatch } from './outputRows.ts';
import type { Correction } from './repair.ts';
import { seriesCount } from './series.ts';
import type { Table } from './table.ts';
import { goingOn } from './timeAxis.ts';
import { addSteps } from './timeStep.ts';

export interface KnownSeries<Continued = CodecParts> {
  /** [n, F], in the order of time; a missing number is filled in between its neighbours. */
  readonly steps: Float32Array;
  /** [n, C], 1 where the cell of a learned column holds a value. */
  readonly known: Uint8Array;
  /** n. */
  readonly count: number;
  /** The codec, but times go on after the last step, and the key stays. */
  readonly continued: Continued;
  /** The texts of attributes, by column. */
  readonly attributes: ReadonlyMap<string, string>;
  /** The last number of each learned column that has one. */
  readonly last: ReadonlyMap<string, number>;
  /** A value of learned column c as its cell. */
  write(c: number, value: number): string;
  /** Whether a value of learned column c stands for a missing cell, in columns of texts. */
  isMarker(c: number, value: number): boolean;
  /**
   * The table with gaps filled, so that the constraints hold and what follows from others does; undefined leaves one as
   * it is.
   */
  filled(text: (step: number, column: string) => string | undefined): Filled;
}

export interface Filled {
  readonly batch: OutputBatch;
  /** Its rows in the order of time. */
  readonly order: Int32Array;
  readonly corrections: readonly Correction[];
  /** Constraints that what was filled in breaks all the same, and in how many rows. */
  readonly unmet: ReadonlyMap<string, number>;
}

/** Throws a UserError where the table is not one series with the columns that were learned. */
export function readKnownSeries(given: Table, parts: CodecParts, learned: readonly Learned[]): KnownSeries {
  const table = withSources(asLearned(given, parts), parts, learned);
  const filled = withoutUnknownGaps(table, learned);
  const plan = planTable(filled, { ...planEncoding(filled, parts, learned), length: 1, stride: 1 });
  const { series } = plan;
  const [count, width] = [seriesCount(series), learned.length];
  if (count > 1) {
    const what = `holds ${count} series (${plan.layoutWhy}), and one is wanted`;
    const remedy = 'give the rows of one of them; each of the rest is a file of its own';
    throw new UserError('data', [{ where: table.source, what, remedy }]);
  }
  const { values } = encodePlan({ ...plan, isRagged: false }, learned);
  keepInRange(values, learned);
  const { order } = series;
  const known = new Uint8Array(order.length * width);
  // columns that were made from the time stand in the plan's table alone
  const source = (name: string) => (table.names.includes(name) ? table : plan.table);
  const cellsOf = (name: string) => source(name).columns[source(name).names.indexOf(name)]!;
  for (const [c, { name }] of learned.entries()) {
    const cells = cellsOf(name);
    order.forEach((row, step) => {
      known[step * width + c] = isMissing(cells[row]!) ? 0 : 1;
    });
  }
  const fixed = learned.filter(({ isStatic, isHidden }) => isStatic && !isHidden);
  return {
    steps: values,
    known,
    count: order.length,
    continued: continuedParts(plan, parts),
    attributes: new Map(fixed.map(({ name }) => [name, cellsOf(name)[order[0]!]!])),
    last: lastNumbers(plan, learned),
    write: (c, value) => learned[c]!.codec.format(value, 0),
    isMarker: (c, value) => {
      const { marker, format } = learned[c]!.codec;
      return marker !== undefined && format(value, 0) === marker;
    },
    filled(text) {
      const stepOf = new Int32Array(table.rowCount);
      order.forEach((row, step) => {
        stepOf[row] = step;
      });
      const columns = table.names.map((name, c) => ({
        name,
        type: learned.find((column) => column.name === name)?.codec.type ?? ('text' as const),
        cells: table.columns[c]!.map((cell, row) => text(stepOf[row]!, name) ?? cell),
      }));
      const kept = keepAround(columns, table, order, parts, learned);
      const batch = { rowCount: table.rowCount, columns: withFollowing(kept.columns, parts) };
      return { batch, order, corrections: kept.corrections, unmet: kept.unmet };
    },
  };
}

/** A gap in a column of texts that had none has no level; it stands as the most frequent, and counts as not known. */
function withoutUnknownGaps(table: Table, learned: readonly Learned[]): Table {
  const columns = table.names.map((name, c) => {
    const cells = table.columns[c]!;
    const codec = learned.find((column) => column.name === name)?.codec;
    const [usual] = codec?.texts ?? [];
    if (usual === undefined || codec?.marker !== undefined || !cells.some(isMissing)) return cells;
    return cells.map((cell) => (isMissing(cell) ? usual : cell));
  });
  return { ...table, columns };
}

/** Of a table that is later than what was learned the time lies outside; the nearest that was learned stands for it. */
function keepInRange(steps: Float32Array, learned: readonly Learned[]): void {
  const times = placeColumns(learned).filter(({ isHidden, kind }) => isHidden && kind === 'number');
  const width = learned.reduce((total, { codec }) => total + widthOf(codec.group), 0);
  for (const { start } of times)
    for (let at = start; at < steps.length; at += width) steps[at] = Math.min(1, Math.max(-1, steps[at]!));
}

function lastNumbers({ columns, series: { order } }: DataPlan, learned: readonly Learned[]) {
  const last = new Map<string, number>();
  for (const { name } of learned) {
    const { numbers } = columns.find(({ facts }) => facts.name === name)!.facts;
    const row = numbers && order.findLast((each) => !Number.isNaN(numbers[each]!));
    if (row !== undefined) last.set(name, numbers![row]!);
  }
  return last;
}

/** The same columns, but times go on from the last row of the plan, and the key and what else names the series stays. */
function continuedParts(
  { columns, table, series, axisInstants }: DataPlan,
  { axis, ...parts }: CodecParts,
): CodecParts {
  const fitted = parts.columns.map((column) => {
    const found = columns.find(({ facts }) => facts.name === column.name);
    if (column.codec.isLearned || !found) return column;
    const cells = table.columns[found.facts.index]!;
    if (column.name === parts.key || namesSequences(column.codec))
      return { ...column, codec: constantText(cells[0] ?? '', column.codec) };
    if (found.codec !== 'datetime' && found.codec !== 'counter') return column;
    const { facts, instants, part } = found;
    const place = {
      ...(instants && { instants, isBuilt: axis !== undefined && instants === axisInstants }),
      ...(part && { part }),
    };
    return {
      ...column,
      codec: CODECS[found.codec].fit({ facts, cells, series, doesContinue: true, ...place }),
    };
  });
  const last = axisInstants?.[series.order.at(-1)!];
  if (!axis || last === undefined) return { ...parts, columns: fitted };
  return {
    ...parts,
    axis: goingOn(axis, axis.gap ? last : addSteps(last, axis.step, 1)),
    columns: fitted,
  };
}

function namesSequences(codec: CodecParts['columns'][number]['codec']): boolean {
  const json = codec.toJSON();
  return json.codec === 'identifier' && json.isOfRows !== true;
}

function constantText(text: string, codec: CodecParts['columns'][number]['codec']) {
  return {
    isLearned: false as const,
    type: codec.type,
    write: ({ count, length }: { count: number; length: number }) =>
      new Array<string>(count * length).fill(text),
    toJSON: () => codec.toJSON(),
  };
}
