/**
 * Noise by places: sequence i of a seed has the same noise however many are drawn and however they are cut into batches.
 * An input [.., B, Z] with a batch of PAGE sequences is a page of a stream of random numbers, and sequence i stands in
 * page floor(i / PAGE), in the place i mod PAGE of the axis of the batch.
 */
import { type Shape, sizeOf } from '../../graph/index.ts';
import type { RandomStream } from '../../random/stream.ts';

/** Part of what a seed means. */
const PAGE = 256;

/** Fills `out` [.., B, Z] with the noise of the sequences `first` .. `first + B - 1`. */
export function drawSequences(stream: RandomStream, out: Float32Array, shape: Shape, first: number): void {
  const axis = shape.length - 2;
  const [batch, width] = shape.slice(axis) as [number, number];
  const rows = sizeOf(shape.slice(0, axis));
  for (let at = 0; at < batch; ) {
    const place = (first + at) % PAGE;
    const size = Math.min(batch - at, PAGE - place);
    const page = (first + at - place) / PAGE;
    for (let row = 0; row < rows; row++) {
      const begin = (row * batch + at) * width;
      stream.normal(page, out.subarray(begin, begin + size * width), (row * PAGE + place) * width);
    }
    at += size;
  }
}
