/** What is kept of a table is kept whatever is asked: conditions, long series, forecasts, gaps, judgement. */
import { beforeAll, describe, expect, it } from 'vitest';
import { nodeEngine } from '../runtime/node.ts';
import { parseCsv, readTable } from '../sequence/timeseries/index.ts';
import { evaluateRun } from './evaluateRun.ts';
import { forecastRun } from './forecastRun.ts';
import { memoryHost } from './hostMemory.ts';
import { imputeRun } from './imputeRun.ts';
import { openModel } from './modelFolder.ts';
import { sampleRun } from './sampleRun.ts';
import type { GivenSettings } from './settings.ts';
import { trainRun } from './trainRun.ts';

const engine = nodeEngine();
const host = memoryHost();
const small: GivenSettings = {
  steps: 5,
  batch: 8,
  generatorHidden: 4,
  criticHidden: 4,
  criticLayers: 1,
  diagnoseEvery: 0,
};

const read = (csv: string) => readTable(new TextEncoder().encode(csv), 'data.csv');

async function train(folder: string, csv: string, given: GivenSettings = {}) {
  const naming = (name: string) => name;
  const options = { host, engine, folder, table: await read(csv), data: 'data.csv', naming };
  for await (const _ of trainRun({ ...options, given: { ...small, ...given } }));
}

async function tableOf(bytes: AsyncIterable<Uint8Array>) {
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  const { names, columns, rowCount } = parseCsv(Buffer.concat(chunks).toString(), 'out.csv');
  return { names, rowCount, of: (name: string) => columns[names.indexOf(name)]! };
}

const mix = (i: number, salt: number) => (((i * 2_654_435_761 + salt * 40_503) >>> 5) % 1000) / 1000;
const date = (hours: number) =>
  new Date(Date.UTC(2024, 0, 1, hours)).toISOString().slice(0, 16).replace('T', ' ');

/** Meters of plans: a text that another decides, an order, and a sum. */
const PLANS = ['basic', 'basic', 'basic', 'plus', 'plus', 'night'];
const ZONES: Readonly<Record<string, string>> = { basic: 'city', plus: 'city', night: 'land' };
const METERS = [
  'id,plan,zone,low,high,paid,due,total',
  ...Array.from({ length: 720 }, (_, i) => {
    const [meter, t] = [Math.floor(i / 6), i % 6];
    const plan = PLANS[meter % 6]!;
    const low = 20 * mix(i, 1) + (plan === 'night' ? 20 : 0);
    const [high, paid, due] = [low + 9 * mix(i, 2), 50 * mix(i, 3), 10 * mix(i, 4) + t];
    const cells = [low, high, paid, due].map((value) => value.toFixed(2));
    const total = (Number(cells[2]) + Number(cells[3])).toFixed(2);
    return [`A${String(meter + 1).padStart(5, '0')}`, plan, ZONES[plan], ...cells, total].join(',');
  }),
].join('\n');

/** One long series of hours with a day in it: a meter that never falls, an order, and a copy. */
const hourRow = (t: number) => {
  const load = 10 + 6 * Math.sin((2 * Math.PI * t) / 24) + 2 * mix(t, 5);
  const meter = 3 * t + Math.round(3 * mix(t, 6));
  const cells = [load, load + 5 * mix(t, 7)].map((value) => value.toFixed(2));
  return [date(t), ...cells, meter, cells[0]].join(',');
};
const HOURS = 'when,load,peak,meter,load_copy';
const hours = (from: number, to: number) =>
  [HOURS, ...Array.from({ length: to - from }, (_, i) => hourRow(from + i))].join('\n');

beforeAll(async () => {
  await train('meters', METERS);
  await train('hours', hours(0, 600), { length: 12 });
}, 60_000);

const sampling = { host, engine, format: 'csv' as const, seed: 4 };

