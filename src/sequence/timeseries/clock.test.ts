import { expect, test } from 'vitest';
import { findClock, writeClock } from './clock.ts';
import { describeTable, fitTimeSeries, parseCsv, readTable, timeSeriesCodecFromJson } from './index.ts';
import { notationOf, writtenCell } from './notation/notation.ts';

const two = (value: number) => String(value).padStart(2, '0');
const noise = (i: number) => (((i * 7919) % 997) / 997).toFixed(3);

/** Every quarter of an hour from midnight. */
const quarters = (rows: number) =>
  Array.from({ length: rows }, (_, i) => `${two(Math.floor(i / 4) % 24)}:${two((i % 4) * 15)}`);

function firstRows(csv: string, length = 4): readonly string[] {
  const { codec, sequences } = fitTimeSeries(parseCsv(csv, 'data.csv'), { length, stride: length });
  const stored = timeSeriesCodecFromJson(JSON.parse(JSON.stringify(codec.toJSON())), 'codec.json');
  const { columns } = stored.rows(
    stored.decode(sequences.values.subarray(0, length * sequences.features)),
    0,
  );
  return Array.from({ length }, (_, row) =>
    columns
      .slice(0, -1)
      .map(({ cells }) => cells[row])
      .join(' '),
  );
}

test.each([
  ['09:30', '17:05'],
  ['9:30', '17:05'],
  ['09:30:15', '17:05:00'],
  ['09:30:15.250', '17:05:00.125'],
])('%s is a time of the day, and written as it was', (...cells) => {
  const { instants, format } = findClock(cells)!;
  expect(Array.from(instants, (instant) => writeClock(instant, format))).toEqual(cells);
});

test.each([['24:00'], ['12:60'], ['1:2'], ['09:30', '09:30:15'], ['09:30', ''], ['-1:30']])(
  '%s is none',
  (...cells) => {
    expect(findClock(cells)).toBeUndefined();
  },
);

test('times of the day alone are the time axis, and go on over midnight', () => {
  const csv = `at,x\n${quarters(200)
    .map((at, i) => `${at},${noise(i)}`)
    .join('\n')}`;
  expect(describeTable(parseCsv(csv, 'data.csv')).columns[0]).toMatchObject({
    role: 'time',
    nature: 'date/time',
    step: '15 minutes',
  });
  // 200 quarters of an hour end after two days and two hours
  expect(firstRows(csv)).toEqual(['02:00', '02:15', '02:30', '02:45']);
});

test('a user may say at which time of the day rows begin', () => {
  const rows = quarters(200).map((at, i) => `${at},${noise(i)}`);
  const { codec } = fitTimeSeries(parseCsv(`at,x\n${rows.join('\n')}`, 'data.csv'), { length: 4 });
  expect(codec.instantOf('12:30')).toBe(12.5 * 3_600_000);
  expect(() => codec.instantOf('2024-12-31')).toThrow('is no time of the day; write it as 09:30');
});

test('recordings that begin at one time of the day are sequences of their own', () => {
  const rows = Array.from(
    { length: 200 },
    (_, i) => `${two(9 + Math.floor((i % 20) / 4))}:${two((i % 4) * 15)},${noise(i)}`,
  );
  const { layout, series } = describeTable(parseCsv(`at,x\n${rows.join('\n')}`, 'data.csv'));
  expect({ layout, series }).toEqual({ layout: 'blocks', series: { count: 10, shortest: 20, longest: 20 } });
});

test('a column of dates and one of times of the day are one time axis', () => {
  const rows = quarters(300).map((at, i) => `${16 + Math.floor(i / 96)}/12/2006;${at}:00;${noise(i)}`);
  const csv = `Date;Time;x\n${rows.join('\n')}`;
  const { columns, series } = describeTable(parseCsv(csv, 'data.csv'));
  expect(columns.map(({ role, step }) => `${role} ${step}`).slice(0, 2)).toEqual([
    'time 15 minutes',
    'time 15 minutes',
  ]);
  expect(series.count).toBe(1);
  expect(firstRows(csv)).toEqual([
    '19/12/2006 03:00:00',
    '19/12/2006 03:15:00',
    '19/12/2006 03:30:00',
    '19/12/2006 03:45:00',
  ]);
});

test('a time of the day beside dates that do not repeat is no time axis', () => {
  const rows = Array.from(
    { length: 60 },
    (_, i) =>
      `2024-0${1 + Math.floor(i / 28)}-${two(1 + (i % 28))},0${8 - Math.floor(i / 30)}:${two(59 - (i % 30))},${noise(i)}`,
  );
  const { columns } = describeTable(parseCsv(`date,sunrise,x\n${rows.join('\n')}`, 'data.csv'));
  expect(columns[0]).toMatchObject({ role: 'time', step: '1 day' });
  expect(columns[1]!.role).not.toBe('time');
});

