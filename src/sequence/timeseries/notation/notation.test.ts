import { expect, test } from 'vitest';
import {
  fitTimeSeries,
  parseCsv,
  readTable,
  type TimeSeriesCodec,
  timeSeriesCodecFromJson,
  writeBatches,
} from '../index.ts';
import { findNotations, type Notation, notationOf, plainCell, writtenCell } from './notation.ts';

const notationIn = (cells: readonly string[], delimiter = ','): Notation | undefined =>
  notationOf(findNotations(['x'], [cells], delimiter), 'x');

/** What the cells are read as; each must be written back as it was. */
function plain(cells: readonly string[], delimiter = ','): readonly string[] {
  const notation = notationIn(cells, delimiter);
  if (notation === undefined) return cells;
  const read = cells.map((cell) => plainCell(cell, notation));
  expect(read.map((cell) => writtenCell(cell, notation))).toEqual(cells);
  return read;
}

test.each([
  ['a decimal comma', ['0,5', '12,25', '-3,0'], ['0.5', '12.25', '-3.0']],
  ['thousands and a decimal comma', ['1.474,41', '3,00', '1.000.000,50'], ['1474.41', '3.00', '1000000.50']],
  ['thousands and a decimal point', ['1,474.41', '3.00', '-12,000.50'], ['1474.41', '3.00', '-12000.50']],
  ['a currency before', ['$1,083.03', '$3.00', '-$2.50'], ['1083.03', '3.00', '-2.50']],
  ['a currency before the sign', ['$1.50', '$-2.50'], ['1.50', '-2.50']],
  ['a currency after', ['1.474,41 €', '3,00 €'], ['1474.41', '3.00']],
  ['a percent sign and plus signs', ['+0.56%', '-0.60%', '+1.20%'], ['0.56', '-0.60', '1.20']],
  ['a unit in capitals', ['1.5V', '12.0V'], ['1.5', '12.0']],
  ['a unit', ['5 km/h', '12 km/h'], ['5', '12']],
  ['a Chinese unit', ['12.5元', '3.0元'], ['12.5', '3.0']],
  ['brackets for what is negative', ['(1,200.00)', '30.00', '(5.00)'], ['-1200.00', '30.00', '-5.00']],
  ['spaces between thousands', ['12 500', '1 200 000', '7'], ['12500', '1200000', '7']],
  ['apostrophes between thousands', ["12'500.50", '7.00'], ['12500.50', '7.00']],
  ['a minus sign of typographers', ['−3.5', '2.0'], ['-3.5', '2.0']],
  ['missing cells beside them', ['1,5', 'NA', '', '-', '2,5'], ['1.5', 'NA', '', '-', '2.5']],
])('numbers with %s are read, and written as they were', (_, cells, read) => {
  expect(plain(cells)).toEqual(read);
});

test.each([
  ['plain numbers', ['1.5', '-2', '3e4', '0.125']],
  ['three decimals', ['1.234', '22.500', '7.125']],
  ['codes', ['A12', 'B7', 'C9']],
  ['codes that end in a letter', ['12A', '7A', '19A']],
  ['units that differ', ['5 km', '7 mi', '8 ft']],
  ['ordinals', ['1st', '2nd', '3rd', '4th']],
  ['codes filled up with zeros', ['007 A', '012 A']],
  ['versions', ['1.2.3', '1.10.0']],
  ['telephone numbers', ['555-1234', '555-9876']],
  ['telephone numbers with that of a country', ['+49 170 123', '+49 171 456']],
  ['addresses of computers', ['192.168.100.101', '192.168.100.117']],
  ['words', ['yes', 'no']],
  ['plain dates', ['2024-01-05', '2024-01-06']],
  ['times of the day', ['09:30', '17:24']],
  ['what has no notation in common', ['1.5', '2,5', '1.000,5', '7,000.5']],
])('%s have no notation', (_, cells) => {
  expect(notationIn(cells)).toBeUndefined();
});

test('a point before three digits groups where another column shows a decimal comma, and nowhere else', () => {
  const counts = ['2.666', '153', '12.001'];
  expect(findNotations(['n'], [counts], ';')).toEqual([]);
  const n = notationOf(findNotations(['n', 'x'], [counts, ['1,5', '2,25', '3,0']], ';'), 'n');
  expect(counts.map((cell) => plainCell(cell, n!))).toEqual(['2666', '153', '12001']);
});

test('a point before three digits groups where many have it and all others are below 1000', () => {
  const counts = Array.from({ length: 60 }, (_, i) => (i % 2 ? `${i + 1}.${200 + i}` : String(i * 7)));
  expect(plain(counts)).toEqual(counts.map((cell) => cell.replace('.', '')));
});

