/** The part of a batch that one shard computes: the sequences from `index` B / `of` on, B / `of` of them. */
import { type Shape, sizeOf } from '../graph/index.ts';

export interface Part {
  readonly index: number;
  readonly of: number;
}

export const WHOLE: Part = { index: 0, of: 1 };

/**
 * Fills `out`, of the shape `shape`, with what it holds of a tensor of the shape `whole`, where the two differ at most
 * in the axis of the batch: `fill` is asked for runs of neighbouring values by the place where they begin.
 */
export function fillPart(
  shape: Shape,
  whole: Shape,
  { index }: Part,
  out: Float32Array,
  fill: (run: Float32Array, from: number) => void,
): void {
  const axis = shape.findIndex((extent, i) => extent !== whole[i]);
  if (axis < 0) {
    fill(out, 0);
    return;
  }
  const run = sizeOf(shape.slice(axis));
  const stride = sizeOf(whole.slice(axis));
  for (let i = 0; i * run < out.length; i++) {
    fill(out.subarray(i * run, (i + 1) * run), i * stride + index * run);
  }
}
