import type { SequenceSet } from '../sequenceSet.ts';

/** A number per sequence over all sets, in order; equal where sequences are equal bit for bit (and 0 equals -0). */
export function distinctIds(sets: readonly SequenceSet[]): Int32Array {
  const width = sets[0]!.length * sets[0]!.features;
  const all = new Float32Array(sets.reduce((total, { values }) => total + values.length, 0));
  let from = 0;
  for (const { values } of sets) {
    all.set(values, from);
    from += values.length;
  }
  for (let i = 0; i < all.length; i++) all[i]! += 0; // -0 becomes 0
  const bits = new Uint32Array(all.buffer);
  const ids = new Int32Array(all.length / width);
  const buckets = new Map<number, number[]>();
  for (let n = 0; n < ids.length; n++) {
    let hash = 0x811c9dc5;
    for (let k = 0; k < width; k++) hash = Math.imul(hash ^ bits[n * width + k]!, 0x01000193) ^ (hash >>> 15);
    const bucket = buckets.get(hash) ?? [];
    const twin = bucket.find((m) => areEqual(bits, m * width, n * width, width));
    ids[n] = twin ?? n;
    if (twin !== undefined) continue;
    bucket.push(n);
    buckets.set(hash, bucket);
  }
  return ids;
}

function areEqual(bits: Uint32Array, a: number, b: number, width: number): boolean {
  for (let k = 0; k < width; k++) if (bits[a + k] !== bits[b + k]) return false;
  return true;
}
