/**
 * What follows a given history: paths that a trained model holds for likely, in the user's columns, with the times that
 * follow; and how such forecasts did at earlier places of the same history.
 */
import { type Problem, UserError } from '../errors/userError.ts';
import type { Engine } from '../runtime/engine.ts';
import {
  type Correction,
  type Flow,
  type KnownSeries,
  type OutputFormat,
  startFlow,
  type Table,
  type TimeSeriesCodec,
  writeBatches,
} from '../sequence/timeseries/index.ts';
import { readGenerator } from './checkpoint.ts';
import { pieceOf, pointsOf } from './columnFeatures.ts';
import {
  deviationsOf,
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
import { findPaths, type PathSearch, requireSearchable } from './pathSearch.ts';

export interface ForecastRunOptions {
  readonly host: Host;
  readonly engine: Engine;
  /** The model's folder. */
  readonly folder: string;
  readonly history: Table;
  /** Steps after the history; as many as the model's sequences have where absent. */
  readonly steps?: number | undefined;
  readonly paths: number;
  /** Written in the place of the paths. */
  readonly quantiles?: readonly number[] | undefined;
  readonly format: OutputFormat;
  readonly seed: number;
  readonly onProgress?: ((share: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface Forecast {
  readonly steps: number;
  readonly warnings: readonly Problem[];
  /** Undefined where the history is too short to hold anything out. */
  readonly score: HeldOutScore | undefined;
  /** What was changed so far so that the constraints of the data hold. */
  readonly corrections: () => readonly Correction[];
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** Earlier places at which the forecast is tried, and paths for each. */
const PLACES = 8;
const PLACE_PATHS = 32;
/** Fewer steps tell a model too little. */
const LEAST = 2;

export async function forecastRun(options: ForecastRunOptions): Promise<Forecast> {
  const { host, engine, folder, history, paths, quantiles, format, seed, onProgress, signal } = options;
  const model = await openModel(host, folder);
  requireSearchable(model, folder);
  const { codec } = model;
  const steps = options.steps ?? codec.length;
  const series = codec.readKnown(history);
  const context = contextOf(model, series, steps, history.source);
  const { weights, warnings } = await readGenerator(host, folder);
  const length = context + steps;
  const width = codec.learned.length;
  const isKnown = (until: number) => (step: number, c: number) =>
    step >= 0 && step < until && series.known[step * width + c] === 1;
  const place = (end: number) => pieceOf(codec, series, end - context, length, isKnown(end));
  const ends = model.config.shapes.memory === undefined ? [] : earlierEnds(series.count, context, steps);
  const search: PathSearch = { engine, model, weights, seed, signal };
  const share = paths / (paths + ends.length * PLACE_PATHS);
  const progress = (from: number, part: number) => (done: number) => onProgress?.(from + part * done);
  const [found] = await findPaths(
    { ...search, onProgress: progress(0, share) },
    [place(series.count)],
    paths,
  );
  const tried =
    ends.length === 0
      ? []
      : await findPaths({ ...search, onProgress: progress(share, 1 - share) }, ends.map(place), PLACE_PATHS);

  const real = codec.decode(series.steps);
  const stretch = (end: number) => {
    const part = new Float32Array(length * width);
    const from = Math.max(0, end - context);
    part.set(real.subarray(from * width, (end + steps) * width), (from - end + context) * width);
    return part;
  };
  const meet = (values: Float32Array, end: number) => {
    const isShown = (t: number, c: number) => t < context && isKnown(end)(end - context + t, c);
    meetKnown(values, stretch(end), isShown, codec.learned, codec.length / 2);
    return values;
  };
  const pieces = tried.map((values, i) => {
    const end = ends[i]!;
    const simple = new Float32Array(length * width);
    for (let t = 0; t < length; t++) simple.set(real.subarray((end - 1) * width, end * width), t * width);
    const isHidden = (t: number, c: number) =>
      t >= context && series.known[(end - context + t) * width + c] === 1;
    return { truth: stretch(end), simple, paths: meet(values, end), isHidden };
  });
  const score = scorePieces(pieces, codec.learned, deviationsOf(real, width));
  const following = tails(meet(found!, series.count), length, steps, width);
  const made = quantiles ? quantiles.map((q) => quantilePath(codec, following, q)) : following;
  const label = quantiles
    ? { name: 'quantile', type: 'number' as const, texts: quantiles.map(String) }
    : { name: 'path', type: 'integer' as const, texts: made.map((_, i) => `${i + 1}`) };
  const written = labelled(series, steps, label);
  async function* batches(): AsyncGenerator<Float32Array, void, void> {
    yield* made;
  }
  const told = [...warnings, ...outsideWarnings(codec, series, history.source)];
  const flow = startFlow();
  return {
    steps,
    warnings: told,
    score,
    corrections: () => [...flow.corrections.values()],
    bytes: writeBatches(format, written, batches(), made.length, { flow }),
  };
}

/** How many of the last steps are looked at. A model of whole sequences looks at all of one from its start. */
function contextOf(
  { codec, config }: Model,
  { count }: KnownSeries<unknown>,
  steps: number,
  where: string,
): number {
  const refuse = (what: string, remedy: string) => new UserError('data', [{ where, what, remedy }]);
  if (count < LEAST)
    throw refuse(`has ${count} row, and what follows is told from at least ${LEAST}`, 'give more rows');
  if (config.shapes.memory !== undefined) return Math.min(count, codec.length);
  if (count + steps <= codec.length) return count;
  const what = `has ${count} rows, and ${steps} more are asked for; the model makes whole sequences of ${codec.length} steps and knows nothing of what comes after`;
  const most = codec.length - count;
  throw refuse(
    what,
    most > 0
      ? `ask for at most ${most} steps`
      : `give the beginning of a sequence, at most ${codec.length - 1} rows`,
  );
}

/** The ends of earlier histories, of which all that follows is known; evenly spread, and one in a short history. */
function earlierEnds(count: number, context: number, steps: number): readonly number[] {
  const last = count - steps;
  if (last < Math.max(LEAST, Math.ceil(context / 2))) return [];
  const first = Math.min(context, last);
  const places = Math.min(PLACES, 1 + Math.floor((last - first) / steps));
  return Array.from({ length: places }, (_, i) =>
    places === 1 ? last : Math.round(first + (i * (last - first)) / (places - 1)),
  );
}

/** The last steps of each path, [steps, C] each. */
function tails(paths: Float32Array, length: number, steps: number, width: number): Float32Array[] {
  const size = length * width;
  return Array.from({ length: paths.length / size }, (_, p) =>
    paths.slice((p + 1) * size - steps * width, (p + 1) * size),
  );
}

/** At each step and column the quantile over the paths; of levels the one that most paths have. */
function quantilePath(codec: TimeSeriesCodec, paths: readonly Float32Array[], q: number): Float32Array {
  const size = paths[0]!.length;
  const all = new Float32Array(size * paths.length);
  for (const [p, path] of paths.entries()) all.set(path, p * size);
  return Float32Array.from({ length: size }, (_, i) => {
    const sorted = sortedAcross(all, i, size);
    if (sorted.length <= paths.length / 2) return Number.NaN; // missing on most of them
    const column = codec.learned[i % codec.learned.length]!;
    return column.kind === 'levels' ? modeOf(sorted) : quantileOf(sorted, q, pointsOf(column));
  });
}

interface Label {
  readonly name: string;
  readonly type: 'number' | 'integer';
  readonly texts: readonly string[];
}

/** Every path starts after the history, keeps what goes on from its last row, and has its name in a first column. */
function labelled(
  { continued, attributes, last }: KnownSeries<TimeSeriesCodec>,
  steps: number,
  { name, type, texts }: Label,
): TimeSeriesCodec {
  const codec = continued.withLength(steps);
  let label = name;
  while (codec.outputColumns.includes(label)) label = `${label}_`;
  const told = new Map([...attributes].map(([column, text]) => [column, () => text]));
  const from = (flow?: Flow): Flow => ({
    ...startFlow({ told, last }),
    ...(flow && { corrections: flow.corrections }),
  });
  return {
    ...codec,
    outputColumns: [label, ...codec.outputColumns],
    outputTypes: [type, ...codec.outputTypes],
    complete: (values, flow) => codec.complete(values, from(flow)),
    rows(values, first, flow) {
      const { rowCount, columns } = codec.rows(values, 0, from(flow));
      const cells = new Array<string>(rowCount).fill(texts[first]!);
      return { rowCount, columns: [{ name: label, type, cells }, ...columns] };
    },
  };
}
