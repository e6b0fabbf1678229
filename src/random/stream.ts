import { normalPairs } from './boxMuller.ts';
import { philox4x32 } from './philox.ts';

/**
 * A named, seekable stream of random numbers. The key is (seed, hash of the name), so streams split by name alone
 * and never overlap in use; `step` selects an independent page of 2^32 blocks. Nothing is carried from call to
 * call: `stream.normal(step, out)` gives the same bytes whatever was drawn before.
 */
export interface RandomStream {
  /**
   * Fills `out` with uniform values in the open interval (0, 1): odd multiples of 2^-24, which float32 holds. They are
   * those of the page from number `from` on, the start where absent.
   */
  uniform(step: number, out: Float32Array, from?: number): void;
  /** Fills `out` with standard normal values (boxMuller.ts), from number `from` on. */
  normal(step: number, out: Float32Array, from?: number): void;
  /** Fills `out` with whole numbers 0..bound-1 (Lemire's multiply-shift without rejection; bias below bound/2^32). */
  integers(step: number, bound: number, out: Int32Array): void;
  /** A uniformly drawn order of 0..count-1 (Fisher and Yates). */
  permutation(step: number, count: number): Int32Array;
}

/** Numbers that are drawn at a time: a few pages of memory, which stay in cache. */
const CHUNK = 1024;
const words = new Uint32Array(CHUNK);
const normals = new Float32Array(CHUNK);

export function randomStream(seed: number, name: string): RandomStream {
  const key: [number, number] = [seed >>> 0, hashName(name, Math.floor(seed / 2 ** 32) >>> 0)];

  /**
   * Draws `words` for the numbers of a page from `from` on: `take` is told how many were drawn that are wanted, which is
   * the first of them, and where its number goes.
   */
  function draw(
    step: number,
    count: number,
    from: number,
    take: (at: number, first: number, size: number) => void,
  ): void {
    const [stepLow, stepHigh] = [step >>> 0, Math.floor(step / 2 ** 32) >>> 0];
    for (let at = 0; at < count; ) {
      const block = Math.floor((from + at) / 4);
      const first = from + at - 4 * block;
      const size = Math.min(count - at, CHUNK - first);
      philox4x32([block, 0, stepLow, stepHigh], key, words, Math.ceil((first + size) / 4));
      take(at, first, size);
      at += size;
    }
  }

  return {
    uniform(step, out, from = 0) {
      draw(step, out.length, from, (at, first, size) => {
        for (let i = 0; i < size; i++) out[at + i] = ((words[first + i]! >>> 9) + 0.5) * 2 ** -23;
      });
    },
    normal(step, out, from = 0) {
      draw(step, out.length, from, (at, first, size) => {
        normalPairs(words, first + size, normals);
        for (let i = 0; i < size; i++) out[at + i] = normals[first + i]!;
      });
    },
    integers(step, bound, out) {
      draw(step, out.length, 0, (at, _, size) => {
        for (let i = 0; i < size; i++) out[at + i] = Math.floor((words[i]! / 2 ** 32) * bound);
      });
    },
    permutation(step, count) {
      const order = Int32Array.from({ length: count }, (_, i) => i);
      const bits = new Uint32Array(count);
      draw(step, count, 0, (at, _, size) => bits.set(words.subarray(0, size), at));
      for (let i = count - 1; i > 0; i--) {
        const j = Math.floor((bits[i]! / 2 ** 32) * (i + 1));
        const held = order[i]!;
        order[i] = order[j]!;
        order[j] = held;
      }
      return order;
    },
  };
}

/** FNV-1a over UTF-16 code units, started from `basis`: names of streams to 32-bit key words. */
function hashName(name: string, basis: number): number {
  let hash = (0x811c9dc5 ^ basis) >>> 0;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193) >>> 0;
  return hash;
}
