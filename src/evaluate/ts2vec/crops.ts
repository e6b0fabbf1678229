/**
 * The two overlapping crops of TS2Vec's training (arXiv:2106.10466, section 3.3): a shared stretch of 2 .. T steps,
 * which one crop extends to the left and the other to the right, and per sequence an offset within the window.
 */
export interface Crop {
  /** left <= shared start < right <= end, in steps of the cropped buffer of T. */
  readonly start: number;
  readonly left: number;
  readonly right: number;
  readonly end: number;
  /** Per sequence: step p of the buffer is step p + offset of the sequence. */
  readonly offsets: Int32Array;
}

/** Uniform draws in the original's order and ranges; `uniform` gives values in (0, 1). */
export function drawCrop(length: number, batch: number, uniform: () => number): Crop {
  const between = (low: number, high: number) => low + Math.floor(uniform() * (high - low + 1));
  const shared = between(2, length);
  const left = between(0, length - shared);
  const right = left + shared;
  const start = between(0, left);
  const end = between(right, length);
  const offsets = Int32Array.from({ length: batch }, () => between(-start, length - end));
  return { start, left, right, end, offsets };
}
