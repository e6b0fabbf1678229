import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Running } from './constraint.ts';
import type { RowsToRepair } from './repair.ts';
import { repairRunning } from './repairRunning.ts';

const RUNNING: Running = {
  kind: 'running',
  balance: 'balance',
  amount: 'amount',
  minus: { column: 'kind', texts: ['out'] },
};

/** One sequence; balances were learned in 0 .. 1,000, amounts in 0 .. 100. */
function account(
  balances: readonly number[],
  amounts: readonly number[],
  {
    kinds = amounts.map(() => 'in'),
    decimals = 2,
    last = {} as Record<string, number>,
    opening = 0,
    points = [] as readonly number[],
    low = 0,
    free = undefined as Readonly<Record<string, readonly number[]>> | undefined,
  } = {},
) {
  const columns = {
    balance: { values: Float64Array.from(balances), grid: { decimals }, low: 0, high: 1000 },
    amount: { values: Float64Array.from(amounts), grid: { decimals, points }, low, high: 100 },
  };
  const rows: RowsToRepair = {
    columnOf: (name) => columns[name as keyof typeof columns],
    textsOf: () => kinds,
    sequences: [Int32Array.from(amounts.keys())],
    last: new Map(Object.entries(last)),
    ...(free && { isFree: (column: string, row: number) => free[column]?.includes(row) === true }),
  };
  const changed = repairRunning(Number.isNaN(opening) ? RUNNING : { ...RUNNING, opening }, rows);
  return { balance: [...columns.balance.values], amount: [...columns.amount.values], changed: [...changed] };
}

test('what follows already stays as it is, minus where the text says so', () => {
  const kinds = ['in', 'out', 'in'];
  expect(account([10, 7, 9], [10, 3, 2], { kinds })).toEqual({
    balance: [10, 7, 9],
    amount: [10, 3, 2],
    changed: [0, 0, 0],
  });
  const second = account([50, 54, 53], [10, 4, 1], { kinds: ['in', 'in', 'out'], opening: Number.NaN });
  expect(second.balance).toEqual([50, 54, 53]);
  expect(second.amount).toEqual([10, 4, 1]);
  expect(account([110, 115], [10, 5], { last: { balance: 100 } }).balance).toEqual([110, 115]);
});

test('large amounts give way more than small ones, and a missing amount counts as none', () => {
  const { amount } = account([20, 30, 140], [1, 1, 50]);
  expect(amount[2]! - 50).toBeGreaterThan(20 * (amount[0]! - 1));
  const missing = account([10, 90, 30], [10, Number.NaN, 20]);
  expect(missing.amount[1]).toBeNaN();
  expect(missing.balance[1]).toBe(missing.balance[0]);
});

const many = (low: number, high: number) =>
  fc.array(fc.double({ min: low, max: high, noNaN: true }), { minLength: 12, maxLength: 12 });
const kinds = fc.array(fc.constantFrom('in', 'out'), { minLength: 12, maxLength: 12 });

test('whatever was generated, the balance follows to the last decimal and amounts stay where they were learned', () => {
  fc.assert(
    fc.property(many(-2000, 2000), many(0, 100), kinds, (balances, amounts, texts) => {
      const { balance, amount } = account(balances, amounts, { kinds: texts });
      let before = 0;
      for (const [t, value] of amount.entries()) {
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(100);
        before = Math.round(100 * (before + (texts[t] === 'out' ? -value : value))) / 100;
        expect(balance[t]).toBe(before);
      }
    }),
  );
});

test('no other change of one amount would cost less', () => {
  const cost = (balances: readonly number[], amounts: readonly number[], made: readonly number[]) => {
    let [x, total] = [0, 0];
    for (const [t, value] of made.entries()) {
      x += value;
      total += ((x - balances[t]!) / 250) ** 2 + ((value - amounts[t]!) / Math.max(0.1, amounts[t]!)) ** 2;
    }
    return total;
  };
  fc.assert(
    fc.property(many(150, 250), many(20, 30), (balances, amounts) => {
      const { amount } = account(balances, amounts, { decimals: 9 });
      const best = cost(balances, amounts, amount);
      for (const t of amount.keys())
        for (const step of [-0.01, 0.01]) {
          const other = amount.map((value, i) => (i === t ? value + step : value));
          expect(cost(balances, amounts, other)).toBeGreaterThan(best - 1e-9);
        }
    }),
  );
});

test('a long balance stays by what was generated, where amounts alone would carry it away', () => {
  const steps = 128;
  const balances = Array.from({ length: steps }, (_, t) => 500 + 100 * Math.sin(t / 9));
  const amounts = Array.from({ length: steps }, (_, t) => 10 + ((t * 7) % 30));
  const texts = amounts.map((_, t) => (t % 5 === 0 ? 'in' : 'out'));
  const alone = amounts.reduce((sum, amount, t) => sum + (texts[t] === 'out' ? -amount : amount), 500);
  const { balance } = account(balances, amounts, { kinds: texts, last: { balance: 500 } });
  expect(alone).toBeLessThan(-1000);
  expect(Math.max(...balance.map((value, t) => Math.abs(value - balances[t]!)))).toBeLessThan(250);
});

test('an amount that is a point stays there, and the others stay where others were learned', () => {
  const { amount, balance } = account([900, 900, 900, 990], [50, 0, 0, 60], { points: [0], low: 40 });
  expect(amount).toEqual([100, 0, 0, 100]);
  expect(balance).toEqual([100, 100, 100, 200]);
  const { amount: least } = account([-900, -900, -900], [50, 0, 60], { points: [0], low: 40 });
  expect(least).toEqual([40, 0, 40]);
});

test('beside what is known a balance is what follows from it, forth and back, and so is an amount', () => {
  const free = { balance: [1, 2, 4], amount: [3] };
  const kinds = ['in', 'in', 'out', 'in', 'out'];
  expect(account([100, 7, 7, 200, 7], [1, 10, 30, 7, 25], { kinds, free })).toEqual({
    balance: [100, 110, 80, 200, 175],
    amount: [1, 10, 30, 120, 25],
    changed: [0, 103, 73, 113, 168],
  });
  // before the first known balance, whatever sequences usually open with
  const { balance } = account([7, 7, 50], [20, 10, 5], { free: { balance: [0, 1] } });
  expect(balance).toEqual([35, 45, 50]);
});

test('between known balances free amounts give way until they meet, large ones most', () => {
  const { balance, amount } = account([100, 120, 150, 300], [1, 20, 40, 80], {
    free: { balance: [1, 2], amount: [1, 2, 3] },
  });
  expect(balance[0]).toBe(100);
  expect(balance[3]).toBe(300);
  for (const i of [1, 2, 3]) expect(balance[i]! - balance[i - 1]!).toBeCloseTo(amount[i]!, 9);
  expect(amount[1]! - 20).toBeLessThan(amount[2]! - 40);
  expect(amount[2]! - 40).toBeLessThan(amount[3]! - 80);
});

test('no known amount or balance is changed, though they contradict each other', () => {
  const free = { balance: [2] };
  expect(account([100, 500, 7, 30], [1, 10, 20, 5], { free })).toMatchObject({
    balance: [100, 500, 520, 30],
    amount: [1, 10, 20, 5],
  });
});

test('a sign that was guessed does not make an amount that nobody pays', () => {
  const free = { balance: [1], amount: [1, 2], kind: [1, 2] };
  const kinds = ['in', 'in', 'in'];
  const { amount } = account([100, 90, 20], [1, 10, 10], { kinds, free });
  expect(Math.min(...amount)).toBeGreaterThanOrEqual(0);
});
