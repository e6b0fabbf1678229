import { expect, test } from 'vitest';
import { type DateFormat, formatDate } from './dateFormat.ts';
import {
  describeTable,
  fitTimeSeries,
  parseCsv,
  startFlow,
  type TimeSeriesCodec,
  timeSeriesCodecFromJson,
} from './index.ts';
import { addSteps, DAY } from './timeStep.ts';

const ISO: DateFormat = {
  order: 'ymd',
  separator: '-',
  isPadded: true,
  joiner: '',
  hasSeconds: false,
  fraction: 0,
  zone: '',
};
const HOURLY: DateFormat = { ...ISO, joiner: ' ' };
const START = Date.UTC(2021, 0, 1);
const mix = (r: number, k = 1) => ((r * 7919 + k * 104729) % 997) / 997;
const read = (text: string) => parseCsv(text, 'd.csv');
const rolesOf = (text: string) =>
  describeTable(read(text)).columns.map(({ name, role }) => `${name}: ${role}`);

/** Values [n, T, C] with the given level or number in each column of the first codec order. */
const valuesOf = (codec: TimeSeriesCodec, rows: readonly Readonly<Record<string, string | number>>[]) =>
  Float32Array.from(
    rows.flatMap((row) =>
      codec.learned.map((column) => {
        const value = row[column.name] ?? 0;
        return column.kind === 'levels' ? column.levels.indexOf(String(value)) : Number(value);
      }),
    ),
  );
const cellsOf = (codec: TimeSeriesCodec, values: Float32Array, flow = startFlow()) =>
  Object.fromEntries(codec.rows(values, 0, flow).columns.map(({ name, cells }) => [name, cells]));

/** Hourly load that depends on the hour and the weekday, for ten weeks. */
const LOAD = [
  'date,load',
  ...Array.from({ length: 24 * 70 }, (_, r) => {
    const weekend = [5, 6].includes((4 + Math.floor(r / 24)) % 7) ? 0 : 5;
    return `${formatDate(START + r * 3_600_000, HOURLY)},${(10 * Math.sin((r % 24) / 4) + weekend + mix(r)).toFixed(2)}`;
  }),
].join('\n');

test('a pattern of the day and of the week is noticed; a random walk has none', () => {
  expect(rolesOf(LOAD)).toEqual([
    'date: time',
    'load: feature',
    ...['hour', 'weekday'].flatMap((part) => [
      `date: ${part}, cosine: attribute`,
      `date: ${part}, sine: attribute`,
    ]),
  ]);
  let x = 0;
  const walk = Array.from({ length: 24 * 70 }, (_, r) => {
    x += mix(r * r, 3) - 0.5;
    return `${formatDate(START + r * 3_600_000, HOURLY)},${x.toFixed(2)}`;
  });
  expect(rolesOf(`date,load\n${walk.join('\n')}`)).toEqual(['date: time', 'load: feature']);
});

test('each sequence begins at the next hour and weekday that it was made for, and dates go on', () => {
  const { codec, sequences } = fitTimeSeries(read(LOAD), { length: 12 });
  const made = timeSeriesCodecFromJson(JSON.parse(JSON.stringify(codec.toJSON())), 'codec.json');
  expect(made.outputColumns).toEqual(['date', 'load']);
  const circle = (part: string, share: number) => ({
    [`date: ${part}, cosine`]: 0.9 * Math.cos(2 * Math.PI * share),
    [`date: ${part}, sine`]: 0.9 * Math.sin(2 * Math.PI * share),
  });
  const sequence = (hour: number, day: string) =>
    Array.from({ length: 12 }, () => ({
      load: 1,
      ...circle('hour', hour / 24),
      ...circle('weekday', (day === 'Saturday' ? 6 : 0) / 7),
    }));
  const flow = startFlow();
  const first = cellsOf(made, valuesOf(made, [...sequence(7, 'Saturday'), ...sequence(3, 'Sunday')]), flow);
  expect([first.date![0], first.date![11], first.date![12]]).toEqual([
    '2021-03-13 07:00',
    '2021-03-13 18:00',
    '2021-03-14 03:00',
  ]);
  // a later batch goes on, and --from moves the beginning
  expect(cellsOf(made, valuesOf(made, sequence(2, 'Sunday')), flow).date![0]).toBe('2021-03-21 02:00');
  const from = startFlow({ from: made.instantOf('2030-05-01') });
  expect(cellsOf(made, valuesOf(made, sequence(2, 'Sunday')), from).date![0]).toBe('2030-05-05 02:00');
  // what is learned of the real windows is where each begins
  const decoded = codec.decode(sequences.values);
  const width = codec.learned.length;
  const [cosine, sine] = ['cosine', 'sine'].map((of) =>
    codec.learned.findIndex(({ name }) => name === `date: hour, ${of}`),
  );
  const hours = [0, 1, 13].map((n) => {
    const at = (n * 12 + 5) * width;
    return (24 + (12 / Math.PI) * Math.atan2(decoded[at + sine!]!, decoded[at + cosine!]!)) % 24;
  });
  for (const [i, hour] of [0, 1, 13].entries()) expect(hours[i]).toBeCloseTo(hour, 2);
});

/** Visits at uneven gaps, always on Mondays or Fridays, from another day on for each of 30 clients. */
const visitOf = (k: number, t: number): number => {
  const from =
    t === 0
      ? START + Math.floor(300 * mix(k, 2)) * DAY
      : visitOf(k, t - 1) + (1 + Math.floor(9 * mix(k * 31 + t, 4))) * DAY;
  const day = new Date(from).getUTCDay();
  return from + (day <= 1 ? 1 - day : day <= 5 ? 5 - day : 2) * DAY;
};
const VISITS = [
  'client_id,date,cost',
  ...Array.from({ length: 30 * 8 }, (_, i) => {
    const [k, t] = [i % 30, Math.floor(i / 30)];
    return `c${k},${formatDate(visitOf(k, t), ISO)},${10 + Math.floor(50 * mix(i, 7))}`;
  }),
].join('\n');

