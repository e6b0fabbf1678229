/**
 * Random numbers that must stay secret: those on which a guarantee of privacy rests. They come from a key that is
 * drawn by the machine for one run and never written anywhere, not from the seed, which is in every model's files:
 * who knows the noise can subtract it. The generator is cryptographic (chacha.ts), since from numbers of the other one
 * (Philox) the rest could be found.
 *
 * As with the other streams, what a page holds depends on the key, the purpose and the step alone.
 */
import { chacha20 } from './chacha.ts';

/** What numbers are for: each purpose has pages of its own. */
const PURPOSES = { sampling: 0, noise: 1 } as const;

export const SECRET_BYTES = 32;

export interface SecretStream {
  /** The places in 0..count-1 that are taken, each by itself with the probability `rate`, in ascending order. */
  sample(step: number, count: number, rate: number): Int32Array;
  /** Fills `out` with standard normal values. */
  normal(step: number, out: Float64Array): void;
}

export function secretStream(secret: Uint8Array): SecretStream {
  if (secret.length !== SECRET_BYTES)
    throw new Error(`secretStream: the key has ${secret.length} bytes, not ${SECRET_BYTES}`);
  const view = new DataView(secret.buffer, secret.byteOffset, secret.byteLength);
  const key = Uint32Array.from({ length: 8 }, (_, i) => view.getUint32(4 * i, true));

  function words(purpose: keyof typeof PURPOSES, step: number, count: number): Uint32Array {
    const blocks = Math.ceil(count / 16);
    const out = new Uint32Array(16 * blocks);
    const nonce = [PURPOSES[purpose], step >>> 0, Math.floor(step / 2 ** 32) >>> 0];
    for (let block = 0; block < blocks; block++) chacha20(key, block, nonce, out, 16 * block);
    return out;
  }

  return {
    sample(step, count, rate) {
      const bits = words('sampling', step, 2 * count);
      const taken: number[] = [];
      for (let i = 0; i < count; i++) if (unit(bits, 2 * i) < rate) taken.push(i);
      return Int32Array.from(taken);
    },
    /** Box and Muller 1958, from 53 bits each: the tails reach to 8.6 deviations. */
    normal(step, out) {
      const pairs = Math.ceil(out.length / 2);
      const bits = words('noise', step, 4 * pairs);
      for (let pair = 0; pair < pairs; pair++) {
        const radius = Math.sqrt(-2 * Math.log(1 - unit(bits, 4 * pair)));
        const angle = 2 * Math.PI * unit(bits, 4 * pair + 2);
        out[2 * pair] = radius * Math.cos(angle);
        if (2 * pair + 1 < out.length) out[2 * pair + 1] = radius * Math.sin(angle);
      }
    },
  };
}

/** In [0, 1), a multiple of 2^-53, from two words. */
const unit = (bits: Uint32Array, at: number): number =>
  ((bits[at]! >>> 5) * 2 ** 26 + (bits[at + 1]! >>> 6)) * 2 ** -53;
