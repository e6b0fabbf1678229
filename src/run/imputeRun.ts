/**
 * The gaps of a table filled in, each to suit what lies around it and the other columns of its rows; and how gaps of
 * the same shape are filled where the truth is known.
 */
import { type Problem, UserError } from '../errors/userError.ts';
import type { Engine } from '../runtime/engine.ts';
import {
  type Correction,
  type Filled,
  isMissing,
  type KnownSeries,
  type OutputFormat,
  type Table,
  type TimeSeriesCodec,
  writeBatches,
} from '../sequence/timeseries/index.ts';
import { readGenerator } from './checkpoint.ts';
import { pieceOf, pointsOf } from './columnFeatures.ts';
import { findSpans, findTrials } from './gapSpans.ts';
import {
  deviationsOf,
  type HeldOutPiece,
  type HeldOutScore,
  modeOf,
  quantileOf,
  scorePieces,
  sortedAcross,
} from './heldOutPieces.ts';
import type { Host } from './host.ts';
import { meetKnown } from './meetKnown.ts';
import { type Model, openModel } from './modelFolder.ts';
import { outsideWarnings } from './outsideWarnings.ts';
import { findPaths, requireSearchable } from './pathSearch.ts';

export interface ImputeRunOptions {
  readonly host: Host;
  readonly engine: Engine;
  /** The model's folder. */
  readonly folder: string;
  readonly table: Table;
  /** One likely path in the place of the median, so that what is filled in varies as the data do. */
  readonly draws?: boolean;
  readonly format: OutputFormat;
  readonly seed: number;
  readonly onProgress?: ((share: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface Imputation {
  /** Cells that were filled in, and gaps, which are stretches of rows with such cells. */
  readonly cells: number;
  readonly gaps: number;
  readonly warnings: readonly Problem[];
  /** What was changed of them so that the constraints of the data hold. */
  readonly corrections: readonly Correction[];
  /** Undefined where nothing is whole enough to be hidden. */
  readonly score: HeldOutScore | undefined;
  readonly bytes: AsyncIterable<Uint8Array>;
}

const PATHS = 16;
/** Places at which gaps are tried. */
const PLACES = 8;

export async function imputeRun(options: ImputeRunOptions): Promise<Imputation> {
  const { host, engine, folder, draws = false, format, seed, onProgress, signal } = options;
  const model = await openModel(host, folder);
  requireSearchable(model, folder);
  const { codec } = model;
  const table = codec.asLearned(options.table);
  const series = codec.readKnown(table);
  const width = codec.learned.length;
  const isLong = model.config.shapes.memory !== undefined;
  requireFitting(model, series, isLong, table.source);
  const isKnown = (step: number, c: number) => series.known[step * width + c] === 1;
  const isWhole = (step: number) => codec.learned.every((_, c) => isKnown(step, c));
  const { spans, gaps } = findSpans(series.count, isWhole, codec.length, isLong);
  const trials = findTrials(spans, series.count, isWhole, PLACES);
  const length = Math.max(1, ...spans.map(({ from, to }) => to - from));
  const { weights, warnings } = await readGenerator(host, folder);
  const pieces = [
    ...spans.map(({ from }) => pieceOf(codec, series, from, length, isKnown, true)),
    ...trials.map(({ span, at }) => {
      const isShown = (step: number, c: number) =>
        step - at < span.to - span.from && isKnown(step - at + span.from, c);
      return pieceOf(codec, series, at, length, isShown, true);
    }),
  ];
  const search = { engine, model, weights, seed, onProgress, signal };
  const found = spans.length === 0 ? [] : await findPaths(search, pieces, PATHS);

  const values = codec.decode(series.steps);
  const stretch = (from: number) => {
    const part = new Float32Array(length * width);
    part.set(values.subarray(from * width, Math.min(series.count, from + length) * width));
    return part;
  };
  for (const [i, { from, to }] of spans.entries()) {
    const isShown = (t: number, c: number) => t < to - from && isKnown(from + t, c);
    meetKnown(found[i]!, stretch(from), isShown, codec.learned, codec.length / 2);
  }
  const held = trials.map(({ span, at }, i): HeldOutPiece => {
    const steps = span.to - span.from;
    const truth = stretch(at);
    const paths = found[spans.length + i]!;
    const isHidden = (t: number, c: number) => t < steps && !isKnown(span.from + t, c);
    const isShown = (t: number, c: number) => t < steps && isKnown(span.from + t, c);
    meetKnown(paths, truth, isShown, codec.learned, codec.length / 2);
    return { truth, simple: straightOver(truth, width, steps, isHidden), paths, isHidden };
  });
  const score = scorePieces(held, codec.learned, deviationsOf(values, width));

  let cells = 0;
  const columnOf = new Map(codec.learned.map(({ name }, c) => [name, c]));
  const filled = series.filled((step, column) => {
    const c = columnOf.get(column);
    if (c === undefined || isKnown(step, c)) return undefined;
    const place = spans.findIndex(({ firstGap, lastGap }) => step >= firstGap && step < lastGap);
    const at = (step - spans[place]!.from) * width + c;
    const isLevel = codec.learned[c]!.kind === 'levels';
    const isValue = (value: number) => !Number.isNaN(value) && !(isLevel && series.isMarker(c, value));
    const sorted = sortedAcross(found[place]!, at, length * width).filter(isValue);
    if (sorted.length === 0) return undefined;
    cells++;
    const drawn = found[place]![at]!;
    const middle = isLevel ? modeOf(sorted) : quantileOf(sorted, 0.5, pointsOf(codec.learned[c]!));
    const value = draws && isValue(drawn) ? drawn : middle;
    values[step * width + c] = value;
    return series.write(c, value);
  });
  const written: TimeSeriesCodec = {
    ...codec.withLength(series.count),
    outputColumns: table.names,
    outputTypes: filled.batch.columns.map(({ type }) => type),
    hasHeader: table.form.hasHeader,
    delimiter: table.form.delimiter,
    notations: table.form.notations ?? [],
    rows: () => filled.batch,
    complete: (known) => valuesOf(filled, codec, known),
  };
  async function* batches(): AsyncGenerator<Float32Array, void, void> {
    yield values;
  }
  const told = [
    ...warnings,
    ...outsideWarnings(codec, series, table.source),
    ...unmetWarnings(filled, table.source),
  ];
  return {
    cells,
    gaps,
    warnings: told,
    corrections: filled.corrections,
    score,
    bytes: writeBatches(format, written, batches(), 1),
  };
}

function unmetWarnings({ unmet }: Filled, where: string): readonly Problem[] {
  return [...unmet].map(([constraint, rows]) => ({
    where,
    what: `${rows} ${rows === 1 ? 'row' : 'rows'} with filled cells, or after them, break "${constraint}", and what is known there leaves no way to keep it`,
    remedy: 'check the cells around these gaps',
  }));
}

/** Numbers as they stand in cells, and all else from the `known` values [n, C]: [n, V] in the order of time. */
function valuesOf(
  { batch, order }: Filled,
  { valued, learned }: TimeSeriesCodec,
  known: Float32Array,
): Float32Array {
  const values = new Float32Array(order.length * valued.length);
  for (const [v, { name, kind }] of valued.entries()) {
    const cells = kind === 'number' ? batch.columns.find((column) => column.name === name)?.cells : undefined;
    const c = learned.findIndex((column) => column.name === name);
    for (const [step, row] of order.entries()) {
      const cell = cells?.[row];
      const own = cell === undefined || isMissing(cell) ? Number.NaN : Number(cell);
      values[step * valued.length + v] = cells ? own : known[step * learned.length + c]!;
    }
  }
  return values;
}

/** Attributes must be told, and a model of whole sequences cannot look past the end of one. */
function requireFitting(
  { codec }: Model,
  series: KnownSeries<unknown>,
  isLong: boolean,
  where: string,
): void {
  const problems: Problem[] = [];
  const width = codec.learned.length;
  for (const [c, { name, isStatic }] of codec.learned.entries()) {
    if (!isStatic) continue;
    const missing = Array.from({ length: series.count }, (_, step) => series.known[step * width + c]).indexOf(
      0,
    );
    if (missing < 0) continue;
    const what = `is missing in row ${missing + 1}, but holds for the whole series and decides what is made`;
    problems.push({ where: `${where}, column "${name}"`, what, remedy: 'fill it in' });
  }
  if (!isLong && series.count > codec.length) {
    const what = `has ${series.count} rows, and the model makes whole sequences of ${codec.length}`;
    problems.push({ where, what, remedy: 'give one sequence at a time' });
  }
  if (problems.length > 0) throw new UserError('data', problems);
}

/** Hidden values of [L, C] on straight lines between those around them, or level with the only one beside them. */
function straightOver(
  truth: Float32Array,
  width: number,
  steps: number,
  isHidden: (t: number, c: number) => boolean,
): Float32Array {
  const simple = truth.slice();
  for (let c = 0; c < width; c++) {
    const shown = Array.from({ length: steps }, (_, t) => t).filter((t) => !isHidden(t, c));
    for (let t = 0; t < steps; t++) {
      if (!isHidden(t, c)) continue;
      const before = shown.findLast((other) => other < t);
      const after = shown.find((other) => other > t);
      const [a, b] = [before ?? after, after ?? before];
      if (a === undefined || b === undefined) continue;
      const share = a === b ? 0 : (t - a) / (b - a);
      simple[t * width + c] = truth[a * width + c]! * (1 - share) + truth[b * width + c]! * share;
    }
  }
  return simple;
}
