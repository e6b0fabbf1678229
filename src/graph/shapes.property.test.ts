import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as g from './index.ts';

const extents = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 });
const counting = (shape: g.Shape, from = 1) =>
  Float64Array.from({ length: g.sizeOf(shape) }, (_, i) => from + i);
const counted = (shape: g.Shape, from = 1) => g.constant(counting(shape, from), shape);
const valued = (tensor: g.Tensor) => g.evaluate([tensor], new Map())[0]!;

/** A shape and another that broadcasts against it: some axes of either are 1, leading axes of the second missing. */
const broadcastPair = fc
  .record({
    full: extents,
    narrowA: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
    narrowB: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
    dropped: fc.integer({ min: 0, max: 4 }),
  })
  .map(({ full, narrowA, narrowB, dropped }) => ({
    a: full.map((extent, axis) => (narrowA[axis] ? 1 : extent)),
    b: full.map((extent, axis) => (narrowB[axis] ? 1 : extent)).slice(dropped),
  }));

/** NumPy's rule, element by element, told apart from the implementation by counting digits instead of strides. */
function broadcastAt(shape: g.Shape, result: g.Shape, flat: number): number {
  let index = 0;
  let stride = 1;
  let rest = flat;
  for (let back = 1; back <= result.length; back++) {
    const digit = rest % result[result.length - back]!;
    rest = Math.floor(rest / result[result.length - back]!);
    const extent = shape[shape.length - back];
    if (extent === undefined) continue;
    if (extent > 1) index += digit * stride;
    stride *= extent;
  }
  return index;
}

describe('broadcasting', () => {
  it.each([
    ['add', g.add, (a: number, b: number) => a + b],
    ['multiply', g.multiply, (a: number, b: number) => a * b],
  ])('%s combines the elements that NumPy combines', (_, build, combine) => {
    fc.assert(
      fc.property(broadcastPair, ({ a, b }) => {
        const { shape, data } = valued(build(counted(a), counted(b, 100)));
        const rank = Math.max(a.length, b.length);
        const expectedShape = Array.from({ length: rank }, (_, axis) =>
          Math.max(a[axis - rank + a.length] ?? 1, b[axis - rank + b.length] ?? 1),
        );
        expect(shape).toEqual(expectedShape);
        data.forEach((value, flat) => {
          expect(value).toBe(combine(1 + broadcastAt(a, shape, flat), 100 + broadcastAt(b, shape, flat)));
        });
      }),
    );
  });

  it('has gradients that count how often an element was used', () => {
    fc.assert(
      fc.property(broadcastPair, ({ a, b }) => {
        const [x, y] = [g.input('x', a), g.input('y', b)];
        const total = g.add(x, y);
        const [dx, dy] = g.gradients(g.sum(total), [x, y]).map(valued);
        const size = g.sizeOf(total.shape);
        expect(dx).toEqual({ shape: a, data: new Float64Array(g.sizeOf(a)).fill(size / g.sizeOf(a)) });
        expect(dy).toEqual({ shape: b, data: new Float64Array(g.sizeOf(b)).fill(size / g.sizeOf(b)) });
      }),
    );
  });
});

const shapeAndAxis = extents.chain((shape) =>
  fc.record({ shape: fc.constant(shape), axis: fc.integer({ min: 0, max: shape.length - 1 }) }),
);

describe('round trips', () => {
  it('slice takes back what pad surrounds and spreads', () => {
    const padding = extents.chain((shape) => {
      const list = fc.array(fc.integer({ min: 0, max: 2 }), {
        minLength: shape.length,
        maxLength: shape.length,
      });
      return fc.record({ shape: fc.constant(shape), before: list, after: list, between: list });
    });
    fc.assert(
      fc.property(padding, ({ shape, before, after, between }) => {
        const padded = g.pad(counted(shape), { before, after, between });
        const back = shape.reduce(
          (x, size, axis) => g.slice(x, axis, { start: before[axis]!, size, step: between[axis]! + 1 }),
          padded,
        );
        expect(valued(back)).toEqual({ shape, data: counting(shape) });
        expect(valued(g.sum(padded)).data).toEqual(valued(g.sum(counted(shape))).data);
      }),
    );
  });

  it('concat joins what split cut', () => {
    const cuts = shapeAndAxis.chain(({ shape, axis }) =>
      fc.record({
        shape: fc.constant(shape),
        axis: fc.constantFrom(axis, axis - shape.length),
        inside: fc.subarray(Array.from({ length: shape[axis]! - 1 }, (_, i) => i + 1)),
      }),
    );
    fc.assert(
      fc.property(cuts, ({ shape, axis, inside }) => {
        const bounds = [0, ...inside, shape.at(axis)!];
        const sizes = bounds.slice(1).map((bound, i) => bound - bounds[i]!);
        const parts = g.split(counted(shape), axis, sizes);
        parts.forEach((part, i) => {
          const cut = g.slice(counted(shape), axis, { start: bounds[i]!, size: sizes[i]! });
          expect(valued(part)).toEqual(valued(cut));
        });
        expect(valued(g.concat(parts, axis))).toEqual({ shape, data: counting(shape) });
      }),
    );
  });

  it('a transpose is undone by the inverse order, a reshape by the first shape', () => {
    const orders = extents.chain((shape) =>
      fc.record({
        shape: fc.constant(shape),
        order: fc.shuffledSubarray([...shape.keys()], { minLength: shape.length }),
      }),
    );
    fc.assert(
      fc.property(orders, ({ shape, order }) => {
        const x = counted(shape);
        const turned = g.transpose(x, order);
        const inverse = order.map((_, axis) => order.indexOf(axis));
        expect(valued(g.transpose(turned, inverse))).toEqual({ shape, data: counting(shape) });
        const flat = g.reshape(turned, [g.sizeOf(shape)]);
        expect(valued(g.reshape(flat, turned.shape))).toEqual(valued(turned));
        expect(valued(flat).data).toEqual(valued(turned).data);
      }),
    );
  });

  it('gather reads the rows that scatterAdd adds up', () => {
    const lookups = fc.integer({ min: 1, max: 4 }).chain((rows) =>
      fc.record({
        rows: fc.constant(rows),
        indices: fc.array(fc.integer({ min: 0, max: rows - 1 }), { minLength: 1, maxLength: 6 }),
      }),
    );
    fc.assert(
      fc.property(lookups, ({ rows, indices }) => {
        const at = g.constant(indices, [indices.length], 'int32');
        const read = g.gather(counted([rows, 2]), at);
        const added = valued(g.scatterAdd(at, read, rows));
        const used = Array.from(
          { length: rows },
          (_, row) => indices.filter((index) => index === row).length,
        );
        expect([...added.data]).toEqual([...counting([rows, 2])].map((value, i) => value * used[i >> 1]!));
      }),
    );
  });
});
