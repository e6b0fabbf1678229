import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomStream } from './stream.ts';

const COUNT = 100_000;
const normals = (seed: number, name: string, step = 0, count = COUNT): Float32Array => {
  const out = new Float32Array(count);
  randomStream(seed, name).normal(step, out);
  return out;
};
const uniforms = (seed: number, name: string, step = 0, count = COUNT): Float32Array => {
  const out = new Float32Array(count);
  randomStream(seed, name).uniform(step, out);
  return out;
};

const moment = (values: Float32Array, power: number): number =>
  values.reduce((total, x) => total + x ** power, 0) / values.length;

/** Kolmogorov and Smirnov's statistic times sqrt(n); 1.95 is passed once in a thousand samples. */
function kolmogorovSmirnov(values: Float32Array, cumulative: (x: number) => number): number {
  const sorted = values.slice().sort();
  let largest = 0;
  sorted.forEach((x, i) => {
    const p = cumulative(x);
    largest = Math.max(largest, p - i / sorted.length, (i + 1) / sorted.length - p);
  });
  return largest * Math.sqrt(sorted.length);
}

/** Phi by its Taylor series about 0, to 1e-10 within +-6. */
function normalCumulative(x: number): number {
  let [term, total] = [x, x];
  for (let k = 1; k < 120; k++) {
    term *= (x * x) / (2 * k + 1);
    total += term;
  }
  return 0.5 + (total * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
}

function correlation(a: Float32Array, b: Float32Array): number {
  return a.reduce((total, x, i) => total + x * b[i]!, 0) / a.length;
}

/** Five standard errors of a correlation of `COUNT` pairs. */
const UNCORRELATED = 5 / Math.sqrt(COUNT);

describe('what a stream depends on', () => {
  it('is seed, name and step: earlier draws and other streams change nothing', () => {
    const fresh = normals(7, 'noise', 3, 100);
    const stream = randomStream(7, 'noise');
    const other = randomStream(8, 'noise');
    stream.uniform(0, new Float32Array(5));
    other.normal(3, new Float32Array(100));
    stream.permutation(3, 10);
    const again = new Float32Array(100);
    stream.normal(3, again);
    expect(again).toEqual(fresh);
  });

  it.each([
    ['seed', 8, 'noise', 3],
    ['the seed above 2^32', 7 + 2 ** 32, 'noise', 3],
    ['name', 7, 'noise2', 3],
    ['an empty name', 7, '', 3],
    ['step', 7, 'noise', 4],
    ['the step above 2^32', 7, 'noise', 3 + 2 ** 32],
  ])('another value of %s gives other, uncorrelated numbers', (_, seed, name, step) => {
    const [a, b] = [normals(7, 'noise', 3), normals(seed, name, step)];
    expect(a.filter((x, i) => x === b[i]).length).toBeLessThan(5);
    expect(Math.abs(correlation(a, b))).toBeLessThan(UNCORRELATED);
  });

  it('is not how much is drawn: a shorter draw is the beginning of a longer one', () => {
    for (const count of [1, 2, 3, 4, 5, 17]) {
      expect(normals(1, 'a', 0, count)).toEqual(normals(1, 'a', 0, 64).slice(0, count));
      expect(uniforms(1, 'a', 0, count)).toEqual(uniforms(1, 'a', 0, 64).slice(0, count));
    }
  });

  it('stays as it was released: the first numbers of one stream', () => {
    expect([...uniforms(1, 'noise', 0, 4)]).toEqual([
      5444491 * 2 ** -24,
      13992503 * 2 ** -24,
      1261607 * 2 ** -24,
      6036165 * 2 ** -24,
    ]);
  });

  it('gives many names streams that are uncorrelated pair by pair', () => {
    const names = [
      'generator.lstm.weight_hh_l0',
      'generator.lstm.weight_hh_l1',
      'critic',
      'noise.steps',
      'a',
      'b',
    ];
    const drawn = names.map((name) => normals(1, name));
    for (let i = 0; i < drawn.length; i++) {
      for (let j = 0; j < i; j++) {
        const message = `${names[i]} and ${names[j]}`;
        expect(Math.abs(correlation(drawn[i]!, drawn[j]!)), message).toBeLessThan(UNCORRELATED);
      }
    }
  });
});

describe('uniform', () => {
  it('lies strictly between 0 and 1 in float32, also where all leading bits are zeros or ones', () => {
    // found by search: the first steps of this stream with a word of 24 leading zeros, or ones
    expect(uniforms(0, 'extremes', 357931, 4)[2]).toBe(2 ** -24);
    expect(uniforms(0, 'extremes', 2052234, 4)[3]).toBe(1 - 2 ** -24);
  });

  it('gives odd multiples of 2^-24', () => {
    const odd = uniforms(3, 'u').filter((u) => (u * 2 ** 24) % 2 === 1);
    expect(odd.length).toBe(COUNT);
  });

  it('is uniform by mean, variance and Kolmogorov-Smirnov', () => {
    const values = uniforms(5, 'u');
    expect(Math.abs(moment(values, 1) - 1 / 2)).toBeLessThan(5 * Math.sqrt(1 / 12 / COUNT));
    expect(Math.abs(moment(values, 2) - 1 / 3)).toBeLessThan(5 * Math.sqrt(4 / 45 / COUNT));
    expect(kolmogorovSmirnov(values, (x) => x)).toBeLessThan(1.95);
  });
});

describe('normal', () => {
  it('has the moments of a standard normal', () => {
    const count = 1_000_000;
    const values = normals(11, 'z', 0, count);
    // variances of the sample moments: E x^2k - (E x^k)^2
    for (const [power, expected, variance] of [
      [1, 0, 1],
      [2, 1, 2],
      [3, 0, 15],
      [4, 3, 96],
    ] as const) {
      const error = Math.abs(moment(values, power) - expected);
      expect(error, `moment ${power}`).toBeLessThan(5 * Math.sqrt(variance / count));
    }
  });

  it('is normal by Kolmogorov-Smirnov, and so are the even and the odd half of its pairs', () => {
    const values = normals(11, 'z');
    expect(kolmogorovSmirnov(values, normalCumulative)).toBeLessThan(1.95);
    for (const parity of [0, 1]) {
      const half = values.filter((_, i) => i % 2 === parity);
      expect(kolmogorovSmirnov(half, normalCumulative)).toBeLessThan(1.95);
    }
  });

  it('is uncorrelated with its neighbours in the draw', () => {
    const values = normals(11, 'z', 0, COUNT + 4);
    for (const lag of [1, 2, 3, 4]) {
      const shifted = values.subarray(lag, lag + COUNT);
      expect(Math.abs(correlation(values.subarray(0, COUNT), shifted)), `lag ${lag}`).toBeLessThan(
        UNCORRELATED,
      );
    }
  });
});

describe('integers', () => {
  it('lie in 0..bound-1 and fall on each equally often', () => {
    for (const bound of [1, 2, 7, 10]) {
      const out = new Int32Array(COUNT);
      randomStream(2, 'choice').integers(0, bound, out);
      const counts = new Array<number>(bound).fill(0);
      for (const value of out) counts[value]! += 1;
      expect(counts.reduce((a, b) => a + b)).toBe(COUNT); // a value outside makes this NaN or short
      const expected = COUNT / bound;
      const chiSquare = counts.reduce((total, n) => total + (n - expected) ** 2 / expected, 0);
      expect(chiSquare).toBeLessThan(bound + 5 * Math.sqrt(2 * bound));
    }
  });
});

describe('permutation', () => {
  it('holds every whole number below its count once', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 31), fc.nat(1000), fc.nat(300), (seed, step, count) => {
        const order = randomStream(seed, 'order').permutation(step, count);
        expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i));
      }),
    );
  });

  it('gives the orders of three equally often', () => {
    const stream = randomStream(4, 'order');
    const counts = new Map<string, number>();
    const draws = 12_000;
    for (let step = 0; step < draws; step++) {
      const order = stream.permutation(step, 3).join();
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    for (const [order, n] of counts) {
      expect(Math.abs(n - draws / 6), order).toBeLessThan(5 * Math.sqrt((draws * 5) / 36));
    }
  });
});

describe('a part of a page', () => {
  it('holds the values that stand there in the whole page', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.nat(50), fc.constantFrom('normal', 'uniform'), (from, size, draw) => {
        const stream = randomStream(7, 'part');
        const [whole, part] = [new Float32Array(251), new Float32Array(size)];
        stream[draw](3, whole);
        stream[draw](3, part, from);
        expect(part).toEqual(whole.slice(from, from + size));
      }),
    );
  });
});
