import { describe, expect, it } from 'vitest';
import { UserError } from '../errors/userError.ts';
import { nodeEngine } from '../runtime/node.ts';
import { readTable, type Table } from '../sequence/timeseries/index.ts';
import type { Host } from './host.ts';
import { memoryHost } from './hostMemory.ts';
import { inspectModel } from './inspectModel.ts';
import { readJournal } from './journal.ts';
import { sampleRun } from './sampleRun.ts';
import type { GivenSettings } from './settings.ts';
import { type RunEvent, resumeRun, trainRun } from './trainRun.ts';

const engine = nodeEngine();
const naming = (name: string) => `--${name}`;
const given: GivenSettings = {
  length: 6,
  steps: 8,
  checkpointEvery: 3,
  batch: 8,
  generatorHidden: 4,
  criticHidden: 4,
  criticLayers: 1,
};

/** Sixty hours of a wave and a count. */
const csv = (rows = 60, shift = 0): string =>
  [
    'time,level,count',
    ...Array.from({ length: rows }, (_, i) => {
      const time = new Date(Date.UTC(2020, 0, 1, i)).toISOString().slice(0, 19).replace('T', ' ');
      return `${time},${(20 + shift + 5 * Math.sin(i / 4)).toFixed(2)},${100 + ((i * 7) % 13)}`;
    }),
  ].join('\n');
const tableOf = (text: string): Promise<Table> => readTable(new TextEncoder().encode(text), 'data.csv');

async function collect(events: AsyncIterable<RunEvent>, see: (event: RunEvent) => void = () => {}) {
  const seen: RunEvent[] = [];
  for await (const event of events) {
    seen.push(event);
    see(event);
  }
  return seen;
}

async function trained(host: Host, more: GivenSettings = {}, signal?: { steps: number }) {
  const controller = new AbortController();
  const table = await tableOf(csv());
  const options = { host, engine, folder: 'model', table, data: 'data.csv', naming };
  const events = trainRun({ ...options, given: { ...given, ...more }, signal: controller.signal });
  return collect(events, (event) => {
    if (event.type === 'step' && event.step === signal?.steps) controller.abort();
  });
}

const read = async (host: Host, name: string) => Buffer.from(await host.readFile(`model/${name}`));
const WEIGHTS = ['generator.safetensors', 'critic.safetensors', 'optimizer.safetensors', 'generator.onnx'];

