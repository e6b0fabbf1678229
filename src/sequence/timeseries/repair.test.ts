import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Order } from './constraint.ts';
import { type RowsToRepair, repairGrowth, repairOrders } from './repair.ts';

const rowsOf = (
  columns: Readonly<Record<string, readonly number[]>>,
  {
    decimals = 6,
    grain = 1,
    steps = Object.values(columns)[0]!.length,
    texts = {} as Record<string, string[]>,
    last = {} as Record<string, number>,
    free = undefined as Record<string, number[]> | undefined,
  } = {},
) => {
  const held = Object.fromEntries(
    Object.entries(columns).map(([name, values]) => [
      name,
      { values: Float64Array.from(values), grid: { decimals, grain }, low: 0, high: 1000 },
    ]),
  );
  const count = Object.values(columns)[0]!.length;
  const rows: RowsToRepair = {
    columnOf: (name) => held[name]!,
    textsOf: (name) => texts[name]!,
    sequences: Array.from({ length: count / steps }, (_, n) =>
      Int32Array.from({ length: steps }, (_, t) => n * steps + t),
    ),
    last: new Map(Object.entries(last)),
    ...(free && { isFree: (column: string, row: number) => free[column]?.includes(row) === true }),
  };
  return { rows, valuesOf: (name: string) => [...held[name]!.values] };
};

const STOCK: Order[] = [
  ['High', 'Open'],
  ['High', 'Close'],
  ['Open', 'Low'],
  ['Close', 'Low'],
].map(([high, low]) => ({ kind: 'order', high: high!, low: low! }));

test('one broken pair meets in the middle, and rows that hold stay as they are', () => {
  const { rows, valuesOf } = rowsOf({ a: [1, 5], b: [4, 2] });
  const changed = repairOrders([{ kind: 'order', high: 'a', low: 'b' }], rows);
  expect([valuesOf('a'), valuesOf('b')]).toEqual([
    [2.5, 5],
    [2.5, 2],
  ]);
  expect([...changed]).toEqual([3, 0]);
});

test('a chain is pooled as isotonic regression pools it: 1 >= 2 >= 6 becomes 3, 3, 3', () => {
  const { rows, valuesOf } = rowsOf({ a: [1], b: [2], c: [6] });
  repairOrders(
    [
      { kind: 'order', high: 'a', low: 'b' },
      { kind: 'order', high: 'b', low: 'c' },
    ],
    rows,
  );
  expect(['a', 'b', 'c'].map((name) => valuesOf(name)[0])).toEqual([3, 3, 3]);
});

test('the repaired row holds to the last decimal and no feasible row lies nearer', () => {
  const price = fc.double({ min: 0, max: 10, noNaN: true });
  fc.assert(
    fc.property(fc.tuple(price, price, price, price), fc.tuple(price, price, price, price), (real, other) => {
      const names = ['Open', 'High', 'Low', 'Close'];
      const { rows, valuesOf } = rowsOf(Object.fromEntries(names.map((name, i) => [name, [real[i]!]])));
      repairOrders(STOCK, rows);
      const [open, high, low, close] = names.map((name) => valuesOf(name)[0]!) as [
        number,
        number,
        number,
        number,
      ];
      expect(high >= open && high >= close && low <= open && low <= close).toBe(true);
      const distance = (point: readonly number[]) => Math.hypot(...point.map((value, i) => value - real[i]!));
      const feasible = [other[0], Math.max(...other), Math.min(...other), other[3]];
      expect(distance([open, high, low, close])).toBeLessThanOrEqual(distance(feasible) + 1e-4);
    }),
    { numRuns: 200 },
  );
});

test('rounding to fewer decimals of one column breaks no order', () => {
  const { rows, valuesOf } = rowsOf({ a: [0.4], b: [1.26] }, { decimals: 0 });
  repairOrders([{ kind: 'order', high: 'a', low: 'b' }], rows);
  expect(valuesOf('a')[0]).toBeGreaterThanOrEqual(valuesOf('b')[0]!);
});

