import { expect, test } from 'vitest';
import { fitTimeSeries, parseCsv } from './index.ts';

const noise = (i: number) => ((i * 7919) % 997) / 997;

test('what is known of a series stays as it is, also between the values that the model makes', () => {
  const rows = Array.from({ length: 60 }, (_, id) =>
    [0, 1, 2, 3].map((t) => `s${id},${10 * Math.floor(9 * noise(id * 4 + t))},${10 * (id % 7)}`).join('\n'),
  );
  const { codec } = fitTimeSeries(parseCsv(['id,watt,limit', ...rows].join('\n'), 'a.csv'), { key: 'id' });
  expect(codec.learned).toMatchObject([
    { name: 'watt', grain: 10 },
    { name: 'limit', grain: 10 },
  ]);
  const history = parseCsv('id,watt,limit\nz,15,35\nz,20,35\nz,,35\nz,7,35', 'h.csv');
  const series = codec.readKnown(history);
  const { batch } = series.filled((step, column) => (column === 'watt' && step === 2 ? '30' : undefined));
  expect(batch.columns.map(({ cells }) => cells.join())).toEqual(['z,z,z,z', '15,20,30,7', '35,35,35,35']);
  expect([...series.attributes]).toEqual([['limit', '35']]);
  // features lie between those of the neighbours: nothing is rounded on the way in
  const watts = Array.from(series.steps).filter((_, i) => i % codec.features === 0);
  expect((watts[0]! - watts[3]!) / (watts[1]! - watts[0]!)).toBeCloseTo(8 / 5, 5);
});

test('gaps are filled so that a balance follows amounts, exactly where what is known tells them', () => {
  const accounts = Array.from({ length: 40 }, (_, id) => {
    let balance = 500;
    return [0, 1, 2, 3, 4, 5].map((t) => {
      const [amount, kind] = [
        10 + Math.floor(50 * noise(id * 6 + t)),
        noise(id * 11 + t) < 0.5 ? 'in' : 'out',
      ];
      balance += kind === 'out' ? -amount : amount;
      return `s${id},2024-01-0${t + 1},${kind},${amount},${balance}`;
    });
  });
  const csv = ['account,date,kind,amount,balance', ...accounts.flat()].join('\n');
  const { codec } = fitTimeSeries(parseCsv(csv, 'a.csv'), { key: 'account' });
  expect(codec.constraints).toMatchObject([{ kind: 'running', balance: 'balance', amount: 'amount' }]);
  const rows = ['in,20,520', 'out,,490', 'in,10,', ',,', 'out,,480', 'in,5,'];
  const head = 'account,date,kind,amount,balance';
  const gaps = [head, ...rows.map((row, t) => `z,2024-02-0${t + 1},${row}`)].join('\n');
  const guessed: Record<string, string> = { kind: 'in', amount: '33', balance: '555' };
  const { batch, corrections, unmet } = codec.readKnown(parseCsv(gaps, 'g.csv')).filled((step, column) => {
    const cell = gaps.split('\n')[step + 1]!.split(',')[head.split(',').indexOf(column)];
    return cell === '' ? guessed[column] : undefined;
  });
  const cells = (name: string) => batch.columns.find((column) => column.name === name)!.cells;
  const [amounts, balances] = [cells('amount').map(Number), cells('balance').map(Number)];
  expect([amounts[1], balances[2], balances[5]]).toEqual([30, 500, 485]);
  cells('kind').forEach((kind, t) => {
    if (t > 0) expect(balances[t]! - balances[t - 1]!).toBe(kind === 'out' ? -amounts[t]! : amounts[t]!);
  });
  expect(amounts[3]! >= 10 && balances[3] !== 555).toBe(true);
  expect(corrections).toMatchObject([{ rows: 5 }]);
  expect(unmet).toEqual(new Map());
  // 900 is no more than 520 without an amount of a sign that no amount has
  const torn = parseCsv([head, 'z,2024-02-01,in,20,520', 'z,2024-02-02,out,,900'].join('\n'), 't.csv');
  const told = codec
    .readKnown(torn)
    .filled((step, column) => (step === 1 && column === 'amount' ? '30' : undefined));
  expect([...told.unmet.values()]).toEqual([1]);
});