describe('a training run', () => {
  it('tells the data, the start, every step, checkpoints, the report and the end, in this order', async () => {
    const types = (await trained(memoryHost())).map(({ type }) => type);
    expect(types.slice(0, 2)).toEqual(['data', 'start']);
    expect(types.filter((type) => type === 'step')).toHaveLength(8);
    expect(types.filter((type) => type === 'checkpoint')).toHaveLength(3);
    expect(types.slice(-2)).toEqual(['report', 'done']);
  });

  it('leaves a folder that is described, sampled and looked at', async () => {
    const host = memoryHost();
    await trained(host);
    expect(await host.list('model')).toEqual([
      'README.md',
      'checkpoints',
      'codec.json',
      'config.json',
      'critic.safetensors',
      'generator.onnx',
      'generator.safetensors',
      'journal.jsonl',
      'optimizer.safetensors',
      'report.html',
    ]);
    const inspection = await inspectModel(host, 'model');
    expect(inspection).toMatchObject({ step: 8, state: 'finished', canResume: false, warnings: [] });
    expect((await read(host, 'report.html')).toString()).toContain('<svg');
    expect((await read(host, 'README.md')).toString()).toMatch(/^---\nlibrary_name: gan-lstm/);
    const { events } = await readJournal(host, 'model');
    expect(events.filter(({ type }) => type === 'step').map(({ step }) => step)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8,
    ]);
  });

  it('gives the same bytes twice', async () => {
    const hosts = [memoryHost(), memoryHost()];
    for (const host of hosts) await trained(host);
    for (const name of [...WEIGHTS, 'report.html', 'README.md', 'codec.json', 'config.json']) {
      expect((await read(hosts[0]!, name)).equals(await read(hosts[1]!, name)), name).toBe(true);
    }
  });

  it('that was stopped and resumed ends with the same bytes as one that never stopped', async () => {
    const [whole, halved] = [memoryHost(), memoryHost()];
    await trained(whole);
    const events = await trained(halved, {}, { steps: 4 });
    expect(events.at(-1)).toMatchObject({ type: 'done', step: 4, reason: 'interrupted' });
    expect(await inspectModel(halved, 'model')).toMatchObject({
      step: 4,
      state: 'interrupted',
      canResume: true,
    });
    const table = await tableOf(csv());
    const rest = await collect(resumeRun({ host: halved, engine, folder: 'model', table }));
    expect(rest.filter(({ type }) => type === 'step').map((event) => 'step' in event && event.step)).toEqual([
      5, 6, 7, 8,
    ]);
    for (const name of WEIGHTS) {
      expect((await read(halved, name)).equals(await read(whole, name)), name).toBe(true);
    }
    const steps = (await readJournal(halved, 'model')).events.filter(({ type }) => type === 'step');
    expect(steps.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('that was killed after its last checkpoint, before the report, is finished by resuming', async () => {
    const host = memoryHost();
    await trained(host);
    const report = await read(host, 'report.html');
    for (const name of ['report.html', 'README.md', 'generator.onnx']) await host.remove(`model/${name}`);
    const events = await collect(resumeRun({ host, engine, folder: 'model', table: await tableOf(csv()) }));
    expect(events.map(({ type }) => type)).toEqual(['data', 'start', 'report', 'done']);
    expect((await read(host, 'report.html')).length).toBeGreaterThan(report.length / 2);
    expect(await host.exists('model/generator.onnx')).toBe(true);
  });

  it('is not resumed with other data', async () => {
    const host = memoryHost();
    await trained(host, {}, { steps: 4 });
    const table = await tableOf(csv(60, 1));
    await expect(collect(resumeRun({ host, engine, folder: 'model', table }))).rejects.toThrow(
      /other sequences/,
    );
  });

  it('does not touch a folder before data and settings are known to be good', async () => {
    const host = memoryHost();
    await expect(trained(host, { batch: 1000 })).rejects.toThrow(UserError);
    await expect(trained(host, { length: 100 })).rejects.toThrow(UserError);
    expect(await host.exists('model')).toBe(false);
  });

  it('replaces a model only when told, and never a folder that is none', async () => {
    const host = memoryHost();
    await trained(host);
    await expect(trained(host)).rejects.toThrow(/holds a model already.*--force/);
    const table = await tableOf(csv());
    const options = { host, engine, table, data: 'data.csv', naming, given, overwrites: true };
    await collect(trainRun({ ...options, folder: 'model' }));
    await host.makeFolder('mine');
    await host.writeFileAtomic('mine/thesis.txt', 'years of work');
    await expect(collect(trainRun({ ...options, folder: 'mine' }))).rejects.toThrow(/holds no model/);
    expect(await host.list('mine')).toEqual(['thesis.txt']);
  });
});

describe('remedies', () => {
  /** A critic that is far ahead of its generator. */
  const lopsided: GivenSettings = {
    loss: 'minimax',
    criticRate: 5e-2,
    generatorRate: 1e-3,
    schedule: 'constant',
    diagnoseEvery: 10,
    checkpointEvery: 20,
    autoRemedy: true,
    steps: 120,
  };
  const remedies = (events: readonly { readonly type?: unknown }[]) =>
    events.filter(({ type }) => type === 'remedy') as Extract<RunEvent, { type: 'remedy' }>[];

  it('are applied, journalled, and still in force after a stop and a resume', async () => {
    const [whole, halved] = [memoryHost(), memoryHost()];
    const [remedy] = remedies(await trained(whole, lopsided));
    expect(remedy).toMatchObject({ kind: 'modeCollapse', changes: { penalty: 'r1r2' } });
    const { events } = await readJournal(whole, 'model');
    expect(remedies(events)[0]).toMatchObject({ ...remedy });
    const { step } = remedy!;
    expect(step).toBeLessThan(100);
    await trained(halved, lopsided, { steps: step + 7 });
    const table = await tableOf(csv());
    const rest = await collect(resumeRun({ host: halved, engine, folder: 'model', table }));
    const penalties = rest.flatMap((event) => (event.type === 'step' ? [event.measures.penalty] : []));
    expect(penalties.every((penalty) => penalty > 0)).toBe(true);
    for (const name of WEIGHTS) {
      expect((await read(halved, name)).equals(await read(whole, name)), name).toBe(true);
    }
  });

  it('are not applied unless asked for, and the finding is told with its remedy all the same', async () => {
    const events = await trained(memoryHost(), { ...lopsided, autoRemedy: false });
    expect(remedies(events)).toEqual([]);
    const finding = events.find(({ type }) => type === 'finding') as Extract<RunEvent, { type: 'finding' }>;
    expect(finding).toMatchObject({ kind: 'modeCollapse', remedy: expect.stringContaining('r1r2') });
  });

  it('send a run whose values are no longer finite back to its last checkpoint, with smaller steps and in words', async () => {
    const wild: GivenSettings = {
      ...lopsided,
      loss: 'leastSquares',
      optimizer: 'sgd',
      criticRate: 10,
      generatorRate: 10,
      diagnoseEvery: 0,
      steps: 60,
    };
    const host = memoryHost();
    const events = await trained(host, wild);
    const [remedy] = remedies(events);
    expect(remedy!.sentence).toMatch(
      /^went back to iteration \d+; changed: criticRate 10 -> 2.5, generatorRate 10 -> 2.5/,
    );
    expect(events.at(-1)).toMatchObject({ type: 'done', step: 60, reason: 'finished' });
    expect(remedies((await readJournal(host, 'model')).events)[0]).toMatchObject({ kind: 'notFinite' });
    // without remedies the run ends there, and what it leaves is finite
    const left = memoryHost();
    const ended = await trained(left, { ...wild, autoRemedy: false });
    expect(ended.at(-1)).toMatchObject({ type: 'done', reason: 'diverged' });
    const finding = ended.find(({ type }) => type === 'finding') as Extract<RunEvent, { type: 'finding' }>;
    expect(finding.sentence).toMatch(
      /^Iteration \d+ gave a value that is not finite; the state of iteration \d+ is kept/,
    );
    expect(await inspectModel(left, 'model')).toMatchObject({ state: 'diverged' });
  });
});

it('the report of a run shows the gradients through time of its last diagnosis', async () => {
  const label = 'Size of the gradients by the step of the sequence';
  const [with_, without] = [memoryHost(), memoryHost()];
  await trained(with_, { diagnoseEvery: 4 });
  await trained(without, { diagnoseEvery: 0 });
  expect((await read(with_, 'report.html')).toString()).toContain(label);
  expect((await read(without, 'report.html')).toString()).not.toContain(label);
});

describe('samples', () => {
  async function sampled(host: Host, count: number, seed = 5) {
    const { bytes } = await sampleRun({ host, engine, folder: 'model', format: 'csv', count, seed });
    let text = '';
    for await (const chunk of bytes) text += new TextDecoder().decode(chunk);
    return text.trim().split('\n');
  }

  it("have the user's columns, whole numbers where they were whole, decimals and a time that goes on", async () => {
    const host = memoryHost();
    await trained(host);
    const lines = await sampled(host, 2);
    expect(lines[0]).toBe('time,level,count');
    expect(lines).toHaveLength(1 + 2 * 6);
    expect(lines[1]).toMatch(/^2020-01-03 12:00:00,\d+(\.\d{1,2})?,\d+$/);
    expect(lines[12]).toMatch(/^2020-01-03 23:00:00,/);
  });

  it('are the same for a seed however many are drawn, and others for another seed', async () => {
    const host = memoryHost();
    await trained(host);
    const [few, many, other] = [await sampled(host, 3), await sampled(host, 300), await sampled(host, 3, 6)];
    expect(many.slice(0, few.length)).toEqual(few);
    expect(other).not.toEqual(few);
    expect(many).toHaveLength(1 + 300 * 6);
  });

  it('of a damaged folder are refused with what is wrong', async () => {
    const host = memoryHost();
    await trained(host);
    await expect(sampled(memoryHost(), 1)).rejects.toThrow(/does not exist/);
    const config = JSON.parse((await read(host, 'config.json')).toString());
    await host.writeFileAtomic('model/config.json', JSON.stringify({ ...config, version: 9 }));
    await expect(sampled(host, 1)).rejects.toThrow(/version 9/);
    await host.writeFileAtomic('model/config.json', JSON.stringify({ ...config, count: 'many' }));
    await expect(sampled(host, 1)).rejects.toThrow(/"count"/);
    const shapes = { ...config.shapes, features: 7 };
    await host.writeFileAtomic('model/config.json', JSON.stringify({ ...config, shapes }));
    await expect(sampled(host, 1)).rejects.toThrow(/7 features/);
    await host.writeFileAtomic('model/config.json', '{');
    await expect(sampled(host, 1)).rejects.toThrow(/not valid JSON/);
  });
});