test('one cell that is written in another way is left as it is, to be reported with its row', async () => {
  const cells = Array.from({ length: 40 }, (_, i) => `${i + 1}.${200 + i},5${i % 10}`);
  const wrong = [...cells, '12.5,3.1'];
  const notation = notationIn(wrong)!;
  expect(wrong.map((cell) => plainCell(cell, notation)).slice(-2)).toEqual(['40239.59', '12.5,3.1']);
  const text = `t;x\n${wrong.map((cell, i) => `${i};${cell}`).join('\n')}`;
  const table = await read(text);
  expect(() => fitTimeSeries(table)).toThrow(/row 41 \(line 42\), column "x": "12\.5,3\.1" is no number/);
});

test('a mark between thousands may be left out', () => {
  const cells = ['1.474,41', '1474,50', '12,00'];
  expect(cells.map((cell) => plainCell(cell, notationIn(cells)!))).toEqual(['1474.41', '1474.50', '12.00']);
});

test('a comma before three digits groups in a table of commas, and is a decimal mark in one of semicolons', () => {
  expect(plain(['1,234', '22,500'])).toEqual(['1234', '22500']);
  expect(plain(['1,234', '22,500'], ';')).toEqual(['1.234', '22.500']);
  expect(plain(['0,234', '22,500'])).toEqual(['0.234', '22.500']);
});

test.each([
  ['names of months', ['Jan 03, 2022', 'Feb 14, 2022'], ['2022-01-03', '2022-02-14']],
  ['long names of months', ['January 3, 2022', 'May 14, 2022'], ['2022-01-03', '2022-05-14']],
  ['the day before the month', ['3-Jan-22', '14-Dec-99'], ['2022-01-03', '1999-12-14']],
  [
    'capitals',
    ['03JAN', '04JAN'].map((day) => `${day.slice(0, 2)}-${day.slice(2)}-2022`),
    ['2022-01-03', '2022-01-04'],
  ],
  ['months alone', ['Jan 1990', 'Dec 1990'], ['1990-01', '1990-12']],
  ['Chinese dates', ['2024年1月2日', '2024年12月31日'], ['2024-01-02', '2024-12-31']],
  [
    'Chinese dates with a clock',
    ['2024年01月02日 08:30', '2024年12月31日 17:00'],
    ['2024-01-02 08:30', '2024-12-31 17:00'],
  ],
  ['years of two digits', ['31/12/23', '01/01/24'], ['31/12/2023', '01/01/2024']],
  [
    'a clock of twelve hours',
    ['1/3/2022 12:05 AM', '1/3/2022 1:00 PM'],
    ['1/3/2022 00:05', '1/3/2022 13:00'],
  ],
  ['ISO weeks', ['2018-W01', '2020-W53', '2021-W01'], ['2018-01-01', '2020-12-28', '2021-01-04']],
  ['quarters', ['1970Q1', '1970Q4'], ['1970-01', '1970-10']],
  ['weekdays', ['Mon 01 Jan 2024', 'Tue 02 Jan 2024'], ['2024-01-01', '2024-01-02']],
  [
    'weekdays, clocks and a zone',
    ['Mon, 01 Jan 2024 05:00:00 GMT', 'Tue, 02 Jan 2024 17:30:00 GMT'],
    ['2024-01-01 05:00:00 GMT', '2024-01-02 17:30:00 GMT'],
  ],
  ['German months', ['1. März 2024', '14. Oktober 2024'], ['2024-03-01', '2024-10-14']],
  ['digits alone', ['20240101T093000Z', '20240102T173000Z'], ['2024-01-01 09:30:00', '2024-01-02 17:30:00']],
  ['quarters before the year', ['Q1 1970', 'Q3 1970'], ['1970-01', '1970-07']],
])('dates with %s are read, and written as they were', (_, cells, read) => {
  expect(plain(cells)).toEqual(read);
});

test('digits alone are dates where the name of the column says so', () => {
  const read = (name: string, cells: readonly string[]) => {
    const notation = notationOf(findNotations([name], [cells], ','), name);
    return notation && cells.map((cell) => plainCell(cell, notation));
  };
  expect(read('period', ['200001', '200112'])).toEqual(['2000-01', '2001-12']);
  expect(read('datetime', ['202401010930', '202402291700'])).toEqual([
    '2024-01-01 09:30',
    '2024-02-29 17:00',
  ]);
  expect(read('timestamp', ['1700000000', '1700000060'])).toEqual([
    '2023-11-14 22:13:20',
    '2023-11-14 22:14:20',
  ]);
  expect(read('ts', ['1700000000000', '1700000000250'])).toEqual([
    '2023-11-14 22:13:20.000',
    '2023-11-14 22:13:20.250',
  ]);
  expect(read('amount', ['200001', '200112'])).toBeUndefined();
  expect(read('timestamp', ['1', '2', '3'])).toBeUndefined();
  for (const name of ['runtime', 'candidate_id', 'Lifetime value'])
    expect(read(name, ['1140322766', '1505890073'])).toBeUndefined();
  expect(read('start_time', ['1140322766', '1505890073'])?.[0]).toBe('2006-02-19 04:19:26');
  expect(read('datetime', ['202402300930', '202402291700'])).toBeUndefined(); // no such day
});

