import { describe, expect, it } from 'vitest';
import { chacha20 } from './chacha.ts';
import { secretStream } from './secretStream.ts';

const hex = (words: Uint32Array) => Buffer.from(words.buffer).toString('hex');
const key = (first: number) => Uint8Array.from({ length: 32 }, (_, i) => (first + i) & 255);

describe('chacha20', () => {
  it('gives the block of RFC 8439, section 2.3.2', () => {
    const bytes = Uint8Array.from({ length: 32 }, (_, i) => i);
    const out = new Uint32Array(16);
    chacha20(new Uint32Array(bytes.buffer), 1, [0x09000000, 0x4a000000, 0], out, 0);
    expect(hex(out)).toBe(
      '10f1e7e4d13b5915500fdd1fa32071c4c7d1f4c733c068030422aa9ac3d46c4e' +
        'd2826446079faa0914c2d705d98b02a2b5129cd1de164eb9cbd083e8a2503c4e',
    );
  });

  it('gives the first two blocks of the key of zeros (RFC 8439, A.1, vectors 1 and 2)', () => {
    const out = new Uint32Array(32);
    for (const block of [0, 1]) chacha20(new Uint32Array(8), block, [0, 0, 0], out, 16 * block);
    expect(hex(out).slice(0, 64)).toBe('76b8e0ada0f13d90405d6ae55386bd28bdd219b8a08ded1aa836efcc8b770dc7');
    expect(hex(out).slice(128, 192)).toBe('9f07e7be5551387a98ba977c732d080dcb0f29a048e3656912c6533e32ee7aed');
  });
});

describe('a secret stream', () => {
  const drawn = (secret: Uint8Array, step: number, size = 100_001) => {
    const out = new Float64Array(size);
    secretStream(secret).normal(step, out);
    return out;
  };
  const mean = (values: ArrayLike<number>, map: (v: number) => number = (v) => v) =>
    Array.from(values, map).reduce((a, b) => a + b, 0) / values.length;

  it('is standard normal by its moments and its tails', () => {
    const values = drawn(key(1), 0, 400_001);
    const error = 5 / Math.sqrt(values.length);
    expect(Math.abs(mean(values))).toBeLessThan(error);
    expect(Math.abs(mean(values, (v) => v ** 2) - 1)).toBeLessThan(error * Math.sqrt(2));
    expect(Math.abs(mean(values, (v) => v ** 4) - 3)).toBeLessThan(error * Math.sqrt(96));
    expect(Math.abs(mean(values, (v) => Number(Math.abs(v) > 2)) - 0.0455)).toBeLessThan(error * 0.21);
  });

  it('depends on key and step alone, and others have nothing in common with it', () => {
    const values = drawn(key(1), 7);
    expect(drawn(key(1), 7)).toEqual(values);
    for (const other of [drawn(key(2), 7), drawn(key(1), 8), drawn(key(1), 7 + 2 ** 32)]) {
      const together = mean(values.map((v, i) => v * other[i]!));
      expect(Math.abs(together)).toBeLessThan(5 / Math.sqrt(values.length));
    }
  });

  it('takes each place by itself with the rate that is asked for', () => {
    const stream = secretStream(key(3));
    const [count, rate, rounds] = [200, 0.3, 500];
    const times = new Float64Array(count);
    const sizes: number[] = [];
    let both = 0;
    for (let step = 0; step < rounds; step++) {
      const taken = stream.sample(step, count, rate);
      expect([...taken]).toEqual([...taken].sort((a, b) => a - b));
      for (const i of taken) times[i]!++;
      if (taken.includes(0) && taken.includes(1)) both++;
      sizes.push(taken.length);
    }
    const spread = Math.sqrt(rounds * rate * (1 - rate));
    for (const n of times) expect(Math.abs(n - rounds * rate)).toBeLessThan(5 * spread);
    // a binomial number of places, not the same every time
    const variance = mean(sizes, (n) => (n - count * rate) ** 2);
    expect(variance / (count * rate * (1 - rate))).toBeGreaterThan(0.7);
    expect(variance / (count * rate * (1 - rate))).toBeLessThan(1.4);
    expect(Math.abs(both / rounds - rate * rate)).toBeLessThan(5 * Math.sqrt(0.09 / rounds));
    expect(stream.sample(0, count, 1)).toHaveLength(count);
    expect(stream.sample(0, count, 0)).toHaveLength(0);
  });

  it('wants a key of 32 bytes', () => {
    expect(() => secretStream(new Uint8Array(16))).toThrow(/16 bytes, not 32/);
  });
});