describe('sequences for given attributes', () => {
  it('keep identifiers, orders and sums, and what follows from the attribute follows it', async () => {
    const where = [{ column: 'plan', value: 'night' }];
    const made = await sampleRun({ ...sampling, folder: 'meters', count: 9, where });
    const { names, of, rowCount } = await tableOf(made.bytes);
    expect([names.join(), rowCount]).toEqual([METERS.split('\n')[0], 54]);
    expect(new Set(of('plan'))).toEqual(new Set(['night']));
    expect(new Set(of('zone'))).toEqual(new Set(['land']));
    expect([of('id')[0], of('id')[53]]).toEqual(['A00121', 'A00129']);
    for (let row = 0; row < 54; row++) {
      const [low, high, paid, due, total] = ['low', 'high', 'paid', 'due', 'total'].map(
        (name) => of(name)[row]!,
      );
      expect(Number(high)).toBeGreaterThanOrEqual(Number(low));
      expect(total).toBe((Number(paid) + Number(due)).toFixed(2));
    }
  });

  it('come equally often by balance, each with what follows from it', async () => {
    const made = await sampleRun({ ...sampling, folder: 'meters', count: 6, balance: 'plan' });
    const { of } = await tableOf(made.bytes);
    const counts = new Map<string, number>();
    for (const plan of of('plan')) counts.set(plan, (counts.get(plan) ?? 0) + 1);
    expect([...counts].sort()).toEqual([
      ['basic', 12],
      ['night', 12],
      ['plus', 12],
    ]);
    expect(of('zone')).toEqual(of('plan').map((plan) => ZONES[plan]));
  });

  it('cannot be asked for by what follows from others, which is said', async () => {
    const where = [{ column: 'zone', value: 'land' }];
    const asked = sampleRun({ ...sampling, folder: 'meters', count: 1, where });
    await expect(asked).rejects.toThrow('"zone" is not learned: it follows from "plan"; ask for "plan"');
  });

  it('are judged as they are written, with the label that was learned as an attribute', async () => {
    const options = {
      host,
      engine,
      real: await read(METERS),
      generated: { folder: 'meters' },
      label: 'plan',
    };
    let told = false;
    for await (const event of evaluateRun({ ...options, metrics: ['wasserstein'] })) {
      if (event.type !== 'sets') continue;
      told = true;
      expect(event.featureNames).toEqual(['low', 'high', 'paid', 'due', 'total']);
      const { values, count, length, features } = event.generated;
      expect([count, length]).toEqual([event.real.count, 6]);
      for (let at = 0; at < values.length; at += features) {
        expect(values[at + 1]! - values[at]!).toBeGreaterThanOrEqual(0);
        expect(values[at + 4]!).toBeCloseTo(values[at + 2]! + values[at + 3]!, 3);
      }
      expect(event.generated.labels).toMatchObject({ kind: 'class', names: ['basic', 'night', 'plus'] });
    }
    expect(told).toBe(true);
  });
});

