import { expect, test } from 'vitest';
import { describeTable, fitTimeSeries, parseCsv, timeSeriesCodecFromJson } from './index.ts';

const ROWS = 120;
const wave = (r: number, k: number) =>
  Math.round(100 * (3 + Math.sin(r / k) + ((r * 37 * k) % 17) / 9)) / 100;

function csvOf(columns: Readonly<Record<string, (r: number) => string>>): string {
  const rows = Array.from({ length: ROWS }, (_, r) =>
    Object.values(columns)
      .map((cell) => cell(r))
      .join(','),
  );
  return [Object.keys(columns).join(','), ...rows].join('\n');
}

const plans = (text: string) =>
  Object.fromEntries(
    describeTable(parseCsv(text, 'd.csv')).columns.map(({ name, role, why }) => [name, `${role}: ${why}`]),
  );

const BASE = {
  celsius: (r: number) => wave(r, 3).toFixed(2),
  paid: (r: number) => wave(r, 5).toFixed(2),
  due: (r: number) => wave(r, 7).toFixed(2),
  tax: (r: number) => wave(r, 4).toFixed(2),
};
const DERIVED = {
  copy: BASE.celsius,
  fahrenheit: (r: number) => (1.8 * Number(BASE.celsius(r)) + 32).toFixed(3),
  total: (r: number) => (Number(BASE.paid(r)) + Number(BASE.due(r))).toFixed(2),
};

test('copies, scaled copies and sums are noticed, with what they follow from', () => {
  expect(plans(csvOf({ ...BASE, ...DERIVED }))).toMatchObject({
    celsius: 'feature: numbers',
    copy: 'derived: is "celsius" in all 120 rows: not learned, written from it',
    fahrenheit: 'derived: is 1.8 x "celsius" + 32 in all 120 rows: not learned, written from it',
    total: 'derived: is "paid" + "due" in all 120 rows: not learned, written from them',
  });
});

test('a sum of three with a minus is noticed; one cell that differs, and there is none', () => {
  const sum = (r: number) => (Number(BASE.paid(r)) + Number(BASE.due(r)) - Number(BASE.tax(r))).toFixed(2);
  expect(plans(csvOf({ ...BASE, net: sum })).net).toMatch(/^derived: is .* in all 120 rows/);
  const broken = (r: number) => (r === 77 ? '99.99' : sum(r));
  expect(plans(csvOf({ ...BASE, net: broken })).net).toMatch(/^feature/);
  const wrong = (r: number) => (r === 77 ? '99.99' : BASE.celsius(r));
  expect(plans(csvOf({ ...BASE, copy: wrong })).copy).toMatch(/^feature/);
});

test('the output keeps them equal to the last digit, whatever is generated, also after storing the codec', () => {
  const { codec } = fitTimeSeries(parseCsv(csvOf({ ...BASE, ...DERIVED }), 'd.csv'), { length: 6 });
  expect(codec.learned.map(({ name }) => name)).toEqual(Object.keys(BASE));
  const values = Float32Array.from({ length: 6 * 4 * 3 }, (_, i) => 2 + ((i * 7919) % 1000) / 333.7);
  const restored = timeSeriesCodecFromJson(JSON.parse(JSON.stringify(codec.toJSON())), 'codec.json');
  const cells = Object.fromEntries(restored.rows(values, 0).columns.map(({ name, cells }) => [name, cells]));
  for (let row = 0; row < 18; row++) {
    expect(cells.copy![row]).toBe(cells.celsius![row]);
    expect(cells.fahrenheit![row]).toBe((1.8 * Number(cells.celsius![row]) + 32).toFixed(3));
    expect(cells.total![row]).toBe((Number(cells.paid![row]) + Number(cells.due![row])).toFixed(2));
  }
  const complete = restored.complete(values);
  expect(restored.valued.map(({ name }) => name)).toEqual([...Object.keys(BASE), ...Object.keys(DERIVED)]);
  expect(complete[4]).toBe(Math.fround(Number(cells.copy![0])));
  expect(complete[7 + 6]).toBe(Math.fround(Number(cells.total![1])));
});

test('a missing cell stays missing in what follows from it', () => {
  const gappy = (r: number) => (r % 9 === 4 ? 'NA' : BASE.celsius(r));
  const { codec } = fitTimeSeries(parseCsv(csvOf({ celsius: gappy, copy: gappy }), 'd.csv'), { length: 2 });
  expect(codec.rows(Float32Array.of(1.5, Number.NaN), 0).columns.map(({ cells }) => cells)).toEqual([
    ['1.50', 'NA'],
    ['1.50', 'NA'],
  ]);
});

test('a text that another decides is written from it', () => {
  const city = (r: number) => ['Wien', 'Graz', 'Brno'][(r * r) % 3]!;
  const land = (r: number) => ['AT', 'AT', 'CZ'][(r * r) % 3]!;
  const text = csvOf({ x: BASE.paid, land, city: (r) => (r % 5 === 0 ? 'Brno' : city(r)) }).replaceAll(
    'AT,Brno',
    'CZ,Brno',
  );
  const { codec } = fitTimeSeries(parseCsv(text, 'd.csv'), { length: 3 });
  const levels = codec.learned.find(({ name }) => name === 'city');
  expect(codec.learned.map(({ name }) => name)).toEqual(['x', 'city']);
  if (levels?.kind !== 'levels') throw new Error('city has levels');
  const [wien, brno] = ['Wien', 'Brno'].map((name) => levels.levels.indexOf(name));
  if (wien! < 0) return;
  const made = codec.rows(Float32Array.of(1, wien!, 1, brno!, 2, wien!), 0);
  expect(made.columns.map(({ cells }) => cells.join(' '))).toEqual([
    '1.00 1.00 2.00',
    'AT CZ AT',
    'Wien Brno Wien',
  ]);
});

test('columns that are named are each learned', () => {
  const { codec } = fitTimeSeries(parseCsv(csvOf({ ...BASE, ...DERIVED }), 'd.csv'), {
    length: 6,
    columns: ['celsius', 'copy'],
  });
  expect(codec.learned).toHaveLength(2);
});
