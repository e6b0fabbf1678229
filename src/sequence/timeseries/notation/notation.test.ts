import { expect, test } from 'vitest';
import { fitTimeSeries, readTable, timeSeriesCodecFromJson, writeBatches } from '../index.ts';
import { findNotations, type Notation, plainCell, writtenCell } from './notation.ts';

const notationOf = (cells: readonly string[], delimiter = ','): Notation | undefined =>
  findNotations(['x'], [cells], delimiter).x;

/** What the cells are read as; each must be written back as it was. */
function plain(cells: readonly string[], delimiter = ','): readonly string[] {
  const notation = notationOf(cells, delimiter);
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
  ['units that differ', ['5 km', '7 mi', '8 ft']],
  ['ordinals', ['1st', '2nd', '3rd', '4th']],
  ['codes filled up with zeros', ['007 A', '012 A']],
  ['versions', ['1.2.3', '1.10.0']],
  ['telephone numbers', ['555-1234', '555-9876']],
  ['words', ['yes', 'no']],
  ['plain dates', ['2024-01-05', '2024-01-06']],
  ['times of the day', ['09:30', '17:24']],
  ['what has no notation in common', ['1.5', '2,5', '1.000,5', '7,000.5']],
])('%s have no notation', (_, cells) => {
  expect(notationOf(cells)).toBeUndefined();
});

test('a point before three digits groups where another column shows a decimal comma, and nowhere else', () => {
  const counts = ['2.666', '153', '12.001'];
  expect(findNotations(['n'], [counts], ';')).toEqual({});
  const { n } = findNotations(['n', 'x'], [counts, ['1,5', '2,25', '3,0']], ';');
  expect(counts.map((cell) => plainCell(cell, n!))).toEqual(['2666', '153', '12001']);
});

test('a point before three digits groups where many have it and all others are below 1000', () => {
  const counts = Array.from({ length: 60 }, (_, i) => (i % 2 ? `${i + 1}.${200 + i}` : String(i * 7)));
  expect(plain(counts)).toEqual(counts.map((cell) => cell.replace('.', '')));
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
  ['quarters before the year', ['Q1 1970', 'Q3 1970'], ['1970-01', '1970-07']],
])('dates with %s are read, and written as they were', (_, cells, read) => {
  expect(plain(cells)).toEqual(read);
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

async function writtenRows(codec: ReturnType<typeof fitTimeSeries>['codec'], format: 'csv' | 'jsonl') {
  const { sequences } = fitTimeSeries(await read(GERMAN), { length: 4, stride: 4 });
  const values = codec.decode(sequences.values.subarray(0, 4 * sequences.features));
  const chunks: Uint8Array[] = [];
  for await (const chunk of writeBatches(
    format,
    codec,
    (async function* () {
      yield values;
    })(),
    1,
  ))
    chunks.push(chunk);
  return new TextDecoder().decode(Buffer.concat(chunks)).split('\n');
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

test('a short table is read as the model that it is given to writes', async () => {
  const { codec } = fitTimeSeries(await read(GERMAN), { length: 4 });
  const short =
    'Datum;Umsatz;Menge;Anteil\n01.04.2023;1.400,41 €;2.601;1,5 %\n02.04.2023;1.410,41 €;2.655;1,5 %\n';
  // a table without other columns does not show that 2.601 are 2601
  const counts = short.replace(/^([^;]*;)[^;]*;([^;]*);.*$/gm, '$1$2');
  expect((await read(counts)).form.notations).toBeUndefined();
  const known = codec.readKnown(await read(short));
  expect(known.last.get('Menge')).toBe(2655);
  expect(known.last.get('Umsatz')).toBe(1410.41);
});
