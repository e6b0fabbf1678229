/**
 * Philox4x32-10, the counter-based generator of Salmon et al., "Parallel random numbers: as easy as 1, 2, 3"
 * (SC 2011): a 128-bit counter and a 64-bit key give 128 random bits with no state in between. The same
 * (seed, stream, step) therefore gives the same numbers on every machine and thread, and resuming needs nothing
 * but the step.
 */

const MULTIPLIER_A = 0xd2511f53;
const MULTIPLIER_B = 0xcd9e8d57;
const WEYL_A = 0x9e3779b9;
const WEYL_B = 0xbb67ae85;
const ROUNDS = 10;

/**
 * High 32 bits of the 64-bit product of two 32-bit integers, from products of their halves. All sums stay below 2^32,
 * so arithmetic modulo 2^32 is exact, and the engine keeps every value in an integer register.
 */
function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const middle = (Math.imul(aHigh, bLow) + (Math.imul(aLow, bLow) >>> 16)) | 0;
  const carried = (Math.imul(aLow, bHigh) + (middle & 0xffff)) | 0;
  return (Math.imul(aHigh, bHigh) + (middle >>> 16) + (carried >>> 16)) | 0;
}

/**
 * Encrypts `blocks` counters that differ in their first word, which counts up from that of `counter` modulo 2^32: four
 * unsigned 32-bit words each, from `out[0]` on.
 * Verified against the known-answer vectors that the authors publish with Random123.
 */
export function philox4x32(
  counter: readonly [number, number, number, number],
  key: readonly [number, number],
  out: Uint32Array,
  blocks = 1,
): void {
  const [first, second, third, fourth] = counter;
  const [keyA, keyB] = key;
  for (let block = 0; block < blocks; block++) {
    let c0 = (first + block) | 0;
    let c1 = second | 0;
    let c2 = third | 0;
    let c3 = fourth | 0;
    let k0 = keyA | 0;
    let k1 = keyB | 0;
    for (let round = 0; round < ROUNDS; round++) {
      const highA = multiplyHigh(MULTIPLIER_A, c0);
      const lowA = Math.imul(MULTIPLIER_A, c0);
      const highB = multiplyHigh(MULTIPLIER_B, c2);
      const lowB = Math.imul(MULTIPLIER_B, c2);
      c0 = highB ^ c1 ^ k0;
      c1 = lowB;
      c2 = highA ^ c3 ^ k1;
      c3 = lowA;
      k0 = (k0 + WEYL_A) | 0;
      k1 = (k1 + WEYL_B) | 0;
    }
    const at = 4 * block;
    out[at] = c0;
    out[at + 1] = c1;
    out[at + 2] = c2;
    out[at + 3] = c3;
  }
}
