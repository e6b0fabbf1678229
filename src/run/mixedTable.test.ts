import { describe, expect, it } from 'vitest';
import { createGan } from '../gan/index.ts';
import { evaluateProgram } from '../graph/index.ts';
import { randomStream } from '../random/stream.ts';
import { nodeEngine } from '../runtime/node.ts';
import { fitTimeSeries, parseCsv, readTable, writeBatches } from '../sequence/timeseries/index.ts';
import { ganConfigOf, resolveSettings } from './configuration.ts';
import { evaluateRun } from './evaluateRun.ts';
import { generatorProgram } from './generatorModel.ts';
import { memoryHost } from './hostMemory.ts';
import { openModel } from './modelFolder.ts';
import { sampleRun } from './sampleRun.ts';
import type { GivenSettings } from './settings.ts';
import { resumeRun, trainRun } from './trainRun.ts';

const engine = nodeEngine();
const naming = (name: string) => name;
const given: GivenSettings = {
  length: 6,
  steps: 4,
  batch: 8,
  generatorHidden: 4,
  criticHidden: 4,
  criticLayers: 1,
  diagnoseEvery: 2,
};

/** Numbers, texts, whole numbers with gaps, texts with gaps, numbers with a heavy tail, rain, which mostly is none, and tens. */
const CSV = [
  'level,sky,count,remark,flow,rain,watt',
  ...Array.from({ length: 80 }, (_, i) => {
    const sky = ['clear', 'rain, heavy', 'fog'][(i * i) % 3];
    const count = i % 5 === 2 ? 'NA' : `${(i * 7) % 13}`;
    return `${(5 * Math.sin(i / 4)).toFixed(2)},"${sky}",${count},${i % 4 === 0 ? '' : `r${i % 2}`},${i % 19 === 5 ? 1e4 * (i + 1) : 3 + (i % 8)},${i % 11 === 4 ? 'NA' : i % 7 < 4 ? '0.0' : ((3 + ((i * 13) % 29)) / 10).toFixed(1)},${10 * ((i * 3) % 17)}`;
  }),
].join('\n');

const table = () => readTable(new TextEncoder().encode(CSV), 'data.csv');

async function trained() {
  const host = memoryHost();
  const options = { host, engine, folder: 'model', table: await table(), data: 'data.csv', naming, given };
  for await (const _ of trainRun(options));
  const text = async (name: string) => Buffer.from(await host.readFile(`model/${name}`)).toString();
  return { host, text };
}

