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
  /** Fills `out` with standard normal values (Box and Muller 1958, both of each pair used), from number `from` on. */
  normal(step: number, out: Float32Array, from?: number): void;
  /** Fills `out` with whole numbers 0..bound-1 (Lemire's multiply-shift without rejection; bias below bound/2^32). */
  integers(step: number, bound: number, out: Int32Array): void;
  /** A uniformly drawn order of 0..count-1 (Fisher and Yates). */
  permutation(step: number, count: number): Int32Array;
}

const UNIT = 2 ** -24;

export function randomStream(seed: number, name: string): RandomStream {
  const key: [number, number] = [seed >>> 0, hashName(name, Math.floor(seed / 2 ** 32) >>> 0)];

  /** `count` words of a page from number `from` on. */
  function words(step: number, count: number, from = 0): Uint32Array {
    const first = Math.floor(from / 4);
    const blocks = Math.ceil((from + count) / 4) - first;
    const out = new Uint32Array(blocks * 4);
    const stepLow = step >>> 0;
    const stepHigh = Math.floor(step / 2 ** 32) >>> 0;
    for (let block = 0; block < blocks; block++)
      philox4x32([first + block, 0, stepLow, stepHigh], key, out, block * 4);
    return from % 4 === 0 ? out : out.subarray(from - 4 * first);
  }

  return {
    uniform(step, out, from = 0) {
      const bits = words(step, out.length, from);
      for (let i = 0; i < out.length; i++) out[i] = ((bits[i]! >>> 9) + 0.5) * 2 ** -23;
    },
    normal(step, out, from = 0) {
      const odd = from & 1; // the first value is then the second one of its pair
      const end = out.length + odd;
      const bits = words(step, end + (end & 1), from - odd);
      for (let i = 0; i < end; i += 2) {
        const radius = Math.sqrt(-2 * Math.log(((bits[i]! >>> 8) + 0.5) * UNIT));
        const angle = 2 * Math.PI * ((bits[i + 1]! >>> 8) * UNIT);
        if (i >= odd) out[i - odd] = radius * Math.cos(angle);
        if (i + 1 < end) out[i + 1 - odd] = radius * Math.sin(angle);
      }
    },
    integers(step, bound, out) {
      const bits = words(step, out.length);
      for (let i = 0; i < out.length; i++) out[i] = Math.floor((bits[i]! / 2 ** 32) * bound);
    },
    permutation(step, count) {
      const bits = words(step, count);
      const order = Int32Array.from({ length: count }, (_, i) => i);
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