test('a sequence that falls is pooled, each sequence for itself, and missing values stay', () => {
  const { rows, valuesOf } = rowsOf({ m: [1, 3, 2, 5, 4, Number.NaN, 4, 9] }, { steps: 4 });
  repairGrowth('m', rows);
  expect(valuesOf('m')).toEqual([1, 2.5, 2.5, 5, 4, Number.NaN, 4, 9]);
});

test('what goes on from rows before starts from them', () => {
  const meter = rowsOf({ meter: [1, 5, 4] }, { last: { meter: 3 } });
  repairGrowth('meter', meter.rows);
  expect(meter.valuesOf('meter')).toEqual([3, 4.5, 4.5]);
});

test('beside what is known only what is free moves, and all of the way', () => {
  const one = rowsOf({ high: [3], low: [7] }, { free: { high: [0] } });
  repairOrders([{ kind: 'order', high: 'high', low: 'low' }], one.rows);
  expect([one.valuesOf('high'), one.valuesOf('low')]).toEqual([[7], [7]]);
  const other = rowsOf({ high: [3], mid: [9], low: [1] }, { free: { mid: [0] } });
  const between: Order[] = [
    { kind: 'order', high: 'high', low: 'mid' },
    { kind: 'order', high: 'mid', low: 'low' },
  ];
  repairOrders(between, other.rows);
  expect(other.valuesOf('mid')).toEqual([3]);
  const meter = rowsOf({ meter: [2, 9, 1, 6, 4, 8] }, { free: { meter: [1, 2, 4] } });
  repairGrowth('meter', meter.rows);
  expect(meter.valuesOf('meter')).toEqual([2, 6, 6, 6, 6, 8]);
});

test('what is learned in tens stays in tens where it is moved', () => {
  const orders: Order[] = [{ kind: 'order', high: 'a', low: 'b' }];
  const { rows, valuesOf } = rowsOf({ a: [10, 20, 70], b: [40, 50, 30] }, { decimals: 0, grain: 10 });
  repairOrders(orders, rows);
  expect(valuesOf('a').every((value, i) => value % 10 === 0 && value >= valuesOf('b')[i]!)).toBe(true);
  expect(valuesOf('b').every((value) => value % 10 === 0)).toBe(true);
  const meter = rowsOf({ m: [10, 40, 20, 50] }, { decimals: 0, grain: 10, steps: 4 });
  repairGrowth('m', meter.rows);
  expect(meter.valuesOf('m')).toEqual([10, 30, 30, 50]);
});

test.each(['high', 'mid', 'low'])(
  'if %s is known, the rows hold and it stays, whatever is drawn',
  (known) => {
    const names = ['high', 'mid', 'low'].filter((name) => name !== known);
    const orders: Order[] = [
      { kind: 'order', high: 'high', low: 'mid' },
      { kind: 'order', high: 'mid', low: 'low' },
    ];
    const numbers = fc.tuple(...[1, 2, 3].map(() => fc.integer({ min: -1000, max: 1000 })));
    fc.assert(
      fc.property(numbers, ([high, mid, low]) => {
        const given = { high: [high! / 10], mid: [mid! / 10], low: [low! / 10] };
        const { rows, valuesOf } = rowsOf(given, {
          decimals: 1,
          free: Object.fromEntries(names.map((n) => [n, [0]])),
        });
        repairOrders(orders, rows);
        const [a, b, c] = ['high', 'mid', 'low'].map((name) => valuesOf(name)[0]!) as [
          number,
          number,
          number,
        ];
        expect(a).toBeGreaterThanOrEqual(b);
        expect(b).toBeGreaterThanOrEqual(c);
        expect(valuesOf(known)).toEqual(given[known as keyof typeof given]);
      }),
    );
  },
);