test.each([
  ['before', ['quarter', 'week', 'month', 'date']],
  ['after', ['date', 'month', 'week', 'quarter']],
])('the quarter, week and month %s a date are written from it', async (_, names) => {
  const cellsOf = (row: number): Readonly<Record<string, string>> => {
    const date = new Date(Date.UTC(2024, 0, 1 + row));
    const month = date.getUTCMonth();
    return {
      date: date.toISOString().slice(0, 10),
      month: `${['Jan', 'Feb', 'Mar', 'Apr', 'May'][month]} 2024`,
      // the year begins on a Monday
      week: `2024-W${two(1 + Math.floor(row / 7))}`,
      quarter: `2024Q${1 + Math.floor(month / 3)}`,
    };
  };
  const line = (row: number) => names.map((name) => cellsOf(row)[name]).join(',');
  const rows = Array.from({ length: 100 }, (_, row) => `${line(row)},${noise(row)}`);
  const table = await readTable(
    new TextEncoder().encode(`${names.join(',')},x\n${rows.join('\n')}`),
    'data.csv',
  );
  expect(
    describeTable(table)
      .columns.slice(0, 4)
      .map(({ role }) => role),
  ).toEqual(Array(4).fill('time'));
  const { codec, sequences } = fitTimeSeries(table, { length: 30 });
  const { columns } = codec.rows(codec.decode(sequences.values.subarray(0, 30 * sequences.features)), 0);
  const written = columns.slice(0, 4).map(({ name, cells }) => {
    const notation = notationOf(codec.notations, name);
    return cells.map((cell) => (notation ? writtenCell(cell, notation) : cell));
  });
  expect(Array.from({ length: 30 }, (_, t) => written.map((cells) => cells[t]).join(','))).toEqual(
    Array.from({ length: 30 }, (_, t) => line(100 + t)),
  );
});

test('last working days of months go on as such', () => {
  const end = (month: number) => {
    const date = new Date(Date.UTC(2020, month + 1, 0));
    date.setUTCDate(date.getUTCDate() - Math.max(0, ((date.getUTCDay() + 6) % 7) - 4));
    return date.toISOString().slice(0, 10);
  };
  // May 31st 2021 was a holiday where these are from
  const dates = Array.from({ length: 40 }, (_, i) => (i === 16 ? '2021-05-28' : end(i)));
  const csv = `date,x\n${dates.map((date, i) => `${date},${noise(i)}`).join('\n')}`;
  expect(describeTable(parseCsv(csv, 'data.csv')).columns[0]!.step).toBe('1 month, on its last working day');
  expect(firstRows(csv)).toEqual([40, 41, 42, 43].map(end));
});

test('whole numbers of three digits and more that are filled up with zeros are codes, and may be a key', () => {
  const rows = Array.from(
    { length: 60 },
    (_, i) => `${two(Math.floor(i / 6) * 7).padStart(5, '0')},${two(i % 6)},${noise(i)}`,
  );
  const csv = `cust,month,x\n${rows.join('\n')}`;
  const { codec, description } = fitTimeSeries(parseCsv(csv, 'data.csv'));
  expect(description.columns[0]).toMatchObject({ role: 'key', nature: 'text' });
  const { columns } = codec.rows(new Float32Array(codec.length * codec.learned.length), 0);
  expect(columns[0]!.cells[0]).toBe('00064');
});

test('numbers of two digits keep their zero, and codes are numbers where a schema says so', () => {
  const rows = Array.from(
    { length: 80 },
    (_, i) => `${two((i * 7) % 24)},${String((i * 37) % 90).padStart(4, '0')},${noise(i)}`,
  );
  const table = parseCsv(`h,n,x\n${rows.join('\n')}`, 'data.csv');
  const kinds = fitTimeSeries(table).description.columns.map(({ nature }) => nature);
  expect(kinds).toEqual(['count', 'text', 'non-negative']);
  const schema = {
    version: 1 as const,
    columns: [{ name: 'h' }, { name: 'n', kind: 'count' as const, role: 'learned' as const }, { name: 'x' }],
  };
  const { codec } = fitTimeSeries(table, { schema, length: 4 });
  const { columns } = codec.rows(Float32Array.from([5, 42, 0.5, 17, 3, 0.5, 0, 0, 0, 1, 7, 0]), 0);
  expect(columns.map(({ cells }) => cells.slice(0, 2))).toEqual([
    ['05', '17'],
    ['0042', '0003'],
    ['0.500', '0.500'],
  ]);
  // other data are encoded by what was learned
  expect(codec.encode(table).count).toBeGreaterThan(0);
});

test('whole numbers that 64 bits cannot tell apart are texts', () => {
  const rows = Array.from({ length: 60 }, (_, i) => `1234567890123456789${i % 5},${noise(i)}`);
  const { columns } = describeTable(parseCsv(`account,x\n${rows.join('\n')}`, 'data.csv'));
  expect(columns[0]).toMatchObject({ nature: 'text', distinct: 5 });
});

test('times of the day that a schema says are texts are no time axis', () => {
  const rows = quarters(192).map((time, i) => `${time},${noise(i)}`);
  const table = parseCsv(`time,x\n${rows.join('\n')}`, 'data.csv');
  const rolesOf = (kind: 'date/time' | 'text') => {
    const columns = [{ name: 'time', kind } as const, { name: 'x' }];
    const { columns: told, problems } = describeTable(table, { schema: { version: 1, columns } });
    expect(problems).toEqual([]);
    return told.filter(({ isHidden }) => !isHidden).map(({ role, nature }) => `${role} ${nature}`);
  };
  expect(rolesOf('date/time')).toEqual(['time date/time', 'feature non-negative']);
  expect(rolesOf('text')).toEqual(['feature text', 'feature non-negative']);
});
