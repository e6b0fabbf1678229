/**
 * Which rows form which series: series s is the rows order[offsets[s]] ... order[offsets[s + 1] - 1], in time order.
 * Windows never reach from one series into the next.
 */
export interface Series {
  readonly order: Int32Array;
  readonly offsets: Int32Array;
}

export const seriesCount = (series: Series): number => series.offsets.length - 1;

export const seriesLength = (series: Series, s: number): number =>
  series.offsets[s + 1]! - series.offsets[s]!;

export function seriesLengths(series: Series): Int32Array {
  return Int32Array.from({ length: seriesCount(series) }, (_, s) => seriesLength(series, s));
}

/** One series of all rows in file order. */
export function oneSeries(rowCount: number): Series {
  return { order: fileOrder(rowCount), offsets: Int32Array.of(0, rowCount) };
}

/** Series that begin at the given rows; the first must be 0. */
export function seriesFrom(starts: readonly number[], rowCount: number): Series {
  return { order: fileOrder(rowCount), offsets: Int32Array.from([...starts, rowCount]) };
}

/** One series for each distinct cell, in order of first appearance; rows keep the file's order. */
export function seriesByKey(cells: readonly string[]): Series {
  const indexOf = new Map<string, number>();
  const counts: number[] = [];
  const seriesOf = new Int32Array(cells.length);
  for (let row = 0; row < cells.length; row++) {
    let s = indexOf.get(cells[row]!);
    if (s === undefined) {
      s = counts.length;
      indexOf.set(cells[row]!, s);
      counts.push(0);
    }
    seriesOf[row] = s;
    counts[s]!++;
  }
  const offsets = new Int32Array(counts.length + 1);
  for (let s = 0; s < counts.length; s++) offsets[s + 1] = offsets[s]! + counts[s]!;
  const next = offsets.slice();
  const order = new Int32Array(cells.length);
  for (let row = 0; row < cells.length; row++) order[next[seriesOf[row]!]!++] = row;
  return { order, offsets };
}

/** Each series cut before the given rows, ascending: where rows of the file are missing. */
export function cutSeries({ order, offsets }: Series, gaps: readonly number[]): Series {
  if (gaps.length === 0) return { order, offsets };
  const stretchOf = new Int32Array(order.length);
  for (let row = 0, stretch = 0; row < order.length; row++) {
    if (gaps[stretch] === row) stretch++;
    stretchOf[row] = stretch;
  }
  const cuts: number[] = [];
  for (let s = 0; s + 1 < offsets.length; s++)
    for (let i = offsets[s]!; i < offsets[s + 1]!; i++)
      if (i === offsets[s]! || stretchOf[order[i]!] !== stretchOf[order[i - 1]!]) cuts.push(i);
  return { order, offsets: Int32Array.from([...cuts, order.length]) };
}

/** The rows of each series put in the order of their instants; equal and missing instants keep their place. */
export function sortSeries(series: Series, instants: Float64Array): Series {
  const order = series.order.slice();
  for (let s = 0; s < seriesCount(series); s++) {
    const part = order.subarray(series.offsets[s]!, series.offsets[s + 1]!);
    const rows = Array.from(part).sort((a, b) => instants[a]! - instants[b]! || a - b);
    part.set(rows);
  }
  return { order, offsets: series.offsets };
}

/** How many rows come earlier than the row before them in their series. */
export function countDrops(series: Series, instants: Float64Array): number {
  let drops = 0;
  for (let s = 0; s < seriesCount(series); s++)
    for (let i = series.offsets[s]! + 1; i < series.offsets[s + 1]!; i++)
      if (instants[series.order[i]!]! < instants[series.order[i - 1]!]!) drops++;
  return drops;
}

const fileOrder = (rowCount: number): Int32Array => Int32Array.from({ length: rowCount }, (_, row) => row);
