import fc from 'fast-check';
import { expect, it } from 'vitest';
import { randomStream } from '../../random/stream.ts';
import { drawSequences } from './pagedNoise.ts';

const stream = randomStream(3, 'sample noise.steps');
const [T, Z, PAGE] = [3, 5, 256];
const pages = [0, 1, 2].map((page) => {
  const values = new Float32Array(T * PAGE * Z);
  stream.normal(page, values);
  return values;
});

it('a batch of any size from any place has the noise that stands there in pages of 256 sequences', () => {
  fc.assert(
    fc.property(fc.nat(400), fc.integer({ min: 1, max: 300 }), (first, count) => {
      const out = new Float32Array(T * count * Z);
      drawSequences(stream, out, [T, count, Z], first);
      for (let t = 0; t < T; t++) {
        for (let b = 0; b < count; b++) {
          const place = first + b;
          const from = (t * PAGE + (place % PAGE)) * Z;
          const own = pages[Math.floor(place / PAGE)]!.subarray(from, from + Z);
          const drawn = out.subarray((t * count + b) * Z, (t * count + b + 1) * Z);
          if (drawn.some((x, i) => x !== own[i])) throw new Error(`sequence ${place}, step ${t}`);
        }
      }
    }),
    { numRuns: 40 },
  );
});

it('noise of whole sequences [B, Z] is a page [256, Z] of them', () => {
  const page = new Float32Array(PAGE * Z);
  stream.normal(1, page);
  const out = new Float32Array(4 * Z);
  drawSequences(stream, out, [4, Z], 256 + 7);
  expect(out).toEqual(page.slice(7 * Z, 11 * Z));
});
