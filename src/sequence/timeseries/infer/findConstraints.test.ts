import { expect, test } from 'vitest';
import type { UserError } from '../../../errors/userError.ts';
import { describeTable, fitTimeSeries, parseCsv, startFlow, timeSeriesCodecFromJson } from '../index.ts';

const mix = (r: number, k: number) => ((r * 7919 + k * 104729) % 997) / 997;

/** Daily prices: low <= open, close <= high, all over one range. */
const PRICES = [
  'open,high,low,close,volume',
  ...Array.from({ length: 300 }, (_, r) => {
    const base = 50 + 40 * Math.sin(r / 20);
    const [open, close] = [base + 5 * mix(r, 1), base + 5 * mix(r, 2)];
    const [high, low] = [Math.max(open, close) + mix(r, 3), Math.min(open, close) - mix(r, 4)];
    return [...[open, high, low, close].map((value) => value.toFixed(2)), 1e6 + ((r * 7919) % 5000)].join(
      ',',
    );
  }),
].join('\n');

/** Accounts whose rows of one day stand in no order. */
const BANK = [
  'account_id,date,kind,amount,balance',
  ...Array.from({ length: 30 }, (_, k) => {
    let balance = 0;
    const rows = Array.from({ length: 12 }, (_, t) => {
      const amount = 100 + ((k * 31 + t * 57) % 83);
      const isIn = t === 0 || mix(k * 12 + t, 5) < 0.6;
      balance += isIn ? amount : -amount;
      return `K${100 + k},2020-01-${String(t % 6 === 3 ? t : t + 1).padStart(2, '0')},${isIn ? 'in' : 'out'},${amount},${balance}`;
    });
    // two rows share a day, and are swapped
    for (let t = 2; t + 1 < 12; t += 6) rows.splice(t, 2, rows[t + 1]!, rows[t]!);
    return rows.join('\n');
  }),
].join('\n');

const read = (text: string) => parseCsv(text, 'data.csv');
const found = (text: string) => describeTable(read(text)).constraints.map(({ text }) => text);

test('orders that chance would break are found, without those that follow from others', () => {
  expect(found(PRICES).sort()).toEqual(['close >= low', 'high >= close', 'high >= open', 'open >= low']);
  const broken = PRICES.replace(/\n([\d.]+),([\d.]+),/, '\n$2,$1,');
  expect(found(broken)).not.toContain('high >= open');
});

test('columns of disjoint ranges, and few rows, say nothing', () => {
  expect(found(PRICES).join()).not.toContain('volume');
  expect(found(PRICES.split('\n').slice(0, 50).join('\n'))).toEqual([]);
});

test('a column that never falls in any sequence is found', () => {
  const reading = (k: number, t: number): number => (t === 0 ? 0 : reading(k, t - 1) + ((k * t * 7) % 5));
  const rows = Array.from({ length: 200 }, (_, i) => [i % 10, (i - (i % 10)) / 10]).map(
    ([k, t]) => `m${k},${reading(k!, t!)},${(k! + t! * 3) % 7}`,
  );
  expect(found(`meter_id,reading,x\n${rows.join('\n')}`)).toEqual(['reading never falls']);
});

test('a balance that follows amounts is found, its signs too, and rows of one day are put in its order', () => {
  const { constraints, warnings } = describeTable(read(BANK));
  expect(constraints).toEqual([
    { text: 'balance follows amount, minus where kind is "out"', isDeclared: false, share: 1, moved: 120 },
  ]);
  expect(warnings.map(({ what }) => what).join()).not.toContain('order of the file');
});