describe('a long series', () => {
  it('goes on hour by hour from the end of the data, and its meter never falls from piece to piece', async () => {
    const { codec } = await openModel(host, 'hours');
    expect(codec.constraints.map(({ kind }) => kind).sort()).toEqual(['growth', 'order']);
    expect(codec.learned.filter(({ isHidden }) => isHidden).map(({ name }) => name)).toEqual([
      'when: hour, cosine',
      'when: hour, sine',
    ]);
    const card = new TextDecoder().decode(await host.readFile('hours/README.md'));
    expect(card).toContain('| load |');
    expect(card).not.toContain('cosine');
    const made = await sampleRun({ ...sampling, folder: 'hours', count: 1, length: 600 });
    const { names, of, rowCount } = await tableOf(made.bytes);
    expect([names.join(), rowCount]).toEqual([HOURS, 600]);
    expect(of('when')).toEqual(Array.from({ length: 600 }, (_, t) => date(600 + t)));
    const meter = of('meter').map(Number);
    expect(meter.every((value, row) => row === 0 || value >= meter[row - 1]!)).toBe(true);
    expect(of('load_copy')).toEqual(of('load'));
    expect(of('peak').every((peak, row) => Number(peak) >= Number(of('load')[row]))).toBe(true);
    expect(made.corrections().map(({ rows }) => rows > 0)).toContain(true);
  });

  it('begins where it is told to, and a second one goes on in time but not in its meter', async () => {
    const made = await sampleRun({ ...sampling, folder: 'hours', count: 2, length: 40, from: '2030-05-01' });
    const { of } = await tableOf(made.bytes);
    expect([of('when')[0], of('when')[40]]).toEqual(['2030-05-01 00:00', '2030-05-02 16:00']);
    const alone = await sampleRun({ ...sampling, folder: 'hours', count: 1, length: 40, from: '2030-05-01' });
    expect((await tableOf(alone.bytes)).of('meter')).toEqual(of('meter').slice(0, 40));
  });

  it('is one array for NumPy, with what follows from others', async () => {
    const made = await sampleRun({ ...sampling, folder: 'hours', format: 'npy', count: 2, length: 300 });
    const chunks: Uint8Array[] = [];
    for await (const chunk of made.bytes) chunks.push(chunk);
    const bytes = Buffer.concat(chunks);
    expect(bytes.subarray(0, 120).toString('latin1')).toContain("'shape': (2, 300, 4)");
    expect(bytes.length % 64).toBe((2 * 300 * 4 * 4) % 64);
  });

  it('has uneven gaps, as the data have, and its time never runs back', async () => {
    let at = 0;
    const rows = Array.from({ length: 400 }, (_, i) => {
      at += 1 + Math.floor(5 * mix(i, 8) ** 2);
      return `${date(24 * at).slice(0, 10)},${(9 * mix(i, 9)).toFixed(1)}`;
    });
    await train('uneven', ['day,x', ...rows].join('\n'), { length: 8 });
    const last = rows.at(-1)!.split(',')[0]!;
    const made = await sampleRun({ ...sampling, folder: 'uneven', count: 1, length: 300 });
    const days = (await tableOf(made.bytes)).of('day');
    expect([...days].sort()).toEqual(days);
    expect(days[0]! >= last).toBe(true);
    const history = await read(['day,x', '2027-03-01,4.0', '2027-03-04,5.0', '2027-03-05,4.5'].join('\n'));
    const forecast = await forecastRun({ ...sampling, folder: 'uneven', history, steps: 4, paths: 3 });
    const next = (await tableOf(forecast.bytes)).of('day');
    expect(next).toHaveLength(12);
    expect(next.every((day) => day >= '2027-03-05' && day < '2027-05-01')).toBe(true);
  });
});

describe('a table that is gone on from, or has gaps', () => {
  it('goes on with its hours, its meter and what follows from others', async () => {
    const history = await read(hours(560, 590));
    const forecast = await forecastRun({ ...sampling, folder: 'hours', history, steps: 6, paths: 4 });
    const { names, of, rowCount } = await tableOf(forecast.bytes);
    expect([names.join(), rowCount]).toEqual([`path,${HOURS}`, 24]);
    expect(of('when').slice(18)).toEqual(Array.from({ length: 6 }, (_, t) => date(590 + t)));
    expect(of('load_copy')).toEqual(of('load'));
    const last = Number(hourRow(589).split(',')[3]);
    expect(
      of('meter').every(
        (meter, row) => Number(meter) >= (row % 6 === 0 ? last : Number(of('meter')[row - 1])),
      ),
    ).toBe(true);
  });

  it('has its gaps filled so that the constraints hold with what is known, and no known cell is touched', async () => {
    const rows = hours(100, 160)
      .split('\n')
      .map((row) => row.split(','));
    const truth = rows.map((row) => [...row]);
    for (const r of [10, 11, 12, 30]) rows[r]![2] = '';
    for (const r of [20, 21, 30, 31]) rows[r]![3] = '';
    for (const r of [40, 41]) rows[r]![1] = rows[r]![4] = '';
    rows[50]![1] = ''; // its copy is there
    rows[51]![4] = ''; // what it follows from is there
    const table = await read(rows.map((row) => row.join()).join('\n'));
    const made = await imputeRun({ ...sampling, folder: 'hours', table });
    const { of } = await tableOf(made.bytes);
    for (const [c, name] of HOURS.split(',').entries())
      for (let r = 1; r <= 60; r++) {
        if (rows[r]![c] !== '') expect(of(name)[r - 1]).toBe(truth[r]![c]);
        expect(of(name)[r - 1]).not.toBe('');
      }
    expect(of('load')[49]).toBe(truth[50]![1]);
    expect(of('load_copy')).toEqual(of('load'));
    expect(of('peak').every((peak, row) => Number(peak) >= Number(of('load')[row]))).toBe(true);
    const meter = of('meter').map(Number);
    expect(meter.every((value, row) => row === 0 || value >= meter[row - 1]!)).toBe(true);
    expect(made.cells).toBe(10);
  });
});
