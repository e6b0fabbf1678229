/**
 * How long a sequence is and how far windows lie apart, where the user does not say.
 *
 * Length: series of one common length up to 256 steps stay whole, longer ones give windows of 128. One long series
 * gives windows of 24 (what the field's benchmarks use), or half of its rows where it has fewer than 48. Series of
 * unequal lengths give windows that at least three of four series can fill, at most 24 steps.
 *
 * To be learned, series of unequal lengths are not cut: if at least three of four have at most 128 steps, the sequences
 * are as long as the longest series, at most 128, and shorter ones are padded. Longer ones are cut where they reach it.
 *
 * Stride: 1, or as large as it must be for at most 50,000 windows and 64 million numbers (256 MB).
 */
import { type Series, seriesCount, seriesLengths } from './series.ts';
import type { DataOptions } from './table.ts';

const USUAL_LENGTH = 24;
const LONGEST_WHOLE = 256;
const LONG_WINDOW = 128;
const MAX_WINDOWS = 50_000;
const MAX_VALUES = 64_000_000;

export interface LengthChoice {
  readonly length: number;
  readonly stride: number;
  /** For people: where the numbers come from. */
  readonly why: string;
  /** Sequences may be shorter than `length`. */
  readonly isRagged: boolean;
}

export interface LengthOptions extends Pick<DataOptions, 'length' | 'stride'> {
  /** Whether sequences may be shorter than `length`: where they are to be learned. */
  readonly mayPad?: boolean;
  /** Whether what looks like several series is one, of which rows between stretches were not kept. */
  readonly isOneSeries?: boolean;
}

export function chooseLength(series: Series, features: number, options: LengthOptions): LengthChoice {
  const isOneSeries = options.isOneSeries ?? seriesCount(series) === 1;
  const padded = options.mayPad === true && !isOneSeries ? paddedLength(series, options) : undefined;
  if (padded) return { ...padded, stride: padded.length, isRagged: true };
  const { length, why } =
    options.length === undefined
      ? defaultLength(series, isOneSeries)
      : { length: options.length, why: 'you asked for it' };
  const atStrideOne = countWindows(series, length, 1);
  const most = Math.max(1, Math.min(MAX_WINDOWS, Math.floor(MAX_VALUES / (length * Math.max(1, features)))));
  const stride = options.stride ?? Math.max(1, Math.ceil(atStrideOne / most));
  const isWider = options.stride === undefined && stride > 1;
  return {
    length,
    stride,
    why: isWider ? `${why}; stride ${stride} keeps it to about ${most} windows` : why,
    isRagged: false,
  };
}

const quartileOf = (lengths: Int32Array, quarters: number): number =>
  lengths[Math.floor(((lengths.length - 1) * quarters) / 4)]!;

/** Undefined where series are equally long, or too long, or where the user wants windows. */
function paddedLength(series: Series, options: LengthOptions): { length: number; why: string } | undefined {
  const lengths = seriesLengths(series).sort();
  const [shortest = 0, longest = 0] = [lengths[0], lengths.at(-1)];
  const isAsked = options.length !== undefined || options.stride !== undefined;
  if (isAsked || shortest === longest || quartileOf(lengths, 3) > LONG_WINDOW) return undefined;
  const length = Math.max(2, Math.min(LONG_WINDOW, longest));
  const why = `series have ${shortest} to ${longest} steps, and where they end is learned`;
  return { length, why: longest > length ? `${why}; longer ones than ${length} are cut` : why };
}

/** Sequences of at most `length` steps: longer series are cut one after another, and a rest of one step is left out. */
export function countPieces(series: Series, length: number): number {
  return seriesLengths(series).reduce((count, steps) => count + piecesOf(steps, length).length, 0);
}

/** The starts and lengths of the pieces of a series of so many steps. */
export function piecesOf(steps: number, length: number): readonly { start: number; steps: number }[] {
  const pieces: { start: number; steps: number }[] = [];
  for (let start = 0; start < steps; start += length) {
    const size = Math.min(length, steps - start);
    if (start === 0 || size > 1) pieces.push({ start, steps: size });
  }
  return pieces;
}

function defaultLength(series: Series, isOneSeries: boolean): { length: number; why: string } {
  const lengths = seriesLengths(series).sort();
  const [shortest = 0, longest = 0] = [lengths[0], lengths.at(-1)];
  if (isOneSeries) {
    if (longest >= 2 * USUAL_LENGTH)
      return { length: USUAL_LENGTH, why: 'the usual window of one long series' };
    return { length: Math.max(2, Math.floor(longest / 2)), why: `half of the ${longest} rows` };
  }
  if (shortest === longest) {
    if (longest <= LONGEST_WHOLE) return { length: longest, why: 'every series has this length' };
    return { length: LONG_WINDOW, why: `windows of the series of ${longest} steps` };
  }
  const length = Math.max(2, Math.min(USUAL_LENGTH, quartileOf(lengths, 1)));
  return {
    length,
    why: `series have ${shortest} to ${longest} steps; at least three of four have ${length}`,
  };
}

export function countWindows(series: Series, length: number, stride: number): number {
  let count = 0;
  for (const steps of seriesLengths(series))
    if (steps >= length) count += Math.floor((steps - length) / stride) + 1;
  return count;
}
