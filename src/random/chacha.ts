/**
 * ChaCha20's block function (Bernstein 2008; RFC 8439, section 2.3): 64 bytes of a key stream that nobody without the
 * key can tell from random ones.
 */
const ROUNDS = 20;
/** "expand 32-byte k". */
const CONSTANTS = [0x61707865, 0x3320646e, 0x79622d32, 0x6b206574] as const;

/** Writes 16 words to `out` from `at` on. `key` has 8 words, `nonce` 3. */
export function chacha20(
  key: ArrayLike<number>,
  counter: number,
  nonce: ArrayLike<number>,
  out: Uint32Array,
  at: number,
): void {
  const start = new Uint32Array(16);
  start.set(CONSTANTS);
  start.set(key, 4);
  start[12] = counter;
  start.set(nonce, 13);
  const x = start.slice();
  for (let round = 0; round < ROUNDS; round += 2) {
    quarter(x, 0, 4, 8, 12);
    quarter(x, 1, 5, 9, 13);
    quarter(x, 2, 6, 10, 14);
    quarter(x, 3, 7, 11, 15);
    quarter(x, 0, 5, 10, 15);
    quarter(x, 1, 6, 11, 12);
    quarter(x, 2, 7, 8, 13);
    quarter(x, 3, 4, 9, 14);
  }
  for (let i = 0; i < 16; i++) out[at + i] = x[i]! + start[i]!;
}

function quarter(x: Uint32Array, a: number, b: number, c: number, d: number): void {
  x[a]! += x[b]!;
  x[d] = rotated(x[d]! ^ x[a]!, 16);
  x[c]! += x[d]!;
  x[b] = rotated(x[b]! ^ x[c]!, 12);
  x[a]! += x[b]!;
  x[d] = rotated(x[d]! ^ x[a]!, 8);
  x[c]! += x[d]!;
  x[b] = rotated(x[b]! ^ x[c]!, 7);
}

const rotated = (word: number, by: number): number => (word << by) | (word >>> (32 - by));