test('names of months are months beside a column of years, and texts elsewhere', () => {
  const months = ['Jan', 'Feb', 'Dec'];
  const years = ['2020', '2020', '2020'];
  const Month = notationOf(findNotations(['Year', 'Month'], [years, months], ','), 'Month');
  expect(months.map((cell) => plainCell(cell, Month!))).toEqual(['1', '2', '12']);
  expect(['1', '2', '12'].map((cell) => writtenCell(cell, Month!))).toEqual(months);
  expect(findNotations(['Month'], [months], ',')).toEqual([]);
});

const GERMAN = [
  'Datum;Umsatz;Menge;Anteil',
  ...Array.from({ length: 60 }, (_, i) => {
    const day = String((i % 28) + 1).padStart(2, '0');
    const month = String(Math.floor(i / 28) + 1).padStart(2, '0');
    return `${day}.${month}.2023;1.${400 + ((i * 37) % 100)},41 €;${i % 2 ? '2.' : ''}${600 + i};${(i * 7) % 30},5 %`;
  }),
].join('\r\n');

const read = (text: string, source = 'data.csv') => readTable(new TextEncoder().encode(text), source);

test('Unix time is whole numbers in every format, and goes on in seconds', async () => {
  const rows = Array.from({ length: 60 }, (_, i) => `${1_700_000_000 + 60 * i},${(i * 37) % 50}`);
  const { codec, sequences } = fitTimeSeries(await read(`timestamp,x\n${rows.join('\n')}`), { length: 4 });
  const values = codec.decode(sequences.values.subarray(0, 4 * sequences.features));
  for (const [format, first] of [
    ['csv', '1700003600,0'],
    ['jsonl', '{"timestamp":1700003600,"x":0}'],
  ] as const)
    expect((await rowsOf(codec, values, format)).slice(format === 'csv' ? 1 : 0)[0]).toBe(first);
  expect(codec.outputTypes[0]).toBe('integer');
});

async function rowsOf(codec: TimeSeriesCodec, values: Float32Array, format: 'csv' | 'jsonl') {
  async function* batches() {
    yield values;
  }
  const chunks: Uint8Array[] = [];
  for await (const chunk of writeBatches(format, codec, batches(), 1)) chunks.push(chunk);
  return new TextDecoder().decode(Buffer.concat(chunks)).split('\n');
}

async function writtenRows(codec: TimeSeriesCodec, format: 'csv' | 'jsonl') {
  const { sequences } = fitTimeSeries(await read(GERMAN), { length: 4, stride: 4 });
  return rowsOf(codec, codec.decode(sequences.values.subarray(0, 4 * sequences.features)), format);
}

test('a model writes rows as the data do, also after it was stored, and other formats have plain numbers', async () => {
  const { codec, description } = fitTimeSeries(await read(GERMAN), { length: 4 });
  expect(description.columns.map(({ nature }) => nature)).toEqual([
    'date/time',
    'non-negative',
    'count',
    'non-negative',
  ]);
  expect(description.columns[1]!.why).toContain('written as "1.400,41 €"');
  const stored = timeSeriesCodecFromJson(JSON.parse(JSON.stringify(codec.toJSON())), 'codec.json');
  const rows = await writtenRows(stored, 'csv');
  expect(rows[0]).toBe('Datum;Umsatz;Menge;Anteil');
  expect(rows[1]).toMatch(/^05\.03\.2023;1\.400,41 €;600;0,5 %$/);
  expect(rows[2]).toMatch(/;1\.437,41 €;2\.601;7,5 %$/);
  expect((await writtenRows(codec, 'jsonl'))[0]).toContain('"Umsatz":1400.41,"Menge":600,"Anteil":0.5');
});