test('whatever is generated, what is written holds, and what was changed is counted', () => {
  const { codec } = fitTimeSeries(read(PRICES), { length: 4 });
  const restored = timeSeriesCodecFromJson(JSON.parse(JSON.stringify(codec.toJSON())), 'codec.json');
  const values = Float32Array.from({ length: 5 * 40 }, (_, i) => 20 + 60 * mix(i, 9));
  const flow = startFlow();
  const cells = restored.rows(values, 0, flow).columns.map(({ cells }) => cells.map(Number));
  const [open, high, low, close] = cells as [number[], number[], number[], number[]];
  for (let row = 0; row < 40; row++) {
    expect(high[row]).toBeGreaterThanOrEqual(Math.max(open[row]!, close[row]!));
    expect(low[row]).toBeLessThanOrEqual(Math.min(open[row]!, close[row]!));
  }
  const [correction] = [...flow.corrections.values()];
  expect(correction!.rows).toBeGreaterThan(10);
  expect(restored.unmet(values).size).toBe(0);
});

test('a generated bank account follows its amounts from the opening that all accounts share', () => {
  const { codec } = fitTimeSeries(read(BANK));
  const levels = codec.learned.find((column) => column.kind === 'levels');
  const out = levels?.kind === 'levels' ? levels.levels.indexOf('out') : -1;
  const width = codec.learned.length;
  const values = new Float32Array(codec.length * width);
  let balance = 0;
  const rows = Array.from({ length: codec.length }, (_, t) => {
    const isOut = t % 2 === 1;
    balance += isOut ? -120 : 120;
    return { kind: isOut ? out : 1 - out, amount: 120.4, balance };
  });
  for (const [t, row] of rows.entries())
    for (const [name, value] of Object.entries(row))
      values[t * width + codec.learned.findIndex((column) => column.name === name)] = value;
  const cells = Object.fromEntries(
    codec.rows(values, 0).columns.map(({ name, cells }) => [name, cells.slice(0, 3)]),
  );
  expect(cells.balance).toEqual(['120', '0', '120']);
  expect(cells.amount).toEqual(['120', '120', '120']);
});

const refused = (text: string, constraints: string[]) => {
  try {
    fitTimeSeries(read(text), { constraints });
    return [];
  } catch (error) {
    return (error as UserError).problems.map(({ where, what, remedy }) => `${where}: ${what}; ${remedy}`);
  }
};

test('a declared constraint that the data break is refused with rows and cells', () => {
  const rows = PRICES.split('\n');
  rows[7] = '60.00,61.00,62.00,60.50,1000000';
  const problems = refused(rows.join('\n'), ['high >= low']);
  expect(problems).toEqual([
    'data.csv, row 7 (line 8), column "high": breaks "high >= low" (high "61.00", low "62.00"); correct the cells, or take the constraint out',
  ]);
  expect(refused(PRICES, ['volume <= 1000000']).length).toBe(21);
});

test('a declared constraint names columns that exist, and is one', () => {
  expect(refused(PRICES, ['hihg >= low'])).toEqual([
    'constraint "hihg >= low": there is no column "hihg"; did you mean "high"?',
  ]);
  expect(refused(PRICES, ['high > low'])[0]).toContain(
    'constraints: "high > low" is no constraint; write one such as',
  );
  expect(refused(PRICES, ['open = high + low'])[0]).toContain(
    'row 1 (line 2), column "open": breaks "open = high + low"',
  );
});

test('declared bounds that the data keep are kept, also on columns that follow from others', () => {
  const rows = PRICES.split('\n').map((row, r) =>
    r === 0
      ? `${row},spread`
      : `${row},${(Number(row.split(',')[1]) - Number(row.split(',')[2])).toFixed(2)}`,
  );
  const { codec, description } = fitTimeSeries(read(rows.join('\n')), {
    length: 4,
    constraints: ['high <= 120'],
  });
  expect(description.constraints.at(-1)).toEqual({ text: 'high <= 120', isDeclared: true });
  const wide = codec.decode(new Float32Array(4 * codec.features));
  const spread = codec.learned.findIndex(({ name }) => name === 'spread');
  expect(codec.learned.map(({ name }) => name)).not.toContain('high');
  expect(codec.unmet(wide).size).toBe(0);
  wide[codec.learned.length + spread] = 1e4;
  expect([...codec.unmet(wide).keys()]).toEqual([0]);
});