describe('a table of numbers, texts and gaps', () => {
  it('is learned, reported and sampled with no option', async () => {
    const { host, text } = await trained();
    const page = await text('report.html');
    expect(page).toContain('How often each text comes');
    expect(page).toContain('rain, heavy');
    expect(page).toMatch(/“count” real \d/);
    const card = await text('README.md');
    expect(card).toContain('| column of texts |');
    expect(card).toContain(
      'their places in the lists of its metadata `levels`, NaN where a value is missing',
    );
    expect(await text('generator.onnx')).toContain('["rain, heavy","clear"]');
    const sample = async (format: 'csv' | 'jsonl') => {
      const { bytes } = await sampleRun({ host, engine, folder: 'model', format, count: 40, seed: 3 });
      const chunks: Uint8Array[] = [];
      for await (const chunk of bytes) chunks.push(chunk);
      return Buffer.concat(chunks).toString();
    };
    const made = parseCsv(await sample('csv'), 'new.csv');
    expect(made.names).toEqual(['level', 'sky', 'count', 'remark', 'flow', 'rain', 'watt']);
    expect(made.rowCount).toBe(240);
    const cells = new Map(made.names.map((name, c) => [name, new Set(made.columns[c])]));
    expect([...cells.get('sky')!].every((cell) => ['clear', 'rain, heavy', 'fog'].includes(cell))).toBe(true);
    expect([...cells.get('remark')!].every((cell) => ['', 'r0', 'r1'].includes(cell))).toBe(true);
    expect([...cells.get('count')!].every((cell) => cell === 'NA' || /^([0-9]|1[0-2])$/.test(cell))).toBe(
      true,
    );
    expect(cells.get('count')).toContain('NA');
    expect([...cells.get('watt')!].every((cell) => Number(cell) % 10 === 0)).toBe(true);
    expect(cells.get('rain')).toContain('NA');
    expect(cells.get('rain')).toContain('0.0');
    expect([...cells.get('rain')!].every((cell) => cell === 'NA' || /^[0-3]\.\d$/.test(cell))).toBe(true);
    const rows = (await sample('jsonl'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(
      rows.some(({ count }) => count === null) && rows.some(({ count }) => typeof count === 'number'),
    ).toBe(true);
  });

  it('is made by one program that ONNX Runtime runs as the reference evaluator does, gaps and levels too', async () => {
    const { host } = await trained();
    const { codec, gan } = await openModel(host, 'model');
    const weights = Object.fromEntries(
      Object.entries(gan.parameters).map(([name, { shape }]) => {
        const data = new Float32Array(shape.reduce((a, b) => a * b, 1));
        randomStream(2, name).normal(0, data);
        return [name, { data }];
      }),
    );
    const exported = generatorProgram(gan, weights, codec.learned, 16);
    expect(codec.learned.map(({ name }) => name)).toEqual([
      'level',
      'sky',
      'count',
      'remark',
      'flow',
      'rain',
      'watt',
    ]);
    const inputs = Object.fromEntries(
      Object.entries(exported.inputs).map(([name, { shape }]) => {
        const data = new Float32Array(shape.reduce((a, b) => a * b, 1));
        randomStream(5, name).normal(0, data);
        return [name, { dtype: 'float32' as const, shape, data }];
      }),
    );
    const executable = await engine.compile(exported);
    const { sequences } = await executable.run(inputs);
    await executable.release();
    const reference = evaluateProgram(
      exported,
      Object.fromEntries(Object.entries(inputs).map(([name, { data }]) => [name, [...data]])),
    ).sequences!;
    const values = sequences!.data as Float32Array;
    expect(codec.learned[4]).toHaveProperty('unfolding');
    expect(codec.learned[5]).toMatchObject({ isOptional: true, points: [0] });
    const rain = values.filter((_, i) => i % 7 === 5);
    expect(rain.includes(0) && rain.some(Number.isNaN) && rain.some((value) => value > 0)).toBe(true);
    expect(values.some(Number.isNaN) && values.some((value) => value !== 0)).toBe(true);
    values.forEach((value, i) => {
      const wanted = reference.data[i]!;
      if (Number.isNaN(wanted)) expect(value).toBeNaN();
      else expect(Math.abs(value - wanted)).toBeLessThanOrEqual(1e-4 * Math.max(1, Math.abs(wanted)));
    });
    expect(() => codec.rows(values, 0)).not.toThrow();
  });

  it('gives the real rows back through features and codec', async () => {
    const { codec, sequences } = fitTimeSeries(await table(), { length: 6, stride: 6 });
    const decoded = codec.decode(sequences.values);
    const chunks: Uint8Array[] = [];
    const batches = (async function* () {
      yield decoded;
    })();
    for await (const chunk of writeBatches('csv', codec, batches, sequences.count)) chunks.push(chunk);
    const lines = (text: string) => text.replaceAll('"', '').split('\n');
    expect(lines(Buffer.concat(chunks).toString()).slice(0, 78)).toEqual(lines(CSV).slice(0, 78));
  });
});

describe('sequences of different lengths', () => {
  /** Twelve accounts of 1 to 12 rows. */
  const rows = Array.from({ length: 12 }, (_, k) =>
    Array.from({ length: k + 1 }, (_, t) => `k${k},${(k * 5 + t * 3) % 11},${(k + t) % 3 ? 'in' : 'out'}`),
  ).flat();
  const ragged = ['account_id,amount,kind', ...rows].join('\n');

  it('are learned whole with their ends, and written with them under new keys', async () => {
    const host = memoryHost();
    const keyed = await readTable(new TextEncoder().encode(ragged), 'data.csv');
    const { length: _, ...settings } = given;
    const options = { host, engine, folder: 'model', table: keyed, data: 'data.csv', naming };
    for await (const _ of trainRun({ ...options, given: settings }));
    const read = async (name: string) => Buffer.from(await host.readFile(`model/${name}`)).toString();
    expect(await read('report.html')).toContain('How long sequences are');
    const { bytes } = await sampleRun({ host, engine, folder: 'model', format: 'csv', count: 60, seed: 3 });
    const chunks: Uint8Array[] = [];
    for await (const chunk of bytes) chunks.push(chunk);
    const { names, columns, rowCount } = parseCsv(Buffer.concat(chunks).toString(), 'new.csv');
    expect(names).toEqual(['account_id', 'amount', 'kind']);
    const lengths = new Map<string, number>();
    for (const key of columns[0]!) lengths.set(key, (lengths.get(key) ?? 0) + 1);
    expect(lengths.size).toBe(60);
    expect(Math.max(...lengths.values())).toBeLessThanOrEqual(12);
    expect(new Set(lengths.values()).size).toBeGreaterThan(2);
    expect([...lengths.keys()].every((key) => /^k\d+$/.test(key) && Number(key.slice(1)) >= 12)).toBe(true);
    expect(columns.every((cells) => cells.length === rowCount && cells.every((cell) => cell !== ''))).toBe(
      true,
    );
  });

  it('are padded with zeros and a flag, and come back as they were', () => {
    const { codec, sequences, description } = fitTimeSeries(parseCsv(ragged, 'data.csv'));
    expect(description.sequences).toMatchObject({ count: 12, length: 12, isRagged: true });
    expect(codec.groups!.at(-1)).toEqual({ kind: 'end' });
    const { features, values } = sequences;
    expect(features).toBe(1 + 2 + 2);
    expect([...values.subarray(0, features)].slice(3)).toEqual([1, 0]);
    expect([...values.subarray(features, 12 * features)]).toEqual(
      Array.from({ length: 11 }, () => [0, 0, 0, 0, 1]).flat(),
    );
    const batch = codec.rows(codec.decode(values), 0);
    expect(batch.rowCount).toBe(78);
    const amounts = rows.map((row) => row.split(',')[1]);
    expect(batch.columns[1]!.cells).toEqual(amounts);
    expect(codec.encode(parseCsv(ragged, 'data.csv'))).toEqual(sequences);
  });

  it('are cut where they are longer than 128 steps, and are windows where a length is asked for', () => {
    const long = Array.from({ length: 9 }, (_, k) =>
      Array.from({ length: k === 4 ? 300 : 20 + k }, (_, t) => `k${k},${(k * 5 + t * 3) % 11}`),
    ).flat();
    const table = parseCsv(['account_id,amount', ...long].join('\n'), 'data.csv');
    const { sequences, description } = fitTimeSeries(table);
    expect(sequences).toMatchObject({ count: 8 + 3, length: 128 });
    expect(description.sequences.why).toContain('longer ones than 128 are cut');
    expect(fitTimeSeries(table, { length: 20 }).codec).toMatchObject({ isRagged: false, features: 1 });
  });

  it('of one row are named', () => {
    const { warnings } = fitTimeSeries(parseCsv(ragged, 'data.csv')).description;
    expect(warnings.map(({ what }) => what)).toContainEqual(
      '1 of 12 series have one row only, the first of them row 1; sequences of one step are made too',
    );
  });
});

describe('attributes of sequences', () => {
  const rows = Array.from({ length: 20 }, (_, k) =>
    Array.from({ length: k % 2 ? 6 : 4 + (k % 3) }, (_, t) => [
      `k${k}`,
      ['north', 'south', 'west'][k % 3],
      k % 4 ? 30 + (k % 7) : '',
      (k * 5 + t * 3) % 11,
      900 + k,
    ]),
  ).flat();
  const csv = ['client_id,region,age,amount,code', ...rows.map((row) => row.join(','))].join('\n');

  it('are found: texts and numbers that are the same in all rows of a sequence; identifiers are not', () => {
    const { description, codec, sequences } = fitTimeSeries(parseCsv(csv, 'data.csv'));
    expect(description.columns.map(({ name, role }) => [name, role])).toEqual([
      ['client_id', 'key'],
      ['region', 'attribute'],
      ['age', 'attribute'],
      ['amount', 'feature'],
      ['code', 'identifier'],
    ]);
    expect(description.features).toBe(3);
    expect(codec.groups).toEqual([
      { kind: 'number', width: 1 },
      { kind: 'choice', width: 3, isStatic: true },
      expect.objectContaining({ kind: 'special', isStatic: true }),
      { kind: 'end' },
    ]);
    expect(codec.learned.map(({ start }) => start)).toEqual([1, 4, 0]);
    const batch = codec.rows(codec.decode(sequences.values), 0);
    const cells = (name: string) => batch.columns.find((column) => column.name === name)!.cells;
    expect(cells('region')).toEqual(rows.map(([, region]) => region));
    expect(cells('age')).toEqual(rows.map(([, , age]) => String(age)));
    expect(cells('amount')).toEqual(rows.map(([, , , amount]) => String(amount)));
  });

  it('are drawn once for each sequence that is made', async () => {
    const host = memoryHost();
    const keyed = await readTable(new TextEncoder().encode(csv), 'data.csv');
    const { length: _, ...settings } = given;
    const options = { host, engine, folder: 'model', table: keyed, data: 'data.csv', naming };
    for await (const _ of trainRun({ ...options, given: settings }));
    const { bytes } = await sampleRun({ host, engine, folder: 'model', format: 'csv', count: 50, seed: 3 });
    const chunks: Uint8Array[] = [];
    for await (const chunk of bytes) chunks.push(chunk);
    const { columns } = parseCsv(Buffer.concat(chunks).toString(), 'new.csv');
    const seen = new Map<string, Set<string>>();
    columns[0]!.forEach((key, row) => {
      const values = seen.get(key) ?? new Set();
      seen.set(key, values.add(`${columns[1]![row]} ${columns[2]![row]}`));
    });
    expect(seen.size).toBe(50);
    expect([...seen.values()].every((values) => values.size === 1)).toBe(true);
    expect(new Set([...seen.values()].flatMap((values) => [...values])).size).toBeGreaterThan(5);
    const { gan } = await openModel(host, 'model');
    expect(Object.keys(gan.parameters)).toContain('generator.attributes.outer.weight');
  });

  it('are what is learned along time where nothing else is', () => {
    const still = parseCsv('id,kind\na,x\na,x\nb,y\nb,y\nc,x\nc,x\nd,y\nd,y\n', 'data.csv');
    const { description, codec } = fitTimeSeries(still, { key: 'id' });
    expect(description.columns[1]!.role).toBe('feature');
    expect(codec.groups).toEqual([{ kind: 'choice', width: 2 }]);
  });
});

describe('a run on a mixed table', () => {
  it('that was stopped and resumed ends with the same bytes as one that never stopped', async () => {
    const whole = await trained();
    const halved = memoryHost();
    const controller = new AbortController();
    const place = { host: halved, engine, folder: 'model', table: await table() };
    const events = trainRun({ ...place, data: 'data.csv', naming, given, signal: controller.signal });
    for await (const event of events) if (event.type === 'step' && event.step === 2) controller.abort();
    for await (const _ of resumeRun(place));
    for (const name of ['generator.onnx', 'critic.safetensors', 'codec.json'])
      expect(
        Buffer.from(await halved.readFile(`model/${name}`)).equals(
          Buffer.from(await whole.host.readFile(`model/${name}`)),
        ),
        name,
      ).toBe(true);
  });

  it('is evaluated by its numbers, gaps filled on both sides', async () => {
    const { host } = await trained();
    const options = { host, engine, real: await table(), metrics: ['wasserstein', 'correlational'] };
    for await (const event of evaluateRun({ ...options, generated: { folder: 'model' } })) {
      if (event.type !== 'sets') continue;
      expect(event.featureNames).toEqual(['level', 'count', 'flow', 'rain', 'watt']);
      expect(event.generated).toMatchObject({ features: 5, length: 6 });
      expect(event.generated.values.every(Number.isFinite)).toBe(true);
    }
  });
});

it('a table of texts only is learned, and its report shows them along time', async () => {
  const host = memoryHost();
  const lines = Array.from({ length: 60 }, (_, i) => `${i % 2 ? 'up' : 'down'},${(i * i) % 3 ? 'a' : 'b'}`);
  const text = await readTable(new TextEncoder().encode(['way,kind', ...lines].join('\n')), 'data.csv');
  for await (const _ of trainRun({
    host,
    engine,
    folder: 'model',
    table: text,
    data: 'data.csv',
    naming,
    given,
  }));
  const page = Buffer.from(await host.readFile('model/report.html')).toString();
  expect(page).toContain('way = down');
});

it('numbers alone are trained with the program and the files of before', async () => {
  const lines = Array.from({ length: 60 }, (_, i) => `${(i * 7) % 13},${Math.sin(i).toFixed(3)}`);
  const { codec, sequences } = fitTimeSeries(parseCsv(['a,b', ...lines].join('\n'), 'data.csv'), {
    length: 6,
  });
  expect(codec.groups).toBeUndefined();
  const settings = resolveSettings(given, sequences, naming);
  const { features, length } = sequences;
  const gan = createGan(ganConfigOf(settings), { features, length, changes: [1, 1] });
  expect(Object.keys(generatorProgram(gan, initial(gan), codec.learned, 2).inputs)).toEqual([
    'noise.steps',
    'noise.sequence',
  ]);
});

function initial(gan: ReturnType<typeof createGan>) {
  return Object.fromEntries(
    Object.entries(gan.parameters).map(([name, { shape }]) => [
      name,
      { data: new Float32Array(shape.reduce((a, b) => a * b, 1)) },
    ]),
  );
}