test('a short table is read as the model that it is given to writes, and no cell twice', async () => {
  const rows = Array.from(
    { length: 60 },
    (_, i) => `${i};${(i % 7) + 1}.${200 + i};${(i * 7) % 30},${125 + i}0`,
  );
  const { codec } = fitTimeSeries(await read(`t;n;x\n${rows.join('\n')}`), { length: 4 });
  expect(codec.notations.map(({ column }) => column)).toEqual(['n', 'x']);
  // this one does not show that 2.201 are 2201
  const short = await read('t;n;x\n0;2.201;7.500\n1;3.204;8.250\n');
  expect(short.form.notations).toBeUndefined();
  expect(codec.readKnown(short).last.get('n')).toBe(3204);
  const shown = await read('t;n;x\n0;2.201;7,1255\n1;3.204;8,2505\n');
  expect(codec.readKnown(shown).last).toEqual(
    new Map([
      ['n', 3204],
      ['x', 8.2505],
    ]),
  );
});

test('an attribute may be asked for plainly, or as the data write it', async () => {
  const rows = Array.from({ length: 240 }, (_, i) => {
    const price = ['9,90 €', '19,90 €', '1.049,00 €'][Math.floor(i / 8) % 3];
    return `S${Math.floor(i / 8)};${price};${(i * 37) % 50}`;
  });
  const { codec } = fitTimeSeries(await read(`shop;price;x\n${rows.join('\n')}`));
  const [price] = codec.attributes;
  expect(price!.column.name).toBe('price');
  const asked = { value: 1049, text: '1049.00' };
  expect([price!.read('1.049,00 €'), price!.read('1049')]).toEqual([asked, asked]);
});

test('a step of a wide table that holds whole numbers only is written as the other steps are', async () => {
  const rows = Array.from({ length: 30 }, (_, n) =>
    Array.from({ length: 30 }, (_, t) => (t === 0 ? n % 4 : `${(n * 7 + t * 3) % 9},${1 + ((n + t) % 9)}`)),
  );
  const text = `label;${rows[0]!.map((_, t) => t).join(';')}\n${rows.map((row, n) => `${n % 2};${row.join(';')}`).join('\n')}`;
  const { codec } = fitTimeSeries(await read(text));
  expect([codec.layout, codec.length, codec.learned.length]).toEqual(['rows', 30, 2]);
  const values = Float32Array.from({ length: 60 }, (_, i) => (i % 2 === 0 ? 2.5 : 0));
  const [, row] = await rowsOf(codec, values, 'csv');
  expect(row).toMatch(/^[01](;2,5){30}$/);
});

test('amounts with a currency that are another in each sequence are learned, and are no identifiers', async () => {
  const rows = Array.from({ length: 240 }, (_, i) => {
    const shop = Math.floor(i / 8);
    return `S${shop};${100 + ((shop * 37) % 900)} €;${(i * 37) % 50}`;
  });
  const { description } = fitTimeSeries(await read(`shop;rent;x\n${rows.join('\n')}`));
  expect(description.columns.map(({ role }) => role)).toEqual(['key', 'attribute', 'feature']);
});

test('a short table that shows no texts or counters is read as those that were learned, and written so', async () => {
  const places = ['1st', '2nd', '3rd', '4th', '5th'];
  const rows = Array.from(
    { length: 60 },
    (_, i) => `${1_700_000_000 + 60 * i},${places[i % 5]},${(i * 37) % 50}`,
  );
  // as before there were notations
  const { codec } = fitTimeSeries(parseCsv(`timestamp,place,x\n${rows.join('\n')}`, 'a.csv'), { length: 4 });
  const short = await read('timestamp,place,x\n1700003600,4th,7\n1700003660,5th,8\n1700003720,,9\n');
  expect(short.form.notations!.map(({ column }) => column)).toEqual(['timestamp', 'place']);
  const { continued, filled } = codec.readKnown(short);
  expect(filled(() => undefined).batch.columns[1]!.cells).toEqual(['4th', '5th', '']);
  const values = codec.decode(codec.encode(await read(`timestamp,place,x\n${rows.join('\n')}`)).values);
  const csv = await rowsOf(continued, values.subarray(0, 12), 'csv');
  expect(csv.slice(1, 3)).toEqual(['1700003780,1st,0', '1700003840,2nd,37']);
});

test('so may one that a schema says is a text', async () => {
  const rows = Array.from({ length: 240 }, (_, i) => {
    const shop = Math.floor(i / 8);
    return `S${shop};${[5, 10, 20][shop % 3]} %;${(i * 37) % 50}`;
  });
  const columns = [
    { name: 'shop', role: 'key' },
    { name: 'tax', kind: 'text', role: 'attribute' },
    { name: 'x', role: 'learned' },
  ] as const;
  const table = await read(`shop;tax;x\n${rows.join('\n')}`);
  const { codec } = fitTimeSeries(table, { schema: { version: 1, columns: [...columns] } });
  const [tax] = codec.attributes;
  expect(tax!.texts).toHaveLength(3);
  expect(tax!.read('10 %')).toEqual(tax!.read('10'));
  expect(tax!.read('10 %')).toMatchObject({ text: '10' });
});
