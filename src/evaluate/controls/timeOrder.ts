/**
 * Whether sequences are windows of one longer series that overlap, and their order in time, also when they were
 * shuffled: window b follows window a by `stride` steps when the first T - stride steps of b are the last of a.
 * Overlap matters because a random split of such windows puts nearly equal ones on both sides.
 */
import type { SequenceSet } from '../sequenceSet.ts';

export interface TimeOrder {
  /** Rows in the order of time; where there are several series, one after another. */
  readonly order: Int32Array;
  /** Per row, the step at which it starts; several series are set apart by the length of a window. */
  readonly starts: Int32Array;
  readonly stride: number;
}

const largestStride = 8;

/** Undefined where fewer than half of the sequences have a successor. */
export function timeOrder(set: SequenceSet): TimeOrder | undefined {
  for (let stride = 1; stride <= Math.min(largestStride, set.length >> 1); stride++) {
    const next = successors(set, stride);
    const followed = next.reduce((total, j) => total + Number(j >= 0), 0);
    if (followed > set.count / 2) return { ...chained(next, stride, set.length), stride };
  }
  return undefined;
}

/** Row of the window that follows each one, -1 where none does. */
function successors(set: SequenceSet, stride: number): Int32Array {
  const { count, length, features, values } = set;
  const width = length * features;
  const shared = (length - stride) * features;
  const bits = new Uint32Array(values.slice().buffer);
  const hashAt = (from: number) => {
    let hash = 0x811c9dc5;
    for (let k = 0; k < shared; k++) hash = Math.imul(hash ^ bits[from + k]!, 0x01000193) ^ (hash >>> 15);
    return hash;
  };
  const heads = new Map<number, number>();
  for (let n = count - 1; n >= 0; n--) heads.set(hashAt(n * width), n);
  return Int32Array.from({ length: count }, (_, n) => {
    const tail = n * width + stride * features;
    const found = heads.get(hashAt(tail));
    if (found === undefined || found === n) return -1;
    for (let k = 0; k < shared; k++) if (bits[found * width + k] !== bits[tail + k]) return -1;
    return found;
  });
}

/** The set with what is known of its times. */
export const withStarts = (set: SequenceSet, time: TimeOrder | undefined): SequenceSet =>
  time ? { ...set, starts: time.starts } : set;

/** Follows every chain from its start; circles are entered where they are met. */
function chained(next: Int32Array, stride: number, length: number): Omit<TimeOrder, 'stride'> {
  const hasBefore = new Uint8Array(next.length);
  for (const j of next) if (j >= 0) hasBefore[j] = 1;
  const isTaken = new Uint8Array(next.length);
  const order: number[] = [];
  const starts = new Int32Array(next.length);
  let clock = 0;
  const follow = (start: number) => {
    if (isTaken[start] === 1) return;
    for (let n = start; n >= 0 && isTaken[n] === 0; n = next[n]!) {
      isTaken[n] = 1;
      order.push(n);
      starts[n] = clock;
      clock += stride;
    }
    clock += length;
  };
  for (let n = 0; n < next.length; n++) if (hasBefore[n] === 0) follow(n);
  for (let n = 0; n < next.length; n++) follow(n);
  return { order: Int32Array.from(order), starts };
}
