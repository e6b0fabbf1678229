import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchReader, type Sequences } from './batches.ts';

/** Sequence n holds 100 n + 10 t + f. */
function numbered(count: number, length: number, features: number): Sequences {
  const values = new Float32Array(count * length * features);
  values.forEach((_, i) => {
    const [n, t, f] = [Math.floor(i / (length * features)), Math.floor(i / features) % length, i % features];
    values[i] = 100 * n + 10 * t + f;
  });
  return { count, length, features, values };
}

describe('a batch', () => {
  it('is time-major: step t of all its sequences stands together', () => {
    const data = numbered(5, 3, 2);
    const out = new Float32Array(3 * 4 * 2);
    batchReader(data, 4, 1)(0, out);
    for (let b = 0; b < 4; b++) {
      const n = Math.floor(out[b * 2]! / 100);
      for (let t = 0; t < 3; t++) {
        for (let f = 0; f < 2; f++) expect(out[(t * 4 + b) * 2 + f]).toBe(100 * n + 10 * t + f);
      }
    }
  });

  it('depends on the seed and its index alone, whatever was read before', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.nat(50),
        fc.nat(50),
        fc.nat(),
        (batch, index, other, seed) => {
          const data = numbered(12, 1, 1);
          const [first, second] = [new Float32Array(batch), new Float32Array(batch)];
          batchReader(data, batch, seed)(index, first);
          const reader = batchReader(data, batch, seed);
          reader(other, second);
          reader(index, second);
          expect([...second]).toEqual([...first]);
        },
      ),
    );
  });
});

it('an epoch visits every sequence once, in an order that the next one does not repeat', () => {
  const data = numbered(10, 1, 1);
  const read = batchReader(data, 4, 3);
  const seen: number[] = [];
  const out = new Float32Array(4);
  for (let index = 0; index < 5; index++) {
    read(index, out);
    seen.push(...[...out].map((v) => v / 100));
  }
  const epochs = [seen.slice(0, 10), seen.slice(10, 20)];
  for (const epoch of epochs)
    expect([...epoch].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(epochs[0]).not.toEqual(epochs[1]);
});
