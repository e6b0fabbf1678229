/** Tables to the features of a fitted codec. */
import { UserError } from '../../errors/userError.ts';
import { type CodecParts, inFeatureOrder, type Learned, mayMiss } from './codecParts.ts';
import { type LearnedCodec, widthOf } from './codecs/codec.ts';
import { type DataPlan, type PlanOptions, planTable } from './infer/plan.ts';
import { VALUE } from './infer/wideTable.ts';
import { interpolate } from './interpolate.ts';
import { readAsKnown } from './notation/plainTable.ts';
import { capProblems, placeOf, quoteCell, type Table } from './table.ts';
import { cutWindows, padSeries, type Sequences } from './windows.ts';

/** A table with numbers, dates and texts where the learned one had them. */
export function asLearned(table: Table, { columns, notations = [] }: CodecParts): Table {
  return readAsKnown(table, notations, (name, { kind }) => {
    const codec = columns.find((column) => column.name === name)?.codec;
    if (codec === undefined) return false;
    const isNumber = codec.isLearned ? codec.decoding.kind === 'number' : codec.derivation !== undefined;
    const json = codec.toJSON();
    // numbers may be written in another way, and dates too; a counter of seconds since 1970 was none
    return isNumber || json.codec === 'counter' ? kind !== 'number' : json.codec !== 'datetime';
  });
}

export function encodeTable(given: Table, parts: CodecParts, learned: readonly Learned[]): Sequences {
  const { length, isRagged = false } = parts;
  const table = asLearned(given, parts);
  const options = planEncoding(table, parts, learned);
  const plan = planTable(table, isRagged ? options : { ...options, length });
  return encodePlan(isRagged ? { ...plan, length, count: 1, isRagged } : plan, learned);
}

/** How a table of the same form as that which was learned is understood, but for the length of sequences. */
export function planEncoding(table: Table, parts: CodecParts, learned: readonly Learned[]): PlanOptions {
  const { layout, key, time, steps, axis } = parts;
  const own = learned.filter(({ isHidden }) => !isHidden).map(({ name }) => name);
  const wanted = steps?.concat(own.filter((name) => name !== VALUE)) ?? [
    ...own,
    ...(axis && time !== undefined ? [time] : []),
    ...(key === undefined ? [] : [key]),
  ];
  const missing = wanted.filter((name) => !table.names.includes(name));
  if (missing.length > 0) {
    const what = `lacks ${missing.map((name) => JSON.stringify(name)).join(', ')}, which the model learned`;
    throw new UserError('data', [
      { where: table.source, what, remedy: 'give a table with the columns of the training data' },
    ]);
  }
  const labels = learned.filter(({ isStatic }) => isStatic).map(({ name }) => name);
  return {
    layout: layout === 'rows' ? 'rows' : 'columns',
    columns: steps ?? own,
    ...(steps && { labels }),
    numbers: learned.filter(({ codec }) => codec.decoding.kind === 'number').map(({ name }) => name),
    ...(axis && { axis }),
    ...(key !== undefined && { key }),
    ...(time !== undefined && table.names.includes(time) && { time }),
  };
}

/** The windows of a plan in the scale of the given codecs. Throws a UserError with every problem of the plan. */
export function encodePlan(plan: DataPlan, learned: readonly Learned[]): Sequences {
  const columns = inFeatureOrder(learned).map(({ name, codec, isStatic }) => {
    const found = plan.columns.find((column) => column.facts.name === name);
    if (!found) throw timeless(plan.table);
    return { codec, isStatic, facts: found.facts };
  });
  const isUsable =
    plan.count > 0 &&
    columns.every(
      ({ codec, facts: { min, wrongRows } }) =>
        codec.decoding.kind === 'levels' || (min !== undefined && wrongRows.length === 0),
    );
  if (!isUsable) throw new UserError('data', plan.problems);
  const features = columns.flatMap(({ codec, facts }) => {
    const cells = plan.table.columns[facts.index]!;
    if (codec.decoding.kind === 'levels') return encodeLevels(codec, cells, plan.table, facts.index);
    const { numbers, mean } = facts as Required<typeof facts>;
    const known = mayMiss(codec.group) ? numbers : interpolate(numbers, plan.series, mean);
    return codec.encode({ cells, numbers: known });
  });
  const sequences = plan.isRagged
    ? padSeries(features, plan.series, plan.length)
    : cutWindows(features, plan.series, plan.length, plan.stride);
  const fixed = columns.reduce((sum, { codec, isStatic }) => sum + (isStatic ? widthOf(codec.group) : 0), 0);
  return holdFirst(sequences, features.length - fixed, features.length);
}

/** Only columns that are made from the time can be lacking here. */
function timeless({ source }: Table): UserError {
  const what = 'holds no two different times, by which the model tells where in the calendar a row stands';
  return new UserError('data', [{ where: source, what, remedy: 'give more rows, with their times' }]);
}

/** The features `from` to `to` of every step as they are in the first, where a step is there: what a window begins with. */
function holdFirst(sequences: Sequences, from: number, to: number): Sequences {
  const { count, length, features, values } = sequences;
  if (from === to) return sequences;
  for (let n = 0; n < count; n++) {
    const first = n * length * features;
    for (let t = 1; t < length; t++) {
      const at = first + t * features;
      if (to < features && values[at + to] === 0) break; // after the end
      for (let f = from; f < to; f++) values[at + f] = values[first + f]!;
    }
  }
  return sequences;
}

function encodeLevels(
  codec: LearnedCodec,
  cells: readonly string[],
  table: Table,
  index: number,
): readonly Float32Array[] {
  const unknown = new Set([...new Set(cells)].filter((cell) => !codec.accepts!(cell)));
  if (unknown.size === 0) return codec.encode({ cells });
  const rows = cells.flatMap((cell, row) => (unknown.has(cell) ? [row] : []));
  const problems = rows.slice(0, 100).map((row) => ({
    where: placeOf(table, row, index),
    what: `${quoteCell(cells[row]!)} is none of the texts that the model learned`,
    remedy: 'correct the cell, leave out the row, or train a model on data that hold it',
  }));
  throw new UserError('data', capProblems(problems, table.source, rows.length));
}
