/** What is judged: a set of sequences of one length, and the few views of it that metrics share. */

import { type Labels, partOfLabels, pickLabels } from './labels.ts';

/**
 * What the values of a set are. All are numbers to the memory, but a mean of token ids says nothing, so a metric names
 * the kinds that it can read: measurements; the places of tokens (of a text or of notes) in a vocabulary; samples of a
 * sound; pixels, the frame of each step in one row.
 */
export const setKinds = ['measurements', 'tokens', 'sound', 'frames'] as const;
export type SetKind = (typeof setKinds)[number];

/** Sequences [N, T, F], row-major. */
export interface SequenceSet {
  readonly count: number;
  readonly length: number;
  readonly features: number;
  readonly values: Float32Array;
  /** Measurements when absent. */
  readonly kind?: SetKind;
  /** The step at which each sequence starts, where they are windows of one series (controls/timeOrder.ts). */
  readonly starts?: Int32Array;
  /** What each sequence is of, where that is known. */
  readonly labels?: Labels;
  /** (x - shift) scale made these values of the file's, per feature, where they were rescaled. */
  readonly scaling?: Scaling;
}

export interface Scaling {
  readonly shift: Float64Array;
  readonly scale: Float64Array;
}

export function sequenceSet(values: Float32Array, length: number, features: number): SequenceSet {
  const count = values.length / (length * features);
  if (!Number.isInteger(count)) {
    throw new Error(`sequenceSet: ${values.length} values are no whole number of [${length}, ${features}]`);
  }
  return { count, length, features, values };
}

/** The sequences at `rows`, in that order; a row may come more than once. */
export function pick(set: SequenceSet, rows: ArrayLike<number>): SequenceSet {
  const width = set.length * set.features;
  const values = new Float32Array(rows.length * width);
  for (let i = 0; i < rows.length; i++) {
    values.set(set.values.subarray(rows[i]! * width, (rows[i]! + 1) * width), i * width);
  }
  const starts = set.starts && Int32Array.from(rows, (row) => set.starts![row]!);
  const labels = set.labels && pickLabels(set.labels, rows);
  return { ...set, count: rows.length, values, ...(starts && { starts }), ...(labels && { labels }) };
}

/** Sequences `from` .. `to - 1`, sharing the memory of `set`. */
export function part(set: SequenceSet, from: number, to: number): SequenceSet {
  const width = set.length * set.features;
  const starts = set.starts?.subarray(from, to);
  const values = set.values.subarray(from * width, to * width);
  const labels = set.labels && partOfLabels(set.labels, from, to);
  return { ...set, count: to - from, values, ...(starts && { starts }), ...(labels && { labels }) };
}

/** One feature over all sequences and steps, [N T]. */
export function column(set: SequenceSet, feature: number): Float64Array {
  const { values, features } = set;
  const taken = new Float64Array(values.length / features);
  for (let i = 0; i < taken.length; i++) taken[i] = values[i * features + feature]!;
  return taken;
}

export interface Moments {
  /** Per feature, over all sequences and steps. */
  readonly mean: Float64Array;
  /** Divided by the count, not by the count less one. */
  readonly variance: Float64Array;
}

/** Sums are of differences from the first row, so that a constant feature has a variance of exactly 0. */
export function momentsOf(set: SequenceSet): Moments {
  const { features, values } = set;
  const rows = values.length / features;
  const first = values.slice(0, features);
  const shifted = new Float64Array(features);
  const variance = new Float64Array(features);
  for (let i = 0; i < values.length; i++) shifted[i % features]! += values[i]! - first[i % features]!;
  for (let f = 0; f < features; f++) shifted[f]! /= rows;
  for (let i = 0; i < values.length; i++) {
    const f = i % features;
    variance[f]! += (values[i]! - first[f]! - shifted[f]!) ** 2;
  }
  return { mean: shifted.map((x, f) => first[f]! + x), variance: variance.map((v) => v / rows) };
}

export interface Extremes {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** Smallest and largest value per feature. */
export function extremesOf(set: SequenceSet): Extremes {
  const low = new Float64Array(set.features).fill(Number.POSITIVE_INFINITY);
  const high = new Float64Array(set.features).fill(Number.NEGATIVE_INFINITY);
  set.values.forEach((value, i) => {
    const feature = i % set.features;
    if (value < low[feature]!) low[feature] = value;
    if (value > high[feature]!) high[feature] = value;
  });
  return { low, high };
}

/** (x - shift) scale, per feature; `scaling` remembers what was done to the file's values on the whole. */
export function rescale(set: SequenceSet, shift: ArrayLike<number>, scale: ArrayLike<number>): SequenceSet {
  const { features, scaling } = set;
  const before = (f: number) => ({ shift: scaling?.shift[f] ?? 0, scale: scaling?.scale[f] ?? 1 });
  return {
    ...set,
    values: set.values.map((value, i) => (value - shift[i % features]!) * scale[i % features]!),
    scaling: {
      shift: Float64Array.from(shift, (by, f) => before(f).shift + by / before(f).scale),
      scale: Float64Array.from(scale, (by, f) => by * before(f).scale),
    },
  };
}