test('uneven gaps, where sequences begin, and the weekday are learned, and dates are built from them', () => {
  const { codec, description } = fitTimeSeries(read(VISITS));
  expect(description.columns.slice(3).map(({ name, role }) => `${name}: ${role}`)).toEqual([
    'date: days since the row before: feature',
    'date: days to the first row: attribute',
    'date: weekday: feature',
  ]);
  const gap = 'date: days since the row before';
  const day = (weekday: string, days: number) => ({
    cost: 20,
    [gap]: days,
    'date: days to the first row': 10,
    'date: weekday': weekday,
  });
  const rows = [day('Friday', 40), day('Monday', 2.4), day('Friday', 0), day('Monday', 8)];
  const { date } = cellsOf(codec, valuesOf(codec, [...rows, ...rows]));
  expect(date!.map((cell) => new Date(cell).toUTCString().slice(0, 3))).toEqual([
    'Fri',
    'Mon',
    'Fri',
    'Mon',
    'Fri',
    'Mon',
    'Fri',
    'Mon',
  ]);
  expect(date!.slice(0, 4).every((cell, i) => i === 0 || cell > date![i - 1]!)).toBe(true);
  expect(description.columns.filter(({ isHidden }) => isHidden)).toHaveLength(3);
});

test('the real rows come back with their dates through features and codec', () => {
  const { codec, sequences } = fitTimeSeries(read(VISITS));
  const made = cellsOf(codec, codec.decode(sequences.values));
  const real = VISITS.split('\n')
    .slice(1)
    .map((row) => row.split(','));
  const byClient = Array.from({ length: 30 }, (_, k) => real.filter(([id]) => id === `c${k}`)).flat();
  expect(made.date).toEqual(byClient.map(([, date]) => date));
});

test('time never runs backwards, whatever is generated', () => {
  const { codec } = fitTimeSeries(read(VISITS));
  const values = Float32Array.from({ length: codec.learned.length * codec.length * 9 }, (_, i) => {
    const column = codec.learned[i % codec.learned.length]!;
    return column.kind === 'levels' ? i % column.levels.length : 60 * mix(i * i, 5) - 10;
  });
  const { date } = cellsOf(codec, values);
  for (let i = 1; i < date!.length; i++)
    if (i % codec.length > 0) expect(date![i]! >= date![i - 1]!).toBe(true);
});

test('one uneven series goes on after its end', () => {
  const rows = Array.from(
    { length: 200 },
    (_, r) =>
      `${formatDate(visitOf(1, 0) + Math.floor(r * 2 + 2 * mix(r, 3)) * DAY, ISO)},${Math.floor(90 * mix(r, 8))}`,
  );
  const { codec } = fitTimeSeries(read(`date,x\n${rows.join('\n')}`), { length: 3 });
  const last = rows.at(-1)!.split(',')[0]!;
  const flow = startFlow();
  const names = codec.learned.map(({ name }) => name);
  expect(names).toContain('date: days since the row before');
  const step = { x: 5, 'date: days since the row before': 2 };
  const values = valuesOf(codec, [step, step, step]);
  const { date } = cellsOf(codec, values, flow);
  expect(date![0]! > last && date![2]! > date![0]!).toBe(true);
  expect(cellsOf(codec, values, flow).date![0]! > date![2]!).toBe(true);
});

test('days from Monday to Friday go on without weekends', () => {
  const friday = Date.UTC(2021, 0, 8);
  const step = { unit: 'workday', count: 1, isMonthEnd: false } as const;
  expect([0, 1, 5, 6, -1].map((days) => formatDate(addSteps(friday, step, days), ISO))).toEqual([
    '2021-01-08',
    '2021-01-11',
    '2021-01-15',
    '2021-01-18',
    '2021-01-07',
  ]);
  const rows = Array.from(
    { length: 60 },
    (_, r) => `${formatDate(addSteps(friday, step, r), ISO)},${mix(r).toFixed(3)}`,
  );
  const { codec, description } = fitTimeSeries(read(`date,x\n${rows.join('\n')}`), { length: 6 });
  expect(description.columns[0]!.step).toBe('1 working day');
  const { date } = cellsOf(codec, new Float32Array(6));
  expect(date!.some((cell) => [0, 6].includes(new Date(cell).getUTCDay()))).toBe(false);
});

test('offsets that change with the clock keep the order of time', () => {
  const rows = ['01:00:00+01:00', '03:00:00+02:00', '04:00:00+02:00'].map(
    (time, r) => `2024-03-31T${time},${r * r}`,
  );
  const { columns, warnings } = describeTable(read(`time,x\n${rows.join('\n')}`));
  expect(columns[0]!.step).toBe('1 hour');
  expect(warnings.map(({ what }) => what).join()).not.toContain('earlier');
});

test('dates written in two ways are refused with a row of each', () => {
  const rows = Array.from(
    { length: 40 },
    (_, r) => `${r === 16 ? '17/01/2024' : `2024-01-${String((r % 28) + 1).padStart(2, '0')}`},${r * r}`,
  );
  const { problems } = describeTable(read(`date,x\n${rows.join('\n')}`));
  expect(problems).toEqual([
    {
      where: 'd.csv, row 17 (line 18), column "date"',
      what: '"17/01/2024" is a date of another form than "2024-01-01" in row 1',
      remedy: 'write all dates of the column alike, such as 2024-12-31, or ignore the column',
    },
  ]);
});
