import { describe, expect, it } from 'vitest';
import { philox4x32 } from './philox.ts';

type Counter = [number, number, number, number];

/** kat_vectors of Random123, the lines `philox4x32 10`: counter, key, answer. */
const answers: readonly [title: string, counter: Counter, key: [number, number], answer: Counter][] = [
  ['zeros', [0, 0, 0, 0], [0, 0], [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]],
  [
    'ones',
    [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
    [0xffffffff, 0xffffffff],
    [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
  ],
  [
    'the digits of pi',
    [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
    [0xa4093822, 0x299f31d0],
    [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
  ],
];

describe('philox4x32', () => {
  it.each(answers)('gives the answer that its authors publish for %s', (_, counter, key, answer) => {
    const out = new Uint32Array(4);
    philox4x32(counter, key, out);
    expect([...out]).toEqual(answer);
  });

  it('counts up from the first word, past its end, and writes four words for each and nothing beside them', () => {
    const [out, one] = [new Uint32Array(16), new Uint32Array(4)];
    philox4x32([0xfffffffe, 2, 3, 4], [5, 6], out, 3);
    for (const [block, first] of [0xfffffffe, 0xffffffff, 0].entries()) {
      philox4x32([first, 2, 3, 4], [5, 6], one);
      expect(out.slice(4 * block, 4 * block + 4)).toEqual(one);
    }
    expect([...out.slice(12)]).toEqual([0, 0, 0, 0]);
  });

  it('agrees with 64-bit arithmetic on a thousand counters and keys', () => {
    const word = (i: number) => Math.imul(i + 1, 0x9e3779b1) >>> 0;
    const out = new Uint32Array(4);
    for (let i = 0; i < 6000; i += 6) {
      const counter: Counter = [word(i), word(i + 1), word(i + 2), word(i + 3)];
      const key: [number, number] = [word(i + 4), word(i + 5)];
      philox4x32(counter, key, out);
      expect([...out]).toEqual(wide(counter, key));
    }
  });
});

/** The paper's definition in BigInt. */
function wide(counter: Counter, key: readonly [number, number]): number[] {
  let [a, b, c, d] = counter.map(BigInt) as [bigint, bigint, bigint, bigint];
  let [k, l] = key.map(BigInt) as [bigint, bigint];
  const low = (x: bigint) => x & 0xffffffffn;
  for (let round = 0; round < 10; round++) {
    const [p, q] = [a * 0xd2511f53n, c * 0xcd9e8d57n];
    [a, b, c, d] = [(q >> 32n) ^ b ^ k, low(q), (p >> 32n) ^ d ^ l, low(p)];
    [k, l] = [low(k + 0x9e3779b9n), low(l + 0xbb67ae85n)];
  }
  return [a, b, c, d].map(Number);
}
